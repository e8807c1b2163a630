"""Ingest: bring the data in."""

import pandas as pd


def load_cancer(DATA: str) -> pd.DataFrame:
    """Load cancer (cells 5, 21)."""
    return pd.read_csv(DATA)
