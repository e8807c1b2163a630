"""What statements are for, whether they go into the package or stay in the notebook."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.cli import run
from nb2pkg.errors import CannotExtractError
from nb2pkg.extraction.plan import plan
from nb2pkg.extraction.stages.extracted import labels_as_extracted
from nb2pkg.extraction.stages.label import label
from tests.support import make_notebook, write_notebook

HEAD = (
    "import matplotlib.pyplot as plt\nimport pandas as pd",
    "from sklearn.linear_model import LinearRegression\nfrom sklearn.metrics import r2_score",
    "from sklearn.model_selection import train_test_split",
)
DATA = "df = pd.read_csv('a.csv')\nX, y = df[['a']], df['b']"
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)"
FIT = "model = LinearRegression().fit(X_train, y_train)"
PREDICT = "y_pred = model.predict(X_test)"


def of_cells(labels, graph, first):
    """Return (stage, place) of the statements from a cell on."""
    pairs = zip(graph.program.statements, labels, strict=True)
    return [
        (found.stage.value, "package" if found.is_in_package else "notebook")
        for statement, found in pairs
        if statement.cell >= first
    ]


def last(*cells, as_extracted=False):
    """Return stage and place of each statement of the last cell of a notebook."""
    graph = build(scan(make_notebook(*cells)))
    labels = labels_as_extracted(graph) if as_extracted else label(graph)
    return of_cells(labels, graph, len(cells))


MODEL = (*HEAD, DATA, SPLIT, FIT, PREDICT)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("plt.scatter(y_test, y_pred).set_clip_on(print('drawn'))", "evaluate"),
        ("print(model.coef_)", "evaluate"),
        ("y_test.head()", "evaluate"),
        ("df.describe()", "explore"),
        ("X_train.shape", "explore"),
        ("LIMIT = 5", "setup"),
        ("plt.style.use('ggplot')", "setup"),
    ],
)
def test_what_stays_has_the_stage_of_its_purpose(code, wanted):
    assert last(*MODEL, code) == [(wanted, "notebook")]


def test_all_of_a_figure_about_a_model_is_evaluation():
    cell = "fig, ax = plt.subplots()\nax.scatter(y_test, y_pred)\nplt.title('fit')\nplt.show()\ndf.head()"

    assert [stage for stage, _ in last(*MODEL, cell)] == [*["evaluate"] * 4, "explore"]


def test_a_table_of_scores_is_a_result_wherever_it_is_made():
    scored = (*MODEL, "score = r2_score(y_test, y_pred)")

    assert last(*scored, "table = pd.DataFrame({'score': [score]})") == [("evaluate", "package")]


def test_rows_that_were_typed_by_hand_are_inference():
    assert last(*MODEL, "new = pd.DataFrame({'a': [1.0]})\nanswer = model.predict(new)") == [
        ("infer", "package"),
        ("infer", "package"),
    ]


def test_features_that_no_model_is_given_are_not_lost():
    assert last(*MODEL, "clean = df.dropna()\nclean.head()") == [
        ("features", "package"),
        ("explore", "notebook"),
    ]


OWN = (
    "import pandas as pd\nfrom sklearn.tree import DecisionTreeClassifier",
    "def load(path):\n    return pd.read_csv(path)",
    "def learn(X, y):\n    return DecisionTreeClassifier().fit(X, y)",
    "def judge(tree, X, y):\n    return (tree.predict(X) == y).mean()",
)


def test_calls_of_own_functions_have_the_stage_of_what_the_functions_do():
    graph = build(
        scan(
            make_notebook(
                *OWN,
                "df = load('people.csv')\nX, y = df[['a']], df['b']",
                "tree = learn(X, y)",
                "share = judge(tree, X, y)\nprint(share)",
            )
        )
    )

    assert of_cells(label(graph), graph, 5) == [
        ("ingest", "package"),
        ("features", "package"),
        ("train", "package"),
        ("evaluate", "package"),
        ("evaluate", "notebook"),
    ]


def test_a_function_that_fits_in_order_to_score_is_evaluation():
    own = (
        "def quality(X, y):\n    model = LinearRegression().fit(X, y)\n    return r2_score(y, model.predict(X))",
    )

    assert last(*HEAD, *own, DATA, "quality_of_all = [quality(X, y) for _ in range(2)]") == [
        ("evaluate", "package")
    ]


def test_a_loop_that_fits_and_scores_tunes():
    loop = (
        "scores = []\nfor a in (0, 1):\n    m = LinearRegression(fit_intercept=bool(a)).fit(X, y)\n"
        "    scores.append(r2_score(y, m.predict(X)))"
    )

    assert [stage for stage, _ in last(*HEAD, DATA, loop)] == ["train", "train"]


@pytest.mark.parametrize(
    "code",
    [
        "print(r2_score(y_test, y_pred))",
        "model.score(X_test, y_test)",
        "model.predict(X_test)",
        "print('so:', model.predict(X_test))",
    ],
)
def test_what_extract_gives_a_name_is_in_the_package_for_analyze_too(code):
    assert last(*MODEL, code, as_extracted=True) == [("evaluate", "package")]


@pytest.mark.parametrize(
    "code",
    [
        "plt.savefig(f'{model.predict(X_test)[0]}.png')",
        "model.predict(X_test)[:5]",
        "len(model.predict(X))",
    ],
)
def test_a_prediction_that_is_drawn_or_cut_is_only_looked_at(code):
    assert last(*MODEL, code, as_extracted=True)[0][1] == "notebook"


def test_clusters_may_become_features():
    told = last(
        "import pandas as pd\nfrom sklearn.cluster import KMeans\nfrom sklearn.preprocessing import MinMaxScaler",
        "df = pd.read_csv('a.csv')",
        "found = KMeans(n_clusters=3, random_state=0).fit_predict(df)\n"
        "df['cluster'] = found\n"
        "scaled = MinMaxScaler().fit_transform(df)",
    )

    assert (told[0][0], told[-1][0]) == ("train", "features")


def test_what_nothing_needs_is_left_behind_where_it_alone_would_be_refused(tmp_path):
    cells = (
        "from sklearn.linear_model import LinearRegression",
        "X, y = [[1.0], [2.0], [4.0]], [1.0, 2.0, 3.0]",
        "model = LinearRegression().fit(X, y)",
        "k = 1\ndef scaled(v):\n    return v * k",
        "later = map(scaled, model.coef_)",
        "k = 2",
    )
    graph = build(scan(make_notebook(*cells)))
    wide, narrow = label(graph), label(graph, narrow=True)

    assert of_cells(wide, graph, 5)[0][1] == "package"
    assert of_cells(narrow, graph, 5)[0][1] == "notebook"
    with pytest.raises(CannotExtractError, match="may run after"):
        plan(graph, wide, "case", "n.ipynb")
    write_notebook(tmp_path / "n.ipynb", *cells)
    assert run(["extract", str(tmp_path / "n.ipynb"), "--no-verify"]) == 0
