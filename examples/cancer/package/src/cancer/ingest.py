"""Ingest: bring the data in."""

import pandas as pd


def load_cancer(DATA: str) -> pd.DataFrame:
    """Load cancer (cell 5)."""
    return pd.read_csv(DATA)


def load_new_patients(NEW_DATA: str) -> pd.DataFrame:
    """Load new_patients (cell 21)."""
    return pd.read_csv(NEW_DATA)
