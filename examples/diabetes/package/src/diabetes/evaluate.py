"""Evaluate: judge the models."""

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.metrics import mean_squared_error, r2_score


def rmse(y_true, y_pred):
    return np.sqrt(mean_squared_error(y_true, y_pred))


def start_results() -> list:
    """Start results (cell 18)."""
    return []


def evaluate_lr(
    lr: LinearRegression, X_test: pd.DataFrame, results: list, y_test: pd.Series
) -> tuple[np.ndarray, list]:
    """Evaluate lr (cell 19)."""
    pred = lr.predict(X_test)
    results.append(("Linear", rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def evaluate_ridge(
    ridge: Ridge, X_test: pd.DataFrame, results: list, y_test: pd.Series
) -> tuple[np.ndarray, list]:
    """Evaluate ridge (cell 20)."""
    pred = ridge.predict(X_test)
    results.append(("Ridge", rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def evaluate_lasso(
    lasso: Lasso, X_test: pd.DataFrame, results: list, y_test: pd.Series
) -> tuple[np.ndarray, list]:
    """Evaluate lasso (cell 21)."""
    pred = lasso.predict(X_test)
    results.append(("Lasso", rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def evaluate_rf(
    rf: RandomForestRegressor, X_test: pd.DataFrame, results: list, y_test: pd.Series
) -> tuple[np.ndarray, list]:
    """Evaluate rf (cell 22)."""
    pred = rf.predict(X_test)
    results.append(("Forest", rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def sort_res(results: list) -> pd.DataFrame:
    """Sort res (cell 24)."""
    return pd.DataFrame(results, columns=["model", "rmse", "r2"]).sort_values("rmse")


def save_res(res: pd.DataFrame, model_scores_csv: str) -> None:
    """Save res (cell 28)."""
    res.to_csv(model_scores_csv, index=False)
