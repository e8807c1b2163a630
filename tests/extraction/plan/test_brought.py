"""Rows that come from loaders and numpy's readers: they are followed, and named as the file has them."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.plan import plan
from nb2pkg.extraction.plan.commands.array_readers import reading_of
from nb2pkg.extraction.stages.label import label

IMPORTS = (
    "import numpy as np\nfrom sklearn.datasets import load_iris, load_diabetes\n"
    "from sklearn.linear_model import LogisticRegression"
)
FIT = (
    "model = LogisticRegression()\nmodel.fit(X, y)\npredicted = model.predict(X)\nprint(predicted)"
)


def planned(make_notebook, *cells):
    graph = build(scan(make_notebook(*cells)))
    (predictor,) = plan(graph, label(graph), "package", "notebook.ipynb").commands.predictors
    return predictor


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("iris = load_iris()\nX = iris.data\ny = iris.target", ("target",)),
        ("iris = load_iris()\nX, y = iris.data, iris.target", ("target",)),
        ("iris = load_iris()\nX, y = iris['data'], iris['target'] == 2", ("target",)),
        ("X, y = load_iris(return_X_y=True)", ()),
        ("rows = np.loadtxt('a.csv', delimiter=',')\nX, y = rows[:, :4], rows[:, 4]", (4,)),
        ("rows = np.genfromtxt('a.csv')\nX, y = rows[:, :-1], rows[:, -1]", (-1,)),
    ],
)
def test_they_are_raw_rows_without_what_is_predicted(make_notebook, source, target):
    made = planned(make_notebook, IMPORTS, source, FIT).preparation

    assert made is not None
    assert not made.is_table
    assert (made.targets, made.columns) == (target, None)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("X = np.load('a.npy')\ny = X[:, 0]", "does not come from a file"),
        (
            "import seaborn as sns\ndf = sns.load_dataset('iris')\nX, y = df[['a']], df['b']",
            "the notebook does not import pandas",
        ),
    ],
)
def test_what_nobody_can_make_of_a_file_is_refused_by_name(make_notebook, source, reason):
    predictor = planned(make_notebook, IMPORTS, source, FIT)

    assert predictor.preparation is None
    assert reason in predictor.reason


def reading(text):
    call = ast.parse(text, mode="eval").body
    return reading_of(call, lambda n: repr(n.value) if isinstance(n, ast.Constant) else None)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("np.loadtxt('a')", {"sep": r"\s+", "header": None}),
        ("np.loadtxt('a', delimiter=';', dtype=int)", {"sep": ";", "header": None}),
        ("np.loadtxt('a', delimiter=',', skiprows=1)", {"sep": ",", "header": 0}),
        (
            "np.genfromtxt('a', delimiter=',', skip_header=3, encoding=None)",
            {"sep": ",", "header": 0, "skiprows": 2},
        ),
    ],
)
def test_options_of_numpy_are_those_of_pandas(text, options):
    found = reading(text)
    given = {name: ast.literal_eval(value) for name, value in (found.options or {}).items()}

    assert given == {**options, "float_precision": "round_trip"}
    assert not found.unknown


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("np.loadtxt('a', unpack=True)", "unpack=True"),
        ("np.loadtxt('a', delimiter=separator)", "delimiter=separator"),
        ("np.genfromtxt('a', delimiter=4)", "delimiter=4"),
        ("np.genfromtxt('a', filling_values=0)", "filling_values=0"),
        ("np.loadtxt('a', float, '#', ',')", "options by position"),
        ("np.loadtxt('a', **options)", "**"),
    ],
)
def test_options_that_nobody_can_follow_are_named(text, unknown):
    assert reading(text).unknown == unknown
