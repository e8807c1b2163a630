"""The judge of serving: what is promised wrongly must be told from what is only not promised."""

from __future__ import annotations

import pytest

from tests.serving.cases import Case, Truth
from tests.serving.judging import Verdict, judge

RAW = Truth("model", ("raw",))
REFUSED = Truth("model", ("features",), ('df["x"].shift(', "lag"))
NONE = Truth("model", ("none",))
SHIFT = {"rows": "features", "reason": "cell 3, line 1: df['x'] .shift(1)"}


def verdict(truth, **entry):
    case = Case("name", "title", (), (truth,), ("price",), (), ())
    return [one.verdict for one in judge(case, [{"model": "model", **entry}] if entry else [])]


@pytest.mark.parametrize(
    ("truth", "entry", "expected"),
    [
        (RAW, {"rows": "raw", "columns": ["area"]}, Verdict.RIGHT),
        (RAW, {"rows": "raw", "columns": ["area", "price"]}, Verdict.WRONG_RAW),
        (RAW, {"rows": "features"}, Verdict.TOO_MODEST),
        (RAW, {"rows": "unproven"}, Verdict.TOO_MODEST),
        (RAW, {}, Verdict.TOO_MODEST),
        (REFUSED, SHIFT, Verdict.RIGHT),
        (REFUSED, {**SHIFT, "reason": None}, Verdict.UNNAMED),
        (REFUSED, {"rows": "none", "reason": "no file"}, Verdict.OTHER),
        (REFUSED, {"rows": "raw", "columns": []}, Verdict.WRONG_RAW),
        (REFUSED, {"rows": "unproven"}, Verdict.WRONG_RAW),
        (NONE, {"rows": "none", "reason": "no file"}, Verdict.RIGHT),
        (NONE, {}, Verdict.UNNAMED),
        (NONE, {"rows": "raw"}, Verdict.WRONG_RAW),
    ],
)
def test_an_entry_is_judged_by_the_truth(truth, entry, expected):
    assert verdict(truth, **entry) == [expected]


def test_a_pattern_speaks_for_all_its_models_and_others_are_extra():
    case = Case("name", "title", (), (Truth("models.*", ("raw",)),), (), (), ())
    serving = [{"model": name, "rows": "raw"} for name in ("models.rf", "models.nb", "net")]

    assert [(one.model, one.verdict) for one in judge(case, serving)] == [
        ("models.rf", Verdict.RIGHT),
        ("models.nb", Verdict.RIGHT),
        ("net", Verdict.EXTRA),
    ]
