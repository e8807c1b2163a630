"""Ingest: bring the data in."""

import pandas as pd


def load_diabetes(diabetes_csv: str) -> pd.DataFrame:
    """Load diabetes (cell 3)."""
    return pd.read_csv(diabetes_csv)
