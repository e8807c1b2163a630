"""No model that a notebook predicts with is passed over in silence."""

from __future__ import annotations

import ast

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.plan import plan
from nb2pkg.extraction.plan.serving.asking import asked
from nb2pkg.extraction.stages.label import label

IMPORTS = (
    "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import LinearRegression, Ridge\n"
    "from sklearn.model_selection import KFold"
)
DATA = 'df = pd.read_csv("a.csv")\nX, y = df[["x", "z"]], df["y"]'
FIT = "model = LinearRegression()\nmodel.fit(X, y)"


def planned(make_notebook, *cells):
    graph = build(scan(make_notebook(IMPORTS, DATA, *cells)))
    return plan(graph, label(graph), "package", "notebook.ipynb").commands


@pytest.mark.parametrize(
    "call",
    ["predicted = model.predict(X)\nprint(predicted)", "score = model.score(X, y)\nprint(score)"],
)
def test_a_model_that_only_scores_is_served_like_one_that_predicts(make_notebook, call):
    commands = planned(make_notebook, FIT, call)
    (predictor,) = commands.predictors

    assert predictor.method == "predict"
    assert predictor.preparation is not None
    assert commands.unserved == ()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_is_made_of_predictions_counts_more_than_a_score(make_notebook, order):
    calls = (
        "score = model.score(X, y)\nprint(score)",
        "predicted = np.exp(model.predict(X))\nprint(predicted)",
    )
    (predictor,) = planned(make_notebook, FIT, *(calls[n] for n in order)).predictors

    assert predictor.bound == "predicted"


@pytest.mark.parametrize(
    ("cell", "models", "reason"),
    [
        (
            (
                'models = {"a": LinearRegression(), "b": Ridge()}\nscores = {}\n'
                "for name, each in models.items():\n    each.fit(X, y)\n    scores[name] = each.predict(X).mean()"
            ),
            ["models.a", "models.b"],
            "cell 3, line 3: for name, each in models.items():: it predicts in a loop",
        ),
        (
            'models = {"a": LinearRegression().fit(X, y)}\nfound = models["a"].predict(X)\nprint(found)',
            ["models.a"],
            'cell 3, line 2: found = models["a"].predict(X): training does not leave',
        ),
        (
            (
                "pred = np.zeros(len(X))\nfor a, b in KFold(5).split(X):\n    m = LinearRegression()\n"
                "    m.fit(X.iloc[a], y.iloc[a])\n    pred += m.predict(X) / 5"
            ),
            ["pred"],
            "cell 3, line 2: for a, b in KFold(5).split(X):: it predicts in a loop",
        ),
        (
            (
                "kept = [LinearRegression().fit(X, y), Ridge().fit(X, y)]\n"
                "both = np.mean([m.predict(X) for m in kept], axis=0)\nprint(both)"
            ),
            ["both"],
            "it predicts with several models in one expression",
        ),
        (
            f"{FIT}\ndef judged(one, rows):\n    return one.predict(rows).mean()\nprint(judged(model, X))",
            ["model"],
            "it hands the model to a function that predicts",
        ),
        (
            f"{FIT}\ndef price(size):\n    return model.predict([[size, 1]])[0]\nprint(price(3))",
            ["model"],
            "the function predicts for what it is given",
        ),
        (
            "def done(rows):\n    inner = Ridge().fit(rows, y)\n    return inner.predict(rows)\nprint(done(X))",
            ["inner"],
            "done fits the model and predicts with it",
        ),
    ],
)
def test_every_other_model_is_named_with_its_statement(make_notebook, cell, models, reason):
    commands = planned(make_notebook, cell)

    assert commands.predictors == ()
    assert [each.model for each in commands.unserved] == models
    assert all(reason in each.reason for each in commands.unserved)


@pytest.mark.parametrize(
    "sum_",
    [
        "both = 0.6 * a.predict(X) + 0.4 * b.predict(X)\nprint(both)",
        "p = a.predict(X)\nq = np.exp(b.predict(X))\nboth = 0.6 * p + 0.4 * q\nprint(both)",
    ],
)
def test_a_blend_has_the_name_of_its_result(make_notebook, sum_):
    fits = "a = LinearRegression().fit(X, y)\nb = Ridge().fit(X, y)"
    commands = planned(make_notebook, fits, sum_)

    assert [each.model for each in commands.unserved] == ["both"]
    assert "it adds up what several models predict" in commands.unserved[0].reason
    assert sorted(each.model.name for each in commands.predictors) == ["a", "b"]


def test_a_loop_on_the_way_to_a_model_that_is_served_is_no_model_of_its_own(make_notebook):
    loop = "scores = []\nfor a in [1, 2]:\n    model = Ridge(a).fit(X, y)\n    scores.append(model.score(X, y))"
    commands = planned(make_notebook, loop, FIT, "print(model.predict(X))")

    assert [each.model.name for each in commands.predictors] == ["linear_regression"]
    assert commands.unserved == ()


@pytest.mark.parametrize(
    "text", ["m.predict(*rows)", "m.score(rows)", "m.fit(rows, y)", "predict(x)"]
)
def test_other_calls_ask_for_no_prediction(text):
    assert asked(ast.parse(text, mode="eval").body) is None
