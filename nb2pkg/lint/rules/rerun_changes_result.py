"""NB110: a cell that changes what it reads, and may have been run more than once."""

from __future__ import annotations

from bisect import bisect_right

from nb2pkg.lint.rule import WARNING, Rule, example
from nb2pkg.lint.rules._accumulating import is_accumulating
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph, History, Occurrence
    from nb2pkg.analysis.model import Statement
    from nb2pkg.lint.model import Finding


class RerunChangesResult(Rule):
    """Finds cells that change what they read and may have been run more than once.

    ## What it does
    Reports a cell such as `x = x + 1` or `rows.append(1)` where a count is missing between the run that
    made the value and the cell's own: it may have been run twice.

    ## Why is this bad?
    A fresh run does the change once. If it was done twice, everything below differs. The record does not show
    whether it was, so this is a warning.

    ## Example
    ```python
    # cell 1, In [1]
    balance = 100
    # cell 2, In [3]
    balance = balance - 10  # run as In [2] too?
    ```

    ## Use instead
    ```python
    # cell 1
    balance = 100
    # cell 2
    balance_after_fee = balance - 10
    ```

    ## Limits
    Needs execution counts that are each used once. A change that gives the same when it is done twice (`dropna`,
    `fit`, setting a column from others) is not reported.
    """

    code = "NB110"
    name = "rerun-changes-result"
    severity = WARNING
    is_on_by_default = True
    valid: ClassVar = (
        example("balance = 100", "balance = balance - 10"),
        example("balance = 100\nbalance = balance - 10", counts=(5,)),
        example("balance = 100", "rest = balance - 10", counts=(1, 5)),
    )
    invalid: ClassVar = (
        example("balance = 100", "balance = balance - 10", counts=(1, 3)),
        example("rows = []", "rows.append(1)", counts=(1, 3)),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such name in each cell."""
        known = _counts(graph)
        if graph.recorded is None or not known or len(known) == max(known):
            return
        seen = set()
        by_cell, first_gaps = _by_cell(graph), _first_gaps(known)
        for read in graph.recorded.reads:
            key = (read.place.cell, read.name)
            if key in seen or not read.is_sure or read.version is None:
                continue
            seen.add(key)
            gap = _gap(graph, read, read.version, first_gaps)
            change = _change(graph, read, by_cell) if gap is not None else None
            if change is not None:
                yield self.finding(
                    graph.program.notebook,
                    f"`{read.name}` changes each time this cell runs, and it may have run more than once "
                    f"(no cell has In [{gap}]); a fresh run changes it once",
                    change.place,
                    variable=read.name,
                    help="give the result a new name, or set the value in the same cell",
                )


def _counts(graph: Graph) -> frozenset[int]:
    """Return the counts of the cells; none where a count stands twice, for then the record is of two sessions."""
    counts = [c.execution_count for c in graph.program.notebook.code_cells if c.execution_count]
    known = frozenset(counts)
    return known if len(known) == len(counts) else frozenset()


def _first_gaps(known: frozenset[int]) -> list[int]:
    """Return the first count of every gap, in order."""
    return sorted(count + 1 for count in {0, *known} if count + 1 not in known)


def _gap(graph: Graph, read: Occurrence, version: History, first_gaps: list[int]) -> int | None:
    """Return a count that is missing between the run that made the value and the cell's own run."""
    cells, statements = graph.program.notebook, graph.program.statements
    if statements[version.statement].cell == read.place.cell:
        return None  # made in the same cell, or changed there before it is read
    after = cells.cell(statements[version.origin].cell).execution_count or 0
    before = cells.cell(read.place.cell).execution_count or 0
    gap = first_gaps[bisect_right(first_gaps, after)]  # the last one is after all counts
    return gap if gap < before else None


def _by_cell(graph: Graph) -> dict[int, list[Statement]]:
    found: dict[int, list[Statement]] = {}
    for statement in graph.program.statements:
        found.setdefault(statement.cell, []).append(statement)
    return found


def _change(
    graph: Graph, read: Occurrence, by_cell: dict[int, list[Statement]]
) -> Statement | None:
    """Return the statement of the cell that changes the name by what it was, if doing so twice makes a difference."""
    for statement in by_cell[read.place.cell]:
        if statement.id >= read.statement:
            resolved = graph.resolved[statement.id]
            if read.name in resolved.binds and read.name not in resolved.reads:
                return None  # set anew
            changes = read.name in resolved.binds or read.name in resolved.mutates
            if changes and read.name in resolved.reads and is_accumulating(statement, read.name):
                return statement
    return None
