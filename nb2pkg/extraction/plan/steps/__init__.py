"""Statements grouped into step functions, and the order in which they run."""
