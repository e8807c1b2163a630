"""Orders that are tried, and judged by what check says of them."""

from __future__ import annotations

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.lint.check import findings_of
from nb2pkg.lint.fix.apart import apart, is_followed
from nb2pkg.lint.fix.demands import Demands
from nb2pkg.lint.fix.faults import faults_of
from nb2pkg.lint.fix.moves import arranged, moved_cells
from nb2pkg.lint.fix.texts import texts_of
from nb2pkg.lint.fix.view import View
from nb2pkg.notebook.reorder import reordered
from nb2pkg.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nb2pkg.analysis.graph import Occurrence
    from nb2pkg.config import Config
    from nb2pkg.lint.fix.demands import Demand
    from nb2pkg.lint.fix.faults import Fault
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook

_MOST_ALONE: Final = 30  # faults that are tried one by one
_MOST_ROUNDS: Final = 6  # … in which what moves uncovers what has to move too
_ANYTHING: Final = "*"  # what a statement depends on that may do anything
_CIRCLE = (
    "cells would have to run before one another: what it needs and what others need contradict"
)

_STOPS: Final = frozenset({"NB101", "NB102", "NB106"})  # a fresh run stops there

Key = tuple[
    int, "str | None", bool
]  # the cell in the file, what a finding is about, whether a run stops there


class Attempt(NamedTuple):
    """An order, the cells that it moves, what it leaves, and why it does not mend some faults."""

    order: tuple[int, ...]
    moved: frozenset[int]
    errors: frozenset[Key]
    refused: dict[Finding, str]
    strays: int = (
        0  # how often it parts from the record where only files and the like depend on each other
    )

    @property
    def worth(self) -> tuple[int, int, int]:
        """Return what orders are compared by: what is left, then how much moves, then how far it is from the record."""
        return len(self.errors), len(self.moved), self.strays


class Task(NamedTuple):
    """A notebook to mend."""

    notebook: Notebook
    config: Config
    file: View
    record: View | None
    unsafe: bool

    def wanted(self, faults: Iterable[Fault]) -> list[Fault]:
        """Return the faults that may be mended."""
        return [fault for fault in faults if fault.demands and (self.unsafe or not fault.guess)]


def attempt(task: Task, faults: Sequence[Fault]) -> Attempt | None:
    """Return the best order that mends some of these faults and harms nothing, None where there is none."""
    found = _found(_Bench(task), faults)
    best = min(found, key=lambda tried: tried.worth, default=None)
    if best is None or not best.strays:
        return best
    closer = _found(_Bench(task, follows=True), faults)
    return min([best, *closer], key=lambda tried: tried.worth)


def _found(bench: _Bench, faults: Sequence[Fault]) -> list[Attempt]:
    others = [fault._replace(demands=fault.others) for fault in faults]
    ways = [faults, others] if others != list(faults) else [faults]
    every = (bench.harmless(sides, way) for way in ways for sides in bench.sides)
    found = [tried for tried in every if tried is not None]
    if not found and 1 < len(faults) <= _MOST_ALONE:
        alone = (bench.one_by_one(sides, way) for way in ways for sides in bench.sides)
        found = [tried for tried in alone if tried is not None]
    return found


class _Bench:
    """Where orders are tried; with `follows` files and the like go in the order of the record where they can."""

    def __init__(self, task: Task, *, follows: bool = False) -> None:
        self.task, self.file, self.record = task, task.file, task.record
        self.texts = texts_of(task.notebook)
        self.sides = [self.file] if self.record is None else [self.file, self.record]
        found = findings_of(self.file.graph, task.config)
        self.before = _keys(map(self.file.in_file, found))
        self.parted = apart(self.file, self.record)
        self.follows = follows

    def harmless(self, sides: View, faults: Sequence[Fault]) -> Attempt | None:
        """Return the order that mends these faults, unless it mends nothing or brings others that stay."""
        faults = list(faults)
        for _ in range(_MOST_ROUNDS):
            tried, found = self._tried(sides, faults)
            if not tried.moved:
                return None
            new = [f for f in found if not _keys([f], tried.order) <= self.before]
            if not new:
                return tried if tried.errors < self.before else None
            uncovered = faults_of(new, View(self.task.notebook, tried.order), self.record)
            more = self.task.wanted(uncovered)
            if not more:
                return None
            faults += more
        return None

    def one_by_one(self, sides: View, faults: Sequence[Fault]) -> Attempt | None:
        """Return the order for those faults that can be mended with the ones before them."""
        taken: list[Fault] = []
        best = None
        for fault in faults:
            tried = self.harmless(sides, [*taken, fault])
            if tried is not None and (best is None or tried.worth[0] < best.worth[0]):
                best = tried
                taken.append(fault)
        return best

    def _tried(self, sides: View, faults: Sequence[Fault]) -> tuple[Attempt, list[Finding]]:
        """Return an order that mends these faults, and what is found in it, called as there."""
        notebook = self.task.notebook
        demands = Demands(self._kept(sides, faults))
        refused = {fault.finding: _CIRCLE for fault in faults if not demands.add(fault.demands)}
        for first, after in dict.fromkeys(self._agreed(None)):
            demands.add_if_free(first, after)
        for first, after in self.parted if self.follows else ():
            demands.add_if_free(first, after)
        moved = moved_cells([cell.number for cell in notebook.code_cells], demands)
        order = arranged([cell.number for cell in notebook.cells], self.texts, moved, demands)
        graph = build(scan(reordered(notebook, order)), edges=False)
        found = list(findings_of(graph, self.task.config))
        place = {number: index for index, number in enumerate(order)}
        strays = sum(place[first] > place[after] for first, after in self.parted)
        return Attempt(order, moved, _keys(found, order), refused, strays), found

    def _kept(self, sides: View, faults: Sequence[Fault]) -> Iterator[Demand]:
        """Yield what keeps the reads as they are that nobody complains of."""
        parted = {key for fault in faults for key in fault.reads}
        for key, read in self.file.reads.items():
            if key in parted:
                continue
            if sides is self.file:
                yield from self.file.demands(read, sides)
            elif (other := sides.reads.get(key)) is not None and self._agree(read, other):
                yield from sides.demands(other, sides)
        yield from self._agreed(_ANYTHING)

    def _agree(self, read: Occurrence, recorded: Occurrence) -> bool:
        """Tell whether a read sees the same in the file's order as in that of the record."""
        view = self.record or self.file
        return self.file.cells(read.history) == view.cells(recorded.history)

    def _agreed(self, name: str | None) -> Iterator[Demand]:
        """Yield dependencies that file and record agree on: of a name, or (None) of files, random states, settings."""
        view = self.record or self.file
        for edge in view.graph.dependencies:
            fits = edge.name == name if name else is_followed(edge.resource)
            first, after = view.cell(edge.source), view.cell(edge.target)
            if fits and self.file.position[first] < self.file.position[after]:
                yield first, after


def _keys(findings: Iterable[Finding], order: Sequence[int] = ()) -> frozenset[Key]:
    """Return what errors are about, by the cell's place in the file; what stops a run differs as well."""
    return frozenset(
        (order[f.place.cell - 1] if order else f.place.cell, f.variable, stops)
        for f in findings
        if f.place is not None and f.severity == "error" and f.code.startswith("NB1")
        for stops in {f.code in _STOPS, False}
    )
