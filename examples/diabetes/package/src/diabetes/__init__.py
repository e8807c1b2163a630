"""The pipeline of diabetes_mended.ipynb as a package."""
