"""Pipeline: the stages of diabetes_mended.ipynb in order."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, LinearRegression, Ridge

from diabetes import evaluate, features as features_stage, ingest, train
from diabetes.settings import Settings


@dataclass(frozen=True)
class Results:
    """What the stages hand on, under the notebook's own names, at the last version."""

    df: pd.DataFrame
    features: list
    X: pd.DataFrame
    y: pd.Series
    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series
    results: list
    lr: LinearRegression
    pred: np.ndarray
    r2: float
    ridge: Ridge
    r2_2: float
    lasso: Lasso
    r2_3: float
    rf: RandomForestRegressor
    r2_4: float
    res: pd.DataFrame


def run(settings: Settings | None = None) -> Results:
    """Run every stage in order, with the notebook's own values unless settings say otherwise."""
    settings = settings or Settings()
    df = ingest.load_diabetes(settings.diabetes_csv)
    df = features_stage.drop_s4(df)
    df = features_stage.filter_df_by_bmi(df)
    features = features_stage.list_features()
    X, y, X_train, X_test, y_train, y_test = features_stage.split_train_and_test(
        df, features, settings.test_size, settings.random_state
    )
    lr = train.fit_linear_regression(X_train, y_train)
    ridge = train.fit_ridge(X_train, y_train)
    lasso = train.fit_lasso(X_train, y_train)
    rf = train.fit_random_forest_regressor(X_train, y_train, settings.rf_random_state)
    results = evaluate.start_results()
    pred, r2, results = evaluate.evaluate_lr(lr, X_test, y_test, results)
    pred, r2_2, results = evaluate.evaluate_ridge(ridge, X_test, y_test, results)
    pred, r2_3, results = evaluate.evaluate_lasso(lasso, X_test, y_test, results)
    pred, r2_4, results = evaluate.evaluate_rf(rf, X_test, y_test, results)
    res = evaluate.sort_res(results)
    evaluate.save_res(res, settings.model_scores_csv)
    return Results(
        df=df,
        features=features,
        X=X,
        y=y,
        X_train=X_train,
        X_test=X_test,
        y_train=y_train,
        y_test=y_test,
        results=results,
        lr=lr,
        pred=pred,
        r2=r2,
        ridge=ridge,
        r2_2=r2_2,
        lasso=lasso,
        r2_3=r2_3,
        rf=rf,
        r2_4=r2_4,
        res=res,
    )
