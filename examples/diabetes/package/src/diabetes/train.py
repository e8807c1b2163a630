"""Train: fit the models."""

import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, LinearRegression, Ridge


def fit_linear_regression(
    X_train: pd.DataFrame, y_train: pd.Series
) -> LinearRegression:
    """Fit LinearRegression (cell 19)."""
    lr = LinearRegression()
    lr.fit(X_train, y_train)
    return lr


def fit_ridge(X_train: pd.DataFrame, y_train: pd.Series) -> Ridge:
    """Fit Ridge (cell 20)."""
    ridge = Ridge(alpha=1.0)
    ridge.fit(X_train, y_train)
    return ridge


def fit_lasso(X_train: pd.DataFrame, y_train: pd.Series) -> Lasso:
    """Fit Lasso (cell 21)."""
    lasso = Lasso(alpha=0.5)
    lasso.fit(X_train, y_train)
    return lasso


def fit_random_forest_regressor(
    X_train: pd.DataFrame, y_train: pd.Series, rf_random_state: int
) -> RandomForestRegressor:
    """Fit RandomForestRegressor (cell 22)."""
    # takes a moment
    rf = RandomForestRegressor(
        n_estimators=200, min_samples_leaf=3, random_state=rf_random_state
    )
    rf.fit(X_train, y_train)
    return rf
