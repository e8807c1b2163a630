"""Rows are found by value, whatever form they have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from nb2pkg.verify.inside.serving.finding import find, labelled_rows
from nb2pkg.verify.inside.serving.tables import Pairing, table_of

PREPARED = pd.DataFrame({"a": [1.0, 2.0, 3.0, 2.0], "b": ["x", "y", None, "y"]})


def found(mine, theirs=PREPARED, labels=None):
    pairing = Pairing(table_of(mine), table_of(theirs))
    return find(pairing, labelled_rows(list(range(len(table_of(theirs)))), labels))


def test_rows_of_a_frame_are_found_by_their_labels_where_the_values_agree():
    assert found(PREPARED.loc[[3, 1]]).rows == [3, 1]


def test_a_label_that_stands_for_another_row_is_no_matter():
    moved = PREPARED.loc[[2, 0]].reset_index(drop=True)

    assert found(moved).rows == [2, 0]


def test_labels_may_be_those_of_the_frame_as_it_was_read():
    named = PREPARED.set_axis(["p", "q", "r", "s"])

    assert found(named.loc[["s", "q"]], labels=list("pqrs")).rows == [3, 1]


def test_equal_rows_are_taken_in_turn():
    twice = pd.DataFrame({"a": [2.0, 2.0], "b": ["y", "y"]}, index=[10, 11])

    assert found(twice).rows == [1, 3]


@pytest.mark.parametrize(
    ("value", "is_there"),
    [(2.0 + 1e-12, True), (2.0 + 1e-6, False)],
)
def test_numbers_may_differ_by_their_last_digits_only(value, is_there):
    one = pd.DataFrame({"a": [value], "b": ["y"]}, index=[9])

    assert (found(one).missing is None) == is_there


def test_numbers_of_single_precision_have_fewer_digits():
    a, b = np.array([[1.0], [2.0]], dtype="float32"), np.array([[2.000001]], dtype="float32")

    assert found(b, a).rows == [1]
    assert found(b.astype("float64"), a.astype("float64")).missing is not None


def test_a_row_that_is_not_there_is_told_with_the_column_that_differs():
    other = pd.DataFrame({"a": [3.0], "b": ["z"]}, index=[2])

    missing = found(other).missing

    assert missing == (0, "`b` is 'z' in the notebook, and missing when prepared from the file")


def test_what_is_missing_is_the_same_as_what_is_missing():
    a = pd.DataFrame({"a": [1.0, np.nan], "b": ["x", np.nan]})

    assert found(a.iloc[[1]].reset_index(drop=True), a.where(a.notna(), None)).rows == [1]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["b", "a"], "in another order: column 1 is `b` in the notebook, and `a`"),
        (["a", "c"], "it lacks `c` and has `b` besides"),
        (["a"], "it has `b` besides"),
    ],
)
def test_other_columns_are_another_form(names, told):
    mine = PREPARED.assign(c=1)[names]

    with pytest.raises(ValueError, match=told):
        found(mine)


def test_rows_of_arrays_texts_records_and_sparse_matrices_are_found():
    numbers = np.arange(12.0).reshape(4, 3)
    texts = ["to be", "or not", "to be"]
    records = [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]

    assert found(numbers[[2, 0]], numbers).rows == [2, 0]
    assert found(pd.Series(texts[1:2]), texts).rows == [1]
    assert found(records[1:], records).rows == [1]
    assert found(sparse.csr_matrix(numbers[[3]]), sparse.csr_matrix(numbers)).rows == [3]
    assert (
        found(sparse.csr_matrix(numbers[[3]] * 2), sparse.csr_matrix(numbers)).missing is not None
    )


def test_large_whole_numbers_are_told_apart():
    ids = pd.DataFrame({"id": [2**60, 2**60 + 1]})

    assert found(ids.iloc[[1]].reset_index(drop=True), ids).rows == [1]
