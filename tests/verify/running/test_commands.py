"""What verification runs of a package: its commands as people call them, each in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nb2pkg.extraction.extract import Request, extract
from nb2pkg.verify import Options, verify
from nb2pkg.verify.project import Command, Project, Step
from nb2pkg.verify.running.processes import package_runs
from tests import support

LIMITS = Options(timeout=300)
DATA = "x,y\n1,2\n2,4\n3,7\n4,7\n5,11\n6,12\n"
IMPORTS = "import pandas as pd\nfrom sklearn.linear_model import LinearRegression"
LOAD = 'df = pd.read_csv("a.csv")\nX, y = df[["x"]], df["y"]'
FIT = "model = LinearRegression()\nmodel.fit(X, y)"


def _project(commands, steps=4, *, as_generated=True):
    made = tuple(Step("f", "p.train", "train", (n + 1,), (f"v{n}",), ()) for n in range(steps))
    return Project(Path(), "p", None, made, commands=commands, is_as_generated=as_generated)


TRAIN, EVALUATE = (
    Command("train", "train_models", (0, 1)),
    Command("evaluate", "evaluate_models", (2, 3)),
)


def _names(project):
    return {run: [c.name for c in commands] for run, commands in package_runs(project).items()}


def test_of_a_package_with_nothing_but_run_that_is_run():
    assert _names(_project(())) == {"pipeline": ["run"]}


def test_commands_that_take_all_steps_in_order_stand_for_run():
    assert _names(_project((TRAIN, EVALUATE))) == {"commands": ["train", "evaluate"]}


@pytest.mark.parametrize(
    "project",
    [
        _project((TRAIN, EVALUATE), steps=5),  # no command takes the last step
        _project((TRAIN, Command("evaluate", "evaluate_models", (3, 2)))),
        _project((TRAIN, EVALUATE), as_generated=False),
    ],
)
def test_run_is_run_as_well_where_the_commands_are_no_evidence_for_it(project):
    assert _names(project) == {"commands": ["train", "evaluate"], "pipeline": ["run"]}


def _extracted(folder, *cells, modules=None):
    (folder / "a.csv").write_text(DATA)
    for name, source in (modules or {}).items():
        (folder / f"{name}.py").write_text(source)
    notebook = support.write_notebook(folder / "fit.ipynb", *cells)
    done = extract(Request(str(notebook), folder / "project"), LIMITS, lambda _: None)
    assert done.verification is not None
    rows = json.loads((folder / "project" / "nb2pkg.json").read_text())["commands"]
    return done.verification, {row["name"]: row for row in rows}


PLAIN = "count = 0\n\n\ndef tick():\n    global count\n    count += 1\n    return count\n"


@pytest.mark.kernel
def test_what_passes_from_training_to_evaluation_keeps_them_in_one_process(tmp_path):
    verification, commands = _extracted(
        tmp_path,
        f"{IMPORTS}\nimport helper",
        LOAD,
        "model = LinearRegression()\nmodel.fit(X, y, sample_weight=[helper.tick()] * len(y))",
        "score = model.score(X, y) + helper.tick()\nprint(score)",
        modules={"helper": PLAIN},
    )

    # training evaluates as well, and saves what that gave
    assert verification.status == "match"
    assert commands["train"]["steps"] == [0, 1, 2, 3]
    assert (commands["evaluate"]["steps"], commands["evaluate"]["loads"]) == ([], ["score"])


@pytest.mark.kernel
def test_what_passes_unseen_is_found_by_running_and_keeps_them_in_one_process(tmp_path):
    verification, commands = _extracted(
        tmp_path,
        f"import sys\n{IMPORTS}",
        LOAD,
        # nobody has listed what these two do
        "model = LinearRegression()\n"
        "model.fit(X, y, sample_weight=[sys.setswitchinterval(0.5) or 1] * len(y))",
        "score = model.score(X, y) + sys.getswitchinterval()\nprint(score)",
        'new = pd.DataFrame({"x": [5, 6]})\npredicted = model.predict(new)\nprint(predicted)',
    )

    assert verification.status == "match"
    assert "`evaluate` running all that is needed" in verification.notes[-1]
    assert commands["evaluate"]["loads"] == []
    assert commands["infer"]["loads"] == ["model"]


@pytest.mark.kernel
def test_a_model_is_not_taken_for_an_earlier_one_of_its_name(tmp_path):
    verification, _ = _extracted(
        tmp_path,
        f"{IMPORTS}\nfrom sklearn.linear_model import Ridge",
        LOAD,
        # what the loop leaves is saved under the very name, and never fitted
        "errors = []\n"
        "for alpha in [0.1, 1.0]:\n"
        "    model = Ridge(alpha=alpha)\n"
        "    errors.append(1 - Ridge(alpha).fit(X, y).score(X, y))",
        "print(model.alpha, errors)",
        "model = LinearRegression()\nmodel.fit(X, y)",
        "score = model.score(X, y)\nprint(score)",
    )

    assert verification.status == "match"
    manifest = json.loads((tmp_path / "project" / "nb2pkg.json").read_text())
    assert manifest["versions"] == {"model": "linear_regression"}

    commands = tmp_path / "project" / "src" / "fit" / "commands.py"
    saved = '"linear_regression": linear_regression'
    assert commands.read_text().count(saved) == 1
    commands.write_text(commands.read_text().replace(saved, '"linear_regression": model'))
    assert verify(tmp_path / "fit.ipynb", tmp_path / "project", LIMITS).status != "match"


@pytest.mark.kernel
def test_a_command_that_differs_is_a_mismatch_although_the_pipeline_is_right(tmp_path):
    verification, _ = _extracted(
        tmp_path, IMPORTS, LOAD, FIT, "score = model.score(X, y)\nprint(score)"
    )
    assert verification.status == "match"
    commands = tmp_path / "project" / "src" / "fit" / "commands.py"
    text = commands.read_text()
    assert text.count("    score = ") == 1

    commands.write_text(text.replace("    score = ", "    score = 1 - "))
    found = verify(tmp_path / "fit.ipynb", tmp_path / "project", LIMITS)

    # the step itself is right; what the command makes of it is not
    assert found.status == "mismatch"
    assert [(d.name, d.cell) for d in found.differences] == [("score", 4)]
    assert found.blamed == {"evaluate"}


@pytest.mark.kernel
def test_where_what_is_trained_cannot_be_saved_there_is_no_command_that_promises_it(tmp_path):
    verification, commands = _extracted(
        tmp_path,
        IMPORTS,
        LOAD,
        f"{FIT}\nmodel.note = lambda: 1",
        "score = model.score(X, y)\nprint(score)",
    )

    assert verification.status == "match"
    assert "no command `train`" in verification.notes[-1]
    assert "train" not in commands
    assert commands["evaluate"]["loads"] == []
