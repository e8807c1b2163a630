"""What is learned from rows stands apart from what applies it, where a prediction for rows of a file needs that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.rewriting.separate import separated
from nb2pkg.analysis.rewriting.unchained import unchained
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.plan.context import Context
from nb2pkg.extraction.plan.serving.asking import can_ask
from nb2pkg.extraction.plan.serving.served import tangled
from nb2pkg.extraction.stages.label import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Function
    from nb2pkg.stage import Stage

_ROUNDS: Final = 8  # what is taken apart may show what lies behind it


def learned_apart(
    graph: Graph, beside: Mapping[str, Function], settled: tuple[tuple[str, Stage], ...]
) -> tuple[Graph, frozenset[str]]:
    """Return a graph in whose notebook learning and applying are statements of their own, and the names that gives.

    Only statements that rows pass on their way to a prediction are taken apart; `beside` are the functions of modules
    beside the notebook, `settled` the user's stages.
    """
    names: frozenset[str] = frozenset()
    if not any(can_ask(each.text) for each in graph.program.statements):
        return graph, names
    for _ in range(_ROUNDS):
        context = Context(graph, label(graph, settled))
        found = tangled(context)
        before = graph.program.notebook
        notebook, added = separated(before, [context.statements[i].place for i in found.mixed])
        if notebook == before:
            places = [context.statements[i].place for i in found.chains]
            notebook, added = unchained(before, places)
        if notebook == before:
            break
        graph = build(scan(notebook, beside))
        names |= added
    return graph, names
