"""What the calls in one statement do."""

from __future__ import annotations

from nb2pkg.analysis.graph.calls import Definition, Lookup, arguments_of, reach
from nb2pkg.analysis.graph.statements import BRANCHING, LOOPING, is_kept_for_later
from nb2pkg.analysis.model import RESULT
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph.calls import Reach
    from nb2pkg.analysis.graph.state import State
    from nb2pkg.analysis.model import Call, Function, Member, Statement, Use
    from nb2pkg.notebook.model import Place


# by the id of a function's summary, the name of what is run of it, whether that is what it has made, and the id of
# what it does with the constants in the call
Known = dict[tuple[int, str, bool, int], "Reach"]


class CallEffects:
    """What the calls in one statement do, folded together."""

    __slots__ = (
        "binds",
        "functions",
        "has_output",
        "is_opaque",
        "may_bind",
        "may_mutate",
        "members",
        "mutates",
        "places",
        "reads",
        "returned",
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
        self.members: tuple[Member, ...] = ()
        self.has_output = self.is_opaque = False

    def add(
        self, statement: Statement, call: Call, function: Function, known: Reach, state: State
    ) -> None:
        """Fold in what one call does."""
        certain = not function.is_class and (not call.is_handed_on or call.is_run_at_once)
        # whenever somebody calls it, a name that nothing binds is not there
        missing = call.is_handed_on and not is_kept_for_later(statement, call.function)
        for name, via, is_sure in known.reads:
            sure = is_sure and (certain or (missing and name not in state.ever))
            if (name, via) not in self.places:
                self.places[name, via] = call.place
                self.reads.append((name, via, sure))
            elif sure:
                self.reads = [(*r[:2], r[2] or r[:2] == (name, via)) for r in self.reads]
        self.uses += known.uses
        self.functions |= known.functions
        self.has_output = self.has_output or known.has_output
        self.is_opaque = self.is_opaque or known.is_opaque
        if certain:
            self.members += known.members
        self._add_changes(statement, call, function, known, certain=certain)

    def _add_changes(
        self, statement: Statement, call: Call, function: Function, known: Reach, *, certain: bool
    ) -> None:
        changed = frozenset(arguments_of(call.arguments, function, known.mutates_parameters))
        self.returned += arguments_of(call.arguments, function, function.returns_parameters)
        if call.is_handed_on and known.mutates_parameters:
            # it is called with something that the statement holds; nobody knows what
            held = {read.name for read in statement.effects.reads}
            self.may_mutate |= held - {call.function}
        self.may_mutate |= known.may_mutate
        if statement.kind in BRANCHING or not (certain or function.is_class):
            self.may_mutate |= known.mutates | changed
        else:
            self.mutates |= (known.mutates if certain else frozenset()) | changed
            self.may_mutate |= known.mutates
        if statement.kind in LOOPING or not certain:
            self.may_bind |= known.binds
        else:
            self.binds |= known.binds


NOTHING = CallEffects()


def effects_of_calls(statement: Statement, state: State, known: Known) -> CallEffects:
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
            if called is NOTHING:
                called = CallEffects()
            for function, chosen in _run(definition.function, call, lookup):
                key = (id(definition.function), function.name, call.method == RESULT, id(chosen))
                if key not in known:
                    entry = Definition(function, definition.statement)
                    known[key] = reach(entry, lookup, chosen)
                called.add(statement, call, function, known[key], state)
    return called


def _run(
    function: Function, call: Call, lookup: Lookup
) -> Iterator[tuple[Function, Function | None]]:
    """Yield what a call runs, and what that does with the constants in the call.

    Of a class that is the method for sure, and perhaps any other.
    """
    if call.method == RESULT:
        if function.result is not None:
            yield function.result, None
        return
    yield function, None if function.is_class else function.called_with(call.constants)
    if function.is_class and (not call.is_handed_on or call.is_run_at_once):
        method = _method(function, call.method or "__init__", lookup)
        if method is not None:
            # what is handed over is the class's affair
            yield method._replace(parameters=()), method.called_with(call.constants, skip=1)


def _method(function: Function, name: str, lookup: Lookup) -> Function | None:
    """Return a method of a class, or of one that it inherits from."""
    waiting, seen = [function], {id(function)}
    while waiting:
        owner = waiting.pop()
        for method in owner.methods:
            if method.name == name:
                return method
        for base in owner.bases:
            for definition in lookup(base):
                if id(definition.function) not in seen:
                    seen.add(id(definition.function))
                    waiting.append(definition.function)
    return None
