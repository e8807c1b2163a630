"""Features: from raw data to what the models are given."""

import pandas as pd
from sklearn.model_selection import train_test_split


def drop_s4_and_add_bmi_bp(df: pd.DataFrame) -> pd.DataFrame:
    """Drop s4 and add bmi bp (cell 12).

    Changes df in place and returns it.
    """
    df["sex"] = df["sex"].map({1: 0, 2: 1})
    # s4 is only s1 / s3 again
    df.drop("s4", axis=1, inplace=True)
    # overweight AND high blood pressure
    df["bmi_bp"] = df["bmi"] * df["bp"] / 100
    return df


def filter_df_by_bmi(df: pd.DataFrame) -> pd.DataFrame:
    """Filter df by bmi (cell 13)."""
    # a handful of very heavy patients pull the line, leave them out
    return df[df["bmi"] < 38]


def define_features() -> list:
    """Define features (cell 14)."""
    return ["age", "sex", "bmi", "bp", "s2", "s3", "s5", "s6", "bmi_bp"]


def select_features(df: pd.DataFrame, features: list) -> pd.DataFrame:
    """Select features (cell 15)."""
    return df[features]


def split_train_and_test(
    df: pd.DataFrame, X: pd.DataFrame, test_size: float, random_state: int
) -> tuple[pd.Series, pd.DataFrame, pd.DataFrame, pd.Series, pd.Series]:
    """Split train and test (cell 15).

    Returns y, X_train, X_test, y_train and y_test.
    """
    y = df["progression"]
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=test_size, random_state=random_state
    )
    return y, X_train, X_test, y_train, y_test
