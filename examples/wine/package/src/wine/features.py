"""Features: from raw data to what the models are given."""

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def add_flavanoid_share_and_log_proline(wine: pd.DataFrame) -> pd.DataFrame:
    """Add flavanoid share and log proline (cell 11).

    Changes wine in place and returns it.
    """
    # the share of flavanoids among the phenols separates grower 3 better than either number alone
    wine["flavanoid_share"] = wine["flavanoids"] / wine["total_phenols"]
    # proline has a long tail to the right
    wine["log_proline"] = np.log(wine["proline"])
    return wine


def drop_cultivar_and_proline(wine: pd.DataFrame) -> pd.DataFrame:
    """Drop cultivar and proline (cell 12)."""
    return wine.drop(columns=["cultivar", "proline"])


def select_target(wine: pd.DataFrame) -> pd.Series:
    """Select target (cell 12)."""
    return wine["cultivar"]


def keep_share_of_each_grower_same(
    X: pd.DataFrame, y: pd.Series, TEST_SIZE: float, SEED: int
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.Series]:
    """Keep the share of each grower the same on both sides (cell 14).

    Returns X_train, X_test, y_train and y_test.
    """
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=TEST_SIZE, random_state=SEED, stratify=y
    )
    return X_train, X_test, y_train, y_test


def scale_features(X_train: pd.DataFrame) -> tuple[StandardScaler, np.ndarray]:
    """Scale features (cell 15).

    Returns scaler and X_train_scaled.
    """
    # the measurements live on very different scales; learn them from the training side only
    scaler = StandardScaler()
    X_train_scaled = scaler.fit_transform(X_train)
    return scaler, X_train_scaled


def scale_features_for_x_test_scaled(
    scaler: StandardScaler, X_test: pd.DataFrame
) -> np.ndarray:
    """Scale features (cell 15)."""
    return scaler.transform(X_test)
