"""Run the pipeline and hold its results against the values that the notebook had."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from described import differences

from cancer.pipeline import Results

EXPECTED = json.loads(
    Path(__file__).with_name("expected.json").read_text(encoding="utf-8")
)


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


@pytest.mark.parametrize("name", EXPECTED)
def test_result_equals_the_notebooks(results, name):
    assert differences(getattr(results, name), EXPECTED[name]) == []


@pytest.fixture(scope="module")
def trained(alone):
    """Run `train` in a process of its own."""
    return alone("train")


@pytest.mark.parametrize(
    "name",
    [
        "new_patients",
        "columns",
        "y_test",
        "scaler",
        "A_test",
        "folds",
        "candidates",
        "cv_scores",
        "best",
        "model",
    ],
)
def test_training_alone_gives_the_same(trained, name):
    assert trained[name] == []


@pytest.fixture(scope="module")
def evaluated(alone, trained):
    """Run `evaluate` in a process of its own."""
    return alone("evaluate")


def test_evaluate_goes_on_from_what_was_trained(evaluated):
    for name in ["y_pred", "recall", "auc", "confusion"]:
        assert evaluated[name] == []


@pytest.fixture(scope="module")
def inferred(alone, evaluated):
    """Run `infer` in a process of its own."""
    return alone("infer")


def test_infer_goes_on_from_what_was_trained(inferred):
    for name in ["verdict", "prediction"]:
        assert inferred[name] == []
