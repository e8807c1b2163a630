"""The recorded run of a notebook, as far as its counts tell it."""

from __future__ import annotations

from collections.abc import Iterator

from nb2pkg.analysis.graph import Graph, recorded_order
from nb2pkg.lint.fix.faults import FILE_ORDER
from nb2pkg.lint.model import Finding
from nb2pkg.lint.rules._resources import variable
from nb2pkg.notebook.model import Notebook

_NONE = "the notebook has no execution counts: there is no recorded order"
_TWICE = (
    "counts stand twice: they come from several sessions, and nobody can tell what ran before what"
)


def fresh_order(notebook: Notebook) -> tuple[int, ...]:
    """Return the cells that a fresh run runs, by number."""
    return tuple(cell.number for cell in notebook.code_cells)


def replayable_order(notebook: Notebook) -> tuple[tuple[int, ...], str]:
    """Return the cells in the order of their counts, or why there is no such order."""
    order = recorded_order(notebook)
    counts = {notebook.cell(number).execution_count for number in order}
    if not order:
        return (), _NONE
    return ((), _TWICE) if len(counts) < len(order) else (order, "")


def is_expected_to_fail(notebook: Notebook, cell: int) -> bool:
    """Tell whether a cell failed when it was recorded, or is meant to fail."""
    found = notebook.cell(cell)
    return found.has_failed or "raises-exception" in found.tags


def name_of(graph: Graph, finding: Finding) -> str:
    """Return the name of the variable that a finding is about; nothing where that is a file or the like."""
    if finding.variable is None or finding.place is None or finding.code == FILE_ORDER:
        return ""
    cell, name = finding.place.cell, finding.variable
    if any(p.read.name == name and p.read.place.cell == cell for p in graph.divergences):
        return name
    resources = (p for p in graph.resource_divergences if p.read.place.cell == cell)
    return "" if any(variable(divergence) == name for divergence in resources) else name


def made_in(graph: Graph, cell: int, most: int = 20) -> Iterator[str]:
    """Yield names that a cell surely binds or changes, the last ones first."""
    seen: set[str] = set()
    for statement in reversed(graph.program.of_cell(cell)):
        done = graph.resolved[statement.id]
        for name in sorted((done.binds | done.mutates) - seen):
            if name.isidentifier() and not statement.effects.imports and len(seen) < most:
                seen.add(name)
                yield name


def upstream(graph: Graph, cell: int) -> set[int]:
    """Return the cells that had a hand in what a cell read, directly or not, in one of both runs."""
    from_cells: dict[int, set[int]] = {}
    for trace in (graph.fresh, graph.recorded):
        for read in trace.reads if trace is not None else ():
            reader = graph.program.statements[read.statement].cell
            known = from_cells.setdefault(reader, set())
            known.update(graph.program.statements[each].cell for each in read.history)
    found: set[int] = set()
    queue = [cell]
    while queue:
        new = from_cells.get(queue.pop(), set()) - found
        found |= new
        queue += new
    return found


def makers(graph: Graph, cell: int, name: str) -> set[int]:
    """Return the cells that made what a cell read under a name in the recorded run."""
    if graph.recorded is None:
        return set()
    return {
        graph.program.statements[each].cell
        for read in graph.recorded.reads
        if read.name == name and graph.program.statements[read.statement].cell == cell
        for each in read.history
    }
