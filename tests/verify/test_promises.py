"""A package that says raw rows were proven, and no longer serves them so, fails its verification."""

from __future__ import annotations

import pytest

from nb2pkg.report.serving import to_lines
from nb2pkg.report.verification import exit_code
from nb2pkg.verify.model import RowsKind, Serving, Status, Verification
from nb2pkg.verify.project import Project, promised

COMMANDS = """
PREDICTORS: dict[str, serving.Predictor] = {
    "tree": serving.Predictor(infer.predict_rows, ("tree",), (), "`X`", is_proven=True),
    "ridge": serving.Predictor(infer.predict_rows, ("ridge",), (), "`X`"),
}
"""


def test_a_package_promises_for_the_models_it_says_are_proven(tmp_path):
    package = tmp_path / "src" / "book"
    package.mkdir(parents=True)
    (package / "commands.py").write_text(COMMANDS, encoding="utf-8")

    assert promised(Project(tmp_path, "book", None)) == {"tree"}


def test_a_package_without_commands_promises_nothing(tmp_path):
    assert promised(Project(tmp_path, "book", None)) == frozenset()


@pytest.mark.parametrize(
    ("status", "is_broken", "code"),
    [(Status.MATCH, False, 0), (Status.MATCH, True, 1), (Status.TIMEOUT, True, 2)],
)
def test_a_broken_promise_fails(status, is_broken, code):
    seen = Serving("tree", RowsKind.FEATURES, reason="row 3 differs", is_broken=is_broken)

    assert exit_code(Verification(status, serving=(seen,))) == code


def test_it_is_said():
    seen = Serving("tree", RowsKind.FEATURES, reason="row 3 differs", is_broken=True)

    (line,) = to_lines([seen], {})

    assert "the package says that raw rows were proven, and they are not" in line
    assert "row 3 differs" in line
