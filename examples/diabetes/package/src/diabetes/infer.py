"""Infer: predict for new rows."""


def predict_rows(rows, model):
    """Predict for new rows, as the notebook does for its own (cells 19, 20, 21, 22).

    The rows are shaped like `X_test` there.
    """
    return model.predict(rows)
