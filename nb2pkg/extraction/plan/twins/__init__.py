"""Steps that do the same share one function."""
