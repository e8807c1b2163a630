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


def predict_prepared_rows(rows, model):
    """Predict for new rows, as the notebook does for its own (cell 21).

    The rows are shaped like `to_matrix(new_patients)` there.
    """
    return model.predict(rows)
