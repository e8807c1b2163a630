"""Several models that a notebook keeps under one name in turn: told apart in what is saved, judged and asked."""

from __future__ import annotations

import ast
import json
import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from nb2pkg.analysis.knowledge.models import called_after
from tests.extraction.generate.projects import project
from tests.extraction.generate.test_commands import DATA, LOAD, told

IMPORTS = """import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier"""
UNSEEDED = "X_train, X_test, y_train, y_test = train_test_split(X, y)"
JUDGE = "y_pred = model.predict(X_test)\nacc = accuracy_score(y_test, y_pred)\nprint(acc)"
START = (IMPORTS, LOAD, UNSEEDED)


def fit(maker: str, name: str = "model") -> str:
    return f"{name} = {maker}\n{name}.fit(X_train, y_train)"


def judged(*makers: str) -> list[str]:
    """Return cells that fit models under one name, and judge each at once."""
    return [cell for maker in makers for cell in (fit(maker), JUDGE)]


def saved(made) -> list[str]:
    return [v.name for v in made.plan.commands.saves]


def models(made) -> list[str]:
    return [p.model.name for p in made.plan.commands.predictors]


def inside(code: str, made) -> str:
    """Run Python beside the notebook in this very process; return what it printed."""
    out, before = StringIO(), Path.cwd()
    for name in [name for name in sys.modules if name.partition(".")[0] == "made"]:
        del sys.modules[name]
    sys.path.insert(0, str(made.folder.parent / "project" / "src"))
    os.chdir(made.folder)
    try:
        with redirect_stdout(out):
            exec(code, {})
    finally:
        os.chdir(before)
        sys.path.pop(0)
    return out.getvalue()


@pytest.mark.parametrize(
    ("maker", "name"),
    [
        ("LogisticRegression(max_iter=200)", "logistic_regression"),
        ("DecisionTreeClassifier().fit(X, y)", "decision_tree"),
        ("GradientBoostingRegressor()", "gradient_boosting"),
        ("XGBClassifier()", "xgb"),
        ("SVC()", "svc"),
        ("make_pipeline(StandardScaler(), SVC())", "svc"),
        ("Pipeline([('s', StandardScaler()), ('m', RandomForestClassifier())])", "random_forest"),
        ("Pipeline(steps=[('s', scaler), ('m', forest)])", "forest"),
        ("GridSearchCV(SVC(), grid)", "grid_search_svc"),
        ("GridSearchCV(model, grid)", "grid_search"),
        ("sm.OLS(y, X).fit()", "ols"),
        ("Net().to(device)", "net"),
        ("build_forest(X, y)", "forest"),
        ("train_model(X, y)", ""),
        ("models[0]", ""),
        ("frame.dropna()", ""),
    ],
)
def test_a_model_is_called_after_what_makes_it(maker, name):
    assert called_after(ast.parse(maker, mode="eval").body) == name


def test_models_with_names_of_their_own_keep_them(tmp_path):
    cells = [
        fit("LogisticRegression()", "lr"),
        fit("SVC()", "svm"),
        "a = lr.predict(X_test)",
        "b = svm.predict(X_test)",
    ]
    made = project(tmp_path, *START, *cells, data=DATA)

    assert not made.plan.versions.made
    assert models(made) == ["lr", "svm"]


def test_a_table_that_is_bound_anew_keeps_its_name(tmp_path):
    made = project(
        tmp_path,
        *START[:2],
        "df = df.dropna()",
        "X = df.drop(columns='target')",
        UNSEEDED,
        *judged("SVC()"),
        data=DATA,
    )

    assert not made.plan.versions.made


@pytest.mark.parametrize(
    ("makers", "names"),
    [
        (
            ("LogisticRegression()", "DecisionTreeClassifier()"),
            ["logistic_regression", "decision_tree"],
        ),
        (("SVC(kernel='linear')", "SVC(kernel='rbf')"), ["svc_linear", "svc_rbf"]),
        (("SVC(C=1.0)", "SVC(C=9.0)", "SVC()"), ["svc", "svc_2", "svc_3"]),
        (
            ("LogisticRegression()", "GridSearchCV(LogisticRegression(), {'C': [1, 9]})"),
            ["logistic_regression", "grid_search_logistic_regression"],
        ),
        (
            (
                "make_pipeline(StandardScaler(), SVC())",
                "make_pipeline(MinMaxScaler(), RandomForestClassifier())",
            ),
            ["svc", "random_forest"],
        ),
    ],
)
def test_each_model_is_trained_saved_judged_and_asked_under_a_name_of_its_own(
    tmp_path, makers, names
):
    made = project(tmp_path, *START, *judged(*makers), data=DATA)
    (made.folder / "rows.csv").write_text("age,income\n60,1200\n21,1100\n")
    trained = made.inside("train")
    (made.folder / "table.csv").unlink()
    found = told(made.inside("evaluate").stdout)
    ask = f"""
import joblib, pandas as pd
from sklearn.metrics import accuracy_score
kept = joblib.load("models/trained.joblib")
for name in {names!r}:
    print(name, accuracy_score(kept["y_test"], kept[name].predict(kept["X_test"])))
    print(*kept[name].predict(pd.read_csv("rows.csv")))
"""
    lines = inside(ask, made).splitlines()

    assert trained.returncode == 0, trained.stderr
    assert [name for name in saved(made) if name in names] == names
    assert models(made) == names
    assert [found[f"acc_{name}"] for name in names] == [line.split()[1] for line in lines[::2]]
    done = made.inside("infer", "--input", "rows.csv", "--model", names[0])
    assert [row.rstrip(",") for row in done.stdout.split()[1:]] == lines[1].split(), done.stderr


def test_results_and_the_notebooks_cells_keep_the_notebooks_name(tmp_path):
    made = project(
        tmp_path, *START, *judged("LogisticRegression()", "DecisionTreeClassifier()"), data=DATA
    )
    fields = "from made.pipeline import run\nfound = run()\nprint(type(found.model).__name__, found.acc == "
    fields += "(found.model.predict(found.X_test) == found.y_test).mean())"
    cells = json.loads(made.files["notebooks/made.ipynb"])["cells"]

    assert inside(fields, made).split() == ["DecisionTreeClassifier", "True"]
    assert sum(cell["source"].startswith("model = fit_") for cell in cells) == 2


def test_scores_that_are_only_shown_are_called_after_their_model(tmp_path):
    look = "print(accuracy_score(y_test, model.predict(X_test)))\nconfusion_matrix(y_test, model.predict(X_test))"
    cells = [
        fit("LogisticRegression()"),
        look,
        fit("SVC()"),
        look,
        fit("SVC(C=3.0)"),
        "model.score(X_test, y_test)",
    ]
    made = project(tmp_path, *START, *cells, data=DATA)

    assert made.plan.commands.evaluate
    assert made.plan.commands.evaluate.gives == (
        "accuracy_logistic_regression",
        "confusion_logistic_regression",
        "accuracy_svc",
        "confusion_svc",
        "score_svc_2",
    )


def test_scores_of_models_with_names_of_their_own_are_told_apart_by_these(tmp_path):
    judge = "acc = accuracy_score(y_test, {0}.predict(X_test))\nprint(acc)"
    cells = [
        fit("LogisticRegression()", "lr"),
        judge.format("lr"),
        fit("SVC()", "svm"),
        judge.format("svm"),
    ]
    made = project(tmp_path, *START, *cells, data=DATA)
    made.inside("train")

    assert set(told(made.inside("evaluate").stdout)) == {"acc_lr", "acc_svm"}


def test_each_model_goes_with_the_scaler_that_it_was_given(tmp_path):
    scale = "scaler = {0}\nA = scaler.fit_transform(X_train)\nB = scaler.transform(X_test)"
    learn = "model = {0}\nmodel.fit(A, y_train)"
    look = "y_pred = model.predict(B)\nprint(accuracy_score(y_test, y_pred))"
    cells = [
        scale.format("StandardScaler()"), learn.format("LogisticRegression()"), look,
        scale.format("MinMaxScaler()"), learn.format("SVC()"), look,
    ]  # fmt: skip
    made = project(tmp_path, *START, *cells, data=DATA)
    found = {
        p.model.name: [v.name for v in p.preparation.needs]
        for p in made.plan.commands.predictors
        if p.preparation
    }

    assert found == {"logistic_regression": ["standard_scaler"], "svc": ["min_max_scaler"]}


ORDERED = """
import pickle
import numpy as np
from made import commands, pipeline
from made.settings import Settings
np.random.seed(0)
whole = pipeline.run()
np.random.seed(0)
kept = pickle.loads(pickle.dumps(commands.train_models(Settings())))
made = commands.evaluate_models(Settings(), *([kept] if LOADS else []))
print(all(np.array_equal(made[name], getattr(whole, name)) for name in NAMES))
"""


@pytest.mark.parametrize(
    "cells",
    [
        # the first model's object has another name, and is trained on when the name has gone
        (fit("LogisticRegression()"), "kept = model", "first = model.score(X_test, y_test)", fit("SVC()"),
         "kept.fit(X_test, y_test)", "second = model.score(X_test, y_test)"),
        # … or is in a list
        ("found = []", fit("LogisticRegression()"), "found.append(model)", "first = model.score(X_test, y_test)",
         fit("SVC()"), "found[0].fit(X_test, y_test)", "second = model.score(X_test, y_test)"),
        # another split comes before the second model, and each is judged by its own
        (fit("LogisticRegression()"), "first = model.score(X_test, y_test)", UNSEEDED, fit("SVC()"),
         "second = model.score(X_test, y_test)"),
        # the second training goes on from the first score
        (fit("LogisticRegression()"), "first = model.score(X_test, y_test)", fit("SVC(C=1 + first)"),
         "second = model.score(X_test, y_test)"),
        # the second model is made of the first
        (fit("LogisticRegression()"), "first = model.score(X_test, y_test)",
         fit("GridSearchCV(model, {'C': [1, 9]})"), "second = model.score(X_test, y_test)"),
        # only one way binds the name anew
        (fit("LogisticRegression()"), "first = model.score(X_test, y_test)",
         "if first < 2:\n    model = SVC()\n    model.fit(X_train, y_train)", "second = model.score(X_test, y_test)"),
        # the evaluation draws numbers that training goes on from
        (fit("LogisticRegression()"), "some = X_test.sample(5)\nfirst = model.score(some, y_test[some.index])",
         fit("RandomForestClassifier(n_estimators=5)"), "second = model.score(X_test, y_test)"),
    ],
)  # fmt: skip
def test_training_and_then_evaluating_gives_what_the_whole_gives(tmp_path, cells):
    made = project(tmp_path, *START, *cells, data=DATA)
    evaluate = made.plan.commands.evaluate
    assert evaluate
    names = [name for name in ("first", "second") if name in evaluate.gives]
    code = ORDERED.replace("LOADS", str(bool(evaluate.loads))).replace("NAMES", repr(names))

    assert names
    assert inside(code, made).split() == ["True"]


def test_evaluation_that_cannot_be_parted_from_training_is_saved_with_it(tmp_path):
    noisy = "noise = np.random.rand(len(y_test))\nacc = accuracy_score(y_test, model.predict(X_test + noise[:, None]))"
    made = project(
        tmp_path, *START, fit("RandomForestClassifier(n_estimators=5)"), noisy, data=DATA
    )
    made.inside("train")
    (made.folder / "table.csv").unlink()
    first, second = made.inside("evaluate"), made.inside("evaluate")

    assert "acc" in told(first.stdout)
    assert first.stdout == second.stdout
    assert "as it cannot be computed apart from training" in made.files["README.md"]


def test_the_help_says_so_where_evaluation_has_nothing_to_go_on_from(tmp_path):
    look = (
        "from sklearn.model_selection import cross_val_score\nfolds = cross_val_score(SVC(), X, y)"
    )
    made = project(tmp_path, *START[:2], look, data=DATA)

    assert "run all that the evaluation needs, and evaluate" in made.text("__main__")
