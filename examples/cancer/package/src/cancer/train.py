"""Train: fit the models."""

import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC


def cross_validate(model, *, A_train, SCORING, folds, y_train):
    scores = cross_val_score(model, A_train, y_train, cv=folds, scoring=SCORING)
    return scores.mean()


def make_folds(FOLDS: int, SEED: int) -> StratifiedKFold:
    """Make folds (cell 12)."""
    return StratifiedKFold(n_splits=FOLDS, shuffle=True, random_state=SEED)


def cross_validate_for_cv_scores(
    A_train, folds: StratifiedKFold, y_train: pd.Series, SCORING: str
) -> tuple[dict, pd.Series]:
    """Cross validate (cell 13).

    Returns candidates and cv_scores.
    """
    candidates = {
        "logistic regression": LogisticRegression(C=0.1, max_iter=1000),
        "nearest neighbours": KNeighborsClassifier(n_neighbors=9),
        "support vectors": SVC(C=2.0, gamma="scale"),
    }
    cv_scores = pd.Series(
        {
            name: cross_validate(
                model, A_train=A_train, SCORING=SCORING, folds=folds, y_train=y_train
            )
            for name, model in candidates.items()
        }
    )
    return candidates, cv_scores


def choose_best(cv_scores: pd.Series):
    """Choose best (cell 14)."""
    return cv_scores.idxmax()


def train_winner(candidates: dict, best, A_train, y_train: pd.Series):
    """Train the winner (cell 16).

    Changes candidates in place.
    """
    model = candidates[best]
    model.fit(A_train, y_train)
    return model
