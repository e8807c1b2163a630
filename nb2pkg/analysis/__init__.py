"""What statements do to each other."""
