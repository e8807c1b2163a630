"""Assignment: what a target binds, changes, or takes hold of."""

from __future__ import annotations

import ast
from itertools import permutations

from nb2pkg.analysis import kinds
from nb2pkg.analysis.keys import EVERY, Keys, attribute, constant, position
from nb2pkg.analysis.kinds import LOCAL_CLOSURE, MODULE, OWN_CLASS, OWN_FUNCTION
from nb2pkg.analysis.knowledge.python import RANGING, WITH_KEYS
from nb2pkg.analysis.resources import attribute_of
from nb2pkg.analysis.scan.own_calls import run_special
from nb2pkg.analysis.scan.shares import ENTRY, Share, at_entry, bound_here
from nb2pkg.analysis.scan.values import UNKNOWN, Value, element, is_fixed
from nb2pkg.analysis.scan.walker import AMBIENT
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.scan.walker import Walker

_IN_ORDER = frozenset({kinds.LIST, kinds.TUPLE})
# kinds whose item assignment copies what is assigned
_COPYING = frozenset({kinds.FRAME, kinds.SERIES, kinds.ARRAY, kinds.INDEXER})


def target_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that an assignment target binds."""
    kind = node.__class__
    if kind is ast.Name:
        yield node.id  # type: ignore[attr-defined]
    elif kind is ast.Tuple or kind is ast.List:
        for member in node.elts:  # type: ignore[attr-defined]
            yield from target_names(member)
    elif kind is ast.Starred:
        yield from target_names(node.value)  # type: ignore[attr-defined]


def root_name(node: ast.AST) -> str | None:
    """Return the name that an access path such as `a.b[c].d` starts from."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def assign(walker: Walker, target: ast.expr, value: Value, *, own: bool = False) -> None:
    """Assign a value to a target; `own`: to the innermost scope, as comprehensions do."""
    if isinstance(target, ast.Name):
        if own:
            walker.bind_in(walker.scope, target.id, value)
        else:
            walker.bind(target.id, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        _unpack(walker, target.elts, value, own=own)
    elif isinstance(target, ast.Attribute):
        receiver = walker.value(target.value)
        run_special(walker, target, receiver, target.attr + ".setter")
        walker.recorder.mutate(receiver)
        change_definition(walker, target.value, receiver)
        set_attribute(walker, receiver, target.attr, value)
        take_hold(walker, target.value, receiver, value, attribute(target.attr))
    elif isinstance(target, ast.Subscript):
        receiver = walker.value(target.value)
        walker.value(target.slice)
        if receiver.kind is kinds.NAMESPACE:  # globals()["x"] = …
            _bind_dynamically(walker, target.slice)
        walker.recorder.mutate(receiver)
        if receiver.kind not in _COPYING:
            take_hold(walker, target.value, receiver, value, key_of(target.slice))
    elif isinstance(target, ast.Starred):
        assign(walker, target.value, Value(kinds.LIST, value.shares), own=own)


def note_range(walker: Walker, target: ast.expr, source: ast.expr, value: Value) -> None:
    """Note that the variable of a loop (`target`) takes all the keys of a container in turn."""
    if isinstance(target, ast.Tuple) and target.elts:
        target = target.elts[0]
    if not isinstance(target, ast.Name):
        return
    walker.ranging.pop(target.id, None)
    inner = source
    while isinstance(inner, ast.Call):
        if isinstance(inner.func, ast.Attribute) and inner.func.attr in WITH_KEYS:
            inner = inner.func.value
        elif isinstance(inner.func, ast.Name) and inner.func.id in RANGING and inner.args:
            inner = inner.args[0]
        else:
            return
    if isinstance(inner, ast.Name) and (
        inner is not source or value.kind in (kinds.DICT, kinds.KEYS)
    ):
        walker.ranging[target.id] = inner.id


def change_definition(walker: Walker, node: ast.expr, receiver: Value) -> None:
    """Note that a class or function of the notebook (an expression, `node`) gets another attribute."""
    kind = receiver.kind
    is_definition = kind is not None and kind.family in (OWN_CLASS, OWN_FUNCTION)
    if not is_definition or not isinstance(node, ast.Name):
        return
    if not walker.is_own(node.id):
        walker.recorder.mutates[at_entry(node.id)] = None
    for share in receiver.shares:  # a class by the name that its methods give it
        if share.root.origin == ENTRY:
            walker.recorder.mutates[share.root] = None
            walker.recorder.reads.setdefault(share.root.name, node)


def set_attribute(walker: Walker, receiver: Value, name: str, value: Value | None = None) -> None:
    """Note that a module gets another attribute, or changes one that it has.

    What a name stands for may be what was there at first.
    """
    kind = receiver.kind
    if kind is None or kind.family != MODULE:
        return
    resource = attribute_of(kind.name, name)
    walker.world.attributes.add(resource)
    stored = None if value is None else value.kind
    is_alone = len(walker.recorder.reads.keys() - AMBIENT) <= 1  # the module's name
    walker.recorder.use(
        resource,
        reads=value is None or resource.name in walker.recorder.looked,
        writes=True,
        resets=stored is not None and (stored.is_own or is_alone),
    )


def also_named(walker: Walker, target: ast.expr, value: Value) -> Value:
    """Return a value that a global name stands for by now, as in `a = b = []`."""
    if not isinstance(target, ast.Name) or is_fixed(value.kind) or walker.is_own(target.id):
        return value
    shares = (*value.shares, Share(bound_here(target.id)))
    return Value(value.kind, shares, value.literal, value.items)


def _unpack(walker: Walker, targets: list[ast.expr], value: Value, *, own: bool) -> None:
    items = value.items
    starred = any(isinstance(target, ast.Starred) for target in targets)
    if (
        items is not None
        and value.kind is not kinds.DICT
        and len(items) == len(targets)
        and not starred
    ):
        for target, item in zip(targets, items, strict=True):
            assign(walker, target, item, own=own)
        _tie_closures(walker, targets, items)
        return
    if value.kind in _IN_ORDER:
        targets = _assign_in_order(walker, targets, value, own=own)
    member = element(value)
    for target in targets:
        assign(walker, target, member, own=own)


def _assign_in_order(
    walker: Walker, targets: list[ast.expr], value: Value, *, own: bool
) -> list[ast.expr]:
    """Assign to the targets above one with a star; return the others."""
    items = value.items or ()
    for number, target in enumerate(targets):
        if isinstance(target, ast.Starred):
            return targets[number:]
        member = items[number] if number < len(items) else element(value, position(number))
        assign(walker, target, member, own=own)
    return []


def _tie_closures(walker: Walker, targets: list[ast.expr], items: tuple[Value, ...]) -> None:
    """Note that functions which one call has made share what one of them changes."""
    if not any(item.kind is not None and item.kind.family == LOCAL_CLOSURE for item in items):
        return
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    for one, other in permutations(map(at_entry, names), 2):
        walker.recorder.aliases[one, other, False, False] = None


def key_of(node: ast.expr) -> Keys:
    """Return the key that a subscript says, or that it may be any."""
    return constant(node.value) if isinstance(node, ast.Constant) else EVERY


def take_hold(
    walker: Walker, node: ast.expr, receiver: Value, stored: Value, keys: Keys = EVERY
) -> None:
    """Note that a value has been put into something, which an access path leads to, in place of what was there."""
    walker.recorder.fill(receiver, stored)
    walker.recorder.drop(receiver, keys)
    if not stored.shares:
        return
    sure = receiver.kind is not None
    walker.recorder.store(receiver, stored, sure=sure)
    if keys != EVERY:
        walker.recorder.hold(receiver, keys, stored)
    name = root_name(node)
    if name is not None:
        walker.hold(name, stored)


def _bind_dynamically(walker: Walker, index: ast.expr) -> None:
    walker.recorder.is_opaque = walker.recorder.has_star = True
    if isinstance(index, ast.Constant) and isinstance(index.value, str):
        walker.scope.flow.maybe.add(index.value)
        walker.scope.flow.values.setdefault(index.value, UNKNOWN)


def delete(walker: Walker, target: ast.expr) -> None:
    """Carry out one target of a `del` statement."""
    if isinstance(target, ast.Name):
        walker.read(target.id, target)
        walker.unbind(target.id)
    elif isinstance(target, (ast.Tuple, ast.List)):
        for member in target.elts:
            delete(walker, member)
    elif isinstance(target, ast.Attribute):
        walker.recorder.mutate(walker.value(target.value))
    elif isinstance(target, ast.Subscript):
        receiver = walker.value(target.value)
        walker.value(target.slice)
        if receiver.kind is kinds.NAMESPACE:
            walker.recorder.is_opaque = True
        walker.recorder.mutate(receiver)
        is_one = receiver.kind is kinds.DICT  # in a list, all that follows moves up
        walker.recorder.drop(receiver, key_of(target.slice) if is_one else EVERY)
