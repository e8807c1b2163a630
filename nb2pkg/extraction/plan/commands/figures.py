"""Which figures `evaluate` can draw when it has judged: those whose values are there then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nb2pkg.extraction.blueprint import Figure, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.blueprint import Step
    from nb2pkg.extraction.plan.commands.parts import Parts


def with_figures(
    parts: Parts, candidates: Sequence[Step], train: Part | None, evaluate: Part | None
) -> tuple[Part | None, tuple[Figure, ...]]:
    """Return `evaluate` with what it has to load for figures as well, and the figures that it can draw.

    A figure is drawn when all steps have run. So each of its values has to be, in the end, what it was where the
    notebook draws it: the same step made it last, and no step has to come after the figure.
    """
    if train is None and evaluate is None:
        return None, ()
    found = []
    for step in candidates:
        given = _given(parts, step)
        widened = None if given is None else _widened(parts, given, train, evaluate)
        if given is None or widened is None or _comes_before(parts, step, train, widened):
            continue
        evaluate = widened
        found.append(Figure(step, {name: label for name, (label, _) in given.items()}))
    return evaluate, tuple(found)


def _given(parts: Parts, step: Step) -> dict[str, tuple[str, int]] | None:
    """Return for each parameter the version it is given, and the step that makes it; None where no step does."""
    found = {}
    for name in [v.name for v in step.parameters if v.is_variable]:
        maker = parts.maker(step.statements, name)
        if maker is None:
            return None
        found[name] = maker
    return found


def _widened(
    parts: Parts, given: dict[str, tuple[str, int]], train: Part | None, evaluate: Part | None
) -> Part | None:
    """Return `evaluate` such that it has these values when its steps have run; None where it cannot."""
    base = evaluate or Part(())
    own = parts.last_makers(base.steps)
    going_on = train is not None and (bool(base.loads) or not base.steps)
    saved = parts.last_makers(train.steps) if train is not None and going_on else {}
    there = {**saved, **own}
    if any(there.get(label) != maker for label, maker in given.values()):
        return None
    loaded = {v.name for v in base.loads}
    labels = dict.fromkeys(label for label, _ in given.values())
    missing = [label for label in labels if label not in own and label not in loaded]
    last = parts.last_versions(train.steps) if train is not None else {}
    widened = replace(base, loads=(*base.loads, *(last[label] for label in missing)))
    return None if missing and parts.is_changing_together(widened) else widened


def _comes_before(parts: Parts, step: Step, train: Part | None, evaluate: Part) -> bool:
    """Say whether a step that has run has to come after a figure: it may change what the figure shows."""
    run = {*(train.steps if train is not None else ()), *evaluate.steps}
    return not run.isdisjoint(parts.after(step.statements))
