"""Ingest: bring the data in."""

import pandas as pd


def load_wine(wine_csv: str) -> pd.DataFrame:
    """Load wine (cell 4)."""
    # one row per bottle, the grower ("cultivar") in the last column
    return pd.read_csv(wine_csv)
