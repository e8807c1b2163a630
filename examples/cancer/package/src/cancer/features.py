"""Features: from raw data to what the models are given."""

import pandas as pd
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from cancer.common import to_matrix


def separate_features_and_target(
    cancer: pd.DataFrame,
) -> tuple[list, pd.DataFrame, pd.Series]:
    """Separate features and target (cell 9).

    Returns columns, X and y.
    """
    # the error columns only say how much the cells of one picture differ
    columns = [name for name in cancer.columns if name.startswith(("mean_", "worst_"))]
    X = cancer[columns]
    # malignant is what we are looking for, so it is the 1
    y = (cancer["diagnosis"] == "malignant").astype(int)
    return columns, X, y


def split_train_and_test(
    X: pd.DataFrame, y: pd.Series, SEED: int, test_size: float
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.Series, StandardScaler]:
    """Split train and test (cell 10).

    Returns X_train, X_test, y_train, y_test and scaler.
    """
    X_train, X_test, y_train, y_test = train_test_split(
        X, y, test_size=test_size, stratify=y, random_state=SEED
    )

    scaler = StandardScaler().fit(X_train)
    return X_train, X_test, y_train, y_test, scaler


def compute_a_train_and_a_test(
    X_train: pd.DataFrame, columns: list, scaler: StandardScaler, X_test: pd.DataFrame
):
    """Compute A_train and A_test (cell 10).

    Returns A_train and A_test.
    """
    A_train = to_matrix(X_train, columns=columns, scaler=scaler)
    A_test = to_matrix(X_test, columns=columns, scaler=scaler)
    return A_train, A_test
