"""Evaluate: judge the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    accuracy_score,
    classification_report,
    confusion_matrix,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def evaluate_model(
    model: LogisticRegression, X_test_scaled: np.ndarray, y_test: pd.Series
) -> tuple[np.ndarray, float]:
    """Evaluate model (cell 19).

    Returns predictions and accuracy.
    """
    predictions = model.predict(X_test_scaled)
    accuracy = accuracy_score(y_test, predictions)
    return predictions, accuracy


def build_classification_report(y_test: pd.Series, predictions: np.ndarray) -> str:
    """Build classification report (cell 20)."""
    return classification_report(y_test, predictions)


def compute_confusion_matrix(y_test: pd.Series, predictions: np.ndarray) -> np.ndarray:
    """Compute confusion matrix (cell 21)."""
    return confusion_matrix(y_test, predictions)


def sort_weights(model: LogisticRegression, X: pd.DataFrame) -> pd.Series:
    """Sort weights (cell 23)."""
    # mean absolute weight over the three growers
    weights = pd.Series(np.abs(model.coef_).mean(axis=0), index=X.columns)
    return weights.sort_values(ascending=False)


def plot_confusion_matrix(confusion: np.ndarray, model: LogisticRegression) -> Figure:
    """Plot confusion matrix (cell 21)."""
    import matplotlib.pyplot as plt

    ConfusionMatrixDisplay(confusion, display_labels=model.classes_).plot(cmap="Blues")
    return plt.gcf()
