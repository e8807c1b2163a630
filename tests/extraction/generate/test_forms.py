"""Sources that bring no table: kept without their rows, and put together again around others."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_digits, load_iris
from sklearn.utils import Bunch

from nb2pkg.extraction.generate.ops import arrays, forms
from nb2pkg.extraction.generate.ops.errors import CannotBeDoneError
from nb2pkg.extraction.generate.ops.serving import Predictor, predict, training

PAIRS = [(arrays.Predictor, arrays.predict, arrays.brought), (Predictor, predict, training.brought)]


class Petals:
    """A model that says how long and wide petals are together."""

    def predict(self, rows):
        return np.asarray(rows).sum(axis=1)


def written(path, header, rows):
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def answers(table):
    if isinstance(table, pd.DataFrame):
        return table["prediction"].tolist(), table["note"].tolist()
    return [row[-2] for row in table.rows], [row[-1] for row in table.rows]


def asked(kind, source, prepare, path, **options):
    predictor, ask, brought = kind
    made = predictor(
        lambda rows, model: model.predict(rows),
        ("model",),
        (),
        "`X`",
        prepare=prepare,
        source="rows",
        options={"float_precision": "round_trip"},
        **options,
    )
    return ask(path, made, {"model": Petals(), "rows": brought(source)}, None)


@pytest.mark.parametrize("kind", PAIRS)
def test_a_bunch_of_new_rows_is_like_the_one_of_training(kind, tmp_path):
    iris = load_iris()
    seen = []

    def prepare(given):
        seen.append(given)
        return given.data[:, 2:]

    names = [*iris.feature_names[::-1], "further"]
    rows = [[*row[::-1], "x"] for row in iris.data[:3].tolist()]
    table = asked(kind, iris, prepare, written(tmp_path / "rows.csv", names, rows))

    assert answers(table) == ([sum(row[2:]) for row in iris.data[:3].tolist()], ["", "", ""])
    (given,) = seen
    assert type(given) is type(iris)
    assert given.data.tolist() == iris.data[:3].tolist()
    assert given.target.tolist() == [0, 0, 0]
    assert given.feature_names == iris.feature_names
    assert list(given.target_names) == list(iris.target_names)


@pytest.mark.parametrize("kind", PAIRS)
def test_a_row_that_holds_no_number_costs_its_own_prediction(kind, tmp_path):
    iris = load_iris()
    rows = [[1, 2, 3, 4], [1, 2, "long", 4]]
    path = written(tmp_path / "rows.csv", iris.feature_names, rows)
    predicted, notes = answers(asked(kind, iris, lambda given: given.data, path))

    assert predicted[0] == 10.0
    assert notes[0] == ""
    assert "petal length (cm) holds 'long'" in notes[1]


@pytest.mark.parametrize("kind", PAIRS)
def test_a_missing_column_is_named_and_a_target_is_none(kind, tmp_path):
    iris = load_iris()
    path = written(tmp_path / "rows.csv", iris.feature_names[1:], [[1, 2, 3]])
    with pytest.raises(CannotBeDoneError, match=r"missing: sepal length \(cm\)$"):
        asked(kind, iris, lambda given: given.data, path)


@pytest.mark.parametrize("kind", PAIRS)
def test_columns_of_an_array_have_numbers_and_the_target_is_not_asked_for(kind, tmp_path):
    rows = np.arange(12.0).reshape(4, 3)
    path = written(tmp_path / "rows.csv", ["2", "0"], [[5, 7]])
    table = asked(kind, rows, lambda given: given[:, [0, 2]], path, target=(1,))

    assert answers(table)[0] == [12.0]


@pytest.mark.parametrize("kind", PAIRS)
def test_what_cannot_be_put_together_again_is_refused(kind, tmp_path):
    rows = np.zeros(3, dtype=[("a", float), ("b", float)])
    path = written(tmp_path / "rows.csv", ["a", "b"], [[5, 7]])
    with pytest.raises(CannotBeDoneError, match="cannot be made of a file"):
        asked(kind, rows, lambda given: given, path)


def test_members_that_hold_the_same_values_come_along_and_others_for_each_row_do_not():
    digits = load_digits()
    rows, names, form = forms.parted(digits)
    made = forms.put_together(rows[5:7], form)

    assert names == digits.feature_names
    assert np.array_equal(made.images, digits.images[5:7])
    apart = Bunch(data=np.eye(3), target=np.arange(3), names_of_rows=["a", "b", "c"], DESCR="…")
    made = forms.put_together(np.ones((1, 3)), forms.parted(apart)[2])
    assert sorted(made) == ["DESCR", "data", "frame", "target"]


def test_a_bunch_of_tables_stays_one(tmp_path):
    iris = load_iris(as_frame=True)
    seen = []

    def prepare(given):
        seen.append(given)
        return given.frame.drop(columns="target")

    path = written(tmp_path / "rows.csv", iris.feature_names, iris.data[60:62].to_numpy().tolist())
    table = asked(PAIRS[1], iris, prepare, path)

    assert answers(table)[0] == pytest.approx(iris.data[60:62].sum(axis=1).tolist())
    (given,) = seen
    assert list(given.frame) == list(iris.frame)
    assert given.frame.dtypes.equals(iris.frame.dtypes)
    pd.testing.assert_frame_equal(given.data, iris.data[60:62].reset_index(drop=True))
    assert isinstance(given.target, pd.Series)


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [("int64", 2.0, "int64"), ("int64", 2.5, "float64"), ("float32", 2.5, "float32")],
)
def test_a_type_changes_no_value(kind, value, wanted):
    found = forms.as_type(np.array([[value]]), np.dtype(kind))

    assert (found[0, 0], found.dtype) == (value, np.dtype(wanted))


@pytest.mark.parametrize(
    ("text", "options", "names"),
    [
        ("a,b\n1,2\n", {"sep": ","}, ["a", "b"]),
        ("about\na;b;c\n1;2;3\n", {"sep": ";", "skiprows": 1, "usecols": [2, 0]}, ["c", "a"]),
        ("a  b\n1 2\n", {"sep": r"\s+"}, ["a", "b"]),
        ("1,2\n3,4\n", {"sep": ","}, None),
        ("a,a\n1,2\n", {"sep": ","}, None),
    ],
)
def test_names_stand_in_the_line_above_the_rows(tmp_path, text, options, names):
    (tmp_path / "rows.csv").write_text(text)

    assert forms.header(tmp_path / "rows.csv", **options) == names
    assert forms.header(tmp_path / "none.csv", **options) is None


def test_a_file_of_numbers_without_a_header_is_rows(tmp_path):
    (tmp_path / "rows.csv").write_text("1,2,3\n4,5,6\n")
    table = asked(PAIRS[0], np.arange(12.0).reshape(4, 3), lambda r: r, tmp_path / "rows.csv")

    assert answers(table)[0] == [6.0, 15.0]
