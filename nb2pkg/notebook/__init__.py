"""A file becomes cells that Python understands."""
