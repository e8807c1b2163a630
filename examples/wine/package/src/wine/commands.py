"""Commands: parts of the pipeline on their own, and what passes between them on disk."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import joblib
import pandas as pd

from wine import evaluate, features, infer, ingest, train
from wine.settings import Settings

FILE = "trained.joblib"
ADVICE = (
    "Nothing was written. Functions with a name can be saved, a lambda or an open file cannot; "
    "`python -m wine run` needs nothing to be saved."
)


def as_columns(table: pd.DataFrame, fitted: Any) -> Any:
    """Return the columns that something was fitted with, if it knows their names, or all as they stand."""
    columns = list(getattr(fitted, "feature_names_in_", ()))
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise SystemExit(f"these columns are missing: {', '.join(missing)}")
    return table[columns] if columns else table.to_numpy()


# a model -> what predicts with it, what that is given of what was trained, and of a table
PREDICTORS: dict[str, tuple[Any, list[str], Any]] = {
    "model": (infer.predict_rows, ["scaler", "model"], as_columns),
}


def train_models(settings: Settings) -> dict[str, Any]:
    """Run what training needs; return the models, and all that goes on from them."""
    wine = ingest.load_wine(settings.wine_csv)
    wine = features.add_flavanoid_share_and_log_proline(wine)
    X, y = features.separate_features_and_target(wine)
    X_train, X_test, y_train, y_test = features.keep_share_of_each_grower_same(
        X, y, settings.test_size, settings.seed
    )
    scaler, X_train_scaled, X_test_scaled = features.scale_features(X_train, X_test)
    model = train.train_model(X_train_scaled, y_train)
    return {
        "y_test": y_test,
        "scaler": scaler,
        "X_test_scaled": X_test_scaled,
        "model": model,
    }


def evaluate_models(settings: Settings, trained: dict[str, Any]) -> dict[str, Any]:
    """Evaluate with what training has saved."""
    model = trained["model"]
    X_test_scaled = trained["X_test_scaled"]
    y_test = trained["y_test"]
    predictions, accuracy = evaluate.evaluate_model(model, X_test_scaled, y_test)
    report = evaluate.build_classification_report(y_test, predictions)
    confusion = evaluate.compute_confusion_matrix(y_test, predictions)
    return {
        "predictions": predictions,
        "accuracy": accuracy,
        "report": report,
        "confusion": confusion,
    }


def predict(file: Path, trained: dict[str, Any], model: str) -> pd.DataFrame:
    """Predict for the rows of a CSV file with a model that was trained."""
    function, names, rows_of = PREDICTORS[model]
    fitted = [trained[name] for name in names]
    table = pd.read_csv(file, float_precision="round_trip")
    predicted = pd.DataFrame(function(rows_of(table, fitted[0]), *fitted))
    return (
        predicted.set_axis(["prediction"], axis=1)
        if predicted.shape[1] == 1
        else predicted
    )


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
        raise SystemExit(f"{file} is not there: `python -m wine train` makes it")
    trained: dict[str, Any] = joblib.load(file)
    return trained
