"""Commands: parts of the pipeline on their own, and what passes between them on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cancer import evaluate, features, infer, ingest, saving, serving, train
from cancer.settings import Settings

# the settings that training reads
READ_IN_TRAINING: list[str] = [
    "data",
    "new_data",
    "folds",
    "scoring",
    "seed",
    "test_size",
]


# a model -> how the notebook predicts with it
PREDICTORS: dict[str, serving.Predictor] = {
    "model": serving.Predictor(
        infer.predict_rows,
        ("model",),
        (),
        "`to_matrix(new_patients)` (cell 21)",
        prepare=infer.prepare,
        source="rows of new_patients",
        needs=("columns", "scaler"),
        target=("diagnosis",),
        is_proven=True,
    ),
}


def train_models(settings: Settings) -> dict[str, Any]:
    """Run what training needs; return the models, and all that goes on from them."""
    cancer = ingest.load_cancer(settings.data)
    new_patients = ingest.load_cancer(settings.new_data)
    rows_of_new_patients = serving.seen(new_patients)
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
        "new_patients": new_patients,
        "columns": columns,
        "y_test": y_test,
        "scaler": scaler,
        "A_test": A_test,
        "folds": folds,
        "candidates": candidates,
        "cv_scores": cv_scores,
        "best": best,
        "model": model,
        "rows of new_patients": rows_of_new_patients,
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
    new_patients = trained["new_patients"]
    columns = trained["columns"]
    scaler = trained["scaler"]
    verdict, prediction = infer.predict_verdict(model, new_patients, columns, scaler)
    return {"verdict": verdict, "prediction": prediction}


def predict(
    file: Path,
    trained: dict[str, Any],
    model: str,
    settings: Settings,
    *,
    outside: bool = False,
) -> Any:
    """Predict for the rows of a CSV file with a model that was trained."""
    return serving.predict(file, PREDICTORS[model], trained, settings, outside=outside)


def save(trained: dict[str, Any], folder: Path, settings: Settings) -> Path:
    """Save what was trained into a folder, with the settings it was trained with."""
    return saving.save(
        trained, folder, {name: getattr(settings, name) for name in READ_IN_TRAINING}
    )


def load(
    folder: Path, settings: Settings, *, accept_versions: bool = False
) -> dict[str, Any]:
    """Return what was saved in a folder, if it was trained with these settings."""
    read = {name: getattr(settings, name) for name in READ_IN_TRAINING}
    return saving.load(folder, read, accept_versions=accept_versions)
