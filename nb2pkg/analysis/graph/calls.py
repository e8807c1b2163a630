"""What a call of the notebook's own functions does, with the functions they call in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from nb2pkg.analysis.model import RESULT
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Call, Function, Member, Use


class Definition(NamedTuple):
    """A function in force: its summary, and the statement that defined it."""

    function: Function
    statement: int


class Reach(NamedTuple):
    """What calling a function reads, binds, changes and touches, directly or through others."""

    reads: tuple[tuple[str, str, bool], ...]  # (name, function that reads it, surely)
    binds: frozenset[str]
    mutates: frozenset[str]
    may_mutate: frozenset[str]
    mutates_parameters: frozenset[str]
    uses: tuple[Use, ...]
    functions: frozenset[int]
    has_output: bool
    is_opaque: bool
    members: tuple[Member, ...] = ()
    has_variants: bool = False  # what is done depends on constants in calls


Lookup = Callable[[str], tuple[Definition, ...]]
Callees = Callable[["Definition", "Call"], tuple[Definition, ...]]


def reach(entry: Definition, lookup: Lookup, choosing: Function | None = None) -> Reach:
    """Fold everything that a call of `entry` can reach into one summary.

    Callees are looked up by name when the call happens, as Python does. What is read, and which functions have to be
    there, does not depend on constants in the call; `choosing` is what it does with them.
    """
    whole = _reach(entry, lookup)
    if choosing is None or (choosing is entry.function and not whole.has_variants):
        return whole
    chosen = _reach(Definition(choosing, entry.statement), lookup, choosing=True)
    surely = {(name, via) for name, via, sure in chosen.reads if sure}
    reads = tuple((name, via, sure and (name, via) in surely) for name, via, sure in whole.reads)
    return chosen._replace(reads=reads, functions=whole.functions)


def _reach(entry: Definition, lookup: Lookup, *, choosing: bool = False) -> Reach:
    callees = partial(_callees, lookup, choosing=choosing)
    reached, certain = _reachable(entry, callees)
    parameters, globals_changed = _changed_arguments(reached, callees)
    functions = [definition.function for definition in reached]
    reads: dict[tuple[str, str], bool] = {}
    for function in functions:
        for read in function.reads:
            reads.setdefault((read.name, function.name), id(function) in certain and read.is_sure)
    return Reach(
        reads=tuple((name, via, sure) for (name, via), sure in reads.items()),
        binds=_union(function.binds for function in functions),
        mutates=_union(function.mutates for function in functions) | globals_changed,
        may_mutate=_union(function.may_mutate for function in functions),
        mutates_parameters=parameters[id(entry.function)],
        uses=tuple(dict.fromkeys(use for function in functions for use in function.uses)),
        functions=frozenset(definition.statement for definition in reached),
        has_output=any(function.has_output for function in functions),
        is_opaque=any(function.is_opaque for function in functions),
        members=tuple(m for function in functions for m in function.members),
        has_variants=any(function.variants for function in functions),
    )


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


def _callees(
    lookup: Lookup, definition: Definition, call: Call, *, choosing: bool
) -> tuple[Definition, ...]:
    # a parameter that is called shadows a function of the notebook
    if call.function in definition.function.parameters:
        return ()
    found = lookup(call.function)
    if call.method != RESULT:
        if not choosing:
            return found
        return tuple(
            each._replace(function=each.function.called_with(call.constants)) for each in found
        )
    made = ((each.function.result, each.statement) for each in found)
    return tuple(Definition(function, statement) for function, statement in made if function)


def _reachable(entry: Definition, callees: Callees) -> tuple[list[Definition], set[int]]:
    """List the functions that a call reaches, and which of them it surely does.

    A class surely reaches nothing: its methods may never be called.
    """
    reached, seen, certain, waiting = [], {id(entry.function)}, set(), [entry]
    if not entry.function.is_class:
        certain.add(id(entry.function))
    while waiting:
        definition = waiting.pop()
        reached.append(definition)
        sure = id(definition.function) in certain
        for call in definition.function.calls:
            for callee in callees(definition, call):
                if id(callee.function) not in seen:
                    seen.add(id(callee.function))
                    waiting.append(callee)
                    if sure and not callee.function.is_class:
                        certain.add(id(callee.function))
    return reached, certain


def _changed_arguments(
    reached: list[Definition], callees: Callees
) -> tuple[dict[int, frozenset[str]], frozenset[str]]:
    """Say which parameters each function changes, and which globals are handed to one that changes them."""
    changed = {id(each.function): each.function.mutates_parameters for each in reached}
    globals_changed: set[str] = set()
    growing = len(reached) > 1 or any(each.function.calls for each in reached)
    while growing:
        growing = False
        for caller in reached:
            own = caller.function
            for argument in _passed_on(caller, changed, callees):
                if argument not in own.parameters:
                    globals_changed.add(argument)
                elif argument not in changed[id(own)]:
                    changed[id(own)] |= {argument}
                    growing = True
    return changed, frozenset(globals_changed)


def _passed_on(
    caller: Definition, changed: dict[int, frozenset[str]], callees: Callees
) -> list[str]:
    """List the variables that a function passes on to functions that change them."""
    found = []
    for call in caller.function.calls:
        for callee in callees(caller, call):
            found += arguments_of(call.arguments, callee.function, changed[id(callee.function)])
    return found


def arguments_of(
    arguments: tuple[tuple[int | str, str], ...], function: Function, parameters: frozenset[str]
) -> list[str]:
    """List the variables that a call passes as one of some parameters of a function."""
    found = []
    for key, variable in arguments:
        if isinstance(key, str):
            parameter = key
        elif key < len(function.parameters):
            parameter = function.parameters[key]
        else:
            continue
        if parameter in parameters:
            found.append(variable)
    return found
