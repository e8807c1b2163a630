"""Runs of notebook and package: in copies of their own, walled in, and gone when we are."""
