"""What `infer` says of a row is what the notebook says: numbers to their digits, labels exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from nb2pkg.verify.inside.serving.answers import Expected, judge
from nb2pkg.verify.inside.serving.served import RefusedError, Served
from nb2pkg.verify.inside.serving.tables import limits_in, table_of

PREPARED = table_of(pd.DataFrame({"a": [1.0, 2.0, 3.0]}))
LIMITS = limits_in(PREPARED, PREPARED.singles)


def judged(said, rows, prepared=PREPARED):
    before = {n: {"prediction": "0.5", "note": ""} for n in range(3)}
    expected = Expected(
        [0, 1, 2], table_of(said), PREPARED, LIMITS, {n: n for n in range(3)}, before
    )
    served = Served([{**row, "note": ""} for row in rows], prepared)
    return judge(expected, [0, 1, 2], served, [0, 1, 2])


def answers(*texts, name="prediction"):
    return [{name: text} for text in texts]


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        (np.array([0.1, 1e20, -3.0]), ("0.1", "1e+20", "-3.0")),
        (np.array([1, 0, 1]), ("1", "0", "1.0")),
        (np.array([True, False, True]), ("True", "False", "True")),
        (np.array(["a", "b", "1"]), ("a", "b", "1")),
        (np.array([0.1, 0.2, 0.3], dtype="float32"), ("0.1", "0.2", "0.3")),
        (pd.Series([1.5, 2.5, 3.5], index=[7, 8, 9]), ("1.5", "2.5", "3.5")),
    ],
)
def test_the_same_is_the_same(said, texts):
    assert judged(said, answers(*texts)).right == {0: True, 1: True, 2: True}


@pytest.mark.parametrize(
    ("said", "texts"),
    [
        (np.array([0.1, 0.2, 0.3]), ("0.1", "0.2000001", "0.3")),
        (np.array([1, 0, 1]), ("1", "1", "1")),
        (np.array(["a", "b", "1"]), ("a", "B", "1")),
        (np.array([0.1, 0.2, 0.3], dtype="float32"), ("0.1", "0.2001", "0.3")),
        (np.array([0.1, 0.2, 0.3]), ("0.1", "yes", "0.3")),
    ],
)
def test_another_prediction_is_a_fault(said, texts):
    found = judged(said, answers(*texts))

    assert found.right == {0: True, 1: False, 2: True}
    assert found.fault is not None
    assert found.fault.row == 1
    assert "in the notebook" in found.fault.text


def test_other_features_are_a_fault_also_where_the_label_is_the_same():
    other = table_of(pd.DataFrame({"a": [1.0, 2.5, 3.0]}))

    found = judged(np.array(["x", "x", "x"]), answers("x", "x", "x"), other)

    assert found.right == {0: True, 1: False, 2: True}
    assert found.fault is not None
    assert found.fault.text == "`a` is 2.5, and 2.0 where all rows of the file are given"


def test_probabilities_are_held_against_all_columns_of_the_notebook():
    said = np.array([[0.2, 0.8], [0.5, 0.5], [1.0, 0.0]])
    rows = [
        {"prediction": "b", "probability_a": str(a), "probability_b": str(b)}
        for a, b in said.tolist()
    ]

    assert judged(said, rows).right == {0: True, 1: True, 2: True}


def test_another_number_of_predictions_for_a_row_is_refused():
    with pytest.raises(RefusedError, match="2 columns of predictions"):
        judged(np.zeros((3, 2)), answers("0", "0", "0"))


def test_a_row_that_is_lost_or_not_predicted_is_a_fault():
    short = judged(np.zeros(3), answers("0", "0"))
    empty = judged(np.zeros(3), answers("0", "", "0"))

    assert short.fault is not None
    assert short.fault.text == "2 answers for 3 rows"
    assert empty.fault is not None
    assert empty.fault.row == 1
    assert short.right == empty.right == {}
