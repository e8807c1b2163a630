"""Evaluate: judge the models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_squared_error, r2_score

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def rmse(y_true, y_pred):
    return np.sqrt(mean_squared_error(y_true, y_pred))


def define_results() -> list:
    """Define results (cell 18)."""
    return []


def evaluate_model(
    model, X_test: pd.DataFrame, results: list, y_test: pd.Series, label: str
) -> tuple[np.ndarray, list]:
    """Evaluate model (cells 19, 20, 21, 22).

    Changes results in place; returns pred and results.
    """
    pred = model.predict(X_test)
    results.append((label, rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def sort_results(results: list) -> pd.DataFrame:
    """Sort results (cell 24)."""
    return pd.DataFrame(results, columns=["model", "rmse", "r2"]).sort_values("rmse")


def sort_imp(rf: RandomForestRegressor, features: list) -> pd.Series:
    """Sort imp (cell 26)."""
    return pd.Series(rf.feature_importances_, index=features).sort_values()


def compute_residuals(y_test: pd.Series, pred: np.ndarray) -> pd.Series:
    """Compute residuals (cell 27)."""
    # residuals of the forest, should be a cloud without a shape
    return y_test - pred


def save_res(res: pd.DataFrame, model_scores_csv: str) -> None:
    """Save res (cell 28)."""
    res.to_csv(model_scores_csv, index=False)


def plot_res(res: pd.DataFrame) -> Figure:
    """Plot res (cell 25)."""
    import matplotlib.pyplot as plt

    plt.figure(figsize=(5, 3))
    plt.barh(res["model"], res["rmse"])
    plt.xlabel("rmse")
    return plt.gcf()


def plot_imp(imp: pd.Series) -> Figure:
    """Plot imp (cell 26)."""
    import matplotlib.pyplot as plt

    imp.plot(kind="barh", figsize=(5, 3))
    return plt.gcf()


def plot_pred_and_residuals(pred: np.ndarray, residuals: pd.Series) -> Figure:
    """Plot pred and residuals (cell 27)."""
    import matplotlib.pyplot as plt

    plt.figure(figsize=(5, 3))
    plt.scatter(pred, residuals, s=8)
    plt.axhline(0, color="grey")
    return plt.gcf()
