"""When two values are the same: tables, those that are the same first."""

from __future__ import annotations

import datetime as dt
import decimal
import functools
import pickle
import random
import re
from collections import Counter, OrderedDict, defaultdict, deque
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from nb2pkg.verify.inside.difference import DifferentError, Token
from nb2pkg.verify.inside.same import Comparison

CET = dt.timezone(dt.timedelta(hours=1))


class Point(NamedTuple):
    x: float
    y: float


X = np.arange(40.0).reshape(20, 2) % 7
Y = (X[:, 0] > 3).astype(int)


class Plain:
    a: int

    def __init__(self, **values):
        self.__dict__.update(values)


class Lazy(Plain):
    @functools.cached_property
    def double(self):
        return 2 * self.a


class Slotted:
    __slots__ = ("a",)

    def __init__(self, a):
        self.a = a


def looped(end):
    made = [1, end]
    made.append(made)
    return made


def frame(**columns):
    return pd.DataFrame(columns or {"a": [1.0, np.nan], "b": ["x", None]})


def with_attrs(**attrs):
    made = frame()
    made.attrs.update(attrs)
    return made


def fitted(model, x=X, y=Y):
    return model.fit(x, y)


VALUES = [
    None,
    True,
    1,
    1.5,
    float("nan"),
    float("inf"),
    1 + 2j,
    "text",
    b"bytes",
    range(3),
    slice(1, 2),
    [1, [2, "x"]],
    (1, 2),
    {"a": 1, "b": [1]},
    {1, 2},
    frozenset("ab"),
    deque([1]),
    Counter("aab"),
    OrderedDict(a=1),
    defaultdict(list, a=[1]),
    Point(1, 2.0),
    dt.datetime(2024, 1, 2, tzinfo=dt.UTC),
    dt.timedelta(1),
    decimal.Decimal("1.10"),
    PurePosixPath("a/b"),
    Plain(a=1, b=[Plain()]),
    Slotted([1]),
    looped(2),
    np.array([1, 2]),
    np.array([1.0, np.nan, np.inf]),
    np.array(["a", None, [1]], dtype=object),
    np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
    np.ma.masked_array([1, 2], [True, False]),
    np.datetime64("2024-01-01"),
    np.array(["NaT", "2024-01-01"], dtype="datetime64[D]"),
    np.float64(0.5),
    np.random.RandomState(3),
    np.random.default_rng(3),
    random.Random(3),
    np.dtype("float32"),
    frame(),
    frame(a=pd.Categorical(["x", "y"]), b=pd.to_datetime(["2024-01-01", None])),
    frame(a=[frame(), [1, 2]]),
    with_attrs(source="x"),
    pd.Series([1, 2], name="s"),
    pd.Index(["a", "b"]),
    pd.MultiIndex.from_tuples([(1, "a"), (2, "b")]),
    pd.Timestamp("2024-01-01"),
    pd.NaT,
    pd.NA,
    pd.array([1, None], dtype="Int64"),
    pd.Interval(1, 2),
    frame(a=[1, 1, 2], b=[1, 2, 3]).groupby("a"),
    sparse.csr_matrix(np.eye(3)),
    fitted(LogisticRegression()),
    fitted(RandomForestClassifier(3, random_state=0)),
    fitted(GradientBoostingClassifier(n_estimators=3, random_state=0)),
    fitted(DecisionTreeClassifier()),
    fitted(KNeighborsClassifier(2, algorithm="kd_tree")),
    fitted(SVC()),
    fitted(KMeans(2, random_state=0, n_init=1)),
    fitted(make_pipeline(StandardScaler(), FunctionTransformer(np.tanh), LogisticRegression())),
    fitted(ColumnTransformer([("o", OneHotEncoder(), [0])])),
    fitted(GridSearchCV(LogisticRegression(), {"C": [1.0]}, cv=2)).best_estimator_,
]


@pytest.mark.parametrize(
    "value", VALUES, ids=[f"{number}-{type(value).__name__}" for number, value in enumerate(VALUES)]
)
def test_a_value_is_the_same_as_its_copy(value):
    other = pickle.loads(pickle.dumps(value))

    comparison = Comparison()
    comparison.check(value, other)

    assert comparison.unknown == []
    assert comparison.valued


SAME = [
    (0.1 + 0.2, 0.3),
    ([1e300, -0.0], [1e300 * (1 + 1e-12), 0.0]),
    (np.array([0.1 + 0.2]), np.array([0.3])),
    (frame(a=[0.1 + 0.2]), frame(a=[0.3])),
    (pd.DataFrame({"a": [1]}, index=pd.RangeIndex(1)), pd.DataFrame({"a": [1]}, index=[0])),
    (Token("function", "f"), Token("function", "package.f")),
]


@pytest.mark.parametrize(("mine", "theirs"), SAME, ids=range(len(SAME)))
def test_rounding_and_form_are_no_difference(mine, theirs):
    comparison = Comparison()

    comparison.check(mine, theirs)

    assert comparison.unknown == []


DIFFERENT = [
    (None, 0, ""),
    (True, 1, ""),
    (1, 1.0, ""),
    (1, 2, ""),
    (10**30, 10**30 + 1, ""),
    (1.0, 1.0 + 1e-8, ""),
    (0.0, 1e-300, ""),
    (float("nan"), 1.0, ""),
    (float("inf"), float("-inf"), ""),
    (1 + 2j, 1 + 3j, ""),
    ("a", "b", ""),
    ("1.0", "1.00", ""),
    (b"a", bytearray(b"a"), ""),
    ([1, 2], [1, 3], "[1]"),
    ([1, 2], [1], ""),
    ([1], (1,), ""),
    ({"a": {"b": 1}}, {"a": {"b": 2}}, "['a']['b']"),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, " key"),
    ({1: "a"}, {True: "a"}, " key"),
    ({1, 2}, {1, 3}, ""),
    (deque([1]), deque([2]), "[0]"),
    (Point(1, 2), Point(1, 3), "[1]"),
    (dt.date(2024, 1, 1), dt.datetime(2024, 1, 1), ""),  # noqa: DTZ001
    (dt.datetime(2024, 1, 1, 1, tzinfo=CET), dt.datetime(2024, 1, 1, 0, tzinfo=dt.UTC), ""),
    (decimal.Decimal("1.1"), decimal.Decimal("1.10"), ""),
    (re.compile("a"), re.compile("b"), ""),
    ({1, 2}, {True, 2}, " item"),
    ({(1, 2.0)}, {(1.0, 2)}, " item[0]"),
    (pd.Series([1, "a"], dtype=object), pd.Series([1.0, "a"], dtype=object), "[0]"),
    (frame(a=[1, None, "a"]), frame(a=[True, None, "a"]), "['a'][0]"),
    (pd.Index([1, "a"]), pd.Index([1.0, "a"]), " row 0"),
    (frame(a=[1]).set_axis([1], axis=1), frame(a=[1]).set_axis([1.0], axis=1), None),
    (
        pd.date_range("2024", periods=3),
        pd.DatetimeIndex(["2024-01-01", "2024-01-02", "2024-01-03"]),
        ".freq",
    ),
    (
        pd.Timestamp("2024-01-01", tz="UTC"),
        pd.Timestamp("2024-01-01 01:00", tz="Europe/Berlin"),
        "",
    ),
    (Plain(a=1), Plain(a=2), ".a"),
    (Plain(a=1), Plain(b=1), ""),
    (Slotted(1), Slotted(2), None),
    (looped(1), looped(2), "[1]"),
    (len, sum, ""),
    (np.array([1, 2]), np.array([1, 3]), "[1]"),
    (np.array([1, 2]), np.array([1.0, 2.0]), ".dtype"),
    (np.array([1, 2]), np.array([[1, 2]]), ".shape"),
    (np.array([1.0]), np.array([np.nan]), "[0]"),
    (np.float64(1), np.float32(1), ""),
    (np.array([1.0, 2.0]), np.array([1.0, 2.0 + 1e-7]), "[1]"),
    (np.array([1, "a"], dtype=object), np.array([1, "b"], dtype=object), "[1]"),
    (
        np.ma.masked_array([1, 2], [True, False]),
        np.ma.masked_array([1, 2], [False, False]),
        ".mask[0]",
    ),
    (np.random.RandomState(1), np.random.RandomState(2), None),
    (frame(a=[1, 2]), frame(a=[1, 3]), "['a'] row 1"),
    (frame(a=[1, 2]), frame(a=[1.0, 2.0]), "['a'].dtype"),
    (frame(a=[1], b=[2]), frame(b=[2], a=[1]), ".columns"),
    (frame(a=[1, 2]), frame(a=[1, 2]).iloc[::-1], None),
    (frame(a=[1, 2]), frame(a=[1, 2]).set_index(pd.Index([5, 6])), ".index"),
    (frame(a=["x", None]), frame(a=["x", "y"]), "['a'] row 1"),
    (frame(a=[frame(z=[1])]), frame(a=[frame(z=[2])]), None),
    (with_attrs(source="x"), with_attrs(source="y"), ".attrs['source']"),
    (frame(), frame()[:1], ".shape"),
    (pd.Series([1], name="a"), pd.Series([1], name="b"), None),
    (pd.Index([1.0]), pd.Index([1.0 + 1e-7]), None),
    (pd.Categorical(["a"], ["a", "b"]), pd.Categorical(["a"], ["b", "a"]), None),
    (pd.Timestamp("2024-01-01"), pd.Timestamp("2024-01-02"), ""),
    (sparse.csr_matrix(np.eye(3)), sparse.csr_matrix(2 * np.eye(3)), None),
    (sparse.csr_matrix(np.eye(3)), sparse.csc_matrix(np.eye(3)), None),
    (LogisticRegression(), LogisticRegression(C=2), ".C"),
    (fitted(LogisticRegression()), LogisticRegression(), ""),
    (fitted(LogisticRegression()), fitted(LogisticRegression(), Y[:, None] * X, 1 - Y), None),
    (fitted(DecisionTreeClassifier()), fitted(DecisionTreeClassifier(), X, 1 - Y), None),
    (
        fitted(RandomForestClassifier(3, random_state=0)),
        fitted(RandomForestClassifier(3, random_state=1)),
        ".random_state",
    ),
    (fitted(KNeighborsClassifier()), fitted(KNeighborsClassifier(), X + 1), None),
    (fitted(SVC()), fitted(SVC(), X + 1), None),
    (
        fitted(make_pipeline(StandardScaler(), LogisticRegression())),
        fitted(make_pipeline(StandardScaler(with_mean=False), LogisticRegression())),
        None,
    ),
]


@pytest.mark.parametrize(("mine", "theirs", "where"), DIFFERENT, ids=range(len(DIFFERENT)))
def test_a_difference_is_found_and_placed(mine, theirs, where):
    with pytest.raises(DifferentError) as caught:
        Comparison().check(mine, theirs)
    with pytest.raises(DifferentError):
        Comparison().check(theirs, mine)

    assert where is None or caught.value.where == where


def test_the_largest_difference_is_told():
    with pytest.raises(DifferentError) as caught:
        Comparison().check(frame(a=[1.0, 2.0, 3.0]), frame(a=[1.5, 2.0, 8.0]))

    assert caught.value.largest == 5.0


def test_a_wider_tolerance_is_the_callers_choice():
    Comparison(rtol=1e-3).check(frame(a=[1.0]), frame(a=[1.0001]))
    Comparison(atol=1e-3).check([0.0], [0.0001])

    with pytest.raises(DifferentError):
        Comparison().check([0.0], [0.0001])


def test_a_collecting_comparison_goes_on_and_its_places_may_be_set_aside():
    mine = {"fit_time": np.array([1.0, 2.0]), "df": frame(a=[1, 2], b=[1, 2]), "x": 1}
    theirs = {"fit_time": np.array([1.0, 3.0]), "df": frame(a=[1, 2], b=[1, 3]), "x": 1}
    collecting = Comparison(collecting=True)

    collecting.check(mine, theirs)

    places = {error.within for error in collecting.found}
    assert places == {"['fit_time']", "['df']['b']"}
    Comparison(noise=frozenset(places)).check(mine, theirs)
    with pytest.raises(DifferentError):
        Comparison(noise=frozenset(places)).check(mine, {**theirs, "x": 2})
    with pytest.raises(DifferentError):
        Comparison(noise=frozenset(["['fit_time']"])).check(mine, theirs)


def test_what_cannot_be_told_never_hides_a_difference():
    class Closed:
        __slots__ = ()

        def __reduce_ex__(self, protocol):
            raise TypeError("closed")

    comparison = Comparison()
    comparison.check([Closed(), 1], [Closed(), 1])

    assert [where for where, _ in comparison.unknown] == ["[0]"]
    with pytest.raises(DifferentError):
        comparison.check([Closed(), 1], [Closed(), 2])


def test_a_matrix_stored_in_another_way_is_neither_the_same_nor_different():
    double = sparse.csr_matrix(([1, 1, 1], [0, 0, 1], [0, 2, 3]), shape=(2, 2))
    comparison = Comparison()

    comparison.check(double, sparse.csr_matrix([[2, 0], [0, 1]]))

    assert comparison.unknown == [("", "the same matrix, stored in another way")]


def test_a_matrix_whose_rows_were_sorted_when_they_were_used_is_still_the_same():
    unsorted = sparse.csr_matrix(([1.0, 2.0], [2, 0], [0, 2]), shape=(1, 3))
    used = unsorted.copy()
    used.sort_indices()
    comparison = Comparison()

    comparison.check(unsorted, used)

    assert comparison.unknown == []
    used.data[0] = 3.0
    with pytest.raises(DifferentError):
        Comparison().check(unsorted, used)


def test_groups_that_pandas_has_looked_up_already_are_still_the_same():
    frame = pd.DataFrame({"animal": ["cat", "dog", "cat"], "size": [1, 2, 3]})
    idle, used = frame.groupby("animal"), frame.groupby("animal")
    used.sum()
    comparison = Comparison()

    comparison.check(idle, used)

    assert comparison.unknown == []
    with pytest.raises(DifferentError):
        Comparison().check(idle, frame.assign(size=0).groupby("animal"))
    with pytest.raises(DifferentError):
        Comparison().check(idle, frame.groupby("size"))


def test_what_one_side_has_computed_on_demand_is_neither_the_same_nor_different():
    mine, theirs = Lazy(a=1), Lazy(a=1)
    assert mine.double == 2
    comparison = Comparison()

    comparison.check(mine, theirs)

    assert comparison.unknown == [("", "only one side has computed double")]
    with pytest.raises(DifferentError):
        comparison.check(mine, Lazy(a=2))


def test_nesting_without_end_is_not_called_the_same():
    deep: list[object] = [1]
    other: list[object] = [1]
    for _ in range(500):
        deep, other = [deep], [other]

    comparison = Comparison()
    comparison.check(deep, other)

    assert comparison.unknown


def test_a_search_tree_that_answered_queries_is_still_the_same():
    neighbors = pytest.importorskip("sklearn.neighbors")
    points = np.arange(40.0).reshape(20, 2)
    idle, asked = neighbors.KDTree(points), neighbors.KDTree(points)
    asked.query(points[:3])

    comparison = Comparison()
    comparison.check(idle, asked)

    assert comparison.unknown == []
    with pytest.raises(DifferentError):
        Comparison().check(idle, neighbors.KDTree(points + 1))


@pytest.mark.parametrize(
    ("mine", "theirs", "widest"),
    [
        ([1, "a", 2.0], [1, "a", 2.0], None),
        ([1.0, 2.0], [1.0, 2.0 + 1e-10], (1e-10, "[1]")),
        (np.array([1.0, 4.0]), np.array([1.0 + 1e-10, 4.0]), (1e-10, "")),
        (frame(a=[1.0, 4.0]), frame(a=[1.0 + 1e-10, 4.0]), (1e-10, "['a']")),
    ],
)
def test_the_largest_distance_within_tolerance_is_kept(mine, theirs, widest):
    comparison = Comparison()

    comparison.check(mine, theirs)

    if widest is None:
        assert comparison.widest is None
    else:
        assert comparison.widest is not None
        assert comparison.widest[0] == pytest.approx(widest[0], rel=1e-3)
        assert comparison.widest[2] == widest[1]


def test_how_far_a_generator_inside_an_object_is_can_be_left_aside_and_what_was_drawn_cannot():
    fresh, used = random.Random(1), random.Random(1)
    used.random()
    inside: list[tuple[object, object]] = [
        ({"rng": fresh}, {"rng": used}),
        ([np.random.RandomState(1)], [np.random.RandomState(2)]),
        ([np.random.default_rng(1)], [np.random.default_rng(2)]),
    ]
    for mine, theirs in inside:
        Comparison(states=False).check(mine, theirs)
        with pytest.raises(DifferentError):
            Comparison().check(mine, theirs)
    others: list[tuple[object, object]] = [
        (fresh, used),
        ([1.0], [2.0]),
        ([fresh], [np.random.RandomState(1)]),
    ]
    for mine, theirs in others:
        with pytest.raises(DifferentError):
            Comparison(states=False).check(mine, theirs)


def _parser(**more):
    import argparse

    parser = argparse.ArgumentParser(**more)
    parser.add_argument("--alpha", type=float, default=0.5)
    parser.add_subparsers().add_parser("train")
    return parser


def test_a_parser_is_the_same_whatever_runs_it(monkeypatch):
    monkeypatch.setattr("sys.argv", ["/x/ipykernel_launcher.py"])
    mine = _parser()
    monkeypatch.setattr("sys.argv", ["/y/package.py"])
    Comparison().check(mine, _parser())


def test_parsers_with_other_names_or_defaults_differ(monkeypatch):
    with pytest.raises(DifferentError):
        Comparison().check(_parser(prog="one"), _parser(prog="two"))
    other = _parser(prog="one")
    other.set_defaults(alpha=0.7)
    with pytest.raises(DifferentError):
        Comparison().check(_parser(prog="one"), other)
