"""What the calls in one statement do."""

from __future__ import annotations

from nb2pkg.analysis.graph.calls import Definition, arguments_of, reach
from nb2pkg.analysis.graph.statements import BRANCHING, LOOPING, keeps_for_later
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.graph.calls import Reach
    from nb2pkg.analysis.graph.state import State
    from nb2pkg.analysis.model import Call, Function, Statement, Use
    from nb2pkg.notebook.model import Place


class Called:
    """What the calls in one statement do, folded together."""

    __slots__ = (
        "binds",
        "functions",
        "may_bind",
        "may_mutate",
        "mutates",
        "opaque",
        "places",
        "reads",
        "returned",
        "shows",
        "uses",
    )

    def __init__(self) -> None:
        self.reads: list[tuple[str, str, bool]] = []  # (name, function that reads it, surely)
        self.places: dict[tuple[str, str], Place] = {}
        self.uses: list[Use] = []
        self.functions: set[int] = set()
        self.returned: list[str] = []  # variables that a result may be an alias of
        self.binds: frozenset[str] = frozenset()
        self.may_bind: frozenset[str] = frozenset()
        self.mutates: frozenset[str] = frozenset()
        self.may_mutate: frozenset[str] = frozenset()
        self.shows = self.opaque = False

    def add(self, statement: Statement, call: Call, definition: Definition, known: Reach) -> None:
        """Fold in what one call does."""
        certain = not (call.handed and keeps_for_later(statement, call.function))
        for name, via, sure in known.reads:
            if (name, via) not in self.places:
                self.places[name, via] = call.place
                self.reads.append((name, via, sure and certain))
        self.uses += known.uses
        self.functions |= known.functions
        self.shows = self.shows or known.shows
        self.opaque = self.opaque or known.opaque
        self._add_changes(statement, call, definition.function, known)

    def _add_changes(
        self, statement: Statement, call: Call, function: Function, known: Reach
    ) -> None:
        changed = frozenset(arguments_of(call.arguments, function, known.mutates_parameters))
        self.returned += arguments_of(call.arguments, function, function.returns_parameters)
        if call.handed and known.mutates_parameters:
            # it is called with something that the statement holds; nobody knows what
            held = {read.name for read in statement.effects.reads}
            self.may_mutate |= held - {call.function}
        self.may_mutate |= known.may_mutate
        if statement.kind in BRANCHING:
            self.may_mutate |= known.mutates | changed
        else:
            self.mutates |= known.mutates | changed
        if statement.kind in LOOPING or call.handed or function.is_class:
            self.may_bind |= known.binds
        else:
            self.binds |= known.binds


NOTHING = Called()


def called_in(statement: Statement, state: State, known: dict[int, Reach]) -> Called:
    """Return what the calls of a statement do; `known` keeps what functions reach while none of them changes."""
    if not statement.effects.calls:
        return NOTHING
    own = {function.name: function for function in statement.effects.defines}

    def lookup(name: str) -> tuple[Definition, ...]:
        found = state.definitions(name)
        return found if found or name not in own else (Definition(own[name], statement.id),)

    called = NOTHING
    for call in statement.effects.calls:
        for definition in lookup(call.function):
            key = id(definition.function)
            if key not in known:
                known[key] = reach(definition, lookup)
            if called is NOTHING:
                called = Called()
            called.add(statement, call, definition, known[key])
    return called
