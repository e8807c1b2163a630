"""Stages: what belongs where, and why."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.kinds import RESULTS
from nb2pkg.analysis.rewriting.hoist import hoisted
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.plan.naming.names import (
    is_reserved,
    package_name,
    path_name,
    phrase_name,
    unique,
)
from nb2pkg.extraction.plan.naming.remarks import remark_phrase
from nb2pkg.extraction.stages.label import label
from nb2pkg.extraction.stages.needed import needed
from nb2pkg.stage import Stage
from tests.support import make_notebook


def stages(*cells, settled=()):
    graph = build(scan(make_notebook(*cells)))
    return [found.stage.value for found in label(graph, settled)]


def test_what_only_shows_something_is_exploration():
    assert stages(
        "import pandas as pd", "df = pd.read_csv('a.csv')", "df.head()\nprint(df.shape)"
    ) == [
        "setup",
        "ingest",
        "explore",
        "explore",
    ]


def test_a_table_made_for_a_plot_stays_when_there_is_a_model():
    told = stages(
        "import pandas as pd\nfrom sklearn.svm import SVC",
        "df = pd.read_csv('a.csv')\ncounts = df['x'].value_counts()\ncounts.plot()",
        "model = SVC()\nmodel.fit(df[['x']], df['y'])",
    )

    assert told == ["setup", "setup", "ingest", "explore", "explore", "train", "train"]


def test_the_five_stages_come_in_order():
    told = stages(
        "import pandas as pd\nfrom sklearn.linear_model import Ridge\nfrom sklearn.metrics import r2_score\n"
        "from sklearn.model_selection import train_test_split",
        "df = pd.read_csv('a.csv')",
        "A, B, a, b = train_test_split(df[['x']], df['y'], random_state=0)",
        "model = Ridge()\nmodel.fit(A, a)",
        "p = model.predict(B)\nr2 = r2_score(b, p)",
        "new = pd.read_csv('new.csv')\nguess = model.predict(new)",
    )

    assert told[4:] == [
        "ingest",
        "features",
        "train",
        "train",
        "evaluate",
        "evaluate",
        "ingest",
        "infer",
    ]


def test_a_draw_that_moves_the_random_state_of_a_model_is_needed():
    cells = (
        "import numpy as np\nfrom sklearn.ensemble import RandomForestClassifier",
        "np.random.seed(1)\nX = np.ones((4, 1))\ny = [0, 1, 0, 1]",
        "np.random.rand(3)",
        "model = RandomForestClassifier().fit(X, y)",
    )

    assert "explore" not in stages(*cells)


def test_data_called_like_what_only_shows_something_are_needed():
    program = scan(
        make_notebook(
            "import numpy as np\nfrom sklearn.linear_model import LinearRegression",
            "clock_speed = np.loadtxt('a.txt')\ny = np.loadtxt('b.txt')",
            "m = LinearRegression()\nm.fit(clock_speed, y)",
        )
    )

    assert needed(build(program)) == {2, 3, 4, 5}


def test_the_same_thing_has_the_same_stage_wherever_it_stands():
    told = stages(
        "from sklearn.svm import SVC\nfrom sklearn.preprocessing import StandardScaler\nimport numpy as np",
        "X = np.arange(8.0).reshape(4, 2)\ny = [0, 1, 0, 1]",
        "model = SVC(kernel='linear').fit(X, y)",
        "kept = X[:, np.abs(model.coef_[0]) > 0.1]",
        "scaled = StandardScaler().fit_transform(kept)",
        "second = SVC().fit(scaled, y)",
    )

    assert told[5] == told[8] == "train"
    assert told[7] == "features"


OWN = ("from ourlib import prepare, read_table", "raw = read_table('a')\ntable = prepare(raw)")


def test_settings_say_what_stage_a_strange_function_belongs_to():
    settled = [("ourlib.read_*", Stage.INGEST), ("*.prepare", Stage.TRAIN)]

    assert stages(*OWN, settled=settled) == ["setup", "ingest", "train"]


def test_a_function_of_the_notebook_is_named_without_a_module():
    cells = ("def brew(x):\n    return x + 1", "a = [1][0]\nb = brew(a)")

    assert stages(*cells, settled=[("brew", Stage.EVALUATE)])[-1] == "evaluate"


def test_what_stands_in_the_notebook_wins_over_settings():
    cells = (OWN[0], f"{OWN[1]}  # nb2pkg: stage=features")

    assert stages(*cells, settled=[("ourlib.*", Stage.INGEST)]) == ["setup", "ingest", "features"]


def test_what_the_user_gave_a_stage_is_needed_where_something_else_is_trained_too():
    cells = (
        "from sklearn.svm import SVC\nfrom ourlib import summary",
        "model = SVC().fit([[1], [2]], [0, 1])",
        "told = summary([1])",
    )

    assert stages(*cells)[-1] == "explore"
    assert stages(*cells, settled=[("ourlib.summary", Stage.EVALUATE)])[-1] == "evaluate"


@pytest.mark.parametrize("word", ["# nb2pkg: stage=features", "x = 1  # nb2pkg: stage=features"])
def test_the_users_word_wins(word):
    told = stages(
        "from sklearn.svm import SVC",
        "X = [[1], [2]]\ny = [0, 1]",
        f"{word}\nmodel = SVC().fit(X, y)",
    )

    assert told[-1] == "features"


def test_printed_scores_get_names_and_nothing_else_changes():
    notebook = make_notebook(
        "from sklearn.metrics import accuracy_score",
        "print('acc', accuracy_score(y, p))",
        "accuracy = 1\nprint(len(y))",
    )
    named, added = hoisted(notebook)

    assert added == {"accuracy_2"}
    assert named.cells[1].source == "accuracy_2 = accuracy_score(y, p)\nprint('acc', accuracy_2)"
    assert named.cells[0] == notebook.cells[0]
    assert named.cells[2] == notebook.cells[2]


def test_the_summary_of_a_statistical_model_is_a_result_of_evaluation():
    notebook = make_notebook(
        "import statsmodels.api as sm",
        "fitted = sm.OLS(y, X).fit()",
        "fitted.summary()",
        "print(fitted.summary())",
    )
    named, added = hoisted(notebook)
    program = scan(named)

    assert added == {"summary", "summary_2"}
    assert named.cells[3].source == "summary_2 = fitted.summary()\nprint(summary_2)"
    assert program.statements[1].effects.kinds == (("fitted", RESULTS),)
    assert program.statements[2].effects.may_mutate == {"fitted"}
    assert [found.stage.value for found in label(build(program))] == [
        *("setup", "train", "evaluate", "evaluate", "evaluate", "evaluate"),
    ]


def test_a_plot_of_a_statistical_model_judges_it():
    told = stages(
        "import statsmodels.api as sm",
        "fitted = sm.OLS(y, X).fit()",
        "fig = sm.graphics.plot_ccpr_grid(fitted)",
        "fig = fitted.plot_cusum()",
    )

    assert told == ["setup", "train", "evaluate", "evaluate"]


def test_a_summary_that_another_library_prints_stays_where_it_is():
    notebook = make_notebook(
        "import keras\nimport statsmodels.api as sm", "model.summary()", "print(model.summary())"
    )

    assert hoisted(notebook) == (notebook, frozenset())


def test_a_second_score_is_named_after_the_model_that_it_is_about():
    notebook = make_notebook(
        "p = lr.predict(X)\nprint(r2_score(y, p))",
        "p = dt.predict(X)",
        "print(r2_score(y, p))",
        "print(r2_score(y, p))",
        "print(cross_val_score(lr, X, y))\nprint(cross_val_score(dt, X, y))",
    )
    _, added = hoisted(notebook)

    assert added == {"r2", "r2_dt", "r2_dt_2", "cv_scores", "cv_scores_lr"}


@pytest.mark.parametrize(
    "source",
    [
        "print(accuracy_score(y, p) if y else 0)",
        "print([accuracy_score(y, q) for q in ps])",
        "x = accuracy_score(y, p)",
        "for q in ps:\n    print(accuracy_score(y, q))",
        "%time accuracy_score(y, p)",
    ],
)
def test_a_score_that_may_not_run_exactly_once_keeps_its_place(source):
    notebook = make_notebook(source)

    assert hoisted(notebook) == (notebook, frozenset())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("# Fill missing ages", "Fill missing ages"),
        ("# 3) Splitting the dataset", "split the dataset"),
        ("## Loading data", "load data"),
        ("# Now we drop the columns", "drop the columns"),
    ],
)
def test_a_comment_with_a_verb_names_a_step(text, phrase):
    told = remark_phrase(text)
    assert told is not None
    assert told.lower() == phrase.lower()


@pytest.mark.parametrize(
    "text", ["# x = df.head()", "# train", "#", "# the ages", "# see https://a.b", "# añadir edad"]
)
def test_a_comment_that_says_no_such_thing_does_not(text):
    assert remark_phrase(text) is None


@pytest.mark.parametrize(
    ("stem", "name"),
    [("Heart-2020", "heart_2020"), ("10. KNN", "notebook_10_knn"), ("random", "random_pipeline"),
     ("class", "class_pipeline"), ("Análisis", "analisis"), ("数据", "notebook_pipeline"), ("../../x", "x")],
)  # fmt: skip
def test_any_file_name_gives_an_importable_package_name(stem, name):
    assert package_name(stem) == name


def test_names_never_clash_nor_mean_something_to_python():
    taken = {"load"}

    assert unique("load", taken) == "load_2"
    assert unique("load", taken) == "load_3"
    assert unique("print", taken) == "print_2"
    assert is_reserved("match")
    assert phrase_name("fit Ridge") == "fit_ridge"
    assert path_name("data/my file-2.csv") == "my_file_2_csv"


@pytest.mark.parametrize(
    "cells",
    [
        ("values = [3, 1, 2]", "ordered = sorted(values)"),
        ("# %% [markdown]\n# Inference", "values = [3, 1, 2]", "total = sum(values)"),
        ("import os\nhome = os.environ.get('HOME', '')", "size = len(home)"),
        ("import joblib\nthings = joblib.load('things.joblib')", "size = len(things)"),
    ],
)
def test_nothing_is_inference_where_nothing_predicts(cells):
    assert "infer" not in stages(*cells)


@pytest.mark.parametrize(
    "call",
    [
        "sklearn.set_config(transform_output='pandas')",
        "drive.mount('/content/drive')",
        "os.environ['A'] = '1'",
        "os.chdir('data')",
        "mlflow.set_experiment('x')",
    ],
)
def test_what_sets_how_the_rest_works_is_setup(call):
    imports = "import sklearn, os, mlflow\nimport pandas as pd\nfrom google.colab import drive"
    fit = "df = pd.read_csv('a.csv')\nmodel = Ridge().fit(df[['a']], df['b'])\np = model.predict([[3]])"
    found = stages(imports, "from sklearn.linear_model import Ridge", call, fit)
    assert found[imports.count("\n") + 2] == "setup"
