"""What stands in another order than in the record, be there a finding or not."""

from __future__ import annotations

from itertools import product

from nb2pkg.analysis.resources import SHELL, Resource
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Dependency
    from nb2pkg.lint.fix.demands import Demand
    from nb2pkg.lint.fix.view import View


def apart(file: View, record: View | None) -> list[Demand]:
    """Return what of the record's order the file has the other way round.

    That is about names, of which a finding is only made where two runs surely differ, and about files, random states,
    settings and commands.
    """
    if record is None:
        return []
    found = dict.fromkeys((*_dependencies(record), *_commands(record)))
    return [(a, b) for a, b in found if file.position[a] > file.position[b]]


def is_followed(resource: object) -> bool:
    """Tell whether it matters in which order cells touch a resource."""
    return isinstance(resource, Resource) and not resource.is_display


def _dependencies(record: View) -> Iterator[Demand]:
    for edge in record.graph.dependencies:
        if edge.resource is None or (
            is_followed(edge.resource) and _is_of_both(record.graph, edge)
        ):
            yield record.cell(edge.source), record.cell(edge.target)


def _is_of_both(graph: Graph, edge: Dependency) -> bool:
    """Tell whether both ends touch the resource themselves: a setting may matter to whatever comes after it."""
    return all(
        any(edge.resource and use.resource.domain == edge.resource.domain for use in done.uses)
        for done in (graph.resolved[edge.source], graph.resolved[edge.target])
    )


def _commands(record: View) -> Iterator[Demand]:
    """Yield the order of commands, which may touch any file, and of those who touch one."""
    files, commands = set[int](), set[int]()
    for statement, done in enumerate(record.graph.resolved):
        for use in done.uses:
            if use.resource.is_file:
                files.add(record.cell(statement))
            elif use.resource == SHELL:
                commands.add(record.cell(statement))
    for one, other in product(files, commands - files):
        first, after = sorted((one, other), key=record.position.__getitem__)
        yield first, after
