"""Evaluate: judge the models."""

import pandas as pd
from sklearn.metrics import confusion_matrix, recall_score, roc_auc_score


def evaluate_model(model, A_test, y_test: pd.Series):
    """Evaluate model (cell 18)."""
    y_pred = model.predict(A_test)
    recall = recall_score(y_test, y_pred)
    auc = roc_auc_score(y_test, model.decision_function(A_test))
    return y_pred, recall, auc


def count_confusions(y_test: pd.Series, y_pred):
    """Count confusions (cell 19)."""
    return confusion_matrix(y_test, y_pred)
