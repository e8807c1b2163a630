"""Commands: parts of the pipeline on their own, and what passes between them on disk."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import joblib
import pandas as pd

from diabetes import evaluate, infer, ingest, train
from diabetes import features as features_stage
from diabetes.settings import Settings

FILE = "trained.joblib"
ADVICE = (
    "Nothing was written. Functions with a name can be saved, a lambda or an open file cannot; "
    "`python -m diabetes run` needs nothing to be saved."
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
    "lr": (infer.predict_rows, ["lr"], as_columns),
    "ridge": (infer.predict_rows, ["ridge"], as_columns),
    "lasso": (infer.predict_rows, ["lasso"], as_columns),
    "rf": (infer.predict_rows, ["rf"], as_columns),
}


def train_models(settings: Settings) -> dict[str, Any]:
    """Run what training needs; return the models, and all that goes on from them."""
    df = ingest.load_diabetes(settings.diabetes_csv)
    df = features_stage.drop_s4_and_add_bmi_bp(df)
    df = features_stage.filter_df_by_bmi(df)
    features = features_stage.define_features()
    _, _, X_train, X_test, y_train, y_test = features_stage.split_train_and_test(
        df, features, settings.test_size, settings.random_state
    )
    lr = train.fit_linear_regression(X_train, y_train)
    ridge = train.fit_ridge(X_train, y_train)
    lasso = train.fit_lasso(X_train, y_train)
    rf = train.fit_random_forest_regressor(X_train, y_train, settings.rf_random_state)
    return {
        "X_test": X_test,
        "y_test": y_test,
        "lr": lr,
        "ridge": ridge,
        "lasso": lasso,
        "rf": rf,
    }


def evaluate_models(settings: Settings, trained: dict[str, Any]) -> dict[str, Any]:
    """Evaluate with what training has saved."""
    lr = trained["lr"]
    X_test = trained["X_test"]
    y_test = trained["y_test"]
    ridge = trained["ridge"]
    lasso = trained["lasso"]
    rf = trained["rf"]
    results = evaluate.define_results()
    _, results = evaluate.evaluate_model(lr, X_test, results, y_test, label="Linear")
    _, results = evaluate.evaluate_model(ridge, X_test, results, y_test, label="Ridge")
    _, results = evaluate.evaluate_model(lasso, X_test, results, y_test, label="Lasso")
    pred, results = evaluate.evaluate_model(rf, X_test, results, y_test, label="Forest")
    res = evaluate.sort_results(results)
    evaluate.save_res(res, settings.model_scores_csv)
    return {"results": results, "pred": pred, "res": res}


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
        raise SystemExit(f"{file} is not there: `python -m diabetes train` makes it")
    trained: dict[str, Any] = joblib.load(file)
    return trained
