"""Evaluate: judge the models."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix


def evaluate_model(
    model: LogisticRegression, X_test_scaled: np.ndarray, y_test: pd.Series
) -> tuple[np.ndarray, float]:
    """Evaluate model (cell 19)."""
    predictions = model.predict(X_test_scaled)
    accuracy = accuracy_score(y_test, predictions)
    return predictions, accuracy


def report_per_class(y_test: pd.Series, predictions: np.ndarray) -> str:
    """Report per class (cell 20)."""
    return classification_report(y_test, predictions)


def count_confusions(y_test: pd.Series, predictions: np.ndarray) -> np.ndarray:
    """Count confusions (cell 21)."""
    return confusion_matrix(y_test, predictions)
