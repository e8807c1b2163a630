"""What cannot be extracted faithfully, what stays, and what may not be shown."""
