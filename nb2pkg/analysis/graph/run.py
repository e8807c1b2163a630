"""An imagined run of the notebook: its statements, one after the other, on an imagined kernel."""

from __future__ import annotations

from nb2pkg.analysis.graph.call_effects import NOTHING, CallEffects, Known, effects_of_calls
from nb2pkg.analysis.graph.calls import Definition
from nb2pkg.analysis.graph.history import Worth
from nb2pkg.analysis.graph.names import is_always_there
from nb2pkg.analysis.graph.state import State
from nb2pkg.analysis.graph.statements import (
    BRANCHING,
    COMPOUND,
    bound_by,
    brought_by,
    has_hidden_bindings,
    is_guarded,
    is_of_standard_library,
    is_part_taken,
    is_put_in,
    renamed,
    star_names,
)
from nb2pkg.analysis.graph.values import Occurrence, Resolved, Trace
from nb2pkg.analysis.model import CHANGES, COPIED, DROPS, PUT, TAKEN
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.graph.history import Histories
    from nb2pkg.analysis.graph.state import Thing
    from nb2pkg.analysis.model import Effects, Program, Read, Statement
    from nb2pkg.notebook.model import Place

_NONE: frozenset[str] = frozenset()
_DELETING = frozenset({"delete", "try"})  # `except … as` deletes its name
NOT_RUN = "skip-execution"  # the tag of a cell that runs leave out


class Step(NamedTuple):
    """What one statement did in a run."""

    resolved: Resolved
    writes: tuple[tuple[str, bool], ...]  # names bound or changed, and whether surely
    is_shared_widely: bool  # it may have changed many more names


class Run:
    """Runs the statements of a program, cell by cell, on an imagined kernel."""

    def __init__(
        self,
        program: Program,
        histories: Histories,
        causes: tuple[object, ...],
        determined: frozenset[int],
        *,
        keeps_steps: bool,
    ) -> None:
        self.is_keeping_steps = keeps_steps
        self.program = program
        self.causes = causes
        self.determined = determined
        self.state = State(histories)
        self.state.ever = _ever_bound(program)
        self.reads: list[Occurrence] = []
        self.reached: Known = {}  # while no function changes
        self.steps: dict[int, Step] = {}
        self.by_cell: dict[int, list[Statement]] = {}
        self.broken = {problem.cell for problem in program.problems}
        self.skipped = {c.number for c in program.notebook.code_cells if NOT_RUN in c.tags}
        # nobody knows how far they got, and how far they will get
        self.failed = {c.number for c in program.notebook.code_cells if c.has_failed}
        for statement in program.statements:
            self.by_cell.setdefault(statement.cell, []).append(statement)

    def cells(self, order: Iterable[int]) -> Trace:
        """Run the cells in this order."""
        numbers = tuple(order)
        for number in numbers:
            if number in self.broken:  # nobody knows what it would have bound
                self.state.is_guessing = True
            for statement in self.by_cell.get(number, ()):
                self._step(statement)
        return Trace(numbers, tuple(self.reads), self.state.versions, self.state.deleted)

    def _step(self, statement: Statement) -> None:
        effects = statement.effects
        called = effects_of_calls(statement, self.state, self.reached)
        own = self._own(effects.reads) if effects.reads else _NONE
        unresolved = self._unresolved(statement, called) - own if self.is_keeping_steps else _NONE
        skipped = bool(self.skipped) and statement.cell in self.skipped
        if effects.reads or called is not NOTHING:
            self._note_reads(statement, called, own, skipped=skipped)
        writes: dict[str, bool] = {}
        self.state.is_shared_widely = False
        mutates = may_mutate = _NONE
        if effects.mutates or effects.may_mutate or effects.members or called is not NOTHING:
            mutates, may_mutate = self._change(statement, called, writes)
        unbinds = self._unbind(statement, writes) if effects.unbinds and not skipped else _NONE
        binds, may_bind = effects.binds, effects.may_bind
        if called is not NOTHING:
            binds |= called.binds
            may_bind = (may_bind | called.may_bind) - binds
        if skipped:
            binds, may_bind = _NONE, may_bind | binds
        if binds or may_bind:
            self._bind(statement, binds, may_bind, writes)
        if effects.aliases or called.returned:
            self._alias(statement, called)
        if effects.members or called.members:
            self._hold(statement, called)
        if called.is_opaque or has_hidden_bindings(statement):
            self.state.is_guessing = True
        elif effects.has_star:
            self._star(statement, writes)
        if statement.magic is not None:
            self.state.starred |= brought_by(statement.magic)
        if self.is_keeping_steps:
            changes = (binds, may_bind, unbinds, mutates, may_mutate)
            resolved = _resolved(effects, called, changes, unresolved, own)
            step = Step(resolved, tuple(writes.items()), self.state.is_shared_widely)
            self.steps[statement.id] = step

    # reading

    def _note_reads(
        self, statement: Statement, called: CallEffects, own: frozenset[str], *, skipped: bool
    ) -> None:
        guarded = skipped or is_guarded(statement)
        for name, place, sure, _ in statement.effects.reads:
            if name not in own:
                self._read(statement, name, place, sure=sure and not guarded)
        if called is NOTHING:
            return
        # what a compound statement binds itself may be bound by the time the function reads it
        own = bound_by(statement) if statement.kind in COMPOUND else frozenset()
        for name, via, sure in called.reads:
            if name not in own:
                place = called.places.get((name, via), statement.place)
                self._read(statement, name, place, sure=sure and not guarded, via=via)

    def _read(
        self, statement: Statement, name: str, place: Place, *, sure: bool, via: str | None = None
    ) -> None:
        version = self.state.versions.get(name)
        if version is None and is_always_there(name):
            return
        self.reads.append(
            Occurrence(
                name,
                statement.id,
                place,
                version,
                sure,
                via,
                self.state.deleted.get(name),
                self.state.is_guessing or name in self.state.starred,
            )
        )

    def _own(self, reads: tuple[Read, ...]) -> frozenset[str]:
        """Return the names that a statement reads and that nobody but itself can have bound."""
        known = self.state.versions
        names = [
            name
            for name, _, _, inner in reads
            if inner and name not in known and not is_always_there(name)
        ]
        return frozenset(names) if names else _NONE

    def _unresolved(self, statement: Statement, called: CallEffects) -> frozenset[str]:
        known = self.state.versions
        names = [name for name, _, _, _ in statement.effects.reads if name not in known]
        if called is not NOTHING:
            names += [name for name, _, _ in called.reads if name not in known]
        return frozenset(names) if names else _NONE

    # writing

    def _change(
        self, statement: Statement, called: CallEffects, writes: dict[str, bool]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Apply changes of objects; return the names that surely and that maybe show them."""
        effects = statement.effects
        own = bound_by(statement) - {
            read.name for read in effects.reads
        }  # made and changed in here
        things = self._changed_things(statement, called, own)
        strengths: dict[str, bool] = {}
        behind: dict[str, list[Thing]] = {}  # the things because of which a name surely has changed
        for thing, sure in things.items():
            for shared, shows in self.state.showing(thing).items():
                if sure and shows:
                    behind.setdefault(shared, []).append(thing)
                strengths[shared] = strengths.get(shared, False) or (sure and shows)
        happened = statement.cell not in self.failed
        for name in sorted(strengths):
            sure = strengths[name] and happened
            self.state.change(name, statement.id, behind.get(name, ()), sure=sure)
            writes[name] = strengths[name]
        sure_names = frozenset(name for name, sure in strengths.items() if sure)
        direct = (effects.mutates | called.mutates) - own
        return sure_names | direct, frozenset(strengths) - sure_names - direct

    def _changed_things(
        self, statement: Statement, called: CallEffects, own: frozenset[str]
    ) -> dict[Thing, bool]:
        """Return the things that change, surely or maybe; let containers drop what they hold no longer."""
        state, effects = self.state, statement.effects
        things: dict[Thing, bool] = {}
        for name in (effects.mutates | called.mutates) - own:
            if name in state.things:
                things[state.things[name]] = True
        for name in (effects.may_mutate | called.may_mutate) - own:
            if name in state.things:
                things.setdefault(state.things[name], False)
        for member in (*effects.members, *called.members):
            if member.action == CHANGES and member.container not in own:
                for thing, meant in state.members(member.container, member.keys).items():
                    things[thing] = things.get(thing, False) or (meant and member.is_sure)
            elif member.action == DROPS:
                sure = statement.kind not in BRANCHING
                state.drop(member.container, member.keys, sure=sure)
        return things

    def _unbind(self, statement: Statement, writes: dict[str, bool]) -> frozenset[str]:
        """Take names away that are surely deleted; a `del` in a branch may not happen."""
        if statement.kind not in _DELETING and statement.magic is None:
            return _NONE
        for name in sorted(statement.effects.unbinds):
            self.state.unbind(name, statement.id)
            writes[name] = True
        self.reached.clear()
        return statement.effects.unbinds

    def _bind(
        self,
        statement: Statement,
        binds: frozenset[str],
        may_bind: frozenset[str],
        writes: dict[str, bool],
    ) -> None:
        names = binds | may_bind if may_bind else binds
        modules = dict(statement.effects.imports)
        defined = {function.name: function for function in statement.effects.defines}
        happened = statement.cell not in self.failed
        aliases = statement.effects.aliases
        passed_on = {
            each.source for each in aliases if each.is_former or each.source == each.target
        }
        self.state.former.clear()
        worth = self._worth(statement) if statement.id in self.determined else None
        names -= renamed(statement)
        for name in sorted(names) if len(names) > 1 else names:
            module = modules.get(name)
            if module is not None and self.state.modules.get(name) == module:
                continue  # the same module once more
            if self.state.definitions(name) or name in defined:
                self.reached.clear()
            cause = ("module", module) if module is not None else self.causes[statement.id]
            sure = name in binds
            caused = (name, cause)
            self.state.bind(
                name,
                statement.id,
                caused,
                sure=sure,
                module=module,
                happened=happened,
                keeps=name in passed_on,
                worth=worth and worth._replace(cause=(name, worth.cause)),
            )
            writes[name] = sure
            if name in defined:
                self.state.define(name, Definition(defined[name], statement.id))

    def _worth(self, statement: Statement) -> Worth:
        """Return what says all of what a statement binds: its text, and what it reads."""
        reads = statement.effects.reads
        versions = [self.state.versions.get(read.name) for read in reads]
        worths = tuple([0 if version is None else version.worth for version in versions])
        alike = versions[0].alternatives if versions[0] and renamed(statement) else None
        return Worth((statement.text, worths), alike or frozenset())

    def _star(self, statement: Statement, writes: dict[str, bool]) -> None:
        """Note what a star import, or something that brings names as one does, may have bound.

        Of the standard library everybody knows: what the notebook has bound under such a name is gone.
        """
        known = star_names(statement.effects)
        if known is None:
            self.state.is_guessing = True
            return
        self.state.starred |= known
        for name in sorted(known & self.state.versions.keys()):
            cause = ("star", statement.effects.imports)
            sure = is_of_standard_library(statement.effects)
            self.state.bind(name, statement.id, (name, cause), sure=sure)
            writes[name] = sure

    def _alias(self, statement: Statement, called: CallEffects) -> None:
        functions = False
        unchanged = renamed(statement)  # `a = a` leaves all as it is
        for alias in statement.effects.aliases:
            if alias.target == alias.source and alias.target in unchanged:
                continue
            if alias.is_same:
                self.state.share_same(
                    alias.target, alias.source, sure=alias.is_sure, former=alias.is_former
                )
                functions = functions or bool(self.state.definitions(alias.target))
            elif is_part_taken(statement, alias):
                self.state.share_part(alias.target, alias.source, sure=alias.is_sure)
            elif is_put_in(statement, alias):
                self.state.share_part(alias.source, alias.target, sure=alias.is_sure)
            else:
                self.state.share_part(alias.target, alias.source, sure=False)
        for target in sorted(statement.effects.binds if called.returned else ()):
            for source in called.returned:
                self.state.share_same(target, source, sure=False)
        if functions:
            self.reached.clear()

    def _hold(self, statement: Statement, called: CallEffects) -> None:
        """Note what containers hold now, and which names stand for what they held."""
        if statement.kind in COMPOUND:  # who knows in which order
            self.state.lost.clear()
        for container, keys, action, name, sure in (*statement.effects.members, *called.members):
            if action == PUT:
                self.state.put(container, keys, name, sure=sure)
            elif action == TAKEN:
                self.state.take(name, container, keys, sure=sure)
            elif action == COPIED:
                self.state.copy(container, name, sure=sure)
        self.state.lost.clear()


def _ever_bound(program: Program) -> frozenset[str]:
    """Return the names that some statement or function of a notebook may bind."""
    found: set[str] = set()
    for statement in program.statements:
        found |= statement.effects.binds | statement.effects.may_bind
        for function in statement.effects.defines:
            found |= function.binds
    return frozenset(found)


def _resolved(
    effects: Effects,
    called: CallEffects,
    changes: tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str]],
    unresolved: frozenset[str],
    own: frozenset[str],
) -> Resolved:
    """Put together what a statement does; `changes` are names in the order in which `Resolved` has them."""
    reads = frozenset([name for name, _, _, _ in effects.reads]) - own
    if called is NOTHING:
        return Resolved(
            reads,
            *changes,
            uses=effects.uses,
            unresolved=unresolved,
            has_output=effects.has_output,
            is_opaque=effects.is_opaque,
        )
    return Resolved(
        reads.union([name for name, _, _ in called.reads]),
        *changes,
        uses=tuple(dict.fromkeys((*effects.uses, *called.uses))),
        functions=frozenset(called.functions),
        unresolved=unresolved,
        has_output=effects.has_output or called.has_output,
        is_opaque=effects.is_opaque or called.is_opaque,
    )
