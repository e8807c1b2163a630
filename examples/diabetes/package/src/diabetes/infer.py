"""Infer: predict for new rows."""

import pandas as pd

from diabetes import features as features_stage
from diabetes import serving


def prepare(df: pd.DataFrame, features: list):
    """Take rows of the data file to what the model is given in cell 19, as the notebook does."""
    df = features_stage.drop_s4_and_add_bmi_bp(df)
    df = serving.selected(
        features_stage.filter_df_by_bmi, df, where="cell 13: df = df[df['bmi'] < 38]"
    )
    return features_stage.select_features(df, features)


def predict_rows(rows, model):
    """Predict for rows that `prepare` has prepared, as the notebook does for its own (cells 19, 20, 21, 22)."""
    return model.predict(rows)
