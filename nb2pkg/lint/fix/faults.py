"""What stands in the way of a fresh run, and which order of cells would mend it."""

from __future__ import annotations

from nb2pkg.analysis.graph import Cause
from nb2pkg.lint.rule import cell_name
from nb2pkg.lint.rules import rule_of
from nb2pkg.lint.rules._resources import variable
from nb2pkg.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.graph import Divergence, Occurrence
    from nb2pkg.lint.fix.demands import Demand
    from nb2pkg.lint.fix.view import ReadKey, View
    from nb2pkg.lint.model import Finding

#: rules whose findings another order of cells can mend, and what their divergences have in common
MENDABLE: Final = {
    "NB102": Cause.DEFINED_BELOW,
    "NB103": Cause.DIFFERENT,
    "NB104": Cause.NEVER_RUN,
    "NB106": Cause.DELETED,
}
FILE_ORDER: Final = "NB109"
_WHY: Final = {
    "NB101": "no cell defines it, so there is nothing to move: write the cell that is gone",
    "NB105": "no order tells whether the cell above was changed after this one ran: run this cell again",
    "NB107": "what it reads is kept by IPython in the order in which cells are run: give the value a name",
    "NB108": "the value comes from outside of the notebook: no order of cells brings it",
    "NB110": "no order tells how often the cell was run: run all cells from the top",
    "NB111": "no order of cells makes the import work",
    "NB902": "it silences nothing: take it out",
    "NB903": "a fresh run stops there, in whatever order: correct the cell",
}
_OTHERWISE = "it takes another change than moving cells"


class Fault(NamedTuple):
    """A finding, and what would mend it; `guess` says why that is no more than a guess, `why` why nothing would."""

    finding: Finding
    demands: tuple[Demand, ...] = ()
    guess: str = ""
    why: str = ""
    reads: frozenset[ReadKey] = frozenset()
    others: tuple[
        Demand, ...
    ] = ()  # that would mend it as well: what was made anew waits for the reader instead


class _Plan(NamedTuple):
    """What would mend one read."""

    demands: tuple[Demand, ...] = ()
    guess: str = ""
    why: str = ""
    others: tuple[Demand, ...] = ()


def faults_of(findings: Iterable[Finding], file: View, record: View | None) -> tuple[Fault, ...]:
    """Return the findings about hidden state in the order of `file`, each with what would mend it."""
    judge = _Judge(file, record)
    return tuple(judge.fault(finding) for finding in findings if finding.place is not None)


class _Judge:
    """Looks for the order that each finding asks for."""

    def __init__(self, file: View, record: View | None) -> None:
        self.file, self.record = file, record
        self.notebook = file.notebook
        reads = record.reads.items() if record is not None else ()
        self.lost = {(key[0], key[2]) for key, read in reads if read.version is None}
        again = map(file.in_file, rule_of("NB110")().check(file.graph))
        self.repeated = {(f.place.cell, f.variable) for f in again if f.place is not None}

    def fault(self, found: Finding) -> Fault:
        finding = self.file.in_file(found)
        if finding.code == FILE_ORDER:
            return _merged(finding, [self._about_file(finding)])
        cause = MENDABLE.get(finding.code)
        if cause is None or finding.place is None:
            return Fault(finding, why=_WHY.get(finding.code, _OTHERWISE))
        graph, cell = self.file.graph, finding.place.cell
        about = [
            divergence
            for divergence in graph.divergences
            if divergence.cause is cause
            and divergence.read.name == finding.variable
            and self.file.cell(divergence.read.statement) == cell
        ]
        resources = [
            divergence
            for divergence in graph.resource_divergences
            if divergence.cause is cause
            and variable(divergence) == finding.variable
            and divergence.read.place == found.place
        ]
        plans = [self._about_read(divergence) for divergence in about]
        plans += [self._about_resource(divergence) for divergence in resources if not about]
        return _merged(finding, plans, (self.file.key(divergence.read) for divergence in about))

    # what is read

    def _about_read(self, divergence: Divergence) -> _Plan:
        read = divergence.read
        reader = self.file.cell(read.statement)
        if divergence.cause is Cause.NEVER_RUN:
            return self._behind(reader, self.file.cells(divergence.fresh))
        recorded = self._recorded(read)
        if recorded is None or self.record is None:
            return self._below(divergence) if read.version is None else _Plan(why=_OTHERWISE)
        made = {*self.record.cells(recorded.history), reader}
        twice = sorted(cell for cell in made if (cell, read.name) in self.repeated)
        guess = f"{self._names(twice)} may have been run more than once" if twice else ""
        demands = tuple(self.record.demands(recorded, self.record, self.file))
        return self._without_lost(read.name, reader, demands, guess)

    def _without_lost(
        self, name: str, reader: int, demands: tuple[Demand, ...], guess: str
    ) -> _Plan:
        """Let wait for the reader whoever changed a name before it was made anew: on what is no longer recorded."""
        lost = sorted(
            {first for first, after in demands if after != reader and self._is_lost(first, name)}
        )
        if not lost:
            return _Plan(demands, guess, others=self._waiting(reader, demands))
        kept = [(first, after) for first, after in demands if first not in lost]
        behind = [(reader, cell) for cell in lost]
        told = f"{self._names(lost)} changed it before it was made anew, and may still belong before that"
        return _Plan((*kept, *behind), guess or told)

    def _waiting(self, reader: int, demands: tuple[Demand, ...]) -> tuple[Demand, ...]:
        """Return the demands with what stands between the definition and its reader waiting for the reader."""
        between = {first for first, after in demands if after < first < reader}
        return tuple((reader, d[0]) if d[0] in between and d[1] != reader else d for d in demands)

    def _is_lost(self, cell: int, name: str) -> bool:
        """Tell whether a cell needs a name that was not there, by the record, when the cell was run."""
        return (cell, name) in self.lost

    def _recorded(self, read: Occurrence) -> Occurrence | None:
        """Return the same read in the order of the record, if the name is bound there and the cell was run."""
        key = self.file.key(read)
        found = None if self.record is None else self.record.reads.get(key)
        if found is None or found.version is None or not self._count(key[0]):
            return None
        return found

    def _behind(self, reader: int, never_run: list[int]) -> _Plan:
        """Let cells that were never run wait for a reader."""
        demands = tuple((reader, cell) for cell in never_run if cell != reader)
        told = f"{self._names(never_run)} was never run: the record does not tell where it belongs"
        return _Plan(demands, told)

    def _below(self, divergence: Divergence) -> _Plan:
        """Bring a definition above its reader, or a `del` below it, where no record tells the order."""
        read = divergence.read
        reader = self.file.cell(read.statement)
        if divergence.cause is Cause.DELETED:
            (deleter,) = self.file.cells(divergence.fresh)
            if deleter == reader:
                return _Plan(why="a line of the same cell deletes it")
            makers = [w.cell for w in self.file.writers[read.name] if w.cell < deleter]
            demands = ((reader, deleter), *((maker, reader) for maker in makers))
            return _Plan(demands, self._contradiction(deleter, reader, read.name))
        below = self.file.cells(divergence.recorded)
        if reader in below:
            return _Plan(
                why="a later line of the same cell defines it: move the line, not the cell"
            )
        makers = [cell for cell in below if not self._needs(cell, read.name)] or below
        chosen, others = makers[0], [cell for cell in below if cell != makers[0]]
        guess = self._contradiction(reader, chosen, read.name)
        if len(makers) > 1:
            guess = f"{self._names(makers)} define it, and no record tells which of them is meant"
        return _Plan(((chosen, reader), *((reader, other) for other in others)), guess)

    def _needs(self, cell: int, name: str) -> bool:
        """Tell whether a cell reads a name before it binds it."""
        return any(
            key[0] == cell and key[2] == name and read.version is None
            for key, read in self.file.reads.items()
        )

    def _contradiction(self, upper: int, lower: int, name: str) -> str:
        """Say why the record does not bear out that `lower` ran before `upper`; nothing where it is silent."""
        if self.record is None or not (self._count(upper) or self._count(lower)):
            return ""
        if not self._count(upper):
            return ""
        if not self._count(lower):
            return f"{self._names([lower])} was never run: `{name}` came from somewhere else"
        return (
            f"{self._names([lower])} was last run after {self._names([upper])}: "
            "what it was before that, the record does not tell"
        )

    # what is no variable

    def _about_resource(self, divergence: Divergence) -> _Plan:
        if divergence.cause is Cause.NEVER_RUN:
            return self._behind(
                self.file.cell(divergence.read.statement), self.file.cells(divergence.fresh)
            )
        if self.record is None or divergence.resource is None:
            return _Plan(why=_OTHERWISE)
        demands = [
            (self.record.cell(edge.source), self.record.cell(edge.target))
            for edge in self.record.graph.dependencies
            if edge.resource is not None
            and edge.resource.domain == divergence.resource.domain
            and (edge.resource == divergence.resource or not edge.resource.is_stored)
        ]
        return _Plan(tuple(dict.fromkeys(demands)))

    def _about_file(self, finding: Finding) -> _Plan:
        if finding.place is None or not finding.related:
            return _Plan(why=_OTHERWISE)
        reader, writer = finding.place.cell, finding.related[0].place.cell
        demand = ((writer, reader),)
        first, then = self._count(writer), self._count(reader)
        if self.record is not None and first and then:
            if first < then:
                return _Plan(demand)
            return _Plan(why="it was read before it was written: write to a file of another name")
        return _Plan(demand, "no record tells whether the file was there before")

    def _count(self, cell: int) -> int:
        return self.notebook.cell(cell).execution_count or 0

    def _names(self, cells: Iterable[int]) -> str:
        names = [cell_name(self.notebook.cell(cell)) for cell in cells]
        return " and ".join(", ".join(names).rsplit(", ", 1)) if len(names) > 1 else names[0]


def _merged(finding: Finding, plans: list[_Plan], reads: Iterable[ReadKey] = ()) -> Fault:
    """Put together what mends all reads that a finding is about."""
    why = next((plan.why for plan in plans if plan.why), "" if plans else _OTHERWISE)
    guess = next((plan.guess for plan in plans if plan.guess), "")
    demands = dict.fromkeys(demand for plan in plans for demand in plan.demands)
    others = dict.fromkeys(demand for plan in plans for demand in plan.others or plan.demands)
    if why:
        return Fault(finding, guess=guess, why=why)
    return Fault(finding, tuple(demands), guess, "", frozenset(reads), tuple(others))
