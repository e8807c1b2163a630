"""The first statement of the notebook after which the package holds something else."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from nb2pkg.trees import tree_or_none
from nb2pkg.verify.model import Changing, Difference, DifferenceKind, Divergence
from nb2pkg.verify.project import Project, Step
from nb2pkg.verify.runnable import RunnableNotebook

_LONGEST = 120


def first_divergence(
    runnable: RunnableNotebook, project: Project, differences: Iterable[Difference]
) -> Divergence | None:
    """Return where the first difference in the notebook's order is made, or None where no cell is known."""
    placed = [d for d in differences if d.cell is not None and 0 < d.cell <= len(runnable.cells)]
    if not placed:
        return None
    # in one cell a value comes before what is shown of it
    first = min(placed, key=lambda d: (d.cell or 0, d.kind is DifferenceKind.CELL))
    cell = first.cell or 1
    step = _step(project, first.name, cell)
    found = list(statements(runnable, step.cells if step else (cell,)))
    makes = [each for each in found if first.name in made_by(each[1])]
    uses = [each for each in found if first.name in named_in(each[1])]
    number, statement = (makes or uses or found or [(cell, ast.Pass(lineno=1))])[-1]
    text = ast.unparse(statement).splitlines()[0][:_LONGEST]
    function = f"{step.module}.{step.function}" if step else ""
    return Divergence(first.name, number, statement.lineno, text, function)


def changing_above(project: Project, divergence: Divergence | None) -> tuple[Changing, ...]:
    """Return what stays in the notebook although it changes something, and stands above where the two part.

    Where nobody knows where that is, all of it may be the reason.
    """
    end = None if divergence is None else (divergence.cell, divergence.line)
    return tuple(c for c in project.changing if end is None or (c.cell, c.line) < end)


def _step(project: Project, name: str, cell: int) -> Step | None:
    steps = [step for step in project.steps if cell in step.cells]
    return next((step for step in steps if name in step.returns), steps[0] if steps else None)


def statements(runnable: RunnableNotebook, cells: Iterable[int]) -> Iterator[tuple[int, ast.stmt]]:
    """Yield the statements of cells that are plain Python."""
    for number in cells:
        tree = tree_or_none(runnable.cells[number - 1].source)
        yield from ((number, statement) for statement in (tree.body if tree else ()))


def made_by(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds, or whose object it stores into."""
    made: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            made.add(node.id)
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            made |= {inner.id for inner in ast.walk(node.value) if isinstance(inner, ast.Name)}
    return made


def named_in(statement: ast.stmt) -> set[str]:
    """Return the names that stand in a statement."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
