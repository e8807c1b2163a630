"""NB109: a file that only a cell further down writes."""

from __future__ import annotations

from nb2pkg.analysis.resources import ANY_FILE
from nb2pkg.lint.rule import Rule, cell_names, example
from nb2pkg.lint.rules._reads import cell_to_mend, name_of_cell, places
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.analysis.resources import Resource
    from nb2pkg.lint.model import Finding


class FileOrder(Rule):
    """Finds files that are read above the first cell that writes them.

    ## What it does
    Reports a cell that reads a file which only a cell further down writes.

    ## Why is this bad?
    The file was left there by an earlier run. A fresh machine does not have it, and where it exists a second run
    reads something else than the first.

    ## Example
    ```python
    # cell 1
    text = open("clean.txt").read()
    # cell 2
    open("clean.txt", "w").write("done")
    ```

    ## Use instead
    ```python
    # cell 1
    open("clean.txt", "w").write("done")
    # cell 2
    text = open("clean.txt").read()
    ```

    ## Limits
    Only paths that are written out in both places are compared, letter by letter.
    """

    code = "NB109"
    name = "file-order"
    is_on_by_default = True
    valid: ClassVar = (
        example('open("a.txt", "w").write("1")', 'print(open("a.txt").read())'),
        example('print(open("a.txt").read())'),
    )
    invalid: ClassVar = (example('print(open("a.txt").read())', 'open("a.txt", "w").write("1")'),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each file and cell that reads it."""
        writers = _writers(graph)
        seen: set[tuple[int, Resource]] = set()
        for statement, resolved in zip(graph.program.statements, graph.resolved, strict=True):
            for use in resolved.uses:
                key = (statement.cell, use.resource)
                if key in seen or not use.is_read or use.is_write or not use.resource.is_file:
                    continue
                below = _below(writers, use.resource, statement.id)
                if below is None or graph.program.statements[below].cell == statement.cell:
                    continue
                seen.add(key)
                path = use.resource.name
                yield self.finding(
                    graph.program.notebook,
                    f"the file {path} is read here, but only {cell_names(graph, [below])} writes it",
                    statement.place,
                    variable=path,
                    related=places(graph, [below], "written here"),
                    help=_help(graph, statement, below),
                    cause=cell_to_mend(graph, below),
                )


def _help(graph: Graph, reader: Statement, writer: int) -> str:
    cells = graph.program.notebook
    number = graph.program.statements[writer].cell
    read, written = cells.cell(reader.cell).execution_count, cells.cell(number).execution_count
    if read and written and read < written:
        return "write to a file of another name: the next run will read what this one has written"
    return f"move {name_of_cell(graph, number)} above this cell"


def _writers(graph: Graph) -> dict[Resource, list[int]]:
    """Return for each file the statements that write it, in order."""
    found: dict[Resource, list[int]] = {}
    for statement, resolved in zip(graph.program.statements, graph.resolved, strict=True):
        for use in resolved.uses:
            if use.is_write and use.resource.is_file:
                found.setdefault(use.resource, []).append(statement.id)
    return found


def _below(writers: dict[Resource, list[int]], resource: Resource, reader: int) -> int | None:
    """Return the first statement that writes the file, if none above the reader may have done so."""
    own = writers.get(resource, [])
    if resource == ANY_FILE or not own or own[0] <= reader:
        return None
    return None if any(each < reader for each in writers.get(ANY_FILE, ())) else own[0]
