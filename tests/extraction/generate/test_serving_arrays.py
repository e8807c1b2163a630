"""Rows for a notebook without pandas: numbers by numpy, one answer for each row."""

from __future__ import annotations

import json

import numpy as np
import pytest

from nb2pkg.extraction.generate.ops import arrays
from nb2pkg.extraction.generate.ops.errors import CannotBeDoneError


class Model:
    """Something that was fitted on two columns."""

    n_features_in_ = 2
    classes_ = np.array(["no", "yes"])

    def predict(self, rows):
        if np.isnan(rows).any():
            raise ValueError("NaN")
        return rows.sum(axis=1)

    def predict_proba(self, rows):
        return np.column_stack([1 - rows[:, 0], rows[:, 0]])


def predicted(folder, content, name="rows.csv", *, chances=False, **options):
    (folder / name).write_text(content, encoding="utf-8")
    method = (lambda r, m: m.predict_proba(r)) if chances else (lambda r, m: m.predict(r))
    predictor = arrays.Predictor(method, ("model",), (), "`X` (cell 2)", has_probabilities=chances)
    return arrays.predict(folder / name, predictor, {"model": Model()}, None, **options)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.csv", "a,b\n1,2\n3,4\n"),
        ("rows.csv", "\ufeffa,b\n1,2\n\n3,4\n"),
        ("rows.json", '[{"a": 1, "b": 2}, {"a": 3, "b": 4}]'),
        ("rows.jsonl", '{"a": 1, "b": 2}\n{"b": 4, "a": 3}\n'),
    ],
)
def test_rows_are_numbers_by_where_they_stand(tmp_path, name, content):
    table = predicted(tmp_path, content, name)

    assert table.names == ["prediction", "note"]
    assert table.rows == [[3.0, ""], [7.0, ""]]


def test_rows_that_fail_cost_their_own_prediction_only(tmp_path):
    table = predicted(tmp_path, "a,b\n1,2\n,4\nx,1\n5,6\n", keep=["b"])

    assert table.names == ["b", "prediction", "note"]
    assert [row[:2] for row in table.rows] == [["2", 3.0], ["4", None], ["1", None], ["6", 11.0]]
    assert [row[2] for row in table.rows] == [
        "",
        "not predicted: ValueError: NaN",
        "not predicted: a holds 'x', and numbers are needed",
        "",
    ]
    assert arrays.has_notes(table)


def test_chances_have_the_names_of_their_classes(tmp_path):
    table = predicted(tmp_path, "a,b\n0.9,2\n", chances=True)

    assert table.names == ["prediction", "probability_no", "probability_yes", "note"]
    assert table.rows[0][0] == "yes"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "rows of 2 columns are needed"),
        ("a,b\n", "rows of 2 columns are needed"),
        ("a,b,c\n1,2,3\n", "rows of 2 columns are needed"),
        ("a,b\n1,2,3\n", "row 1 has not 2 values"),
        ("a,b\n" + ",1\n" * 30, "no row can be predicted: ValueError: NaN"),
    ],
)
def test_a_fault_of_the_file_ends_all(tmp_path, content, told):
    with pytest.raises(CannotBeDoneError, match=told):
        predicted(tmp_path, content)


def test_predictions_are_written_as_the_suffix_says(tmp_path, capsys):
    table = predicted(tmp_path, "a,b\n1,2\n,1\n")
    for name in ("out.csv", "out.json", "out.jsonl"):
        arrays.write(table, tmp_path / name)
    arrays.write(table, None)
    rows = [
        {"prediction": 3.0, "note": ""},
        {"prediction": None, "note": "not predicted: ValueError: NaN"},
    ]

    assert json.loads((tmp_path / "out.json").read_text()) == rows
    assert [json.loads(x) for x in (tmp_path / "out.jsonl").read_text().splitlines()] == rows
    assert (tmp_path / "out.csv").read_text() == capsys.readouterr().out
    with pytest.raises(CannotBeDoneError, match="needs pandas"):
        arrays.write(table, tmp_path / "out.parquet")
