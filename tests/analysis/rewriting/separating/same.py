"""Runs a statement as its author wrote it, as it was separated, and what applies what was learned to single rows."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from nb2pkg.analysis.rewriting.separate import separated
from nb2pkg.notebook.model import Cell, Notebook, Place

HEAD = """\
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn import preprocessing
from sklearn.preprocessing import *
from sklearn.preprocessing import KBinsDiscretizer, LabelBinarizer, LabelEncoder, MinMaxScaler, OneHotEncoder
from sklearn.preprocessing import MaxAbsScaler, Normalizer, OrdinalEncoder, PolynomialFeatures, StandardScaler
le = LabelEncoder()
cols = ["c", "k"]
"""


def cells_of(statement: str, before: str = "", after: str = "") -> list[str]:
    """Return the cells of a small notebook: imports and data, what comes before, a statement, what follows."""
    return [HEAD + 'df = pd.read_csv("rows.csv")', before, statement, after]


def rewritten(statement: str, before: str = "", after: str = "") -> str:
    """Return a cell as it is when all its statements were to be separated."""
    cells = cells_of(statement, before, after)
    notebook = Notebook("n.ipynb", tuple(Cell(n, "code", s) for n, s in enumerate(cells, 1)))
    places = [Place(3, node.lineno, 1, 1, 1) for node in ast.parse(statement).body]
    return separated(notebook, places)[0].cells[2].source


def frame(seed: int, rows: int | None = None) -> pd.DataFrame:
    """Return some rows: numbers, texts and flags, with gaps, in no order, under labels that may come twice."""
    draw = np.random.default_rng(seed)
    count = rows or int(draw.integers(8, 40))
    words = draw.choice(np.array(["b", "a", "Zz", "c c"], dtype=object), count)
    keys = draw.choice(np.array(["u", "v", "w"], dtype=object), count)
    made = pd.DataFrame(
        {
            "x": np.round(draw.normal(50, 20, count), 3),
            "y": draw.normal(size=count) * 1e-3,
            "n": draw.integers(-3, 5, count),
            "flag": draw.random(count) > 0.5,
            "c": words,
            "k": keys,
            "text": [" ".join(draw.choice(words, 3)) + " more text" for _ in range(count)],
            "cat": pd.Categorical(keys, categories=["w", "u", "v", "never"]),
        },
        index=draw.permutation(count) // (1 + seed % 2),
    )
    if seed % 3:
        made.loc[draw.random(count) < 0.2, "x"] = np.nan
        made.loc[draw.random(count) < 0.2, "c"] = None if seed % 3 == 1 else np.nan
    return made


def ran(code: str, names: dict[str, Any]) -> dict[str, Any]:
    """Return the names after some code has run with a seed."""
    space = dict(names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.random.seed(0)  # noqa: NPY002
        exec(compile(code, "<cell>", "exec"), space)
        space["drawn"] = np.random.random()  # noqa: NPY002
    return space


def outcomes(
    statement: str, data: pd.DataFrame, before: str = "", after: str = ""
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return the names that the author's code and the separated code leave, and that code."""
    head = ran(HEAD, {})
    made = rewritten(statement, before, after)
    ours, theirs = ({**head, "df": data.copy()} for _ in range(2))
    original = ran(f"{before}\n{statement}\n{after}", ours | ran(HEAD, {}) | {"df": data.copy()})
    new = ran(f"{before}\n{made}\n{after}", theirs | ran(HEAD, {}) | {"df": data.copy()})
    return original, new, made


def rows_alone(
    statement: str, data: pd.DataFrame, before: str = ""
) -> Iterator[tuple[Any, dict[str, Any], dict[str, Any]]]:
    """Yield the label of each row, the names of the whole, and those when the last statement sees that row alone."""
    made = rewritten(statement, before)
    whole = ran(f"{before}\n{made}", ran(HEAD, {}) | {"df": data.copy()})
    apply = ast.unparse(ast.parse(made).body[-1])
    learned = {name: value for name, value in whole.items() if name != "df"}
    for number in range(len(data)):
        alone = data.iloc[[number]].reset_index(drop=True)
        given = ran(f"df = df\n{before}", {**learned, "df": alone}) if before else {}
        kept = {"X": given["X"]} if "X" in given else {}
        yield number, whole, ran(apply, learned | {"df": alone} | kept)


def assert_same(ours: Any, theirs: Any, name: str = "") -> None:
    """Raise AssertionError if two values are not the same to the last bit, with all that is said about them."""
    assert type(ours) is type(theirs), name
    if isinstance(ours, pd.DataFrame):
        pd.testing.assert_frame_equal(ours, theirs, check_exact=True)
        assert type(ours.columns) is type(theirs.columns), name
        assert ours.columns.dtype == theirs.columns.dtype, name
    elif isinstance(ours, pd.Series):
        pd.testing.assert_series_equal(ours, theirs, check_exact=True)
    elif isinstance(ours, pd.Index):
        pd.testing.assert_index_equal(ours, theirs, exact=True)
    elif isinstance(ours, pd.Categorical):
        pd.testing.assert_categorical_equal(ours, theirs)
    elif isinstance(ours, np.ndarray):
        assert ours.dtype == theirs.dtype, name
        assert ours.shape == theirs.shape, name
        if ours.dtype == object:
            assert repr(ours.tolist()) == repr(theirs.tolist()), name
        else:
            np.testing.assert_array_equal(ours, theirs)
    elif sparse.issparse(ours):
        for part in ("data", "indices", "indptr"):
            assert_same(getattr(ours, part), getattr(theirs, part), name)
    elif hasattr(ours, "get_params"):
        state = {key for key in vars(ours) if not key.startswith("_")}
        assert state == {key for key in vars(theirs) if not key.startswith("_")}, name
        for key in state:
            assert_same(vars(ours)[key], vars(theirs)[key], f"{name}.{key}")
    elif isinstance(ours, list | tuple | dict | float | int | str | bool | np.generic | type(None)):
        assert repr(ours) == repr(theirs), name


def assert_same_names(original: dict[str, Any], new: dict[str, Any]) -> None:
    """Raise AssertionError if the author's code left anything otherwise than the separated code did."""
    for name, value in original.items():
        if not name.startswith("__"):
            assert_same(value, new[name], name)
