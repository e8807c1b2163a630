"""Statements that learn from rows and apply what they learned are two: what stays, what becomes of the others."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.analysis.rewriting.separate import can_be_separated, separated
from nb2pkg.notebook.model import Place
from tests.support import make_notebook

HEAD = """\
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import LabelEncoder, StandardScaler
df = pd.read_csv("rows.csv")
cols = ["a", "b"]
le, pca = LabelEncoder(), PCA()
"""


def _rewritten(cell, head=HEAD, after=""):
    notebook = make_notebook(head, cell, after)
    places = [Place(2, line, 1, 1, 1) for line in range(1, cell.count("\n") + 2)]
    found, names = separated(notebook, places)
    assert found.cells[0].source == head
    return found.cells[1].source, names


@pytest.mark.parametrize(
    "cell",
    [
        'm = df["x"].median()',
        'low, high = df["x"].min(), df["x"].max()',
        'limit = df["x"].mean() + 3 * df["x"].std()',
        'df["m"] = df[["a", "b"]].mean(axis=1)',
        'df["m"] = df[["a", "b"]].max(1)',
        'df["m"] = np.mean(df[["a", "b"]], axis=1)',
        'df["m"] = df["x"].rolling(3).mean()',
        'df["m"] = df.T.mean()',
        'df["m"] = df.x.groupby(level=0).cumsum()',
        'df["x"] = [v if v else df["x"].mean() for v in df["x"]]',
        'df["x"] = df["x"].fillna(0) if done else df["x"].mean()',
        'df["x"] = load(df) + df["x"].mean()',
        'df["x"] = df.pop("y") - df["x"].mean()',
        'df["x"] = df["x"].sample(3) - df["x"].sample(3).mean()',
        'df["x"] = (y := 1) + df["x"].mean()',
        'df["x"] = df["x"] - own.mean(df)(3)',
        "X = pca.fit_transform(df)",
        'X = TfidfVectorizer().fit_transform(df["text"]).toarray()',
        "X = StandardScaler(copy=False).fit_transform(df)",
        "X = Unknown().fit_transform(df)",
        "X = le.fit_transform(load())",
        'X = (le.classes_, le.fit_transform(df["c"]))',
        "df = pd.get_dummies(df, columns=cols, sparse=True)",
        "d = pd.get_dummies(load())",
        'd = pd.get_dummies(df, columns=["n"], dummy_na=True)',
        "d = pd.get_dummies(*tables)",
        "for c in names:\n    df[c] = le.fit_transform(df[c])",
        'for c in ["a", "a"]:\n    df[c] = le.fit_transform(df[c])',
        'for c in cols:\n    df["a"] = le.fit_transform(df[c])',
        'for c in cols:\n    df[c] = le.fit_transform(df["a"])',
        "for c in cols:\n    df[c] = le.fit_transform(df[c])\nelse:\n    done = True",
        "for c in cols:\n    print(c)\n    df[c] = le.fit_transform(df[c])",
        'df["x"] = df["x"].fillna(df["x"].median()); y = 1',
        'df["x"] = df["x"].fillna(df["x"].median()',
        '%%timeit\ndf["x"] = df["x"].fillna(df["x"].median())',
        'df["x"] = df["x"].fillna(df["x"].median())\nprint(globals())',
    ],
)
def test_what_is_no_pair_or_not_certain_stays_as_it_is(cell):
    assert _rewritten(cell) == (cell, frozenset())


@pytest.mark.parametrize(
    ("cell", "expected", "names"),
    [
        (
            '# gaps\ndf["Age"] = df["Age"].fillna(df["Age"].median())  # filled',
            '# gaps\nage_median = df["Age"].median()\ndf["Age"] = df["Age"].fillna(age_median)  # filled',
            {"age_median"},
        ),
        (
            '%matplotlib inline\ndf["é"] = df["é"] - df["é"].mean()',
            '%matplotlib inline\né_mean = df["é"].mean()\ndf["é"] = df["é"] - é_mean',
            {"é_mean"},
        ),
        (
            'df["x"] = df["x"].fillna(\n    df["x"]\n    .median()\n)\ny = 1',
            'x_median = (df["x"]\n    .median())\ndf["x"] = df["x"].fillna(\n    x_median\n)\ny = 1',
            {"x_median"},
        ),
        (
            "x_mean = 3\ndf = df.fillna(df.x.mean())",
            "x_mean = 3\nx_mean_2 = df.x.mean()\ndf = df.fillna(x_mean_2)",
            {"x_mean_2"},
        ),
        (
            "z = (df.x - df.x.mean()) / df.x.mean()",
            "x_mean = df.x.mean()\nz = (df.x - x_mean) / x_mean",
            {"x_mean"},
        ),
        (
            'df["a"] = le.fit_transform(df["a"])\ndf["b"] = le.fit_transform(df["b"])',
            (
                'import copy\na_encoder = copy.deepcopy(le.fit(df["a"]))\ndf["a"] = a_encoder.transform(df["a"])\n'
                'b_encoder = copy.deepcopy(le.fit(df["b"]))\ndf["b"] = b_encoder.transform(df["b"])'
            ),
            {"a_encoder", "b_encoder", "copy"},
        ),
        (
            'df["a"] = le.fit_transform(df["a"])',
            'le.fit(df["a"])\ndf["a"] = le.transform(df["a"])',
            set(),
        ),
        (
            "d = pd.get_dummies(df, drop_first=True)",
            (
                'categories = df.select_dtypes(["object", "string", "category"]).astype("category").dtypes.to_dict()\n'
                "d = pd.get_dummies(df.astype(categories), drop_first=True)"
            ),
            {"categories"},
        ),
        (
            "for c in cols:\n    df[c] = le.fit_transform(df[c])",
            (
                "import copy\nencoders = {}\nfor c in cols:\n    encoders[c] = copy.deepcopy(le.fit(df[c]))\n"
                "for column in encoders:\n    df[column] = encoders[column].transform(df[column])"
            ),
            {"encoders", "column", "copy"},
        ),
    ],
)
def test_what_learns_stands_in_front_of_what_applies(cell, expected, names):
    ast.parse(expected.replace("%matplotlib inline", ""))

    assert _rewritten(cell) == (expected, names)


def test_only_statements_at_the_places_are_separated():
    notebook = make_notebook(HEAD, "df = df.fillna(df.mean())\ndf = df.fillna(df.median())")

    found, names = separated(notebook, [Place(2, 2, 1, 1, 1)])

    assert found.cells[1].source.startswith("df = df.fillna(df.mean())\ndf_median = ")
    assert names == {"df_median"}
    assert separated(notebook, []) == (notebook, frozenset())


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("import copy\n", "copy.deepcopy("),
        ("copy = 1\n", " deepcopy("),
        ("from copy import deepcopy, copy\n", " deepcopy("),
        ("copy = deepcopy = 1\n", "copy_module.deepcopy("),
    ],
)
def test_the_copy_clashes_with_no_name(head, expected):
    cell = 'df["a"] = le.fit_transform(df["a"])\ndf["b"] = le.fit_transform(df["b"])'

    assert expected in _rewritten(cell, head + HEAD)[0]


def test_an_object_that_others_may_fit_is_copied():
    cell = 'df["a"] = le.fit_transform(df["a"])'

    assert (
        "copy.deepcopy"
        not in _rewritten(cell, after="le.transform(df['b'])\nprint(le.classes_)")[0]
    )
    assert "copy.deepcopy" in _rewritten(cell, after="other(le)")[0]
    assert "copy.deepcopy" in _rewritten(cell, after="def f(x):\n    return le.fit(x)")[0]


def test_a_class_of_the_notebook_with_a_known_name_is_not_known():
    cell = "X = StandardScaler().fit_transform(df)"

    assert _rewritten(cell, after="class StandardScaler:\n    pass")[0] == cell


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('df["x"] = df["x"].fillna(df["x"].median())', True),
        ("X = scaler.fit_transform(X)", True),
        ("df = df.dropna()", True),
        ('df["x"] = df["x"] + 1', False),
        ("x = (", False),
    ],
)
def test_a_caller_can_ask_about_a_statement_by_itself(text, expected):
    assert can_be_separated(text) is expected


@pytest.mark.parametrize(
    "before",
    [
        "a = list(b)\nb = list(a)",
        "pipe = make_pipeline(pipe)\nle = pipe",
        "df = df.dropna()\ncols = list(cols)",
        "rows = map(int, df['a'])",
        "rows = open('x')",
    ],
)
def test_names_that_are_made_of_themselves_or_used_up_do_no_harm(before):
    cell = "y = le.fit_transform(list(rows))\nx = pipe.fit_transform(df)\nz = set(a) - {df[c].max() for c in cols}"

    assert _rewritten(cell, HEAD + before) == (cell, frozenset())
