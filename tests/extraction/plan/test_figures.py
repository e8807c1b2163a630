"""Figures about models as functions: what they are called, what they are given, and when there are none."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.plan import plan, with_drawable_figures
from nb2pkg.extraction.plan.naming.drawings import figure_phrase
from nb2pkg.extraction.stages.label import label
from tests.support import make_notebook

START = (
    (
        "import matplotlib.pyplot as plt\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\n"
        "from sklearn.metrics import r2_score\nfrom sklearn.model_selection import train_test_split"
    ),
    "df = pd.read_csv('a.csv')\nX, y = df[['a']], df['b']",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)",
)
FIT = "model = Ridge()\nmodel.fit(X_train, y_train)"
PREDICT = "y_pred = model.predict(X_test)\nprint(r2_score(y_test, y_pred))"
RESIDUALS = "plt.scatter(y_pred, y_test - y_pred)\nplt.title('Residuals')\nplt.show()"


def planned(*cells):
    graph = build(scan(make_notebook(*START, *cells)))
    return plan(graph, label(graph), "package", "notebook.ipynb")


def figures(*cells):
    return planned(*cells).commands.figures


def test_a_figure_is_a_function_that_the_pipeline_does_not_call():
    made = planned(FIT, PREDICT, RESIDUALS)
    (figure,) = made.commands.figures

    assert figure.step.name == "plot_residuals"
    assert figure.given == {"y_pred": "y_pred", "y_test": "y_test"}
    assert figure.step not in made.steps
    assert sorted(made.order) == list(range(len(made.steps)))
    assert "plot_residuals" not in {step.name for step in made.steps}


def test_training_saves_what_only_a_figure_needs():
    coefficients = "plt.barh(X_train.columns, model.coef_)\nplt.show()"
    without = planned(FIT, PREDICT).commands
    made = planned(FIT, PREDICT, coefficients).commands

    assert "X_train" not in {v.name for v in without.saves}
    assert "X_train" in {v.name for v in made.saves}
    assert "X_train" in {v.name for v in made.evaluate.loads}


def test_a_figure_without_any_other_evaluation_makes_a_command_of_its_own():
    made = planned(FIT, "plt.plot(X_test, model.predict(X_test))\nplt.show()").commands

    assert made.evaluate.steps == ()
    assert {v.name for v in made.evaluate.loads} == {"model", "X_test"}
    assert len(made.figures) == 1


def test_figures_of_several_models_under_one_name_are_given_their_own():
    other = "model = Ridge(alpha=9)\nmodel.fit(X_train, y_train)"
    curve = "plt.plot(X_test, model.predict(X_test))\nplt.title('Line')\nplt.show()"
    one, two = figures(FIT, PREDICT, curve, other, PREDICT, curve)

    assert one.given["model"] != two.given["model"]
    assert one.step.name == "plot_line"
    assert one.step.name != two.step.name


@pytest.mark.parametrize(
    "change",
    [
        "y_pred = y_pred * 2\nscore = r2_score(y_test, y_pred)",
        "y_test.fillna(0, inplace=True)\nscore = r2_score(y_test, y_pred)",
    ],
)
def test_a_figure_of_values_that_are_others_in_the_end_stays_in_the_notebook(change):
    graph = build(scan(make_notebook(*START, FIT, PREDICT, RESIDUALS, change)))
    labels = label(graph)
    settled = with_drawable_figures(graph, labels)

    assert any(each.figure is not None for each in labels)
    assert not any(each.figure is not None for each in settled)
    assert plan(graph, labels, "package", "notebook.ipynb").commands.figures == ()


@pytest.mark.parametrize(
    ("texts", "comment", "heading", "name"),
    [
        (["plt.title('ROC curve')"], "show it", "Results", "plot ROC curve"),
        (["plt.title(f'Confusion matrix of {name}')"], "", "", "plot Confusion matrix of"),
        (["plt.plot(a)"], "plot the learning curve", "", "plot learning curve"),
        (["plt.xlabel('K')", "plt.ylabel('Error')"], "", "Choose K", "plot Error by K"),
        (["plt.plot(a)"], "", "Residual plot", "plot Residual plot"),
        (["plt.plot(a)"], "", "Chapter 3", "plot a and b"),
        (["ConfusionMatrixDisplay(cm).plot()"], "", "", "plot confusion matrix"),
        (["axes[0].set_title('one')", "axes[1].set_title('two')"], "", "", "plot a and b"),
        (["plt.title('Ошибка')"], "", "", "plot a and b"),
    ],
)
def test_a_figure_is_called_what_it_says_of_itself(texts, comment, heading, name):
    assert figure_phrase(texts, comment, heading, "a and b") == name
