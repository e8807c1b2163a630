"""Run the pipeline and hold its results against the values that the notebook had."""

import json
import math
import os
from dataclasses import fields
from pathlib import Path

import pytest

from cancer import commands
from cancer.pipeline import Results, run
from cancer.settings import Settings

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("CANCER_NOTEBOOK_FOLDER", HERE.parent / ".."))
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def results():
    """Run the pipeline where the notebook's data is, once for all tests."""
    if not DATA.is_dir():
        pytest.skip(
            f"the notebook's folder is not at {DATA}; set CANCER_NOTEBOOK_FOLDER"
        )
    before = Path.cwd()
    os.chdir(DATA)
    seed()
    try:
        yield run(Settings())
    finally:
        os.chdir(before)


def seed():
    """Seed the global random generators as the comparison with the notebook did."""
    import random

    random.seed(0)
    try:
        import numpy
    except ImportError:
        return
    numpy.random.seed(0)


def test_every_result_is_there(results):
    assert isinstance(results, Results)
    assert [field.name for field in fields(results)] == [
        "cancer",
        "new_patients",
        "columns",
        "X",
        "y",
        "X_train",
        "X_test",
        "y_train",
        "y_test",
        "scaler",
        "A_train",
        "A_test",
        "folds",
        "candidates",
        "cv_scores",
        "best",
        "model",
        "y_pred",
        "recall",
        "auc",
        "confusion",
        "verdict",
        "prediction",
    ]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_result_equals_the_notebooks(results, name):
    assert_like(getattr(results, name), EXPECTED[name])


@pytest.fixture(scope="module")
def trained(results):
    """Train without the rest of the pipeline."""
    seed()
    return commands.train_models(Settings())


def test_evaluate_goes_on_from_what_was_trained(trained):
    made = commands.evaluate_models(Settings(), trained)
    for name in ["y_pred", "recall", "auc", "confusion"]:
        if name in EXPECTED:
            assert_like(made[name], EXPECTED[name])


def test_infer_goes_on_from_what_was_trained(trained):
    made = commands.infer_rows(Settings(), trained)
    for name in ["verdict", "prediction"]:
        if name in EXPECTED:
            assert_like(made[name], EXPECTED[name])


def assert_like(value, expected):
    """Compare a value with what is known of the notebook's."""
    if "value" in expected:
        assert_same(value, expected["value"])
    if "class" in expected:
        assert type(value).__name__ == expected["class"].rpartition(".")[2]
    if "shape" in expected:
        assert list(value.shape) == expected["shape"]
    if "columns" in expected:
        assert [str(column) for column in value.columns] == expected["columns"]
    if "sums" in expected:
        for column, total in expected["sums"].items():
            position = [str(c) for c in value.columns].index(column)
            assert_same(float(value.iloc[:, position].sum()), total)
    if "sum" in expected:
        assert_same(float(value.sum()), expected["sum"])


def assert_same(value, expected):
    """Compare plain values; floats to nine digits."""
    if isinstance(expected, dict):
        assert set(map(str, value)) == set(expected)
        for key in value:
            assert_same(value[key], expected[str(key)])
    elif isinstance(expected, list):
        assert len(value) == len(expected)
        for one, other in zip(value, expected):
            assert_same(one, other)
    elif isinstance(expected, float):
        assert math.isclose(value, expected, rel_tol=1e-9) or (
            math.isnan(value) and math.isnan(expected)
        )
    else:
        assert value == expected
