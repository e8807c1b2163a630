"""Calls of the notebook's own functions and classes, and of names nothing is known of yet."""

from __future__ import annotations

import ast

from nb2pkg.analysis.choices import UNKNOWABLE, Given
from nb2pkg.analysis.keys import EVERY, ITSELF, attribute, constant, is_leading_to_one
from nb2pkg.analysis.kinds import (
    LOCAL_CLOSURE,
    LOCAL_FUNCTION,
    OWN_CLASS,
    OWN_FUNCTION,
    OWN_GENERATOR,
    OWN_INSTANCE,
    OWN_PARTIAL,
    OWN_RESULT,
    TUPLE,
    Kind,
)
from nb2pkg.analysis.model import CHANGES, DROPS, PUT, RESULT
from nb2pkg.analysis.scan.arguments import (
    Argument,
    doubtful_shares,
    plain_arguments,
    walk_arguments,
)
from nb2pkg.analysis.scan.choosing import chosen, handed
from nb2pkg.analysis.scan.draws import CALLED, draw_as_given
from nb2pkg.analysis.scan.flow import ScopeKind
from nb2pkg.analysis.scan.inference import own_name
from nb2pkg.analysis.scan.recorder import Definition, NoticedCall
from nb2pkg.analysis.scan.shares import (
    CERTAIN,
    ENTRY,
    PARAMETER,
    PART,
    SAME,
    Root,
    Share,
    at_entry,
    doubtful,
    members,
    parameter,
    parameters_among,
    parts,
)
from nb2pkg.analysis.scan.values import UNKNOWN, Value, entry, is_fixed, united
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.analysis.keys import Keys
    from nb2pkg.analysis.scan.walker import Walker


def call_own(walker: Walker, node: ast.Call, kind: Kind) -> Value:
    """Walk a call of a function or class that the notebook has defined above (or of an instance)."""
    func = node.func
    written = func.id if isinstance(func, ast.Name) else kind.name
    arguments = walk_arguments(walker, node)
    shifted = kind.family in (OWN_INSTANCE, OWN_PARTIAL, OWN_RESULT)
    passed = () if shifted else plain_arguments(walker, arguments)
    target = own_name(kind, written)
    definition = walker.world.definitions.get(target)
    constants = () if shifted else handed(walker, arguments)
    if definition is not None and kind.family == OWN_FUNCTION:
        _pass_on_tested(walker, definition, arguments)
        definition = chosen(walker, definition, constants)
    if definition is not None and definition.body.asked:
        _run_handed(walker, definition, arguments)
    if definition is not None and definition.is_lazy and kind.family == OWN_FUNCTION:
        return Value(Kind(OWN_GENERATOR, target), doubtful_shares(arguments))
    walker.recorder.calls.append(NoticedCall(target, func, passed, constants=constants))
    if definition is not None and definition.body.passed:
        _call_handed(walker, definition, arguments, dict(passed))
    if kind.family == OWN_RESULT:
        walker.recorder.calls[-1] = walker.recorder.calls[-1]._replace(method=RESULT)
        return Value(None, doubtful_shares(arguments))
    if kind.family == OWN_CLASS:
        return _instance(definition, kind.name, arguments)
    if definition is None or shifted:
        return Value(None, doubtful_shares(arguments))
    change_unnamed(walker, definition, arguments, {key for key, _ in passed})
    if definition.kept:
        _change_kept(walker, definition, arguments)
    given = _given(definition, arguments)
    draw_as_given(walker, definition, given)
    _tie(walker, definition, given)
    return _result(definition, arguments)


def _pass_on_tested(walker: Walker, definition: Definition, arguments: list[Argument]) -> None:
    """Note that what a function hands to one that tests it tells what the function itself does."""
    if walker.scope.kind is not ScopeKind.FUNCTION or not definition.tested:
        return
    for argument in arguments:
        if isinstance(argument.node, ast.Name) and (
            parameter_of(definition, argument.key) in definition.tested
        ):
            walker.recorder.tested.add(argument.node.id)


def _instance(definition: Definition | None, name: str, arguments: list[Argument]) -> Value:
    """Return a new object of a class of the notebook, with what its constructor puts into it."""
    held: dict[Keys, Value] = {}
    maker = definition.methods.get("__init__") if definition is not None else None
    if definition is not None and definition.fields:
        held = {
            attribute(field): argument.value
            for field, argument in _matched(definition.fields, arguments).items()
        }
    elif maker is not None and maker.parameters:
        given = _given(maker, arguments, skip=1)
        itself = parameter(maker.parameters[0])
        held = {
            keys: given[stored.name]
            for container, keys, action, stored, _ in maker.body.members
            if action == PUT
            and container == itself
            and stored is not None
            and stored.origin == PARAMETER
            and stored.name in given
        }
    kind = Kind(OWN_INSTANCE, name)
    return Value(kind, doubtful_shares(arguments), None, tuple(held.values()) or None, tuple(held))


def _matched(fields: tuple[str, ...], arguments: list[Argument]) -> dict[str, Argument]:
    """Return the arguments by the fields that they fill."""
    found: dict[str, Argument] = {}
    for argument in arguments:
        if isinstance(argument.key, int):
            if argument.key < len(fields):
                found[fields[argument.key]] = argument
        elif argument.key in fields:
            found[argument.key] = argument
    return found


def call_unknown(walker: Walker, node: ast.Call) -> Value:
    """Walk a call of a name that may turn out to be one of the notebook's functions."""
    func = node.func
    arguments = walk_arguments(walker, node)
    passed = plain_arguments(walker, arguments)
    if isinstance(func, ast.Name):
        constants = handed(walker, arguments)
        walker.recorder.calls.append(NoticedCall(func.id, func, passed, constants=constants))
        walker.world.called_above.append((func.id, constants))
    return Value(None, doubtful_shares(arguments))


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
    if definition.rest in changed:
        _change_rest(walker, definition, arguments)
    for argument in arguments:
        local = isinstance(argument.node, ast.Name) and (
            walker.is_own(argument.node.id) or argument.node.id in walker.scope.flow.maybe
        )
        if argument.key in named and not local:
            continue
        if parameter_of(definition, argument.key, skip=skip) in changed:
            walker.recorder.mutate(argument.value)


def _run_handed(walker: Walker, definition: Definition, arguments: list[Argument]) -> None:
    """Note that a function calls functions that it is given."""
    called = {parameter for parameter, method in definition.body.asked if method == CALLED}
    nodes = {id(a.node) for a in arguments if parameter_of(definition, a.key) in called}
    for number, call in enumerate(walker.recorder.calls if nodes else ()):
        if call.is_handed_on and id(call.node) in nodes:
            walker.recorder.calls[number] = call._replace(is_run_at_once=True)


def _call_handed(
    walker: Walker,
    definition: Definition,
    arguments: list[Argument],
    passed: dict[int | str, str],
) -> None:
    """Note the calls of functions that a function is given, as if they stood at its own call."""
    given = {parameter_of(definition, argument.key): argument for argument in arguments}
    for called, inner in tuple(definition.body.passed):
        function = given.get(called)
        kind = function.value.kind if function is not None else None
        if function is None or kind is None or kind.family != OWN_FUNCTION:
            continue
        meant = {name: passed.get(argument.key) for name, argument in given.items()}
        known = tuple((key, meant[name] or "") for key, name in inner if meant.get(name))
        constants = ((UNKNOWABLE, Given.ANYTHING),)
        call = NoticedCall(kind.name, function.node, known, constants=constants)
        walker.recorder.calls.append(call)


def _change_kept(walker: Walker, definition: Definition, arguments: list[Argument]) -> None:
    """Note that a function changes itself where it changes a default that it keeps."""
    given = {parameter_of(definition, argument.key) for argument in arguments}
    if definition.kept - given and not any(argument.key == "*" for argument in arguments):
        itself = at_entry(definition.name)
        walker.recorder.mutates[itself] = None
        walker.recorder.touch(itself, ITSELF, sure=True)


def _change_rest(walker: Walker, definition: Definition, arguments: list[Argument]) -> None:
    """Note changes of what `**rest` has taken up."""
    rest = parameter(definition.rest)
    touched = {
        member.keys
        for member in definition.body.members
        if member.container == rest and member.action == CHANGES
    }
    for argument in arguments:
        key = argument.key
        goes_there = isinstance(key, str) and key != "*" and key not in definition.parameters
        if goes_there and (constant(key) in touched or EVERY in touched):
            walker.recorder.mutate(argument.value)


def _given(
    definition: Definition, arguments: list[Argument], skip: int = 0
) -> dict[str | None, Value]:
    """Return what is handed over for each parameter."""
    body = definition.body
    if not (body.aliases or body.asked or body.members):
        return {}
    return {
        parameter_of(definition, argument.key, skip=skip): argument.value for argument in arguments
    }


def _tie(walker: Walker, definition: Definition, given: Mapping[str | None, Value]) -> None:
    """Note what a function puts into what: into its arguments, or into global containers."""
    _pass_members(walker, definition, given)
    for target, source, _, _ in tuple(definition.body.aliases):  # it may call itself
        container, stored = _meant(target, given), _meant(source, given)
        walker.recorder.store(container, stored, sure=False)


def _meant(root: Root, given: Mapping[str | None, Value]) -> Value:
    """Return what a root in a function stands for in a call of it."""
    return given.get(root.name, UNKNOWN) if root.origin == PARAMETER else entry(root.name)


def _pass_members(
    walker: Walker, definition: Definition, given: Mapping[str | None, Value]
) -> None:
    """Note what a function does with the members of what it is given."""
    for container, keys, action, stored, sure in tuple(definition.body.members):
        if container.origin != PARAMETER:
            continue
        value = given.get(container.name, UNKNOWN)
        if action == PUT and stored is not None:
            walker.recorder.hold(value, keys, _meant(stored, given), sure=sure)
        elif action == DROPS:
            walker.recorder.drop(value, keys)
        elif action == CHANGES:
            for share in value.shares:
                if share.how == SAME and not share.keys:
                    walker.recorder.touch(share.root, keys, sure=sure and share.trust == CERTAIN)


def _result(definition: Definition, arguments: list[Argument]) -> Value:
    kind = definition.returns_kind
    if definition.body.later and kind == Kind(LOCAL_FUNCTION):
        return Value(Kind(OWN_RESULT, definition.name))
    if is_fixed(kind):
        return Value(kind)
    if kind is not None and kind.family == LOCAL_CLOSURE:
        return Value(kind, parts(united(_changed_later(definition, arguments))))
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
            items = tuple(_returned_item(definition, arguments, each, shares) for each in members)
    return Value(kind, shares, None, items)


def _changed_later(definition: Definition, arguments: list[Argument]) -> list[Value]:
    """Return the arguments that a function changes which a call gives."""
    changed = parameters_among(definition.body.later)
    return [a.value for a in arguments if parameter_of(definition, a.key) in changed]


def _returned_as_it_is(definition: Definition, arguments: list[Argument]) -> Value | None:
    """Return the argument that a function gives back, where it does nothing else: `return df` at its end."""
    if (
        len(definition.body.returned) != 1
        or definition.body.is_generator
        or definition.is_decorated
    ):
        return None
    (value,) = definition.body.returned
    if len(value.shares) != 1:
        return None
    (share,) = value.shares
    name, origin = share.root
    if share != Share(share.root) or origin != PARAMETER or name not in definition.parameters:
        return None
    for argument in arguments:
        if argument.key != "*" and parameter_of(definition, argument.key) == name:
            known = value.kind if argument.value.kind is None else argument.value.kind
            return argument.value._replace(kind=known, items=None)
    return None


def _returned_item(
    definition: Definition, arguments: list[Argument], item: Value, shares: tuple[Share, ...]
) -> Value:
    """Return what a member of a tuple is that a call gives: an argument as it is, or what may share any of them."""
    for argument in arguments:
        name = None if argument.key == "*" else parameter_of(definition, argument.key)
        if name is not None and item.shares == (Share(parameter(name)),):
            return argument.value._replace(items=None)
    return Value(item.kind, shares)


def _returned_member(method: Definition, receiver: Value) -> Value | None:
    """Return what an object holds, where a method does nothing but give that: `return self.items` at its end."""
    if len(method.body.returned) != 1 or method.body.is_generator or not method.parameters:
        return None
    (value,) = method.body.returned
    if len(value.shares) != 1:
        return None
    (share,) = value.shares
    itself = parameter(method.parameters[0])
    if share.root != itself or share.how != PART or not is_leading_to_one(share.keys):
        return None
    if receiver.items is not None and share.keys in receiver.keys:
        item = receiver.items[receiver.keys.index(share.keys)]
        return item._replace(shares=item.shares or members(receiver.shares, share.keys))
    return Value(value.kind, members(receiver.shares, share.keys, share.trust))


def _returned_globals(definition: Definition) -> tuple[Share, ...]:
    """Return the shares of global objects that a call may give a part of."""
    found = [
        Value(None, tuple(share for share in value.shares if share.root.origin == ENTRY))
        for value in definition.body.returned
        if value.shares and not is_fixed(value.kind)
    ]
    return doubtful(united(found), SAME) if found else ()


def _read_what_changes(walker: Walker, method: Definition, node: ast.expr) -> None:
    """Note that a method reads the globals it changes: its class, say, where that counts what is done."""
    reads = method.body.reads
    for name, origin in method.body.mutates:
        if origin != PARAMETER and name not in walker.scope.flow.bound and name in reads:
            walker.recorder.reads.setdefault(name, node)


def call_of_class(walker: Walker, node: ast.Call, name: str, method: str) -> Value | None:
    """Walk a call such as `Thing.add(thing, 1)`; None if the class has no such method."""
    definition = walker.world.definitions.get(name)
    found = None if definition is None else definition.methods.get(method)
    if found is None or found.node is None or found.node.decorator_list:
        return None
    if not node.args or isinstance(node.args[0], ast.Starred):
        return None
    receiver, *others = walk_arguments(walker, node)
    moved = [a._replace(key=a.key - 1) if isinstance(a.key, int) else a for a in others]
    return run_method(walker, node.func, receiver.value, name, method, moved)


def call_own_method(
    walker: Walker, node: ast.Call, receiver: Value, name: str, method: str
) -> Value | None:
    """Walk a method call on an instance of a class of the notebook; None if it has no such method."""
    if method_of(walker, receiver, method) is None:
        if walker.owner is not None and walker.owner[0] == name:
            walker.recorder.missing.add(method)
        return None
    arguments = walk_arguments(walker, node)
    walker.recorder.facts.append(f"{name}.{method}")
    return run_method(walker, node.func, receiver, name, method, arguments)


def call_inherited(walker: Walker, node: ast.Call, method: str) -> Value:
    """Walk a call such as `super().fit(X)` in a method."""
    name, first = walker.owner or ("", "")
    definition = walker.world.definitions.get(name)
    receiver = walker.read(first, node)
    arguments = walk_arguments(walker, node)
    for base in definition.bases if definition is not None else ():
        inherited = walker.world.definitions.get(base)
        if inherited is not None and method in inherited.methods:
            return run_method(walker, node, receiver, base, method, arguments)
    return Value(None, doubtful_shares(arguments))


def method_of(walker: Walker, value: Value, *names: str) -> str | None:
    """Return the first of some methods that the class of an object has, where the notebook has made that."""
    kind = value.kind
    if kind is None or kind.family != OWN_INSTANCE:
        return None
    definition = walker.world.definitions.get(kind.name)
    if definition is None:
        return None
    return next((each for each in names if each in definition.methods), None)


def run_special(walker: Walker, node: ast.expr, value: Value, *names: str) -> Value | None:
    """Run the first of some special methods that an object of the notebook's has, such as `__len__`."""
    method = method_of(walker, value, *names)
    if method is None or value.kind is None:
        return None
    return run_method(walker, node, value, value.kind.name, method, [])


def run_method(
    walker: Walker,
    node: ast.expr,
    receiver: Value,
    name: str,
    method: str,
    arguments: list[Argument],
) -> Value:
    """Note what a method of a class of the notebook does; it has to be there."""
    constants = handed(walker, arguments)
    found = chosen(walker, walker.world.definitions[name].methods[method], constants, skip=1)
    walker.recorder.calls.append(NoticedCall(name, node, method=method, constants=constants))
    own = found.parameters[:1]
    if own and parameter(own[0]) in found.body.mutates:
        walker.recorder.mutate(receiver)
    elif own and parameter(own[0]) in found.body.may_mutate:
        walker.recorder.mutate(receiver, likely=False)
    _read_what_changes(walker, found, node)
    change_unnamed(walker, found, arguments, set(), skip=1)
    given = _given(found, [Argument(-1, node, receiver), *arguments], skip=1)
    draw_as_given(walker, found, given)
    _tie(walker, found, given)
    kind = found.returns_kind
    member = _returned_member(found, receiver)
    if member is not None:
        return member
    if own and own[0] in found.returned_parameters:
        return Value(kind, doubtful(receiver.shares, SAME))
    return Value(kind, () if is_fixed(kind) else doubtful(receiver.shares))
