"""The pipeline of cancer.ipynb as a package."""
