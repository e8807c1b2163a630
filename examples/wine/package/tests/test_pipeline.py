"""Run the pipeline and hold its results against the values that the notebook had."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from described import differences

from wine.pipeline import Results

EXPECTED = json.loads(
    Path(__file__).with_name("expected.json").read_text(encoding="utf-8")
)


def test_every_result_is_there(results):
    assert isinstance(results, Results)
    assert [field.name for field in fields(results)] == [
        "wine",
        "X",
        "y",
        "X_train",
        "X_test",
        "y_train",
        "y_test",
        "scaler",
        "X_train_scaled",
        "X_test_scaled",
        "model",
        "predictions",
        "accuracy",
        "report",
        "confusion",
        "weights",
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_result_equals_the_notebooks(results, name):
    assert differences(getattr(results, name), EXPECTED[name]) == []


@pytest.fixture(scope="module")
def trained(alone):
    """Run `train` in a process of its own."""
    return alone("train")


@pytest.mark.parametrize("name", ["X", "X_test", "y_test", "scaler", "model"])
def test_training_alone_gives_the_same(trained, name):
    assert trained[name] == []


@pytest.fixture(scope="module")
def evaluated(alone, trained):
    """Run `evaluate` in a process of its own."""
    return alone("evaluate")


def test_evaluate_goes_on_from_what_was_trained(evaluated):
    for name in ["predictions", "accuracy", "report", "confusion", "weights"]:
        assert evaluated[name] == []
