"""Evaluate: judge the models."""

import pandas as pd
from sklearn.metrics import confusion_matrix, recall_score, roc_auc_score


def evaluate_model(model, A_test, y_test: pd.Series):
    """Evaluate model (cell 18).

    Returns y_pred, recall and auc.
    """
    y_pred = model.predict(A_test)
    recall = recall_score(y_test, y_pred)
    auc = roc_auc_score(y_test, model.decision_function(A_test))
    return y_pred, recall, auc


def compute_confusion_matrix(y_test: pd.Series, y_pred):
    """Compute confusion matrix (cell 19)."""
    return confusion_matrix(y_test, y_pred)
