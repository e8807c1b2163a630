"""Commands: parts of the pipeline on their own, and what passes between them on disk."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import joblib
import pandas as pd

from cancer import evaluate, features, infer, ingest, train
from cancer.settings import Settings

FILE = "trained.joblib"
ADVICE = (
    "Nothing was written. Functions with a name can be saved, a lambda or an open file cannot; "
    "`python -m cancer run` needs nothing to be saved."
)


def train_models(settings: Settings) -> dict[str, Any]:
    """Run what training needs; return the models, and all that goes on from them."""
    cancer = ingest.load_cancer(settings.data)
    columns, X, y = features.separate_features_and_target(cancer)
    X_train, X_test, y_train, y_test, scaler = features.split_train_and_test(
        X, y, settings.seed, settings.test_size
    )
    A_train, A_test = features.compute_a_train_and_a_test(
        X_train, columns, scaler, X_test
    )
    folds = train.make_folds(settings.folds, settings.seed)
    candidates, cv_scores = train.cross_validate_for_cv_scores(
        A_train, folds, y_train, settings.scoring
    )
    best = train.choose_best(cv_scores)
    model = train.train_winner(candidates, best, A_train, y_train)
    return {
        "columns": columns,
        "y_test": y_test,
        "scaler": scaler,
        "A_test": A_test,
        "folds": folds,
        "candidates": candidates,
        "cv_scores": cv_scores,
        "best": best,
        "model": model,
    }


def evaluate_models(settings: Settings, trained: dict[str, Any]) -> dict[str, Any]:
    """Evaluate with what training has saved."""
    model = trained["model"]
    A_test = trained["A_test"]
    y_test = trained["y_test"]
    y_pred, recall, auc = evaluate.evaluate_model(model, A_test, y_test)
    confusion = evaluate.compute_confusion_matrix(y_test, y_pred)
    return {"y_pred": y_pred, "recall": recall, "auc": auc, "confusion": confusion}


def infer_rows(settings: Settings, trained: dict[str, Any]) -> dict[str, Any]:
    """Predict for the notebook's new rows with what training has saved."""
    model = trained["model"]
    columns = trained["columns"]
    scaler = trained["scaler"]
    new_patients = ingest.load_cancer(settings.new_data)
    verdict, prediction = infer.predict_verdict(model, new_patients, columns, scaler)
    return {"verdict": verdict, "prediction": prediction}


def write(rows: Any, file: Path | None) -> None:
    """Write what was predicted as a CSV file, or to the terminal."""
    pd.DataFrame(rows).to_csv(file or sys.stdout, index=False)


def save(trained: dict[str, Any], folder: Path) -> Path:
    """Save what was trained into a folder, in one file: what belongs together stays together."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as beside:
        file = Path(beside) / FILE
        try:
            joblib.dump(trained, file)
        except Exception:
            blame(trained)
            raise
        return file.replace(folder / FILE)


def blame(trained: dict[str, Any]) -> None:
    """End the program where an object cannot be pickled, and say which one it is."""
    for name, value in trained.items():
        try:
            pickle.dumps(value)
        except Exception as error:
            raise SystemExit(
                f"{name} ({type(value).__name__}) cannot be saved: {error}\n{ADVICE}"
            ) from error


def load(folder: Path) -> dict[str, Any]:
    """Return what was saved in a folder; end the program where nothing was."""
    file = folder / FILE
    if not file.is_file():
        raise SystemExit(f"{file} is not there: `python -m cancer train` makes it")
    trained: dict[str, Any] = joblib.load(file)
    return trained
