"""Names that come from outside: of files, headings, variables, and of `--name`."""

from __future__ import annotations

import ast
import keyword
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pkg.cli import run
from nb2pkg.extraction.plan.naming.names import (
    package_name,
    package_name_problem,
    path_name,
    phrase_name,
)
from tests.support import write_notebook

CELLS = (
    "import pandas as pd\nfrom sklearn.linear_model import Ridge",
    "df = pd.read_csv('../../etc/d.csv')\ndf['c'] = df['a'] * 2",
    "m = Ridge().fit(df[['a']], df['b'])\nprint(m.score(df[['a']], df['b']))",
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def extract(name: str, *arguments: str) -> int:
    """Extract a notebook of this file name."""
    write_notebook(Path(name), *CELLS)
    return run(["extract", name, "--no-verify", *arguments])


@pytest.mark.parametrize(
    ("name", "package"),
    [
        ("json.ipynb", "json_pipeline"),
        ("123.ipynb", "notebook_123"),
        ("class.ipynb", "class_pipeline"),
        ("My Notebook (final).ipynb", "my_notebook_final"),
        ("\N{SNAKE}.ipynb", "notebook_pipeline"),
        ("notebook.ipynb", "notebook_pipeline"),
        ("CON.ipynb", "con_pipeline"),
        ("pandas.ipynb", "pandas_pipeline"),
        ("pytest.ipynb", "pytest_pipeline"),
        ("a\n'\".ipynb", "a"),
    ],
)
def test_a_package_takes_no_name_that_means_something_already(here, name, package):
    assert extract(name) == 0
    assert sorted(path.name for path in here.iterdir()) == sorted([name, package])
    for file in (here / package).rglob("*.py"):
        ast.parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "name",
    [
        "class",
        "match",
        "random",
        "pandas",
        "sklearn",
        "../x",
        "a/b",
        "-x",
        "a b",
        "",
        "é",
        ".",
        "con",
        "pytest",
        "a" * 300,
    ],
)
def test_a_name_that_cannot_be_a_packages_is_refused(here, capsys, name):
    assert extract("n.ipynb", f"--name={name}") == 2
    assert "cannot be the name of a package" in capsys.readouterr().err
    assert [path.name for path in here.iterdir()] == ["n.ipynb"]


@pytest.mark.parametrize(
    "heading",
    [
        "# ../../../etc/passwd",
        "# class",
        "# import os; os.system('x')",
        '# """ \\',
        "# \N{SNAKE}\u202e",
        "# " + "long " * 200,
        "# CON",
        "# print",
    ],
)
def test_whatever_the_notebook_says_no_path_leaves_the_project(here, tmp_path, heading):
    cells = [cell for code in CELLS for cell in (f"# %% [markdown]\n{heading}", code)]
    write_notebook(Path("n.ipynb"), *cells)

    assert run(["extract", "n.ipynb", "-o", "out", "--no-verify"]) == 0
    assert sorted(path.name for path in here.iterdir()) == ["n.ipynb", "out"]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    paths = [path.relative_to(here).as_posix() for path in (here / "out").rglob("*")]
    assert len({path.casefold() for path in paths}) == len(paths)
    for file in (here / "out").rglob("*.py"):
        ast.parse(file.read_text(encoding="utf-8"))


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_gives_a_plain_name(text):
    names = [package_name(text), phrase_name(text), path_name(text)]

    assert [
        name for name in names if not (name.isidentifier() and name.isascii() and len(name) <= 60)
    ] == []
    assert not keyword.iskeyword(names[0])
    assert names[0] not in sys.stdlib_module_names
    assert package_name_problem(names[0], ()) == ""
