"""Machinery of generated packages: real modules, copied as they are, the same in every project.

They run in the notebook's environment, from Python 3.8 on, and import each other by relative names alone.
"""
