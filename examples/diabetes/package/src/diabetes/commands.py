"""Commands: parts of the pipeline on their own, and what passes between them on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diabetes import evaluate, infer, ingest, saving, serving, train
from diabetes import features as features_stage
from diabetes.figures import Figures
from diabetes.settings import Settings

# the settings that training reads
READ_IN_TRAINING: list[str] = [
    "diabetes_csv",
    "test_size",
    "random_state",
    "rf_random_state",
]


# a model -> how the notebook predicts with it
PREDICTORS: dict[str, serving.Predictor] = {
    "lr": serving.Predictor(
        infer.predict_rows,
        ("lr",),
        (),
        "`X_test` (cell 19)",
        prepare=infer.prepare,
        source="rows of df",
        needs=("features",),
        columns=("age", "bmi", "bp", "s2", "s3", "s5", "s6", "sex"),
        target=("progression",),
        is_proven=True,
    ),
    "ridge": serving.Predictor(
        infer.predict_rows,
        ("ridge",),
        (),
        "`X_test` (cell 20)",
        prepare=infer.prepare,
        source="rows of df",
        needs=("features",),
        columns=("age", "bmi", "bp", "s2", "s3", "s5", "s6", "sex"),
        target=("progression",),
        is_proven=True,
    ),
    "lasso": serving.Predictor(
        infer.predict_rows,
        ("lasso",),
        (),
        "`X_test` (cell 21)",
        prepare=infer.prepare,
        source="rows of df",
        needs=("features",),
        columns=("age", "bmi", "bp", "s2", "s3", "s5", "s6", "sex"),
        target=("progression",),
        is_proven=True,
    ),
    "rf": serving.Predictor(
        infer.predict_rows,
        ("rf",),
        (),
        "`X_test` (cell 22)",
        prepare=infer.prepare,
        source="rows of df",
        needs=("features",),
        columns=("age", "bmi", "bp", "s2", "s3", "s5", "s6", "sex"),
        target=("progression",),
        is_proven=True,
    ),
}


def train_models(settings: Settings) -> dict[str, Any]:
    """Run what training needs; return the models, and all that goes on from them."""
    df = ingest.load_diabetes(settings.diabetes_csv)
    rows_of_df = serving.seen(df)
    df = features_stage.drop_s4_and_add_bmi_bp(df)
    df = features_stage.filter_df_by_bmi(df)
    features = features_stage.define_features()
    X = features_stage.select_features(df, features)
    _, X_train, X_test, y_train, y_test = features_stage.split_train_and_test(
        df, X, settings.test_size, settings.random_state
    )
    lr = train.fit_linear_regression(X_train, y_train)
    ridge = train.fit_ridge(X_train, y_train)
    lasso = train.fit_lasso(X_train, y_train)
    rf = train.fit_random_forest_regressor(X_train, y_train, settings.rf_random_state)
    return {
        "features": features,
        "X_test": X_test,
        "y_test": y_test,
        "lr": lr,
        "ridge": ridge,
        "lasso": lasso,
        "rf": rf,
        "rows of df": rows_of_df,
    }


def evaluate_models(
    settings: Settings, trained: dict[str, Any], figures: Figures | None = None
) -> dict[str, Any]:
    """Evaluate with what training has saved."""
    lr = trained["lr"]
    X_test = trained["X_test"]
    y_test = trained["y_test"]
    ridge = trained["ridge"]
    lasso = trained["lasso"]
    rf = trained["rf"]
    features = trained["features"]
    results = evaluate.define_results()
    pred_lr, results = evaluate.evaluate_model(
        lr, X_test, results, y_test, label="Linear"
    )
    _, results = evaluate.evaluate_model(ridge, X_test, results, y_test, label="Ridge")
    _, results = evaluate.evaluate_model(lasso, X_test, results, y_test, label="Lasso")
    pred, results = evaluate.evaluate_model(rf, X_test, results, y_test, label="Forest")
    res = evaluate.sort_results(results)
    imp = evaluate.sort_imp(rf, features)
    residuals = evaluate.compute_residuals(y_test, pred)
    evaluate.save_res(res, settings.model_scores_csv)
    if figures is not None:
        figures.draw(evaluate.plot_res, res)
        figures.draw(evaluate.plot_imp, imp)
        figures.draw(evaluate.plot_pred_and_residuals, pred, residuals)
    return {
        "results": results,
        "pred_lr": pred_lr,
        "pred": pred,
        "res": res,
        "imp": imp,
        "residuals": residuals,
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
