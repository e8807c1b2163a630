"""Whether raw rows are served is seen, in real kernels and real processes: one way is right, and many only look so."""

from __future__ import annotations

import json

import pytest

from nb2pkg.report import serving, verification
from nb2pkg.verify import Options, verify
from nb2pkg.verify.model import Checked, RowsKind
from tests.verify.serving import packages

pytestmark = [pytest.mark.kernel, pytest.mark.timeout(600)]

LIMITS = Options(timeout=300)
REASONS = {
    "shifting": "row 62 of `X_test` is not among the rows of people.csv: `ratio` is 47.3",
    "filling": "all at once: row 74 of people.csv: `age` is",
    "labelled": "all at once: row 135 of people.csv: `ratio` is 104.8",
    "drawing": "is not among the rows of people.csv: `age` is 48.4",
    "turned": "The feature names should match",
    "cheating": "is not among the rows of people.csv: `sex` is 0.0 in the notebook, and 1.0",
    "encoding": "alone: row 63 of people.csv: `sex` is 1.0, and 0.0 where all rows of the file are given",
    "rounding": "`ratio` is 47.31645569620253 in the notebook, and 47.3165 when prepared from the file",
    "failing": "alone: row 63 of people.csv: it raises ValueError: one row is too few",
    "remembering": "alone: row",
    "positioned": "one half: row",
    "unprepared": "the package takes rows as the notebook has prepared them",
    "prepare_all": "cell 4, line 1: a rank of all rows",
}


@pytest.fixture(scope="module")
def proven(tmp_path_factory):
    """Verify one package that prepares raw rows in all these ways."""
    notebook, project = packages.lay_out(tmp_path_factory.mktemp("served"), packages.ALL)
    return verify(notebook, project, LIMITS)


@pytest.fixture
def by_model(proven):
    return {each.model: each for each in proven.serving}


def test_raw_rows_that_give_what_the_notebook_has_are_served(by_model):
    right = by_model["prepare"]

    assert right.rows is RowsKind.RAW
    assert right.reason is None
    assert right.checked == Checked(46, 46, 46, 46, tried=48, alone=48, is_without_target=True)
    assert (right.source, right.columns) == ("people.csv", ("age", "sex", "income"))
    assert right.cells == (8,)


@pytest.mark.parametrize("model", [*packages.WRONG, "positioned", "unprepared", "prepare_all"])
def test_what_only_looks_like_it_takes_prepared_rows_and_says_why(by_model, model):
    wrong = by_model[model]

    assert wrong.rows is RowsKind.FEATURES
    assert REASONS[model] in (wrong.reason or "")


def test_a_column_that_may_be_the_target_is_not_asked_for(by_model):
    asking, knowing = by_model["asking"], by_model["knowing"]

    assert (asking.rows, asking.reason) == (
        RowsKind.FEATURES,
        (
            "predictions do not need `score` of people.csv, which may be the target: "
            "the target `points` is no column of it"
        ),
    )
    assert knowing.rows is RowsKind.RAW  # whatever the target is, all that is asked for is needed


def test_what_nobody_can_prove_is_unproven(by_model):
    assert by_model["lost"].rows is RowsKind.UNPROVEN
    assert (
        by_model["lost"].reason
        == "`X_missing` of cell 8 is not known: name 'X_missing' is not defined"
    )


def test_rows_that_are_not_served_are_no_difference_between_notebook_and_package(proven):
    assert proven.status == "match"
    assert dict(proven.seconds)["serving"] > 0


def test_reports_say_what_was_seen(proven):
    told = json.loads(json.dumps(verification.to_dict(proven)))["serving"]
    text = verification.to_text(proven)

    assert told[0] == {
        "model": "prepare",
        "rows": "raw",
        "source": "people.csv",
        "columns": ["age", "sex", "income"],
        "reason": None,
        "checked": {
            "rows": 46,
            "same": 46,
            "halves": 46,
            "shuffled": 46,
            "alone": {"tried": 48, "same": 48},
            "without_target": True,
        },
        "cells": [8],
    }
    assert "infer prepare      raw rows of people.csv: 46 of 46 as in the notebook" in text
    assert "infer encoding     prepared rows: alone: row 63 of people.csv" in text
    assert serving.closing(proven.serving, "people") == (
        "serves raw rows of people.csv: 92 of 92 as in the notebook; "
        "try: python -m people infer --model prepare --input people.csv\n"
    )


def test_a_package_that_differs_proves_nothing(tmp_path):
    changed = [*packages.CELLS]
    changed[6] = "model = LinearRegression().fit(X_train, 2 * y_train)"
    notebook, project = packages.lay_out(tmp_path, [packages.served("prepare")], tuple(changed))

    result = verify(notebook, project, LIMITS)

    assert result.status == "mismatch"
    assert [(each.rows, each.reason) for each in result.serving] == [
        (RowsKind.UNPROVEN, "notebook and package differ")
    ]
    assert serving.closing(result.serving, "people") == ""
