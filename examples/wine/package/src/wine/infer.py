"""Infer: predict for new rows."""

from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def predict_rows(rows, scaler: StandardScaler, model: LogisticRegression):
    """Predict for new rows after `scaler`, as the notebook does for its own (cell 19).

    The rows are shaped like `X_test` there.
    """
    return model.predict(scaler.transform(rows))
