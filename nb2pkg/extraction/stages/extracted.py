"""The stages of a notebook as its author wrote it, where `extract` rewrites it before it looks for stages."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.rewriting.hoist import hoisted
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.stages.label import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.stage import Label, Stage


Settle = Callable[["Graph", "tuple[Label, ...]"], "tuple[Label, ...]"]


def labels_as_extracted(
    graph: Graph, stages: Iterable[tuple[str, Stage]] = (), settle: Settle | None = None
) -> tuple[Label, ...]:
    """Return the stage of each statement, by id, such that a score which is only printed is what `extract` makes of it.

    `stages` are the user's, as `label` takes them; `settle` looks at labels again, as a plan does.
    """
    settled = tuple(stages)
    plain = label(graph, settled)
    plain = settle(graph, plain) if settle else plain
    notebook, added = hoisted(graph.program.notebook)
    if not added:
        return plain
    named = build(scan(notebook))
    labels = label(named, settled)
    labels = settle(named, labels) if settle else labels
    found = list(plain)
    rewritten = {cell: tuple(members) for cell, members in groupby(named.program.statements, _cell)}
    for cell, members in groupby(graph.program.statements, _cell):
        own = tuple(members)
        parts = list(_parts(rewritten.get(cell, ()), added))
        if len(parts) == len(own):  # else it was rewritten in another way as well
            for statement, part in zip(own, parts, strict=True):
                found[statement.id] = _of_all([labels[one.id] for one in part])
    return tuple(found)


def _cell(statement: Statement) -> int:
    return statement.cell


def _parts(
    statements: Iterable[Statement], added: frozenset[str]
) -> Iterator[tuple[Statement, ...]]:
    """Yield what became of each statement: the scores that got names, and what is left of it."""
    waiting: list[Statement] = []
    for statement in statements:
        waiting.append(statement)
        if not statement.effects.binds & added:
            yield tuple(waiting)
            waiting = []


def _of_all(labels: Sequence[Label]) -> Label:
    """Return the label of what the package takes, if it takes any of it."""
    return next((label for label in labels if label.is_in_package), labels[-1])
