"""Infer: predict for new rows."""

import pandas as pd
from sklearn.preprocessing import StandardScaler

from cancer.common import to_matrix


def predict_verdict(
    model, new_patients: pd.DataFrame, columns: list, scaler: StandardScaler
):
    """Predict verdict (cell 21).

    Returns verdict and prediction.
    """
    verdict = model.predict(to_matrix(new_patients, columns=columns, scaler=scaler))
    prediction = pd.DataFrame(
        {
            "patient": new_patients["patient"],
            "malignant": verdict.astype(bool),
            "score": model.decision_function(
                to_matrix(new_patients, columns=columns, scaler=scaler)
            ).round(2),
        }
    )
    return verdict, prediction


def prepare(new_patients: pd.DataFrame, columns: list, scaler: StandardScaler):
    """Take rows of the data file to what the model is given in cell 21, as the notebook does."""
    return to_matrix(new_patients, columns=columns, scaler=scaler)


def predict_rows(rows, model):
    """Predict for rows that `prepare` has prepared, as the notebook does for its own (cell 21)."""
    return model.predict(rows)
