"""The name of a package where the folder of the notebook, or the tree it runs in, has modules of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nb2pkg.cli import run
from tests.support import write_notebook


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Work in a folder of a tree; the notebook lies in the folder."""
    (tmp_path / "pyproject.toml").touch()
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.chdir(folder)
    write_notebook(folder / "linear_regression.ipynb", "x = [1, 2]", "y = sum(x)\nprint(y)")
    return tmp_path


def _extracted(capsys, *options: str) -> str:
    code = run(["extract", "linear_regression.ipynb", "--no-verify", "--format", "json", *options])
    out = capsys.readouterr().out
    assert code == 0, out
    name: str = json.loads(out)["package"]
    return name


def test_without_modules_of_that_name_the_notebook_gives_the_name(tree, capsys):
    (tree / "folder" / "other.py").touch()
    (tree / "folder" / "linear_regression").mkdir()  # a folder is no module

    assert _extracted(capsys, "-o", "out") == "linear_regression"


@pytest.mark.parametrize(
    ("taken", "options", "expected"),
    [
        (["folder/linear_regression.py"], [], "linear_regression_pipeline"),
        (["folder/Linear_Regression.py"], [], "linear_regression_pipeline"),
        (["folder/linear_regression/__init__.py"], [], "linear_regression_pipeline"),
        (["linear_regression.py"], [], "linear_regression_pipeline"),
        (["linear_regression.py"], ["--root", "."], "linear_regression"),
        (
            ["folder/linear_regression.py", "linear_regression_pipeline.py"],
            [],
            "linear_regression_pipeline_2",
        ),
    ],
)
def test_a_name_that_is_taken_where_the_notebook_runs_is_not_used(
    tree, capsys, taken, options, expected
):
    for name in taken:
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).touch()

    assert _extracted(capsys, "-o", "out", *options) == expected
    assert Path("out", "src", expected).is_dir()


def test_a_name_that_the_user_gave_and_a_module_has_is_refused_with_the_reason(tree, capsys):
    (tree / "folder" / "mine.py").touch()

    assert run(["extract", "linear_regression.ipynb", "--no-verify", "--name", "mine"]) == 2
    assert "a module beside the notebook has it" in capsys.readouterr().err
