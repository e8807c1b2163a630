"""Figures about models in a generated package: drawn when they are asked for, and else never."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nb2pkg.cli import run
from tests.extraction.generate.projects import project
from tests.extraction.generate.test_commands import DATA
from tests.support import write_notebook

CELLS = (
    (
        "import matplotlib.pyplot as plt\nimport pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n"
        "from sklearn.metrics import ConfusionMatrixDisplay, accuracy_score, confusion_matrix, roc_curve\n"
        "from sklearn.model_selection import train_test_split"
    ),
    "df = pd.read_csv('table.csv')\nX, y = df[['age', 'income']], df['target']",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)",
    "model = LogisticRegression()\nmodel.fit(X_train, y_train)",
    "y_pred = model.predict(X_test)\naccuracy = accuracy_score(y_test, y_pred)\nprint(accuracy)",
    "df.hist()\nplt.show()",
    # what it looks like
    "disp = ConfusionMatrixDisplay(confusion_matrix(y_test, y_pred))\ndisp.plot()\nplt.show()",
    (
        "# the ROC curve\nfpr, tpr, _ = roc_curve(y_test, model.decision_function(X_test))\n"
        "fig, (left, right) = plt.subplots(1, 2)\n# to the left\nleft.plot(fpr, tpr)  # the curve\nright.hist(y_pred)\n"
        "fig.suptitle('ROC curve')\nplt.show()"
    ),
    "plt.barh(X.columns, model.coef_[0])\nplt.xlabel('coefficient')\nplt.ylabel('column')",
    "plt.scatter(X_test['age'], y_pred);",
)
NAMES = ["confusion_matrix", "roc_curve", "column_by_coefficient", "x_test_and_y_pred"]
FILES = [f"plot_{name}.png" for name in NAMES]
LOADED = (
    "import sys\nassert 'matplotlib.pyplot' not in sys.modules\nassert 'seaborn' not in sys.modules"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    made = project(tmp_path_factory.mktemp("figures"), *CELLS, data=DATA)
    done = made.command("train")
    assert done.returncode == 0, done.stderr
    return made


def test_a_function_draws_with_its_comments_and_returns_the_figure(made):
    text = made.text("evaluate")

    drawing = text.partition("def plot_roc_curve")[2].partition("\ndef ")[0]
    assert ") -> Figure:\n" in drawing
    assert "    # to the left\n    left.plot(fpr, tpr)  # the curve\n" in drawing
    assert '    fig.suptitle("ROC curve")\n    return fig\n' in drawing
    assert "plt.show" not in text
    assert "\nimport matplotlib" not in text


def test_the_notebook_calls_what_draws_and_shows_it(made):
    cells = json.loads(made.files["notebooks/made.ipynb"])["cells"]
    sources = ["".join(cell["source"]) for cell in cells]

    assert sources[-4:] == [
        "plot_confusion_matrix(y_test, y_pred)\nplt.show()",
        (
            "# the ROC curve\nfpr, tpr, _ = compute_roc_curve(y_test, model, X_test)\n"
            "plot_roc_curve(fpr, tpr, y_pred)\nplt.show()"
        ),
        "plot_column_by_coefficient(X, model)[1]",
        "plot_x_test_and_y_pred(X_test, y_pred);",
    ]
    assert sources[-5] == "df.hist()\nplt.show()"


def test_evaluate_writes_the_figures_that_it_is_asked_for(made):
    done = made.command("evaluate", "--figures", "drawn")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-4:] == [f"wrote drawn/{name}" for name in FILES]
    assert "accuracy" in done.stdout
    pictures = [made.folder / "drawn" / name for name in FILES]
    assert sorted(pictures) == sorted((made.folder / "drawn").iterdir())
    assert all(_is_drawn_on(picture) for picture in pictures)
    assert len({picture.read_bytes() for picture in pictures}) == len(pictures)


def _is_drawn_on(picture: Path) -> bool:
    """Say whether a picture has more than one colour."""
    from matplotlib.image import imread

    pixels = imread(picture)
    return bool((pixels != pixels[0, 0]).any())


@pytest.mark.parametrize("command", ["run", "evaluate"])
def test_without_being_asked_nothing_needs_matplotlib(made, command):
    code = f"from made.__main__ import main\nassert main([{command!r}]) == 0\n{LOADED}"
    done = made.python("-c", code)

    assert done.returncode == 0, done.stderr
    assert "wrote" not in done.stdout


def test_the_readme_tells_where_figures_went(made):
    readme = made.files["README.md"]

    assert "`evaluate --figures DIR` writes `plot_confusion_matrix.png`," in readme
    assert "| 6 | stays in the notebook |" in readme
    assert "| 10 | `evaluate.plot_x_test_and_y_pred` |" in readme


def test_a_package_whose_evaluation_is_figures_alone_draws_them(tmp_path):
    alone = project(tmp_path, *CELLS[:4], CELLS[8], data=DATA)
    assert alone.command("train").returncode == 0
    done = alone.command("evaluate", "--figures", "drawn")

    assert (done.returncode, done.stdout) == (0, "wrote drawn/plot_column_by_coefficient.png\n")
    assert "evaluate" not in alone.text("pipeline")
    assert alone.command("run").returncode == 0
    assert json.loads(alone.files["nb2pkg.json"])["stages"] == ["ingest", "features", "train"]


@pytest.mark.kernel
@pytest.mark.timeout(300)
def test_notebook_and_package_show_the_same(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name, text in DATA.items():
        Path(name).write_text(text, encoding="utf-8")
    write_notebook(Path("made.ipynb"), *CELLS)

    code = run(["extract", "made.ipynb", "-o", "out", "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    assert (code, said["verification"]["status"]) == (0, "match")
    cells = said["verification"]["cells"]
    assert cells["matched"] == cells["compared"] == 7
    assert [f["name"] for f in said["functions"] if f["name"].startswith("plot_")] == [
        f"plot_{name}" for name in NAMES
    ]
