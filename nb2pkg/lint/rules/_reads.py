"""Wording that the rules about hidden state share."""

from __future__ import annotations

from nb2pkg.lint.model import Related
from nb2pkg.lint.rule import cell_name
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.graph import Cause, Divergence, Graph


def diverging_reads(graph: Graph, cause: Cause) -> Iterator[Divergence]:
    """Yield the reads at which the two runs part for this cause, one for each cell and name."""
    seen = set()
    for divergence in graph.divergences:
        cell = graph.program.statements[divergence.read.statement].cell
        if divergence.cause is cause and (cell, divergence.read.name) not in seen:
            seen.add((cell, divergence.read.name))
            yield divergence


def subject(divergence: Divergence) -> str:
    """Return what the sentence is about: the name, and the function that reads it if it is not read directly."""
    read = divergence.read
    return f"`{read.name}`" if read.via is None else f"`{read.name}` (read by `{read.via}()`)"


def verb(graph: Graph, statements: Iterable[int], name: str) -> str:
    """Return what statements do to a name."""
    binds = [_binds(graph, statement, name) for statement in statements]
    if all(binds):
        return "sets"
    return "sets or changes" if any(binds) else "changes"


def past(graph: Graph, statements: Iterable[int], name: str) -> str:
    """Return what statements have done to a name."""
    return {"sets": "set", "changes": "changed"}.get(
        verb(graph, statements, name), "set or changed"
    )


def cell_of(graph: Graph, statement: int) -> int:
    """Return the number of the cell that a statement stands in."""
    return graph.program.statements[statement].cell


def name_of_cell(graph: Graph, number: int) -> str:
    """Return how messages call a cell."""
    return cell_name(graph.program.notebook.cell(number))


def cell_to_mend(graph: Graph, statement: int) -> str:
    """Return the cause of what has to be mended in, or by moving, the cell of a statement."""
    return f"cell {cell_of(graph, statement)}"


def places(graph: Graph, statements: Iterable[int], message: str, most: int = 3) -> list[Related]:
    """Return the places of some statements, with a word on each."""
    chosen = list(statements)[-most:]
    return [Related(graph.program.statements[each].place, message) for each in chosen]


def _binds(graph: Graph, statement: int, name: str) -> bool:
    resolved = graph.resolved[statement]
    return name in resolved.binds or name in resolved.may_bind
