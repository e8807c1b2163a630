"""What the runs left, held against each other."""
