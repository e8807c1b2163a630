"""Ingest: bring the data in."""

import pandas as pd


def load_data(wine_csv: str) -> pd.DataFrame:
    """Load the data (cell 4)."""
    # one row per bottle, the grower ("cultivar") in the last column
    return pd.read_csv(wine_csv)
