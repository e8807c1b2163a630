"""Histories of what is no variable, and where the two runs part there: random states, plot style, working directory."""

from __future__ import annotations

from nb2pkg.analysis.graph.divergences import LONGEST, Judge, without
from nb2pkg.analysis.graph.statements import BRANCHING
from nb2pkg.analysis.graph.values import Cause, Divergence, Occurrence
from nb2pkg.analysis.resources import (
    EVERY_RANDOM,
    FIGURE,
    FOLDER,
    NUMPY_RANDOM,
    PYTHON_RANDOM,
    STYLE,
    TENSORFLOW_RANDOM,
    TORCH_RANDOM,
)
from nb2pkg.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nb2pkg.analysis.graph.values import Resolved
    from nb2pkg.analysis.model import Program, Statement, Use
    from nb2pkg.analysis.resources import Resource

FOLLOWED: Final = frozenset(
    {PYTHON_RANDOM, NUMPY_RANDOM, TORCH_RANDOM, TENSORFLOW_RANDOM, STYLE, FOLDER}
)
_MOVING = frozenset({"cd", "pushd", "popd"})
# they choose where plots go, not how they look
_CHOOSING_A_BACKEND = frozenset({"matplotlib", "pylab"})

Reads = dict[tuple[int, "Resource"], "Event | None"]


class Event(NamedTuple):
    """The last thing that was done to a resource; `number` stands for it and all before it."""

    number: int
    statement: int
    cause: object
    is_seeded: bool  # a random state that was given a seed, now or before
    before: Event | None
    is_known: bool = True  # False: nobody knows what was done


def resource_divergences(
    program: Program, resolved: Sequence[Resolved], judge: Judge
) -> tuple[Divergence, ...]:
    """Return for each resource the first statement that meets it in another state than in the recorded run."""
    if not judge.is_comparable or judge.recorded is None:
        return ()
    touched = {use.resource for each in resolved for use in each.uses if use.is_write}
    if not touched & (FOLLOWED | {EVERY_RANDOM}) and not any(map(_is_followed, touched)):
        return ()
    histories = _Histories(program, resolved)
    fresh, recorded = histories.reads(judge.fresh.order), histories.reads(judge.recorded.order)
    found: dict[Resource, Divergence] = {}
    for (statement, resource), event in fresh.items():
        if resource not in found and (statement, resource) in recorded:
            other = recorded[statement, resource]
            divergence = _divergence(judge, program.statements[statement], resource, event, other)
            if divergence is not None:
                found[resource] = divergence
    return tuple(found.values())


def _divergence(
    judge: Judge,
    statement: Statement,
    resource: Resource,
    event: Event | None,
    other: Event | None,
) -> Divergence | None:
    cell = judge.cell(statement.id)
    if cell.has_failed or judge.is_meant_to_fail(statement.id) or not cell.execution_count:
        return None
    if _same(event, other):
        return None
    if resource.is_stored and event is None:
        return None  # it is read above what writes it, which is told elsewhere
    if resource.is_attribute and not all(each.is_known for each in (event, other) if each):
        return None
    if resource.is_random and not (_is_seeded(event) or _is_seeded(other)):
        return None  # no two runs draw the same
    ours, theirs = _steps(event), _steps(other)
    if resource == STYLE and {c for _, c in ours} == {c for _, c in theirs}:
        return None  # settings of different things may come in any order
    fresh = without(tuple(s for s, _ in ours), tuple(s for s, _ in theirs))
    seen = without(tuple(s for s, _ in theirs), tuple(s for s, _ in ours))
    read = Occurrence(str(resource), statement.id, statement.place, None)
    never_run = tuple(each for each in fresh if judge.cell(each).execution_count is None)
    if never_run:
        return (
            None
            if judge.is_stripped
            else Divergence(Cause.NEVER_RUN, read, never_run, (), resource)
        )
    if judge.can_have_rerun(fresh, seen, cell) or any(map(judge.has_lost_its_count, fresh)):
        return None
    return Divergence(Cause.DIFFERENT, read, fresh, seen, resource)


def _same(event: Event | None, other: Event | None) -> bool:
    """Tell whether two states are, or may be, the same."""
    if event is None or other is None:
        return event is other
    return event.number == other.number or not (event.is_known and other.is_known)


def _is_seeded(event: Event | None) -> bool:
    return event is not None and event.is_seeded


def _steps(event: Event | None) -> list[tuple[int, object]]:
    """Return what was done, and its cause, from the latest seed on."""
    found: list[tuple[int, object]] = []
    while event is not None and len(found) < LONGEST:
        found.append((event.statement, event.cause))
        event = event.before
    return found[::-1]


class _Histories:
    """Runs the statements in some order, looking at nothing but resources."""

    def __init__(self, program: Program, resolved: Sequence[Resolved]) -> None:
        self._program = program
        self._resolved = resolved
        self._numbers: dict[tuple[int, object], int] = {}
        self._by_cell: dict[int, list[Statement]] = {}
        for statement in program.statements:
            self._by_cell.setdefault(statement.cell, []).append(statement)

    def reads(self, order: Iterable[int]) -> Reads:
        """Return the state in which each statement meets each resource that it depends on."""
        found: Reads = {}
        now: dict[Resource, Event] = {}
        for cell in order:
            for statement in self._by_cell.get(cell, ()):
                resolved = self._resolved[statement.id]
                for use in resolved.uses:
                    for resource in _read_by(use) if self._surely(statement, use) else ():
                        found.setdefault((statement.id, resource), now.get(resource))
                for resource, use in self._written(statement, resolved):
                    now[resource] = self._event(statement, resource, use, now.get(resource))
                if resolved.is_opaque:
                    for resource in FOLLOWED:
                        now[resource] = Event(
                            0, statement.id, None, is_seeded=False, before=None, is_known=False
                        )
        return found

    def _written(self, statement: Statement, resolved: Resolved) -> Iterator[tuple[Resource, Use]]:
        magic = None if statement.magic is None else statement.magic.name
        for use in resolved.uses:
            if use.resource == EVERY_RANDOM:
                for resource in FOLLOWED:
                    if resource.is_random:
                        yield resource, use
            elif not use.is_write:
                continue
            elif _is_followed(use.resource) or (
                use.resource in FOLLOWED and _is_meant(use.resource, magic)
            ):
                yield use.resource, use

    def _event(
        self, statement: Statement, resource: Resource, use: Use, before: Event | None
    ) -> Event:
        resets = resource.is_stored and not use.is_read
        if resource.is_random or resource.is_attribute:
            resets = use.is_reset
        cause = self._cause(statement, settles=resets or not resource.is_random)
        known = resets or before is None or before.is_known
        if resets:
            before = None
        if resource.is_attribute and not resets and not use.is_read:
            known = False  # it may be what was there at first
        if (
            not self._surely(statement, use)
            or self._program.notebook.cell(statement.cell).has_failed
        ):
            known = False
        number = self._numbers.setdefault(
            (0 if before is None else before.number, cause), len(self._numbers) + 1
        )
        seeded = (resets and resource.is_random) or (before is not None and before.is_seeded)
        return Event(number, statement.id, cause, seeded, before, known)

    def _cause(self, statement: Statement, *, settles: bool) -> object:
        """Return what makes two events the same: the text, where it says all and doing it twice is doing it once."""
        values = dict(statement.effects.kinds)
        closed = settles and not statement.effects.calls and statement.kind == "expr"
        closed = closed or (settles and statement.kind == "assign" and not values)
        return statement.text if closed else statement.id

    def _surely(self, statement: Statement, use: Use) -> bool:
        """Tell whether running the statement does this for certain: a branch may not be taken, a method not called."""
        if statement.kind in BRANCHING:
            return False
        if use in statement.effects.uses:
            return True
        functions = self._resolved[statement.id].functions
        return not any(self._program.statements[each].kind == "classdef" for each in functions)


def _is_followed(resource: Resource) -> bool:
    """Tell whether a resource that has a name of its own is followed."""
    return resource.is_stored or resource.is_attribute


def _is_meant(resource: Resource, magic: str | None) -> bool:
    """Tell whether a magic that touches a resource (None: it is no magic) changes what is followed of it."""
    if resource == FOLDER:
        return magic is None or magic in _MOVING
    return resource != STYLE or magic not in _CHOOSING_A_BACKEND


def _read_by(use: Use) -> Iterator[Resource]:
    """Yield the resources whose state matters to something that touches a resource."""
    resource = use.resource
    if resource.is_random:
        if use.is_read and resource in FOLLOWED:
            yield resource
    elif resource == FIGURE:
        yield STYLE
    elif use.is_read and resource.is_file:
        if resource.is_relative_file:
            yield FOLDER
        if resource.is_stored:
            yield resource
    elif use.is_read and (resource.is_table or resource.is_attribute):
        yield resource
