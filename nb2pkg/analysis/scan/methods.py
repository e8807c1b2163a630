"""Method calls: what they do to their receiver, and what they give."""

from __future__ import annotations

import ast

from nb2pkg.analysis import kinds, knowledge
from nb2pkg.analysis.keys import EVERY, SOME, given, position
from nb2pkg.analysis.kinds import OWN_CLASS, OWN_INSTANCE, RESOURCE, SEEDED, Kind
from nb2pkg.analysis.knowledge import anywhere, frames, python
from nb2pkg.analysis.resources import NUMPY_RANDOM
from nb2pkg.analysis.scan import inference
from nb2pkg.analysis.scan.arguments import Argument, find, is_true, walk_arguments
from nb2pkg.analysis.scan.draws import may_draw
from nb2pkg.analysis.scan.estimators import is_fitted_in_place, is_random_fit
from nb2pkg.analysis.scan.own_calls import call_of_class, call_own_method
from nb2pkg.analysis.scan.recorder import NoticedCall
from nb2pkg.analysis.scan.resources import touch
from nb2pkg.analysis.scan.settings import do_as_written
from nb2pkg.analysis.scan.shares import (
    BY_VERSION,
    MAYBE,
    SAME,
    Share,
    copied,
    doubtful,
    held,
    parts,
)
from nb2pkg.analysis.scan.tables import touch_tables
from nb2pkg.analysis.scan.targets import key_of, root_name
from nb2pkg.analysis.scan.values import NONE, Value, common_kind, element, is_fixed, united
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.keys import Keys
    from nb2pkg.analysis.scan.walker import Walker

_NEVER = frozenset[str]()
_FIELD = pattern(r"(?<!\{)(?:\{\{)*\{([^\W\d]\w*)")
_RUNNING = (kinds.ITERATOR, kinds.GENERATOR)


def call_method(
    walker: Walker, node: ast.Call, func: ast.Attribute, receiver: Value, *, discarded: bool
) -> Value:
    """Walk `receiver.method(…)`; `func` is the part before the parentheses."""
    method = func.attr
    kind = receiver.kind
    if kind is not None and kind.family == OWN_INSTANCE:
        result = call_own_method(walker, node, receiver, kind.name, method)
        if result is not None:
            return result
        kind = None
    if kind is not None and kind.family == OWN_CLASS:
        result = call_of_class(walker, node, kind.name, method)
        if result is not None:
            return result
        walker.recorder.calls.append(NoticedCall(kind.name, func, method=method))
        kind = None
    arguments = walk_arguments(walker, node)
    if method in python.FORMATTING and receiver.literal is not None:
        _read_formatted(walker, node, receiver.literal, arguments)
    if method in frames.EVALUATING:
        _read_mentioned(walker, node, kind)
    key = knowledge.key(kind) if kind is not None else "?"
    walker.recorder.facts.append(_fact(kind, method))
    name = key + "." + method
    touch(walker, name, arguments, receiver)
    touch_tables(walker.recorder, method, arguments)
    if kind is None:
        may_draw(walker, receiver, method, arguments)
    elif kind.is_instance:
        do_as_written(walker, walker.recorder.facts[-1])
    if name in knowledge.SHOWS:
        walker.recorder.has_output = True
    if _change_in_place(walker, receiver, arguments):
        return NONE
    _change(walker, func.value, key, method, receiver, arguments, discarded=discarded)
    if kind is None or kind.family == RESOURCE or kind.is_local:
        return _unknown_result(walker, receiver, method, arguments)
    return _result(receiver, kind, key, method, arguments)


def _read_mentioned(walker: Walker, node: ast.Call, kind: Kind | None) -> None:
    """Read the variables that stand in the text of a query, as in `df.query("age > @limit")`.

    What is no table for certain may be a database, where @ means something else: then a name has to be known.
    """
    if kind not in (None, kinds.FRAME):
        return
    for text in (text for each in (*node.args, *node.keywords) for text in ast.walk(each)):
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            for name in frames.mentioned(text.value):
                if kind is not None or walker.is_own(name) or name in walker.world.bound:
                    walker.value(ast.copy_location(ast.Name(name, ast.Load()), text))


def _read_formatted(walker: Walker, node: ast.Call, text: str, arguments: list[Argument]) -> None:
    """Read the variables that a text takes from `globals()`, as in `"{a}".format(**globals())`."""
    if any(argument.value.kind is kinds.NAMESPACE for argument in arguments):
        for name in dict.fromkeys(_FIELD.findall(text)):
            walker.value(ast.copy_location(ast.Name(name, ast.Load()), node))


def _fact(kind: Kind | None, method: str) -> str:
    return ("?" if kind is None else kind.described) + "." + method


def _change_in_place(walker: Walker, receiver: Value, arguments: list[Argument]) -> bool:
    """Note what the arguments say of changes; return whether the call gives nothing for that."""
    recorder = walker.recorder
    for argument in arguments:
        inference.consume(walker, argument.value, argument.node)
        if argument.key in anywhere.CHANGED_BY_KEYWORD:
            recorder.mutate(argument.value)
        elif argument.key == "inplace":
            truth = is_true(argument.node)
            if truth is not False:
                recorder.mutate(receiver, likely=truth is True)
            if truth:
                return True
    return False


def _change(
    walker: Walker,
    node: ast.expr,
    key: str,
    method: str,
    receiver: Value,
    arguments: list[Argument],
    *,
    discarded: bool,
) -> None:
    """Note what the method changes of its receiver (an expression, `node`)."""
    recorder = walker.recorder
    if method in knowledge.MUTATORS.get(key, _NEVER):
        change_all(walker, node, key, method, receiver, arguments)
    elif method in knowledge.REMEMBERING.get(key, _NEVER):
        recorder.mutate(receiver, likely=False)
    elif receiver.kind in kinds.DRAWINGS:
        if method not in knowledge.PURE_ON_AXES:
            recorder.mutate(receiver)
    elif key == "?":
        _change_unknown(walker, node, method, receiver, arguments, discarded=discarded)
    elif receiver.kind is not None and receiver.kind.is_generator:
        recorder.mutate(receiver, likely=receiver.kind.randomness == SEEDED)  # it moves on
        if method == "shuffle" and arguments:
            recorder.mutate(arguments[0].value)
    elif discarded and key not in knowledge.METHODS and not is_fixed(receiver.kind):
        if method in knowledge.MUTATING_ANYWHERE:
            recorder.mutate(receiver)
        elif method not in knowledge.PURE_ANYWHERE:
            recorder.mutate(receiver, likely=False)
    if is_random_fit(walker, key, method, receiver):
        recorder.use(NUMPY_RANDOM, reads=True, writes=True)


def change_all(
    walker: Walker,
    node: ast.expr,
    key: str,
    method: str,
    receiver: Value,
    arguments: list[Argument],
) -> None:
    """Note that a method is known to change its receiver (an expression, `node`)."""
    walker.recorder.mutate(receiver)
    if key == "estimator":
        if receiver.kind is not None and is_fitted_in_place(receiver.kind):
            walker.recorder.touch_every(receiver)
    elif method not in python.ADDING:
        lost = EVERY
        if method in python.TAKING and receiver.kind is kinds.DICT:
            lost = _asked_for(receiver, arguments)
        walker.recorder.drop(receiver, EVERY if lost == SOME else lost)
    if method in knowledge.KEEPERS.get(key, _NEVER):
        _keep(walker, node, method, receiver, arguments)


def _change_unknown(
    walker: Walker,
    node: ast.expr,
    method: str,
    receiver: Value,
    arguments: list[Argument],
    *,
    discarded: bool,
) -> None:
    recorder = walker.recorder
    if method in knowledge.MUTATING_ANYWHERE:
        recorder.mutate(receiver, likely=discarded or method not in python.OFTEN_OTHERS)
    elif method in knowledge.MUTATING_IF_DISCARDED:
        recorder.mutate(receiver, likely=discarded)
    elif discarded and method not in knowledge.PURE_ANYWHERE:
        recorder.mutate(receiver, likely=False)
    if method in knowledge.KEEPING_ANYWHERE:
        _keep(walker, node, method, receiver, arguments)


def _keep(
    walker: Walker, node: ast.expr, method: str, receiver: Value, arguments: list[Argument]
) -> None:
    """Note that the receiver (an expression, `node`) has got hold of the arguments."""
    for argument in arguments:
        walker.recorder.fill(receiver, argument.value)
        if argument.value.shares and not is_fixed(argument.value.kind):
            walker.recorder.store(receiver, argument.value, sure=receiver.kind is not None)
            if method == "setdefault":
                walker.recorder.hold(receiver, key_of(arguments[0].node), argument.value)
            elif isinstance(argument.node, ast.Name):
                walker.recorder.hold(receiver, given(argument.node.id), argument.value)
            name = root_name(node)
            if name is not None:
                walker.hold(name, argument.value)


def _unknown_result(
    walker: Walker, receiver: Value, method: str, arguments: list[Argument]
) -> Value:
    if method == "copy" and _is_one_of_containers(walker, receiver):
        return Value(None, copied(receiver.shares, MAYBE))
    if method in knowledge.FRESH_ANYWHERE:
        return Value(None)
    if method in anywhere.GIVING_THEMSELVES:
        return Value(None, receiver.shares)
    moving = [receiver, *(argument.value for argument in arguments)]
    shares = united(value for value in moving if not is_fixed(value.kind))
    return Value(None, doubtful(shares, SAME))


def _is_one_of_containers(walker: Walker, value: Value) -> bool:
    """Tell whether a value is one of several lists, dicts and sets, as in `for x in [a_list, a_dict]`."""
    known = [walker.world.values.get(share.root.name) for share in value.shares if not share.keys]
    found = {None if each is None else each.kind for each in known}
    return bool(found) and len(known) == len(value.shares) and found <= kinds.MUTABLE_CONTAINERS


def _result(receiver: Value, kind: Kind, key: str, method: str, arguments: list[Argument]) -> Value:
    if kind in kinds.MUTABLE_CONTAINERS:
        found = _from_container(receiver, method, arguments)
        if found is not None:
            return found
    views = knowledge.VIEWS.get(key)
    trust = views.get(method) if views is not None else None
    shares = () if trust is None else parts(receiver.shares, trust)
    methods = knowledge.METHODS.get(key)
    if methods is None or method not in methods:
        if trust is None and methods is None and not is_fixed(kind):
            shares = doubtful(receiver.shares)
        return Value(None, shares)
    result = methods[method]
    if result is kinds.RECEIVER:
        return receiver
    if result in _RUNNING:
        shares = held(shares)
    if isinstance(result, tuple):
        return Value(kinds.TUPLE, shares, None, tuple(Value(part) for part in result))
    if method == "copy" and _is_shallow(arguments):
        shares = parts(receiver.shares, BY_VERSION)
    if result is kinds.GROUPS:
        shares = held(receiver.shares)
    literal = _path_literal(receiver, method, arguments) if kind is kinds.PATH else None
    row = knowledge.ITERATES.get(f"{key}.{method}")
    items = None if row is None else (_row(row, held(shares)),)
    return Value(result, shares, literal, items)


def _from_container(receiver: Value, method: str, arguments: list[Argument]) -> Value | None:
    """Return what a list, dict or set gives of what it holds."""
    if method == "copy":
        return Value(receiver.kind, copied(receiver.shares), None, receiver.items, receiver.keys)
    # what is changed in a dict shows in its views
    if method == "values":
        return Value(kinds.VALUES, receiver.shares, None, receiver.items)
    if method == "keys" and receiver.kind is kinds.DICT:
        return Value(kinds.KEYS, receiver.shares)
    member = element(receiver, EVERY if method == "items" else _asked_for(receiver, arguments))
    if method == "items":
        row = Value(kinds.TUPLE, held(receiver.shares), None, (Value(None), member))
        return Value(kinds.ITEMS, receiver.shares, None, (row,))
    if method not in python.TAKING:
        return None
    defaults = arguments[1:2] if method in python.WITH_DEFAULT else []
    if not defaults:
        return member
    known = common_kind([member.kind, *(argument.value.kind for argument in defaults)])
    return Value(known, united([member, *(argument.value for argument in defaults)]))


def _asked_for(receiver: Value, arguments: list[Argument]) -> Keys:
    """Return the key that a dict, or a list with known members, is asked for by a method."""
    if receiver.kind is kinds.DICT and arguments and isinstance(arguments[0].node, ast.Constant):
        return key_of(arguments[0].node)
    if receiver.kind is kinds.LIST and receiver.items:
        if not arguments:
            return position(len(receiver.items) - 1)
        number = arguments[0].node
        if isinstance(number, ast.Constant) and number.value == 0:
            return position(0)
    return SOME


def _row(row: tuple[Kind | None, ...], shares: tuple[Share, ...]) -> Value:
    """Return one step of an iteration that gives tuples."""
    members = tuple(Value(kind, () if is_fixed(kind) else parts(shares)) for kind in row)
    return Value(kinds.TUPLE, shares, None, members)


def _is_shallow(arguments: list[Argument]) -> bool:
    deep = find(arguments, "deep", 0)
    return deep is not None and is_true(deep.node) is not True


def _path_literal(receiver: Value, method: str, arguments: list[Argument]) -> str | None:
    if receiver.literal is None:
        return None
    if method in python.SAME_PATH:
        return receiver.literal
    if method == "joinpath" and arguments and arguments[0].value.literal is not None:
        return receiver.literal.rstrip("/") + "/" + arguments[0].value.literal
    return None
