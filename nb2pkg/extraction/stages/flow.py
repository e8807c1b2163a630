"""Which statements the data of a statement goes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Dependency


@dataclass(frozen=True, slots=True)
class Flow:
    """The ways of data between statements, by their ids."""

    targets: Mapping[int, Sequence[int]]
    sources: Mapping[int, Sequence[int]]

    def after(self, start: Iterable[int]) -> set[int]:
        """Return the statements that data of these reaches."""
        return _reached(start, self.targets)

    def before(self, end: Iterable[int]) -> set[int]:
        """Return the statements whose data reaches these."""
        return _reached(end, self.sources)


def data_flow(graph: Graph) -> Flow:
    """Return the ways of data in a fresh run of the notebook; what only orders statements is none."""
    targets: defaultdict[int, list[int]] = defaultdict(list)
    sources: defaultdict[int, list[int]] = defaultdict(list)
    for edge in graph.dependencies:
        if edge.kind == "flow" and is_carrying(edge):
            targets[edge.source].append(edge.target)
            sources[edge.target].append(edge.source)
    return Flow(dict(targets), dict(sources))


def is_carrying(edge: Dependency) -> bool:
    """Say whether data goes the way of a dependency: a random state orders statements, and carries none."""
    return edge.resource is None or edge.resource.is_carrying_data


def _reached(start: Iterable[int], neighbours: Mapping[int, Sequence[int]]) -> set[int]:
    seen: set[int] = set()
    todo = list(start)
    while todo:
        for found in neighbours.get(todo.pop(), ()):
            if found not in seen:
                seen.add(found)
                todo.append(found)
    return seen
