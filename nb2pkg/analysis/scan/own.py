"""Calls of the notebook's own functions and classes, and of names nothing is known of yet."""

from __future__ import annotations

import ast

from nb2pkg.analysis.kinds import OWN_CLASS, OWN_INSTANCE, OWN_PARTIAL, TUPLE, Kind
from nb2pkg.analysis.scan.arguments import Argument, plain_arguments, walk_arguments
from nb2pkg.analysis.scan.draws import draw_as_given
from nb2pkg.analysis.scan.inference import own_name
from nb2pkg.analysis.scan.recorder import Definition, NoticedCall
from nb2pkg.analysis.scan.values import (
    CERTAIN,
    SAME,
    Share,
    Value,
    doubtful,
    entry,
    is_fixed,
    united,
)
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.analysis.scan.walker import Walker


def call_own(walker: Walker, node: ast.Call, kind: Kind) -> Value:
    """Walk a call of a function or class that the notebook has defined above (or of an instance)."""
    func = node.func
    written = func.id if isinstance(func, ast.Name) else kind.name
    arguments = walk_arguments(walker, node)
    shifted = kind.family in (OWN_INSTANCE, OWN_PARTIAL)
    passed = () if shifted else plain_arguments(walker, arguments)
    target = own_name(kind, written)
    walker.recorder.calls.append(NoticedCall(target, func, passed))
    definition = walker.world.definitions.get(target)
    if kind.family == OWN_CLASS:
        return Value(Kind(OWN_INSTANCE, kind.name), _perhaps(arguments))
    if definition is None or shifted:
        return Value(None, _perhaps(arguments))
    change_unnamed(walker, definition, arguments, {key for key, _ in passed})
    given = _given(definition, arguments)
    draw_as_given(walker, definition, given)
    _tie(walker, definition, given)
    return _result(definition, arguments)


def call_unknown(walker: Walker, node: ast.Call) -> Value:
    """Walk a call of a name that may turn out to be one of the notebook's functions."""
    func = node.func
    arguments = walk_arguments(walker, node)
    passed = plain_arguments(walker, arguments)
    if isinstance(func, ast.Name):
        walker.recorder.calls.append(NoticedCall(func.id, func, passed))
    return Value(None, _perhaps(arguments))


def _perhaps(arguments: list[Argument]) -> tuple[Share, ...]:
    moving = [argument.value for argument in arguments if not is_fixed(argument.value.kind)]
    return doubtful(united(moving), SAME) if moving else ()


def parameter_of(definition: Definition, key: int | str, *, skip: int = 0) -> str | None:
    """Return the parameter that an argument goes to."""
    if isinstance(key, str):
        return key if key in definition.parameters else None
    position = key + skip
    return definition.parameters[position] if position < len(definition.parameters) else None


def change_unnamed(
    walker: Walker,
    definition: Definition,
    arguments: list[Argument],
    named: set[int | str],
    skip: int = 0,
) -> None:
    """Note changes of arguments that are no plain variables, which nobody else can trace."""
    changed = definition.mutated_parameters
    if not changed:
        return
    for argument in arguments:
        local = isinstance(argument.node, ast.Name) and (
            walker.is_own(argument.node.id) or argument.node.id in walker.scope.flow.maybe
        )
        if argument.key in named and not local:
            continue
        if parameter_of(definition, argument.key, skip=skip) in changed:
            walker.recorder.mutate(argument.value)


def _given(
    definition: Definition, arguments: list[Argument], skip: int = 0
) -> dict[str | None, Value]:
    """Return what is handed over for each parameter."""
    if not (definition.body.aliases or definition.body.asked):
        return {}
    return {
        parameter_of(definition, argument.key, skip=skip): argument.value for argument in arguments
    }


def _tie(walker: Walker, definition: Definition, given: Mapping[str | None, Value]) -> None:
    """Note what a function puts into what: into its arguments, or into global containers."""
    for target, source, _, _ in definition.body.aliases:
        container, stored = (
            given.get(root[1:], Value(None)) if root[0] == "." else entry(root)
            for root in (target, source)
        )
        walker.recorder.store(container, stored, sure=False)


def _result(definition: Definition, arguments: list[Argument]) -> Value:
    kind = definition.returns_kind
    if is_fixed(kind):
        return Value(kind)
    same = _returned_as_it_is(definition, arguments)
    if same is not None:
        return same
    returned = definition.returned_parameters
    given = [
        argument.value
        for argument in arguments
        if argument.key == "*" or parameter_of(definition, argument.key) in returned
    ]
    shares = doubtful(united(given), SAME) if given and returned else ()
    shares = (*shares, *_returned_globals(definition))
    items = None
    if kind is TUPLE and len(definition.body.returned) == 1:
        members = definition.body.returned[0].items
        if members is not None:
            items = tuple(Value(member.kind, shares) for member in members)
    return Value(kind, shares, None, items)


def _returned_as_it_is(definition: Definition, arguments: list[Argument]) -> Value | None:
    """Return the argument that a function gives back, where it does nothing else: `return df` at its end."""
    if len(definition.body.returned) != 1 or definition.body.yields or definition.decorated:
        return None
    (value,) = definition.body.returned
    if len(value.shares) != 1 or value.shares[0][1:] != (SAME, CERTAIN):
        return None
    parameter = value.shares[0].root[1:] if value.shares[0].root[0] == "." else None
    if parameter not in definition.parameters:
        return None
    for argument in arguments:
        if argument.key != "*" and parameter_of(definition, argument.key) == parameter:
            known = value.kind if argument.value.kind is None else argument.value.kind
            return argument.value._replace(kind=known, items=None)
    return None


def _returned_globals(definition: Definition) -> tuple[Share, ...]:
    """Return the shares of global objects that a call may give a part of."""
    found = [
        Value(None, tuple(share for share in value.shares if share.root[0] not in ".="))
        for value in definition.body.returned
        if value.shares and not is_fixed(value.kind)
    ]
    return doubtful(united(found), SAME) if found else ()


def _read_what_changes(walker: Walker, method: Definition, node: ast.expr) -> None:
    """Note that a method reads the globals it changes: its class, say, where that counts what is done."""
    for root in method.body.mutates:
        if root[0] != "." and root not in walker.scope.flow.bound and root in method.body.reads:
            walker.recorder.reads.setdefault(root, node)


def call_own_method(
    walker: Walker, node: ast.Call, receiver: Value, name: str, method: str
) -> Value | None:
    """Walk a method call on an instance of a class of the notebook; None if it has no such method."""
    definition = walker.world.definitions.get(name)
    found = definition.methods.get(method) if definition is not None else None
    if found is None:
        return None
    arguments = walk_arguments(walker, node)
    walker.recorder.calls.append(NoticedCall(name, node.func))
    walker.recorder.facts.append(f"{name}.{method}")
    own = found.parameters[:1]
    if own and "." + own[0] in found.body.mutates:
        walker.recorder.mutate(receiver)
    elif own and "." + own[0] in found.body.may_mutate:
        walker.recorder.mutate(receiver, likely=False)
    _read_what_changes(walker, found, node.func)
    change_unnamed(walker, found, arguments, set(), skip=1)
    given = _given(found, [Argument(-1, node.func, receiver), *arguments], skip=1)
    draw_as_given(walker, found, given)
    _tie(walker, found, given)
    kind = found.returns_kind
    if own and own[0] in found.returned_parameters:
        return Value(kind, doubtful(receiver.shares, SAME))
    return Value(kind, () if is_fixed(kind) else doubtful(receiver.shares))
