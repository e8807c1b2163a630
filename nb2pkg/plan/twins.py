"""Steps that are the same code on the same inputs share one function."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nb2pkg.blueprint import Edit, Step
    from nb2pkg.plan.context import Context

_ASSIGNMENT = re.compile(r"(\w+)\s*=(?!=)\s*")


def share(
    context: Context, steps: Sequence[Step], edits: Mapping[int, Sequence[Edit]]
) -> tuple[Step, ...]:
    """Let each step that repeats an earlier one call that one's function; the earlier one knows all its cells.

    Two steps are the same when their parameters, with kinds and settings, and their statements are; a single
    `name = value` may give its value another name.
    """
    first: dict[object, int] = {}
    shared: list[Step] = []
    for step in steps:
        signature = _signature(context, step, edits)
        index = first.setdefault(signature, len(shared))
        if index == len(shared):
            shared.append(step)
        else:
            original = shared[index]
            shared[index] = replace(original, also=(*original.also, step.cell))
            shared.append(replace(step, name=original.name, repeats=True))
    return tuple(shared)


def _signature(context: Context, step: Step, edits: Mapping[int, Sequence[Edit]]) -> object:
    changes = tuple((e.action, e.text) for i in step.statements for e in edits.get(i, ()))
    returns: object = tuple((v.name, v.kind) for v in step.returns)
    code: object = _lines(context, step)
    if len(step.statements) == 1 and len(step.returns) == 1:
        text = context.statements[step.statements[0]].text
        match = _ASSIGNMENT.match(text)
        if match and match.group(1) == step.returns[0].name:
            code, returns = text[match.end() :], step.returns[0].kind
    return step.stage, step.parameters, returns, code, changes, step.shown


def _lines(context: Context, step: Step) -> str:
    """Return the lines of a step's cell from its first statement to its last, comments included."""
    statements = [context.statements[i] for i in step.statements]
    lines = context.graph.program.notebook.cell(step.cell).source.split("\n")
    return "\n".join(lines[statements[0].place.line - 1 : statements[-1].place.end_line])
