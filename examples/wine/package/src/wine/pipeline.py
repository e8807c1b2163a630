"""Pipeline: the stages of wine.ipynb in order."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from wine import evaluate, features, ingest, train
from wine.settings import Settings


@dataclass(frozen=True)
class Results:
    """What the stages hand on, under the notebook's own names, at the last version."""

    # features
    wine: pd.DataFrame
    X: pd.DataFrame
    y: pd.Series
    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series
    scaler: StandardScaler
    X_train_scaled: np.ndarray
    X_test_scaled: np.ndarray

    # train
    model: LogisticRegression

    # evaluate
    predictions: np.ndarray
    accuracy: float
    report: str
    confusion: np.ndarray
    weights: pd.Series


def run(settings: Settings | None = None) -> Results:
    """Run every stage in order, with the notebook's own values unless settings say otherwise."""
    settings = settings or Settings()

    wine = ingest.load_wine(settings.wine_csv)

    wine = features.add_flavanoid_share_and_log_proline(wine)
    X = features.drop_cultivar_and_proline(wine)
    y = features.select_target(wine)
    X_train, X_test, y_train, y_test = features.keep_share_of_each_grower_same(
        X, y, settings.test_size, settings.seed
    )
    scaler, X_train_scaled = features.scale_features(X_train)
    X_test_scaled = features.scale_features_for_x_test_scaled(scaler, X_test)

    model = train.train_model(X_train_scaled, y_train)

    predictions, accuracy = evaluate.evaluate_model(model, X_test_scaled, y_test)
    report = evaluate.build_classification_report(y_test, predictions)
    confusion = evaluate.compute_confusion_matrix(y_test, predictions)
    weights = evaluate.sort_weights(model, X)
    return Results(
        wine=wine,
        X=X,
        y=y,
        X_train=X_train,
        X_test=X_test,
        y_train=y_train,
        y_test=y_test,
        scaler=scaler,
        X_train_scaled=X_train_scaled,
        X_test_scaled=X_test_scaled,
        model=model,
        predictions=predictions,
        accuracy=accuracy,
        report=report,
        confusion=confusion,
        weights=weights,
    )
