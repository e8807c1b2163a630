"""Commands: parts of the pipeline on their own, and what passes between them on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from wine import evaluate, features, infer, ingest, saving, serving, train
from wine.figures import Figures
from wine.settings import Settings

# the settings that training reads
READ_IN_TRAINING: list[str] = ["test_size", "seed", "wine_csv"]


# a model -> how the notebook predicts with it
PREDICTORS: dict[str, serving.Predictor] = {
    "model": serving.Predictor(
        infer.predict_rows,
        ("model",),
        (),
        "`X_test_scaled` (cell 19)",
        prepare=infer.prepare,
        source="rows of wine",
        needs=("scaler",),
        target=("cultivar",),
        unused=("flavanoid_share", "log_proline"),
        is_proven=True,
    ),
}


def train_models(settings: Settings) -> dict[str, Any]:
    """Run what training needs; return the models, and all that goes on from them."""
    wine = ingest.load_wine(settings.wine_csv)
    rows_of_wine = serving.seen(wine)
    wine = features.add_flavanoid_share_and_log_proline(wine)
    X = features.drop_cultivar_and_proline(wine)
    y = features.select_target(wine)
    X_train, X_test, y_train, y_test = features.keep_share_of_each_grower_same(
        X, y, settings.test_size, settings.seed
    )
    scaler, X_train_scaled = features.scale_features(X_train)
    model = train.train_model(X_train_scaled, y_train)
    return {
        "X": X,
        "X_test": X_test,
        "y_test": y_test,
        "scaler": scaler,
        "model": model,
        "rows of wine": rows_of_wine,
    }


def evaluate_models(
    settings: Settings, trained: dict[str, Any], figures: Figures | None = None
) -> dict[str, Any]:
    """Evaluate with what training has saved."""
    scaler = trained["scaler"]
    X_test = trained["X_test"]
    model = trained["model"]
    y_test = trained["y_test"]
    X = trained["X"]
    X_test_scaled = features.scale_features_for_x_test_scaled(scaler, X_test)
    predictions, accuracy = evaluate.evaluate_model(model, X_test_scaled, y_test)
    report = evaluate.build_classification_report(y_test, predictions)
    confusion = evaluate.compute_confusion_matrix(y_test, predictions)
    weights = evaluate.sort_weights(model, X)
    if figures is not None:
        figures.draw(evaluate.plot_confusion_matrix, confusion, model)
    return {
        "predictions": predictions,
        "accuracy": accuracy,
        "report": report,
        "confusion": confusion,
        "weights": weights,
    }


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
