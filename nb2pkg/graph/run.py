"""An imagined run of the notebook: its statements, one after the other, on an imagined kernel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nb2pkg.graph.calls import Definition, Reach, arguments_of, reach
from nb2pkg.graph.names import is_always_there
from nb2pkg.graph.state import State
from nb2pkg.graph.values import Occurrence, Resolved, Trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.graph.history import Histories
    from nb2pkg.model import Call, Place, Program, Statement, Use

# statements whose body runs some other number of times than once
BRANCHING = frozenset({"if", "while", "try", "trystar", "match"})
LOOPING = BRANCHING | {"for", "asyncfor"}
COMPOUND = LOOPING | {"with", "asyncwith"}
CLOSED = frozenset(
    {"assign", "annassign", "functiondef", "asyncfunctiondef", "classdef", "import", "importfrom"}
)
NOT_RUN = "skip-execution"

_CATCHES_NAME_ERROR = re.compile(r"except\s*:|except\b[^:]*\b(NameError|Exception|BaseException)\b")
_LOOKS_NAMES_UP = re.compile(r"\b(globals|locals|vars|dir)\(\)")


@dataclass(frozen=True, slots=True)
class Write:
    """A name that a statement binds or whose object it changes."""

    name: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Step:
    """What one statement did in a run."""

    resolved: Resolved
    writes: tuple[Write, ...]


def causes_of(statements: Sequence[Statement]) -> tuple[object, ...]:
    """Return for each statement what its bindings are worth: statements that bind equal values are equal causes."""
    modules = _modules(statements)
    return tuple(
        statement.text if _is_closed(statement, modules) else statement.id
        for statement in statements
    )


def _modules(statements: Sequence[Statement]) -> frozenset[str]:
    """Return the names that are imported, always from the same place, and never bound otherwise."""
    origins: dict[str, set[str | None]] = {}
    for statement in statements:
        imported = dict(statement.effects.imports)
        for name in _binds(statement):
            origins.setdefault(name, set()).add(imported.get(name))
    return frozenset(
        name for name, found in origins.items() if len(found) == 1 and None not in found
    )


def _is_closed(statement: Statement, modules: frozenset[str]) -> bool:
    """Tell whether what the statement binds depends on nothing but its text, and files it reads."""
    effects = statement.effects
    if statement.kind not in CLOSED or effects.opaque or effects.star or effects.mutates:
        return False
    if effects.calls or any(use.writes or not _is_file(use) for use in effects.uses):
        return False
    return all(read.name in modules for read in effects.reads)


def _is_file(use: Use) -> bool:
    return use.resource.startswith("fs:")


class Run:
    """Runs the statements of a program, cell by cell, on an imagined kernel."""

    def __init__(self, program: Program, histories: Histories, causes: tuple[object, ...]) -> None:
        self.program = program
        self.causes = causes
        self.state = State(histories)
        self.reads: list[Occurrence] = []
        self.reached: dict[int, Reach] = {}  # by id of the function, while no function changes
        self.steps: dict[int, Step] = {}
        self.by_cell: dict[int, list[Statement]] = {}
        self.broken = {problem.cell for problem in program.problems}
        self.skipped = {c.number for c in program.notebook.code_cells if NOT_RUN in c.tags}
        for statement in program.statements:
            self.by_cell.setdefault(statement.cell, []).append(statement)

    def cells(self, order: Iterable[int]) -> Trace:
        """Run the cells in this order."""
        numbers = tuple(order)
        for number in numbers:
            if number in self.broken:  # nobody knows what it would have bound
                self.state.guessing = True
            for statement in self.by_cell.get(number, ()):
                self.steps[statement.id] = self._step(statement)
        return Trace(numbers, tuple(self.reads), self.state.versions, self.state.deleted)

    def _step(self, statement: Statement) -> Step:
        effects = statement.effects
        called = _Called(statement, self)
        self._note_reads(statement, called)
        unresolved = self._unresolved(statement, called)
        writes: dict[str, bool] = {}
        mutates, may_mutate = self._change(statement, called, writes)
        unbinds = self._unbind(statement)
        binds = effects.binds | called.binds
        may_bind = (effects.may_bind | called.may_bind) - binds
        if statement.cell in self.skipped:
            binds, may_bind = frozenset(), may_bind | binds
        self._bind(statement, binds, may_bind, writes)
        self._alias(statement, called)
        if effects.star or effects.opaque or called.opaque:
            self.state.guessing = True
        for name in unbinds:
            writes[name] = True
        resolved = Resolved(
            reads=frozenset(read.name for read in effects.reads)
            | frozenset(name for name, _, _ in called.reads),
            reads_through=frozenset((name, via) for name, via, _ in called.reads),
            binds=binds,
            may_bind=may_bind,
            unbinds=unbinds,
            mutates=mutates,
            may_mutate=may_mutate,
            uses=tuple(dict.fromkeys((*effects.uses, *called.uses))),
            functions=frozenset(called.functions),
            unresolved=unresolved,
            shows=effects.shows or called.shows,
            opaque=effects.opaque or called.opaque,
        )
        return Step(resolved, tuple(Write(name, sure) for name, sure in writes.items()))

    # reading

    def _note_reads(self, statement: Statement, called: _Called) -> None:
        guarded = statement.cell in self.skipped or _is_guarded(statement)
        for read in statement.effects.reads:
            self._read(statement, read.name, read.place, sure=not guarded)
        # what a compound statement binds itself may be bound by the time the function reads it
        own = _binds(statement) if statement.kind in COMPOUND else frozenset()
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
                self.state.guessing,
            )
        )

    def _unresolved(self, statement: Statement, called: _Called) -> frozenset[str]:
        names = {read.name for read in statement.effects.reads}
        names.update(name for name, _, _ in called.reads)
        return frozenset(name for name in names if name not in self.state.versions)

    # writing

    def _change(
        self, statement: Statement, called: _Called, writes: dict[str, bool]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Apply changes of objects; return the names that surely and that maybe show them."""
        effects = statement.effects
        own = _binds(statement) - {read.name for read in effects.reads}  # made and changed in here
        strengths: dict[str, bool] = {}
        for sure, names in (
            (True, effects.mutates | called.mutates),
            (False, effects.may_mutate | called.may_mutate),
        ):
            for name in names - own:
                for shared, shows in self.state.sharing(name).items():
                    strengths[shared] = strengths.get(shared, False) or (sure and shows)
        for name in sorted(strengths):
            self.state.change(name, statement.id, sure=strengths[name])
            writes[name] = strengths[name]
        sure_names = frozenset(name for name, sure in strengths.items() if sure)
        direct = (effects.mutates | called.mutates) - own
        return sure_names | direct, frozenset(strengths) - sure_names - direct

    def _unbind(self, statement: Statement) -> frozenset[str]:
        """Take names away that are surely deleted; a `del` or `except … as` in a branch may not happen."""
        if statement.kind != "delete" and statement.magic is None:
            return frozenset()
        if statement.cell in self.skipped:
            return frozenset()
        for name in sorted(statement.effects.unbinds):
            self.state.unbind(name, statement.id)
        self.reached.clear()
        return statement.effects.unbinds

    def _bind(
        self,
        statement: Statement,
        binds: frozenset[str],
        may_bind: frozenset[str],
        writes: dict[str, bool],
    ) -> None:
        modules = dict(statement.effects.imports)
        defined = {function.name: function for function in statement.effects.defines}
        for name in sorted(binds | may_bind):
            module = modules.get(name)
            if module is not None and self.state.modules.get(name) == module:
                continue  # the same module once more
            if self.state.definitions(name) or name in defined:
                self.reached.clear()
            cause = ("module", module) if module is not None else self.causes[statement.id]
            sure = name in binds
            self.state.bind(name, statement.id, (name, cause), sure=sure, module=module)
            writes[name] = sure
            if name in defined:
                self.state.define(name, Definition(defined[name], statement.id))

    def _alias(self, statement: Statement, called: _Called) -> None:
        functions = False
        for alias in statement.effects.aliases:
            self.state.share(alias.target, alias.source, same=alias.same, sure=alias.sure)
            functions = functions or bool(self.state.definitions(alias.target))
        for target in sorted(statement.effects.binds if called.returned else ()):
            for source in called.returned:
                self.state.share(target, source, same=False, sure=False)
        if functions:
            self.reached.clear()


class _Called:
    """What the calls in one statement do, folded together."""

    def __init__(self, statement: Statement, run: Run) -> None:
        self.run = run
        self.own = {function.name: function for function in statement.effects.defines}
        self.statement = statement
        self.reads: list[tuple[str, str, bool]] = []
        self.places: dict[tuple[str, str], Place] = {}
        self.uses: list[Use] = []
        self.functions: set[int] = set()
        self.returned: list[str] = []
        self.binds: frozenset[str] = frozenset()
        self.may_bind: frozenset[str] = frozenset()
        self.mutates: frozenset[str] = frozenset()
        self.may_mutate: frozenset[str] = frozenset()
        self.shows = self.opaque = False
        for call in statement.effects.calls:
            for definition in self._lookup(call.function):
                self._add(call, definition)

    def _lookup(self, name: str) -> tuple[Definition, ...]:
        found = self.run.state.definitions(name)
        if not found and name in self.own:
            return (Definition(self.own[name], self.statement.id),)
        return found

    def _add(self, call: Call, definition: Definition) -> None:
        known = self.run.reached.get(id(definition.function))
        if known is None:
            known = reach(definition, self._lookup)
            self.run.reached[id(definition.function)] = known
        for name, via, sure in known.reads:
            if (name, via) not in self.places:
                self.places[name, via] = call.place
                self.reads.append((name, via, sure))
        self._add_changes(call, definition, known)
        self.uses += known.uses
        self.functions |= known.functions
        self.shows = self.shows or known.shows
        self.opaque = self.opaque or known.opaque

    def _add_changes(self, call: Call, definition: Definition, known: Reach) -> None:
        function = definition.function
        changed = frozenset(arguments_of(call.arguments, function, known.mutates_parameters))
        self.returned += arguments_of(call.arguments, function, function.returns_parameters)
        if call.handed and known.mutates_parameters:
            # it is called with something that the statement holds; nobody knows what
            self.may_mutate |= {read.name for read in self.statement.effects.reads} - {
                call.function
            }
        self.may_mutate |= known.may_mutate
        if self.statement.kind in BRANCHING:
            self.may_mutate |= known.mutates | changed
        else:
            self.mutates |= known.mutates | changed
        if self.statement.kind in LOOPING or call.handed or function.is_class:
            self.may_bind |= known.binds
        else:
            self.binds |= known.binds


def _binds(statement: Statement) -> frozenset[str]:
    return statement.effects.binds | statement.effects.may_bind


def _is_guarded(statement: Statement) -> bool:
    """Tell whether the statement is prepared for a name that is not there."""
    if statement.kind == "try":
        return _CATCHES_NAME_ERROR.search(statement.text) is not None
    return statement.kind in BRANCHING and _LOOKS_NAMES_UP.search(statement.text) is not None
