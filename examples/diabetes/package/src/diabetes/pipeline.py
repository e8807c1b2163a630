"""Pipeline: the stages of diabetes_mended.ipynb in order."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Lasso, LinearRegression, Ridge

from diabetes import evaluate, ingest, train
from diabetes import features as features_stage
from diabetes.settings import Settings


@dataclass(frozen=True)
class Results:
    """What the stages hand on, under the notebook's own names, at the last version."""

    # features
    df: pd.DataFrame
    features: list
    X: pd.DataFrame
    y: pd.Series
    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series

    # evaluate
    results: list
    pred: np.ndarray
    res: pd.DataFrame
    imp: pd.Series
    residuals: pd.Series

    # train
    lr: LinearRegression
    ridge: Ridge
    lasso: Lasso
    rf: RandomForestRegressor


def run(settings: Settings | None = None) -> Results:
    """Run every stage in order, with the notebook's own values unless settings say otherwise."""
    settings = settings or Settings()

    df = ingest.load_diabetes(settings.diabetes_csv)

    df = features_stage.drop_s4_and_add_bmi_bp(df)
    df = features_stage.filter_df_by_bmi(df)
    features = features_stage.define_features()
    X = features_stage.select_features(df, features)
    y, X_train, X_test, y_train, y_test = features_stage.split_train_and_test(
        df, X, settings.test_size, settings.random_state
    )

    lr = train.fit_linear_regression(X_train, y_train)
    ridge = train.fit_ridge(X_train, y_train)
    lasso = train.fit_lasso(X_train, y_train)
    rf = train.fit_random_forest_regressor(X_train, y_train, settings.rf_random_state)

    results = evaluate.define_results()
    _, results = evaluate.evaluate_model(lr, X_test, results, y_test, label="Linear")
    _, results = evaluate.evaluate_model(ridge, X_test, results, y_test, label="Ridge")
    _, results = evaluate.evaluate_model(lasso, X_test, results, y_test, label="Lasso")
    pred, results = evaluate.evaluate_model(rf, X_test, results, y_test, label="Forest")
    res = evaluate.sort_results(results)
    imp = evaluate.sort_imp(rf, features)
    residuals = evaluate.compute_residuals(y_test, pred)
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
        ridge=ridge,
        lasso=lasso,
        rf=rf,
        pred=pred,
        res=res,
        imp=imp,
        residuals=residuals,
    )
