"""Checks of a plan against itself: nothing lost, nothing used before it is there."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.extraction.blueprint import Step
    from nb2pkg.extraction.plan.context import Context


def missing_inputs(steps: Sequence[Step], order: Iterable[int]) -> list[str]:
    """Return a line for each parameter that no step before it, in this order, returns."""
    known: set[str] = set()
    found = []
    for index in order:
        step = steps[index]
        found += [
            f"cell {step.cell}: {step.name} needs {v.name!r}, which nothing in the package makes before it"
            for v in step.parameters
            if v.is_variable and v.name not in known
        ]
        known |= {v.name for v in step.returns}
    return found


def unplaced(context: Context, steps: Sequence[Step], elsewhere: set[int]) -> list[str]:
    """Return a line for each statement that should have moved and stands nowhere, or in two places."""
    placed = Counter(number for step in steps for number in step.statements)
    placed.update(elsewhere)
    found = []
    for number in sorted(context.moved):
        if placed[number] != 1:
            place = context.statements[number].place
            found.append(f"cell {place.cell}, line {place.line}: found no place in the package")
    return found
