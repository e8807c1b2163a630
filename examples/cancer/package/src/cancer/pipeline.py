"""Pipeline: the stages of cancer.ipynb in order."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from cancer import evaluate, features, infer, ingest, train
from cancer.settings import Settings


@dataclass(frozen=True)
class Results:
    """What the stages hand on, under the notebook's own names, at the last version."""

    # ingest
    cancer: pd.DataFrame
    new_patients: pd.DataFrame

    # features
    columns: list
    X: pd.DataFrame
    y: pd.Series
    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series
    scaler: StandardScaler
    A_train: Any
    A_test: Any

    # train
    folds: StratifiedKFold
    candidates: dict
    cv_scores: pd.Series
    best: Any
    model: Any

    # evaluate
    y_pred: Any
    recall: float
    auc: float
    confusion: Any

    # infer
    verdict: Any
    prediction: pd.DataFrame


def run(settings: Settings | None = None) -> Results:
    """Run every stage in order, with the notebook's own values unless settings say otherwise."""
    settings = settings or Settings()

    cancer = ingest.load_cancer(settings.data)
    new_patients = ingest.load_cancer(settings.new_data)

    columns, X, y = features.separate_features_and_target(cancer)
    X_train, X_test, y_train, y_test, scaler = features.split_train_and_test(
        X, y, settings.seed, settings.test_size
    )
    A_train, A_test = features.compute_a_train_and_a_test(
        X_train, columns, scaler, X_test
    )

    folds = train.make_folds(settings.folds, settings.seed)
    candidates, cv_scores = train.cross_validate_for_cv_scores(
        A_train, folds, y_train, settings.scoring
    )
    best = train.choose_best(cv_scores)
    model = train.train_winner(candidates, best, A_train, y_train)

    y_pred, recall, auc = evaluate.evaluate_model(model, A_test, y_test)
    confusion = evaluate.compute_confusion_matrix(y_test, y_pred)

    verdict, prediction = infer.predict_verdict(model, new_patients, columns, scaler)
    return Results(
        cancer=cancer,
        columns=columns,
        X=X,
        y=y,
        X_train=X_train,
        X_test=X_test,
        y_train=y_train,
        y_test=y_test,
        scaler=scaler,
        A_train=A_train,
        A_test=A_test,
        folds=folds,
        candidates=candidates,
        cv_scores=cv_scores,
        best=best,
        model=model,
        y_pred=y_pred,
        recall=recall,
        auc=auc,
        confusion=confusion,
        new_patients=new_patients,
        verdict=verdict,
        prediction=prediction,
    )
