"""Train: fit the models."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression


def train_model(X_train_scaled: np.ndarray, y_train: pd.Series) -> LogisticRegression:
    """Train the model (cell 17)."""
    model = LogisticRegression(C=0.5, max_iter=1000)
    model.fit(X_train_scaled, y_train)
    return model
