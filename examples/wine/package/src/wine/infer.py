"""Infer: predict for new rows."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from wine import features


def prepare(wine: pd.DataFrame, scaler: StandardScaler):
    """Take rows of the data file to what the model is given in cell 19, as the notebook does."""
    wine = features.add_flavanoid_share_and_log_proline(wine)
    X = features.drop_cultivar_and_proline(wine)
    return features.scale_features_for_x_test_scaled(scaler, X)


def predict_rows(rows, model: LogisticRegression):
    """Predict for rows that `prepare` has prepared, as the notebook does for its own (cell 19)."""
    return model.predict(rows)
