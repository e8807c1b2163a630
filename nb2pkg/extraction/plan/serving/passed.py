"""Statements that rows pass on their way from a file to a model."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.serving.values import How, Part


@dataclass(frozen=True, slots=True)
class Passed:
    """A statement that rows pass: what it does to them, and where it leaves them."""

    statement: int
    how: How
    name: str  # of the rows, behind the statement
    base: str = ""  # the expression that some rows were chosen from
    is_pure: bool = False  # it does nothing but take rows away whose values do not meet a condition
    applied: str = ""  # the statement that only applies what this one learns and applies
    learner: str = ""  # … and the variable that holds what was learned
    refused: str = ""  # why it cannot be done row by row
    picked: tuple[
        tuple[str, str], ...
    ] = ()  # variables, and the part of each that is about the rows
    part: Part | None = None  # where the rows stand among those that it puts below each other


def told_of(statement: Statement, node: ast.AST | None = None) -> str:
    """Return where a statement stands and how it begins; with a node, the innermost statement around that."""
    lines = statement.text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.strip())
    line = _line_around(tree_of(statement.text), node) - 1 if node is not None else first
    place = statement.place.line + line - first
    return f"cell {statement.cell}, line {place}: {lines[line].strip()[:100]}"


def _line_around(tree: ast.Module, node: ast.AST) -> int:
    around = [
        each
        for each in ast.walk(tree)
        if isinstance(each, ast.stmt) and any(inner is node for inner in ast.walk(each))
    ]
    return max((each.lineno for each in around), default=1)
