"""Raw rows of loaders and of numpy's readers, as files."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_iris, load_linnerud

from nb2pkg.verify.inside.serving.bunches import source_of


def test_numbers_keep_all_their_digits(tmp_path):
    iris = load_iris()
    iris.data = iris.data / 3
    source = source_of(iris)
    path = Path(source.write(str(tmp_path / "a"), [7, 0], iris.feature_names[::-1]))
    header, *rows = csv.reader(path.read_text().splitlines())

    assert header == iris.feature_names[::-1]
    assert [[float(value) for value in row[::-1]] for row in rows] == iris.data[[7, 0]].tolist()


@pytest.mark.parametrize("bunch", [load_iris(), load_iris(as_frame=True), load_linnerud()])
def test_the_target_is_a_column_where_it_is_known_for_one(bunch):
    assert source_of(bunch).names == bunch.feature_names
    source = source_of(bunch, with_target=True)
    assert source.names == [*bunch.feature_names, "target"]
    assert len(source.values("target")) == source.size == len(bunch.data)


def test_an_array_has_numbered_columns_and_gaps_are_empty():
    source = source_of(np.array([[1.5, np.nan], [2, 3]]))

    assert source.names == ["0", "1"]
    assert source.records == [["1.5", ""], ["2.0", "3.0"]]
    assert source_of(np.zeros(2, dtype=[("a", float)])) is None
    assert source_of({"data": None}) is None
    assert source_of(None) is None
