"""Evaluate: judge the models."""

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.metrics import mean_squared_error, r2_score


def rmse(y_true, y_pred):
    return np.sqrt(mean_squared_error(y_true, y_pred))


def define_results() -> list:
    """Define results (cell 18).

    Returns results.
    """
    return []


def evaluate_lr(
    lr: LinearRegression, X_test: pd.DataFrame, results: list, y_test: pd.Series
) -> tuple[np.ndarray, list]:
    """Evaluate lr (cell 19).

    Takes lr, X_test, results and y_test; changes results in place; returns pred and results.
    """
    pred = lr.predict(X_test)
    results.append(("Linear", rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def evaluate_ridge(
    ridge: Ridge, X_test: pd.DataFrame, results: list, y_test: pd.Series
) -> tuple[np.ndarray, list]:
    """Evaluate ridge (cell 20).

    Takes ridge, X_test, results and y_test; changes results in place; returns pred and results.
    """
    pred = ridge.predict(X_test)
    results.append(("Ridge", rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def evaluate_lasso(
    lasso: Lasso, X_test: pd.DataFrame, results: list, y_test: pd.Series
) -> tuple[np.ndarray, list]:
    """Evaluate lasso (cell 21).

    Takes lasso, X_test, results and y_test; changes results in place; returns pred and results.
    """
    pred = lasso.predict(X_test)
    results.append(("Lasso", rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def evaluate_rf(
    rf: RandomForestRegressor, X_test: pd.DataFrame, results: list, y_test: pd.Series
) -> tuple[np.ndarray, list]:
    """Evaluate rf (cell 22).

    Takes rf, X_test, results and y_test; changes results in place; returns pred and results.
    """
    pred = rf.predict(X_test)
    results.append(("Forest", rmse(y_test, pred), r2_score(y_test, pred)))
    return pred, results


def sort_results(results: list) -> pd.DataFrame:
    """Sort results (cell 24).

    Takes results; returns res.
    """
    return pd.DataFrame(results, columns=["model", "rmse", "r2"]).sort_values("rmse")


def save_res(res: pd.DataFrame, model_scores_csv: str) -> None:
    """Save res (cell 28).

    Takes res with model_scores_csv.
    """
    res.to_csv(model_scores_csv, index=False)
