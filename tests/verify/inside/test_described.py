"""What the tests of a generated package know of a value: anything that changes it is noticed, and nothing else."""

from __future__ import annotations

import copy
import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from nb2pkg.verify.inside.described import describe, differences

DRAWN = np.random.default_rng(0)
FLOATS = DRAWN.normal(size=1000)
TABLE = pd.DataFrame(
    {
        "huge": DRAWN.uniform(1e13, 2e13, 1000),
        "small": DRAWN.normal(size=1000),
        "mixed": np.where(np.arange(1000) == 7, 1e16, DRAWN.normal(size=1000)),
        "whole": DRAWN.integers(0, 9, 1000),
        "dummy": DRAWN.integers(0, 2, 1000).astype(bool),
        "word": DRAWN.choice(["a", "b"], 1000),
    }
)
X = DRAWN.normal(size=(60, 3))
FOREST = RandomForestClassifier(5, random_state=0).fit(X, X[:, 0] > 0)
LINE = LinearRegression().fit(X, X[:, 0] * 2 + X[:, 1])
VALUES = {
    "number": 0.8266,
    "nothing": None,
    "no number": math.nan,
    "text": "precision    recall",
    "long text": "word " * 900,
    "short list": [1, 2.5, "a", None],
    "long list": [0.5 * n for n in range(2000)],
    "mapping": {"rmse": 3.2, "r2": 0.5, "by": {"fold": [1.0, 2.0]}},
    "many": {n: [n, 0.1 * n] for n in range(400)},
    "set": {"a", "b", 3},
    "few floats": FLOATS[:5],
    "floats": FLOATS,
    "single precision": FLOATS.astype("float32"),
    "pixels": FLOATS.reshape(10, 10, 10),
    "classes": DRAWN.integers(0, 3, 500),
    "words": np.array(["a", "b"] * 50, dtype=object),
    "table": TABLE,
    "dummies": pd.get_dummies(pd.Series(DRAWN.integers(0, 240, 500))),
    "series": TABLE["small"],
    "dates": pd.Series(pd.date_range("2024-01-01", periods=90)),
    "categories": pd.Series(["a", "b"] * 40, dtype="category"),
    "line": LINE,
    "forest": FOREST,
    "pipeline": make_pipeline(StandardScaler(), LogisticRegression(C=2.0)).fit(X, X[:, 0] > 0),
}


def known(value):
    """Return what is written to expected.json, read back."""
    return json.loads(json.dumps(describe(value), allow_nan=False))


@pytest.mark.parametrize("name", VALUES)
def test_a_copy_of_a_value_is_the_same(name):
    assert differences(copy.deepcopy(VALUES[name]), known(VALUES[name])) == []


@pytest.mark.parametrize("name", ["number", "few floats", "floats", "long list", "pixels"])
@pytest.mark.parametrize("apart", [1e-10, -1e-10, 9e-10])
def test_another_machine_may_calculate_a_little_differently(name, apart):
    value = VALUES[name]
    moved = [x * (1 + apart) for x in value] if isinstance(value, list) else value * (1 + apart)

    assert differences(moved, known(value)) == []


def test_a_table_may_differ_a_little_in_all_its_floats():
    floats = TABLE.select_dtypes("float").columns
    noise = 1 + DRAWN.uniform(-9e-10, 9e-10, size=(len(TABLE), len(floats)))
    moved = TABLE.assign(**{name: TABLE[name] * noise[:, i] for i, name in enumerate(floats)})

    assert differences(moved, known(TABLE)) == []


def test_what_is_left_of_a_sum_that_cancels_out_may_be_another_crumb():
    assert differences(np.r_[FLOATS, 3e-17], known(np.r_[FLOATS, -1e-17])) == []


def changed_tables():
    """Yield tables in which something is wrong."""
    yield "reversed", TABLE[::-1]
    yield "reversed without its labels", TABLE[::-1].reset_index(drop=True)
    yield "swapped columns", TABLE.set_axis([*TABLE.columns[[1, 0]], *TABLE.columns[2:]], axis=1)
    yield "another order of columns", TABLE[TABLE.columns[::-1]]
    yield "fewer rows", TABLE[:-1]
    yield "a missing value", TABLE.mask(TABLE.index.to_series() == 5)
    yield "whole numbers as floats", TABLE.astype({"whole": float})
    yield "another word", TABLE.assign(word=TABLE["word"].where(TABLE.index != 999, "b" * 2))
    for name, change in (("huge", 1e7), ("small", 1e-6), ("mixed", 1e-5), ("whole", 1)):
        made = TABLE.copy()
        made.loc[500, name] += change
        yield f"one value of {name}", made
    yield "two neighbours of a column", TABLE.assign(
        small=TABLE["small"].iloc[[1, 0, *range(2, 1000)]].array
    )
    yield "the dummies negated", TABLE.assign(dummy=~TABLE["dummy"])


@pytest.mark.parametrize(("said", "table"), list(changed_tables()))
def test_a_change_in_a_table_is_noticed(said, table):
    assert differences(table, known(TABLE)) != [], said


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("number", 0.0),
        ("number", 0.82661),
        ("number", "0.8266"),
        ("nothing", 0.0),
        ("no number", 0.5),
        ("text", "precision    recal1"),
        ("long text", "word " * 899 + "ward "),
        ("short list", [1, 2.5, "a"]),
        ("short list", [2.5, 1, "a", None]),
        ("short list", [True, 2.5, "a", None]),
        ("long list", [0.5 * n for n in reversed(range(2000))]),
        ("mapping", {"rmse": 3.2, "r2": 0.5, "by": {"fold": [2.0, 1.0]}}),
        ("many", {n: [n, 0.1 * n] for n in range(1, 401)}),
        ("set", {"a", "b", 4}),
        ("few floats", FLOATS[:5][::-1]),
        ("floats", FLOATS[::-1]),
        ("floats", FLOATS.astype("float32")),
        ("floats", np.where(np.arange(1000) == 999, np.nan, FLOATS)),
        ("single precision", FLOATS.astype("float32") + np.float32(0.01)),
        ("pixels", FLOATS.reshape(10, 10, 10).transpose(0, 2, 1)),
        ("classes", np.sort(VALUES["classes"])),
        ("words", np.array(["b", "a"] * 50, dtype=object)),
        ("dummies", VALUES["dummies"].iloc[:, ::-1].set_axis(VALUES["dummies"].columns, axis=1)),
        ("series", TABLE["small"][::-1]),
        ("series", TABLE["small"].rename("other")),
        ("dates", pd.Series(pd.date_range("2024-01-02", periods=90))),
        ("categories", pd.Series(["b", "a"] * 40, dtype="category")),
        ("line", LinearRegression(fit_intercept=False).fit(X, X[:, 0] * 2 + X[:, 1])),
        ("line", LinearRegression().fit(X, X[:, 0] * 2 + X[:, 2])),
        ("line", LinearRegression()),
        ("forest", RandomForestClassifier(5, random_state=1).fit(X, X[:, 0] > 0)),
        ("forest", RandomForestClassifier(5, max_depth=2, random_state=0).fit(X, X[:, 0] > 0)),
        ("pipeline", make_pipeline(StandardScaler(), LogisticRegression()).fit(X, X[:, 0] > 0)),
    ],
)
def test_another_value_is_noticed(name, other):
    assert differences(other, known(VALUES[name])) != []


def test_what_differs_is_told_by_the_name_of_its_column():
    said = differences(TABLE.assign(small=TABLE["small"] * 2), known(TABLE))

    assert [text.partition(":")[0] for text in said] == ["small"]


def test_hundreds_of_columns_take_few_lines():
    assert len(known(VALUES["dummies"])["parts"]) <= 18


def test_how_long_a_search_took_is_no_part_of_its_result():
    class Search:
        def __init__(self, spent, score):
            self.refit_time_ = spent
            self.cv_results_ = {"mean_fit_time": np.array([spent]), "score": np.array([score])}

        def get_params(self, **_):
            return {}

    assert differences(Search(2.0, 0.5), known(Search(1.0, 0.5))) == []
    assert differences(Search(1.0, 0.6), known(Search(1.0, 0.5))) != []


def test_values_can_be_described_where_there_are_no_libraries():
    inside = Path(__file__).parents[3] / "nb2pkg" / "verify" / "inside"
    code = (
        f"import sys; sys.path[:0] = [{str(inside)!r}]\n"
        "from described import describe, differences\n"
        "values = [0.1 * n for n in range(500)]\n"
        "known = describe(values)\n"
        "assert 'numpy' not in sys.modules\n"
        "assert differences([x * (1 + 5e-10) for x in values], known) == []\n"
        "assert differences(values[::-1], known) != []\n"
        "assert differences({**dict.fromkeys(range(99), 1.5)}, known) != []\n"
    )
    subprocess.run([sys.executable, "-S", "-c", code], check=True)
