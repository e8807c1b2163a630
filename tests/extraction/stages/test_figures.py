"""Which figures about a model become functions of the package, and which stay in the notebook."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.stages.label import label
from tests.support import make_notebook

MODEL = (
    (
        "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd\nimport seaborn as sns\n"
        "from sklearn.linear_model import LogisticRegression\n"
        "from sklearn.metrics import ConfusionMatrixDisplay, confusion_matrix, roc_curve\n"
        "from sklearn.model_selection import train_test_split"
    ),
    "df = pd.read_csv('a.csv')\nX, y = df[['a']], df['b']",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)",
    "model = LogisticRegression().fit(X_train, y_train)\ny_pred = model.predict(X_test)",
)
HEATMAP = "sns.heatmap(cm, annot=True)"


def drawn(*cells):
    """Return the lines that figures of the last of some cells are made of, figure by figure."""
    graph = build(scan(make_notebook(*MODEL, *cells)))
    found: dict[int, list[str]] = {}
    for statement, said in zip(graph.program.statements, label(graph), strict=True):
        if said.figure is not None and statement.cell == len(MODEL) + len(cells):
            assert said.is_in_package
            assert said.stage == "evaluate"
            found.setdefault(said.figure, []).append(statement.text)
    return list(found.values())


@pytest.mark.parametrize(
    "cell",
    [
        "plt.scatter(y_test, y_pred)\nplt.savefig('fit.png')\nplt.show()",  # writes a file
        "plt.scatter(y_test, y_pred)\nprint('so')\nplt.title('late')\nplt.show()",
        "ax = plt.gca()\nax.scatter(y_test, y_pred)\nplt.show()\nprint(ax)",  # read afterwards
        "plt.scatter(y_test, y_pred + np.random.rand(len(y_pred)))\nplt.show()",
        "for part in range(2):\n    plt.figure()\n    plt.plot(y_pred[part:])\nplt.show()",
        "for part in range(2):\n    plt.plot(y_pred[part:])\n    plt.show()",
        "plt.plot(y_pred)\nplt.close()",
        "if len(y_pred) > 9:\n    plt.plot(y_pred)\nplt.show()",  # there may be none
        "import chart\nline = chart.line(y_pred)\nline.plot()\nplt.show()",
        (
            "plt.plot(y_pred)\nplt.plot(df['a'].describe().sort_values())\nplt.show()\nimport os\nos.system('ls')\n"
            "%time plt.plot(y_pred)"
        ),
        "%%time\nplt.plot(y_pred)\nplt.show()",
        "import shap\nshap.summary_plot(model, X_test)\nplt.title('values')\nplt.show()",
        "df.hist()\nplt.show()",  # about the data
        "plt.figure()\nplt.plot([1, 2])\nplt.show()",  # about nothing
        "plt.scatter(y_test, y_pred)\nplt.figure()\nplt.plot(y_pred)\nplt.show()",  # two figures
        "y_test[:] = 0\nplt.scatter(y_test, y_pred)\nplt.clf()",
    ],
)
def test_a_figure_stays_in_the_notebook_in_case_of_doubt(cell):
    found = [line for lines in drawn(cell) for line in lines]

    assert found in ([], ["plt.plot(y_pred)", "plt.plot(df['a'].describe().sort_values())"])


def test_a_figure_on_axes_of_another_cell_stays():
    assert drawn("fig, ax = plt.subplots()", "ax.scatter(y_test, y_pred)\nplt.show()") == []


def test_what_shows_a_figure_stays_and_all_before_it_draws():
    cell = "plt.figure(figsize=(5, 5))\nplt.scatter(y_test, y_pred)\nplt.title('fit')\nplt.show()\ndf.head()"

    assert drawn(cell) == [
        ["plt.figure(figsize=(5, 5))", "plt.scatter(y_test, y_pred)", "plt.title('fit')"]
    ]


def test_each_figure_of_a_cell_is_its_own():
    cell = "plt.scatter(y_test, y_pred)\nplt.show()\nplt.hist(y_pred)\nplt.show()"

    assert drawn(cell) == [["plt.scatter(y_test, y_pred)"], ["plt.hist(y_pred)"]]


def test_several_axes_loops_and_helpers_belong_to_their_figure():
    cell = """fig, axes = plt.subplots(1, 2)
bins = 5
edges = np.linspace(0, 1, bins)
for ax in axes:
    ax.hist(y_pred, bins=edges)
fig.tight_layout()
plt.show()"""

    assert drawn(cell) == [
        [
            "fig, axes = plt.subplots(1, 2)",
            "bins = 5",
            "edges = np.linspace(0, 1, bins)",
            "for ax in axes:\n    ax.hist(y_pred, bins=edges)",
            "fig.tight_layout()",
        ]
    ]


@pytest.mark.parametrize(
    ("end", "last"), [("plt.grid();", "plt.grid()"), ("plt.title('fit')", "plt.title('fit')")]
)
def test_a_figure_may_end_with_its_cell(end, last):
    assert drawn(f"plt.scatter(y_test, y_pred)\n{end}") == [["plt.scatter(y_test, y_pred)", last]]


def test_what_is_computed_in_between_is_no_part_of_the_drawing():
    cell = f"plt.figure()\ncm = confusion_matrix(y_test, y_pred)\n{HEATMAP}\nplt.show()"

    assert drawn(cell) == [["plt.figure()", HEATMAP]]


def test_a_curve_that_is_computed_anew_between_two_lines_keeps_all_of_them_in_the_notebook():
    cell = """fpr, tpr, _ = roc_curve(y_test, y_pred)
plt.plot(fpr, tpr)
fpr, tpr, _ = roc_curve(y_test, 1 - y_pred)
plt.plot(fpr, tpr)
plt.show()"""

    assert drawn(cell) == []


def test_a_display_of_scikit_learn_is_part_of_the_drawing():
    cell = (
        "shown = ConfusionMatrixDisplay(confusion_matrix(y_test, y_pred))\nshown.plot()\nplt.show()"
    )

    assert drawn(cell) == [
        ["shown = ConfusionMatrixDisplay(confusion_matrix(y_test, y_pred))", "shown.plot()"]
    ]


def test_a_function_of_the_notebook_that_draws_stays_with_the_figure():
    cell = "def draw(values):\n    plt.plot(values)\n\ndraw(y_pred)\nplt.show()"

    assert drawn(cell) == []
