"""Where the recorded and the fresh run part: the one definition of hidden state."""

from __future__ import annotations

from nb2pkg.analysis.graph.names import given_names, is_output_history
from nb2pkg.analysis.graph.values import Cause, Divergence, Occurrence, Trace
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph.history import History
    from nb2pkg.analysis.model import Program
    from nb2pkg.notebook.model import Cell

EXPECTED_TO_FAIL = "raises-exception"
LONGEST = 64  # events of a history that are looked at to explain a difference

Binders = dict[str, tuple[int, ...]]


def divergences(judge: Judge) -> tuple[Divergence, ...]:
    """Return the reads at which a fresh run sees something else than the recorded one, in file order."""
    found = (judge.divergence(read) for read in judge.fresh.reads)
    return tuple(divergence for divergence in found if divergence is not None)


class Judge:
    """Compares the reads of the fresh run with those of the recorded one."""

    def __init__(
        self, program: Program, fresh: Trace, recorded: Trace | None, binders: Binders
    ) -> None:
        """Take the two runs, and who may bind each name."""
        self.program = program
        self.fresh, self.recorded = fresh, recorded
        self.binders = binders
        self.provided = given_names(program.notebook)
        self.cells = {cell.number: cell for cell in program.notebook.code_cells}
        self.records: dict[tuple[int, str], Occurrence] = {}
        counts = sorted(c.execution_count for c in self.cells.values() if c.execution_count)
        # a count that stands twice comes from two sessions: nobody can tell what ran before what
        self.is_comparable = recorded is not None and len(set(counts)) == len(counts)
        self.counts = frozenset(counts)
        # outputs without a count: somebody has taken counts away, so a cell without one may have been run
        self.is_stripped = any(_has_lost_its_count(cell) for cell in self.cells.values())
        self.is_comparable = self.is_comparable and recorded is not fresh
        if recorded is not None and self.is_comparable:
            for read in recorded.reads:
                self.records.setdefault((read.statement, read.name), read)

    def divergence(self, read: Occurrence) -> Divergence | None:
        """Return how the two runs part at a read, None if they do not."""
        cell = self.cell(read.statement)
        if not read.is_sure or EXPECTED_TO_FAIL in cell.tags:
            return None
        if read.version is None:
            return self._unbound(read)
        if not cell.execution_count or not self.is_comparable:
            return None
        return self._compared(read, read.version, cell)

    def cell(self, statement: int) -> Cell:
        """Return the cell that a statement stands in."""
        return self.cells[self.program.statements[statement].cell]

    def _unbound(self, read: Occurrence) -> Divergence | None:
        if read.is_guessed or is_output_history(read.name) or read.name in self.provided:
            return None
        if read.deleted_by is not None:
            return Divergence(Cause.DELETED, read, fresh=(read.deleted_by,))
        below = [each for each in self.binders.get(read.name, ()) if each > read.statement]
        if below:
            return Divergence(Cause.DEFINED_BELOW, read, recorded=tuple(below))
        return Divergence(Cause.UNDEFINED, read)

    def _compared(self, read: Occurrence, version: History, cell: Cell) -> Divergence | None:
        never_run = tuple(self._never_run(version))
        record = self.records.get((read.statement, read.name))
        if record is None or (record.version is None and record.is_guessed):
            return None
        if record.version is None:
            if never_run:
                return Divergence(Cause.NEVER_RUN, read, fresh=never_run)
            late = self._later(self._sure(version), cell)
            return Divergence(Cause.STALE, read, fresh=late) if late else None
        if cell.has_failed or not version.is_surely_different(record.version):
            return None  # a cell that failed may never have come to this read
        if never_run:
            return Divergence(Cause.NEVER_RUN, read, fresh=never_run)
        ours, theirs = self._sure(version), self._sure(record.version)
        fresh, seen = without(ours, theirs), without(theirs, ours)
        if any(self.has_lost_its_count(each) for each in fresh):
            return None  # it may have been run before
        cause = Cause.STALE if self.can_have_rerun(fresh, seen, cell) else Cause.DIFFERENT
        return Divergence(cause, read, fresh, seen)

    def _sure(self, version: History) -> tuple[int, ...]:
        """Return the statements of the latest sure events, earliest first."""
        found = []
        for event, _ in zip(version.events(), range(LONGEST), strict=False):
            if event.is_sure:
                found.append(event.statement)
        return tuple(dict.fromkeys(found[::-1]))

    def _never_run(self, version: History) -> Iterator[int]:
        """Yield what a fresh run will do to the object in cells that were never run."""
        for statement in () if self.is_stripped else self._sure(version):
            if self.cell(statement).execution_count is None and not self._only_imports(statement):
                yield statement

    def _later(self, statements: tuple[int, ...], cell: Cell) -> tuple[int, ...]:
        """Keep the statements whose cell was last run after this one; running an import again changes nothing."""
        return tuple(
            each
            for each in statements
            if (self.cell(each).execution_count or 0) > (cell.execution_count or 0)
            and not self._only_imports(each)
        )

    def _only_imports(self, statement: int) -> bool:
        return bool(self.program.statements[statement].effects.imports)

    def is_meant_to_fail(self, statement: int) -> bool:
        """Tell whether the cell of a statement is not expected to work."""
        return EXPECTED_TO_FAIL in self.cell(statement).tags

    def has_lost_its_count(self, statement: int) -> bool:
        """Tell whether the cell of a statement was run at a time that the record no longer tells."""
        return _has_lost_its_count(self.cell(statement))

    def can_have_rerun(self, fresh: tuple[int, ...], seen: tuple[int, ...], cell: Cell) -> bool:
        """Tell whether the reader may have seen what a fresh run sees, before cells above were run once more.

        That takes a run that left no trace: a count that is missing after all that the record shows.
        """
        if not self._later(fresh, cell):
            return False
        reached = max((self.cell(each).execution_count or 0 for each in seen), default=0)
        return any(
            count not in self.counts for count in range(reached + 1, cell.execution_count or 0)
        )


def without(events: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    """Return the events that are not among others."""
    known = frozenset(others)
    return tuple(event for event in events if event not in known)


def _has_lost_its_count(cell: Cell) -> bool:
    """Tell whether a cell was run at a time that the record no longer tells."""
    return not cell.execution_count and (cell.has_output or cell.execution_count == 0)
