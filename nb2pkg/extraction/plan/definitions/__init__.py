"""Where the notebook's functions, classes and constants go."""
