"""Whether evaluation and inference can go on from what training saves."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.plan import plan
from nb2pkg.extraction.stages.label import label

IMPORTS = (
    "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import LinearRegression"
)
ARRAYS = 'df = pd.read_csv("a.csv")\narr = df[["x"]].to_numpy(copy=True)\ny = df["y"].to_numpy()'
VIEWS = "X_train, X_test = arr[:120], arr[120:]\ny_train, y_test = y[:120], y[120:]"
FIT = "model = LinearRegression()\nmodel.fit(X_train, y_train)"


def _commands(make_notebook, *cells, **options):
    graph = build(scan(make_notebook(*cells)))
    return plan(graph, label(graph), "package", "notebook.ipynb", **options).commands


def _loads(make_notebook, *cells, **options):
    commands = _commands(make_notebook, *cells, **options)
    evaluate = commands.evaluate or commands.infer
    assert evaluate is not None
    return commands.train is not None, {variable.name for variable in evaluate.loads}


@pytest.mark.parametrize(
    "change",
    [
        "X_test = X_test + 1",  # no object changes
        "X_test[:, 0] += 1",  # what is loaded changes, and is named
        "shown = arr[0].copy()\nshown[0] = 1",
    ],
)
def test_changes_that_reach_what_they_name_let_evaluation_go_on_from_what_is_saved(
    make_notebook, change
):
    last = f"{change}\nscore = model.score(X_test, y_test)\nprint(score)"
    _, loads = _loads(make_notebook, IMPORTS, ARRAYS, VIEWS, FIT, last)
    assert loads >= {"model", "X_test"}


@pytest.mark.parametrize(
    "change",
    [
        "arr[:, 0] += 10",
        "np.multiply(arr, 2, out=arr)",
        "arr.fill(0)",
        "other = arr[60:]\nother[:] = 3",
    ],
)
def test_views_whose_memory_changes_afterwards_are_not_saved_apart(make_notebook, change):
    last = f"{change}\nscore = model.score(X_test, y_test)\nprint(score)"
    commands = _commands(make_notebook, IMPORTS, ARRAYS, VIEWS, FIT, last)
    assert commands.train
    assert commands.evaluate

    # training evaluates as well; what is loaded is what that gave, and no step is run on it
    assert commands.evaluate.steps == ()
    assert {v.name for v in commands.evaluate.loads} == set(commands.evaluate.gives)
    assert "score" in commands.evaluate.gives
    assert "X_test" not in {v.name for v in commands.saves}


def test_a_command_runs_all_it_needs_where_it_is_told_to(make_notebook):
    cells = (IMPORTS, ARRAYS, VIEWS, FIT, "score = model.score(X_test, y_test)\nprint(score)")
    assert _loads(make_notebook, *cells)[1] >= {"model", "X_test", "y_test"}
    assert _loads(make_notebook, *cells, afresh={"evaluate"}) == (True, set())
    assert _loads(make_notebook, *cells, afresh={"evaluate", "train"}) == (False, set())
