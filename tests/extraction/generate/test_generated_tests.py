"""The tests that a project gets catch what changes a result, and leave the notebook's folder alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nb2pkg.extraction.extract import Request, _source
from nb2pkg.extraction.interpreter import Environment
from nb2pkg.verify.inside.described import describe
from nb2pkg.verify.model import Status, Verification
from tests.support import write_notebook

CELLS = (
    "import csv\nimport os",
    'with open("../data/people.csv") as file:\n    rows = list(csv.DictReader(file))',
    'ages = [float(row["age"]) for row in rows]\nmean = sum(ages) / len(ages)',
    'os.makedirs("out", exist_ok=True)\nwith open("out/mean.txt", "w") as file:\n    file.write(str(mean))',
    'with open("log.txt", "a") as file:\n    file.write("once more")',
    'with open("../data/people.csv", "r+") as file:\n    file.write("name")',
)
AGES = [41.0, 63.0, 38.0, 52.0]


def made(folder: Path, cells: tuple[str, ...], **known: object) -> Path:
    """Write a notebook, its data and its project, as if the values that are `known` had been compared."""
    (folder / "books").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "data" / "people.csv").write_text("age,ill\n41,0\n63,1\n38,0\n52,1\n")
    (folder / "books" / "log.txt").write_text("once\n")
    path = write_notebook(folder / "books" / "people.ipynb", *cells)
    source = _source(Request(str(path), folder / "project", "people", verified=False))
    plan = source.planned(Environment())
    expected = tuple((name, json.dumps(describe(value))) for name, value in known.items())
    for name, text in source.files(
        plan, Environment(), Verification(Status.MATCH, expected=expected)
    ).items():
        (folder / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "project" / name).write_text(text, encoding="utf-8")
    return folder / "project"


def own_tests(project: Path) -> subprocess.CompletedProcess[str]:
    """Run a project's own tests."""
    command = [sys.executable, "-m", "pytest", "-ra", "-p", "no:cacheprovider", "-p", "no:randomly"]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=project, env=env, capture_output=True, text=True, check=False
    )


def files_below(folder: Path) -> dict[str, bytes]:
    """Return what a folder holds."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def edit(project: Path, name: str, old: str, new: str) -> None:
    """Change one place of a project's file."""
    path = project / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


@pytest.mark.parametrize("most", ["200_000_000", "0"])
def test_a_run_of_the_tests_writes_nothing_beside_the_notebook(tmp_path, most):
    project = made(tmp_path, CELLS, ages=AGES, mean=48.5)
    edit(project, "tests/workplace.py", "MOST_COPIED = 200_000_000", f"MOST_COPIED = {most}")
    before = files_below(tmp_path)

    done = own_tests(project)

    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout
    assert files_below(tmp_path) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sum(ages) / len(ages)", "0.0"),
        ("sum(ages) / len(ages)", "sum(ages) / (len(ages) - 1)"),
        ("for row in rows", "for row in reversed(rows)"),
        ("for row in rows", "for row in rows[1:]"),
    ],
)
def test_a_change_of_a_result_is_caught(tmp_path, old, new):
    project = made(tmp_path, CELLS, ages=AGES, mean=48.5)
    (module,) = (p for p in project.glob("src/people/*.py") if old in p.read_text())
    edit(project, str(module.relative_to(project)), old, new)

    done = own_tests(project)

    assert done.returncode == 1
    assert "FAILED tests/test_pipeline.py::test_result_equals_the_notebooks" in done.stdout


def test_a_result_that_is_gone_is_caught(tmp_path):
    project = made(tmp_path, CELLS, ages=AGES, mean=48.5)
    edit(project, "src/people/pipeline.py", "mean=mean", "mean=None")

    assert own_tests(project).returncode == 1


def test_without_its_data_a_pipeline_is_skipped_and_it_is_said_what_to_set(tmp_path):
    project = made(tmp_path, CELLS, ages=AGES, mean=48.5)
    for name in ("books", "data"):
        (tmp_path / name).rename(tmp_path / f"{name}, elsewhere")

    done = own_tests(project)

    assert done.returncode == 0
    assert "set PEOPLE_NOTEBOOK_FOLDER" in done.stdout


def test_a_pipeline_that_reads_no_files_is_tested_anywhere(tmp_path):
    cells = ("ages = [41.0, 63.0]", "mean = sum(ages) / 2")
    project = made(tmp_path, cells, mean=52.0)
    (tmp_path / "books").rename(tmp_path / "elsewhere")

    done = own_tests(project)

    assert "skipped" not in done.stdout
    assert done.returncode == 0, done.stdout


MODEL = """class Mean:
    def fit(self, rows):
        self.mean_ = sum(rows) / len(rows)
        return self
    def predict(self, rows):
        return [self.mean_ for _ in rows]"""
PEOPLE = 'with open("people.csv") as file:\n    ages = [float(row["age"]) for row in csv.DictReader(file)]'
MODELLING = (
    "model = Mean()\nmodel.fit(ages)",
    "predicted = model.predict(ages)",
    "error = sum(abs(a - b) for a, b in zip(ages, predicted)) / len(ages)\nprint(error)",
)
CHANGING = {
    "working directory": ('os.chdir("../data")', PEOPLE),
    "default argument": (
        "def push(x, seen=[]):\n    seen.append(x)\n    return len(seen)",
        'os.chdir("../data")',
        f"{PEOPLE}\nages = [age + push(age) - i - 1 for i, age in enumerate(ages)]",
    ),
    "new folder": (
        'os.mkdir("out")\nopen("../data/people.csv").close()',
        PEOPLE.replace("people.csv", "../data/people.csv"),
    ),
    "appended file": (
        PEOPLE.replace("people.csv", "../data/people.csv"),
        'with open("log.txt", "a") as file:\n    file.write("twice\\n")',
        'lines = len(open("log.txt").readlines())\nages = [age + lines - 2 for age in ages]',
    ),
    "environment": (
        'os.environ["PEOPLE"] = os.environ.get("PEOPLE", "../data/") + "people.csv"',
        PEOPLE.replace('"people.csv"', 'os.environ["PEOPLE"]'),
    ),
}


@pytest.mark.parametrize("kind", CHANGING)
def test_commands_start_where_the_notebook_did(tmp_path, kind):
    cells = ("import csv\nimport os", MODEL, *CHANGING[kind], *MODELLING)
    project = made(tmp_path, cells, ages=AGES, error=9.0)
    before = files_below(tmp_path)

    done = own_tests(project)

    assert done.returncode == 0, done.stdout
    assert files_below(tmp_path) == before


@pytest.mark.parametrize(
    ("old", "new", "test"),
    [
        ('"ages": ages', '"ages": ages[::-1]', "test_training_alone_gives_the_same[ages]"),
        ('"error": error', '"error": 9', "test_infer_goes_on_from_what_was_trained"),
    ],
)
def test_a_change_of_what_a_command_gives_is_caught(tmp_path, old, new, test):
    cells = ("import csv\nimport os", MODEL, *CHANGING["working directory"], *MODELLING)
    project = made(tmp_path, cells, ages=AGES, error=9.0)
    edit(project, "src/people/commands.py", old, new)

    done = own_tests(project)

    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    assert len(failed) == 1
    assert failed[0].startswith(f"FAILED tests/test_pipeline.py::{test}")


def test_a_command_that_fails_is_told_with_what_it_said(tmp_path):
    cells = ("import csv\nimport os", MODEL, *CHANGING["working directory"], *MODELLING)
    project = made(tmp_path, cells, ages=AGES, error=9.0)
    edit(project, "src/people/commands.py", '"ages": ages', '"ages": open')
    edit(project, "src/people/commands.py", '"model": model', '"model": lambda: model')

    done = own_tests(project)

    assert done.returncode == 1
    assert "`train` fails: people: model (function) cannot be saved" in done.stdout
