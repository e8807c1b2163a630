"""A notebook's graph in some order of its cells, with cells called by where they stand in the file."""

from __future__ import annotations

from nb2pkg.analysis.graph import build, recorded_order
from nb2pkg.analysis.scan import scan
from nb2pkg.notebook.reorder import reordered
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nb2pkg.analysis.graph import Graph, Occurrence
    from nb2pkg.analysis.model import Statement
    from nb2pkg.lint.fix.demands import Demand
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook

ReadKey = tuple[int, int, str]  # cell in the file, statement in the cell, name


class Writer(NamedTuple):
    """A cell that binds, changes or deletes a name; `module` is what an import binds it to."""

    cell: int
    module: str | None


class View:
    """The graph of a notebook whose cells stand in some order."""

    def __init__(self, notebook: Notebook, order: Sequence[int]) -> None:
        """Build the graph; `order` holds positions in the file."""
        self.notebook = notebook  # as the file has it
        self.graph: Graph = build(scan(reordered(notebook, order)))
        self._order = order
        self.position = {cell: place for place, cell in enumerate(order)}
        self._index = _indices(self.graph.program.statements)
        self.reads: dict[ReadKey, Occurrence] = {}
        for read in self.graph.fresh.reads:
            self.reads.setdefault(self.key(read), read)
        self.writers: dict[str, list[Writer]] = {}
        for statement in self.graph.program.statements:
            for name in _touched(self.graph, statement.id):
                self._note(name, statement)

    def _note(self, name: str, statement: Statement) -> None:
        module = dict(statement.effects.imports).get(name)
        writer = Writer(self.cell(statement.id), module)
        known = self.writers.setdefault(name, [])
        if not known or known[-1] != writer:
            known.append(writer)

    def cell(self, statement: int) -> int:
        """Return where the cell of a statement stands in the file."""
        return self._order[self.graph.program.statements[statement].cell - 1]

    def cells(self, statements: Sequence[int]) -> list[int]:
        """Return the cells of some statements, each once, in this order."""
        return list(dict.fromkeys(self.cell(each) for each in statements))

    def in_file(self, finding: Finding) -> Finding:
        """Return a finding of this order with its cell called as in the file."""
        if finding.place is None:
            return finding
        cell = self._order[finding.place.cell - 1]
        related = tuple(
            each._replace(place=each.place._replace(cell=self._order[each.place.cell - 1]))
            for each in finding.related
        )
        return finding._replace(place=finding.place._replace(cell=cell), related=related)

    def key(self, read: Occurrence) -> ReadKey:
        """Return what a read is in every order."""
        return self.cell(read.statement), self._index[read.statement], read.name

    def demands(self, read: Occurrence, sides: View, *others: View) -> Iterator[Demand]:
        """Yield what makes a read see the version that it sees here.

        Who else writes the name, here or in the `others`, stays where `sides` has it: before the version begins, or
        after the read.
        """
        reader = self.cell(read.statement)
        made = self.cells(read.history)
        if read.version is None or made[0] == reader:
            return
        made = [cell for cell in made if cell != reader]
        writers = self.writers.get(read.name, ())
        origin = self.cell(read.version.origin)
        modules = {w.module for w in writers if w.cell == origin and w.module is not None}
        if any(w.cell == reader and w.module in modules for w in writers):
            return  # it imports for itself what has been imported before
        yield from zip(made, [*made[1:], reader], strict=True)
        more = (writer for view in others for writer in view.writers.get(read.name, ()))
        for writer in dict.fromkeys((*writers, *more)):
            if writer.cell in made or writer.cell == reader or writer.module in modules:
                continue
            if sides.position[writer.cell] < sides.position[made[0]]:
                yield writer.cell, made[0]
            elif sides.position[writer.cell] > sides.position[reader]:
                yield reader, writer.cell


def in_file_order(notebook: Notebook) -> View:
    """Return the notebook as a fresh run sees it."""
    return View(notebook, [cell.number for cell in notebook.cells])


def in_order_of_record(notebook: Notebook) -> View | None:
    """Return the notebook in the order of its counts; what has none stands behind the cell that it stands behind.

    None where there are no counts, or counts that stand twice: they come from two sessions.
    """
    order = reference_order(notebook)
    return None if order is None else View(notebook, order)


def reference_order(notebook: Notebook) -> list[int] | None:
    """Return the positions of all cells in the order of the record, None where it has none."""
    recorded = recorded_order(notebook)
    counts = [notebook.cell(number).execution_count for number in recorded]
    if not recorded or len(set(counts)) < len(counts):
        return None
    following: dict[int, list[int]] = {0: []}
    last = 0
    for cell in notebook.cells:
        if cell.number in following or cell.number in recorded:
            last = cell.number
            following[last] = []
        else:
            following[last].append(cell.number)
    return [*following[0], *(each for cell in recorded for each in (cell, *following[cell]))]


def _indices(statements: Sequence[Statement]) -> list[int]:
    """Return the place of each statement in its cell."""
    found: list[int] = []
    last, index = 0, 0
    for statement in statements:
        index = index + 1 if statement.cell == last else 0
        last = statement.cell
        found.append(index)
    return found


def _touched(graph: Graph, statement: int) -> frozenset[str]:
    done = graph.resolved[statement]
    return done.binds | done.may_bind | done.unbinds | done.mutates | done.may_mutate
