"""Findings: what is worth telling of a notebook."""
