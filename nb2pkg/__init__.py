"""Turn Jupyter notebooks into Python packages people can trust."""

__version__ = "0.1.0"
