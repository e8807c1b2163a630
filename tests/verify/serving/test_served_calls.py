"""What a manifest says of predict calls, and what may be said of a model with several."""

from __future__ import annotations

import pytest

from nb2pkg.verify.model import Checked, RowsKind, Serving
from nb2pkg.verify.overrides import ProjectSetting
from nb2pkg.verify.served_calls import CallPlace, ServedCall, names_in, served_calls
from nb2pkg.verify.serving.answers import united

CELL = "%matplotlib inline\nmodel.fit(\n    X, y\n)\npred = model.predict(\n    X_test\n)\npred"
SETTING = ProjectSetting("path", "str", "data/a.csv", (), ())


@pytest.mark.parametrize("line", [5, 6, 7])
def test_a_statement_is_known_by_any_of_its_lines(line):
    found = CallPlace(3, line).within(CELL)

    assert found == CallPlace(3, 7, "pred = model.predict(\n    X_test\n)")


def test_a_line_without_a_statement_is_none():
    assert CallPlace(3, 12).within(CELL) is None
    assert CallPlace(3, 1).within("if x") is None


def test_a_manifest_that_says_little_is_read():
    (call,) = served_calls(
        [{"model": "rf", "rows_variable": "X", "cell": 2, "setting": "path"}], [SETTING]
    )

    assert call == ServedCall("rf", 2, "X", file="a.csv", setting="path")
    assert call.is_open


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"reason": "a rank"}, RowsKind.FEATURES),
        ({"rows": "horizon"}, RowsKind.HORIZON),
        ({"rows": "none", "reason": "r"}, RowsKind.NONE),
    ],
)
def test_what_the_code_rules_out_needs_no_run(row, kind):
    (call,) = served_calls([{"model": "rf", "rows_variable": "X", "cell": 2, **row}], [])

    assert call.verdict is kind
    assert not call.is_open


def test_no_manifest_can_say_that_raw_rows_are_served():
    (call,) = served_calls([{"model": "rf", "rows_variable": "X", "cell": 2, "rows": "raw"}], [])

    assert call.verdict is None


def test_names_are_those_of_the_expression():
    assert names_in("scaler.transform(X[cols])") == ("scaler", "X", "cols")
    assert names_in("X[") == ()


def test_raw_rows_are_served_where_all_calls_of_a_model_show_it():
    checked = Checked(3, 3, 3, 3, tried=3, alone=3, is_without_target=True)
    raw = Serving("rf", RowsKind.RAW, checked=checked)
    wrong = Serving("rf", RowsKind.FEATURES, reason="why", checked=checked._replace(same=1))
    calls = [ServedCall("rf", 4, "X"), ServedCall("rf", 2, "X")]

    (both,) = united(zip(calls, (raw, raw), strict=True))
    (one,) = united(zip(calls, (raw, wrong), strict=True))

    assert (both.rows, both.checked, both.cells) == (
        RowsKind.RAW,
        Checked(6, 6, 6, 6, tried=6, alone=6, is_without_target=True),
        (2, 4),
    )
    assert (one.rows, one.reason) == (RowsKind.FEATURES, "why")
