"""Names that can be held by rule: a question begins with `is_`, `has_` or `can_`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import nb2pkg

CODE = Path(nb2pkg.__file__).parent
QUESTION = re.compile(r"(is|has|can)_[a-z]")
# what does something and says whether it has done so
ACTIONS = {
    "name_lambda",
    "Demands.add",
    "verify/inside/files.py check",
    "verify/inside/libraries/__init__.py check",
}
# their fields are called like the options of the command line and the settings that they stand for
OPTIONS = {"Config", "Options", "Request", "Task"}


def _answers_yes_or_no(annotation: ast.expr | None) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id == "bool"


def _functions(body: list[ast.stmt], owner: str = "") -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef) and _answers_yes_or_no(node.returns):
            yield owner + node.name
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _functions(node.body, f"{node.name}.")


def _attributes(node: ast.ClassDef) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.AnnAssign) and _answers_yes_or_no(part.annotation):
            yield part.target.id if isinstance(part.target, ast.Name) else ast.unparse(part.target)
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Constant):
            targets = (t for t in part.targets if isinstance(t, ast.Attribute))
            yield from (t.attr for t in targets if isinstance(part.value.value, bool))


def _fields(tree: ast.Module) -> Iterator[str]:
    keyed = {
        "TypedDict"
    }  # with what is derived of it; keys are what both sides write for each other
    for node in tree.body:
        if not isinstance(node, ast.ClassDef):
            continue
        if keyed & {getattr(base, "id", "") for base in node.bases}:
            keyed.add(node.name)
        elif not node.name.startswith("_") and node.name not in OPTIONS:
            yield from (f"{node.name}.{name}" for name in _attributes(node))


@pytest.mark.parametrize(
    "path", sorted(CODE.rglob("*.py")), ids=lambda path: path.relative_to(CODE).as_posix()
)
def test_a_question_begins_with_one_of_three_verbs(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    where = path.relative_to(CODE).as_posix()

    odd = [
        name
        for name in (*_functions(tree.body), *_fields(tree))
        if not name.rpartition(".")[2].startswith("_")
        and not QUESTION.match(name.rpartition(".")[2])
        and name not in ACTIONS
        and f"{where} {name}" not in ACTIONS
    ]

    assert odd == []
