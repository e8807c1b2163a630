"""The pipeline of wine.ipynb as a package."""
