"""Calls: what they change, keep, touch and give, by what is known of the callee."""

from __future__ import annotations

import ast

from nb2pkg.analysis import kinds, knowledge
from nb2pkg.analysis.keys import ITSELF, MEMBERS, attribute, position
from nb2pkg.analysis.kinds import (
    BUILTIN,
    CLASS,
    FUNCTION,
    IMPORT,
    INSTANCE,
    LOCAL_CLOSURE,
    OWN_FUNCTION,
    OWN_INSTANCE,
    OWN_PARTIAL,
    SEEDED,
    Kind,
)
from nb2pkg.analysis.knowledge import anywhere, arrays, frames, python
from nb2pkg.analysis.scan import inference, own_calls
from nb2pkg.analysis.scan.arguments import (
    Argument,
    doubtful_shares,
    find,
    is_true,
    plain_arguments,
    walk_arguments,
)
from nb2pkg.analysis.scan.by_name import attribute_got, use_attribute
from nb2pkg.analysis.scan.closures import BOUND
from nb2pkg.analysis.scan.draws import CALLED, may_draw
from nb2pkg.analysis.scan.estimators import construct_estimator
from nb2pkg.analysis.scan.functions import apply_to_members
from nb2pkg.analysis.scan.methods import call_method, change_all
from nb2pkg.analysis.scan.recorder import NoticedCall
from nb2pkg.analysis.scan.resources import touch
from nb2pkg.analysis.scan.settings import SHOWING, do_as_written, keep_state
from nb2pkg.analysis.scan.shares import (
    HOLDS,
    MAYBE,
    SAME,
    Share,
    copied,
    doubtful,
    held,
    parameter,
    parts,
)
from nb2pkg.analysis.scan.tables import touch_tables
from nb2pkg.analysis.scan.targets import root_name
from nb2pkg.analysis.scan.values import UNKNOWN, Value, element, is_fixed, united
from nb2pkg.trees import NO_TREE, called_name, expression_of
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Function
    from nb2pkg.analysis.scan.walker import Walker

_CONTAINERS = kinds.CONTAINERS | {kinds.ITERATOR}
_SEQUENCES = (kinds.LIST, kinds.TUPLE, kinds.ITERATOR)
_METHODS_BY_CLASS = ("list.", "dict.", "set.", "pandas.DataFrame.")


def call(walker: Walker, node: ast.Call) -> Value:
    """Walk a call."""
    discarded = walker.discarded is node
    walker.discarded = None
    func = node.func
    if func.__class__ is ast.Call:
        func = attribute_got(walker, func) or func
    if func.__class__ is ast.Attribute:
        if _is_super(func.value) and walker.owner is not None:
            return own_calls.call_inherited(walker, node, func.attr)
        receiver = walker.value(func.value)
        kind = receiver.kind
        if kind is None or not kind.is_qualified:
            return call_method(walker, node, func, receiver, discarded=discarded)
        callee = inference.attribute(walker, receiver, func.attr)
    elif func.__class__ is ast.Name:
        callee = walker.read(func.id, func)
        if callee.kind is None and not walker.is_own(func.id):
            made = discarded and func.id in walker.world.bound
            _may_change_itself(walker, callee, discarded=made)
            return own_calls.call_unknown(walker, node)
    else:
        callee = walker.value(func)
        _from_table(walker, func)
    return _call_value(walker, node, callee, discarded=discarded)


def _is_super(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"
    )


def _from_table(walker: Walker, func: ast.expr) -> None:
    """Note a call of something in a table of functions, such as `table["a"](x)`."""
    name = root_name(func)
    if name is not None and name in walker.world.definitions and not walker.is_own(name):
        walker.recorder.calls.append(NoticedCall(name, func))


def _call_value(walker: Walker, node: ast.Call, callee: Value, *, discarded: bool) -> Value:
    kind = callee.kind
    if kind is None:
        return _call_unknown(walker, node, callee, discarded=discarded)
    if kind.family == OWN_INSTANCE and own_calls.method_of(walker, callee, "__call__"):
        arguments = walk_arguments(walker, node)
        return own_calls.run_method(walker, node.func, callee, kind.name, "__call__", arguments)
    if kind.is_own:
        return own_calls.call_own(walker, node, kind)
    family, name = kind.family, kind.name
    if family == BUILTIN:
        return _builtin(walker, node, name)
    if name in frames.READS_VARIABLES:
        _read_tables(walker, node)
    arguments = walk_arguments(walker, node)
    if family in (FUNCTION, CLASS):
        written = do_as_written(walker, name)
        if written is None or written.is_class:
            keep_state(walker.recorder, name, arguments, discarded=discarded)
        return _library(walker, name, arguments, is_class=family == CLASS)
    if family == IMPORT:
        return _imported(walker, name, arguments, discarded=discarded)
    if family == INSTANCE:
        walker.recorder.facts.append(name + ".__call__")
        return Value(None, doubtful_shares(arguments))
    if family == LOCAL_CLOSURE:  # what it keeps from one call to the next has changed
        walker.recorder.mutate(callee)
    return Value(None, (*doubtful_shares(arguments), *doubtful(callee.shares)))


def _call_unknown(walker: Walker, node: ast.Call, callee: Value, *, discarded: bool) -> Value:
    arguments = walk_arguments(walker, node)
    _note_call_of_parameter(walker, callee, arguments)
    _may_change_itself(walker, callee, discarded=discarded)
    may_draw(walker, callee, CALLED, arguments)
    return Value(None, (*doubtful_shares(arguments), *doubtful(callee.shares)))


def _note_call_of_parameter(walker: Walker, callee: Value, arguments: list[Argument]) -> None:
    """Note what a function calls a function with that it is given."""
    if len(callee.shares) == 1 and callee.shares[0] == Share(parameter(callee.shares[0].root.name)):
        passed = plain_arguments(walker, arguments)
        walker.recorder.passed.append((callee.shares[0].root.name, passed))


def _builtin(walker: Walker, node: ast.Call, name: str) -> Value:
    if name in python.TESTS:
        return _test(walker, node, name)
    used = use_attribute(walker, node, name) if name in python.BY_NAME else None
    if used is not None:
        return used
    recorder = walker.recorder
    before = recorder.now if name in python.LAZY else None
    arguments = walk_arguments(walker, node)
    if name in python.APPLYING:
        apply_to_members(walker, arguments, *python.APPLYING[name])
    if before is not None:
        recorder.put_off(node, before)
    for argument in arguments if name in python.ASKING else ():
        own_calls.run_special(walker, argument.node, argument.value, *python.ASKING[name])
    found = _library(walker, "builtins." + name, arguments)
    return _first(arguments[0]) or found if name == "next" and arguments else found


def _first(iterator: Argument) -> Value | None:
    """Return the first member of a list, where an iterator over it has only just been made."""
    value = iterator.value
    if called_name(iterator.node) != "iter" or len(value.shares) != 1:
        return None
    (share,) = value.shares
    if share.how != HOLDS or share.keys != MEMBERS:
        return None
    return element(value._replace(shares=(share._replace(how=SAME, keys=ITSELF),)), position(0))


def _read_tables(walker: Walker, node: ast.Call) -> None:
    """Read the variables that a text of SQL takes for tables, as far as the notebook has any of that name."""
    from nb2pkg.analysis.knowledge.queries import created, tables

    for text in (text for given in (*node.args, *node.keywords) for text in ast.walk(given)):
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            walker.world.tables.update(created(text.value))
            for name in tables(text.value):
                if name in walker.world.tables:
                    continue
                if walker.is_own(name) or name in walker.world.bound:
                    walker.value(ast.copy_location(ast.Name(name, ast.Load()), text))
                else:
                    walker.recorder.mentioned.setdefault(name, text)


def _imported(walker: Walker, name: str, arguments: list[Argument], *, discarded: bool) -> Value:
    """Call something of a library, or of a module beside the notebook, of which no table tells anything."""
    walker.recorder.facts.append(name)
    touch(walker, name, arguments)
    last = name.rpartition(".")[2]
    written = do_as_written(walker, name)
    if written is not None:
        _change_as_written(walker, written, arguments)
    elif discarded and not SHOWING.search(last.lower()):
        _may_change_names(walker, arguments)
    if written is None or written.is_class:
        keep_state(walker.recorder, name, arguments, discarded=discarded)
    return Value(kinds.instance(name) if last[:1].isupper() else None, doubtful_shares(arguments))


def _may_change_itself(walker: Walker, callee: Value, *, discarded: bool) -> None:
    """Note that a function which some call has made, called for what it does, may keep what it is given."""
    if discarded and callee.kind is None:
        walker.recorder.mutate(callee, likely=False)


def _change_as_written(walker: Walker, function: Function, arguments: list[Argument]) -> None:
    """Note what a function of another file, whose body is known, changes of what it is given."""
    changed = function.mutates_parameters | function.may_mutate_parameters
    for argument in arguments:
        key = argument.key
        if isinstance(key, int):
            key = function.parameters[key] if key < len(function.parameters) else ""
        if key in changed:
            walker.recorder.mutate(argument.value, likely=False)


def _may_change_names(walker: Walker, arguments: list[Argument]) -> None:
    """Note that a function nothing is known of, called for what it does, may change the variables it is given."""
    for argument in arguments:
        if isinstance(argument.node, ast.Name):
            walker.recorder.mutate(argument.value, likely=False)


def _test(walker: Walker, node: ast.Call, name: str) -> Value:
    """Walk `isinstance(x, Class)` and its like: mentioning a class there runs nothing of it."""
    for argument in node.args:
        if isinstance(argument, ast.Name):
            walker.read(argument.id, argument)
        else:
            walker.value(argument)
    walker.recorder.facts.append("builtins." + name)
    return Value(kinds.TYPE if name == "type" else kinds.BOOL)


def _library(
    walker: Walker, name: str, arguments: list[Argument], *, is_class: bool = False
) -> Value:
    recorder = walker.recorder
    recorder.facts.append(name)
    touch(walker, name, arguments)
    if name.startswith("pandas.read_sql"):
        touch_tables(recorder, name.removeprefix("pandas."), arguments)
    if name in knowledge.SHOWS:
        recorder.has_output = True
    if name == "builtins.eval" and arguments and arguments[0].value.literal is not None:
        _evaluate(walker, arguments[0])
    if name in python.RUNNING:
        recorder.is_opaque = True
        recorder.has_star = recorder.has_star or name != "builtins.eval"
    _change_arguments(walker, name, arguments)
    if name in knowledge.SEEDABLE and arguments and arguments[0].value.kind is not kinds.NONE:
        return Value(knowledge.SEEDABLE[name].with_randomness(SEEDED))
    partial = _partial(walker, arguments) if name == python.PARTIAL else None
    if partial is not None:
        return partial
    library = name.partition(".")[0]
    if library in knowledge.ESTIMATOR_LIBRARIES:
        found = construct_estimator(walker, name, arguments, is_class=is_class)
        if found is not None:
            return found
    return _result(name, arguments, is_class=is_class)


def _evaluate(walker: Walker, text: Argument) -> None:
    """Read what an expression reads that stands in a text."""
    try:
        tree = expression_of((text.value.literal or "").strip())
    except NO_TREE:
        return  # the call will fail
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            walker.value(ast.copy_location(ast.Name(node.id, ast.Load()), text.node))


def _change_arguments(walker: Walker, name: str, arguments: list[Argument]) -> None:
    position = knowledge.ARGUMENT_CHANGES.get(name)
    if position is not None:
        changed = find(arguments, position)
        if changed is not None:
            walker.recorder.mutate(changed.value)
    elif arguments and name.startswith(_METHODS_BY_CLASS):
        _change_as_method(walker, name, arguments)
    for argument in arguments:
        if argument.key in anywhere.CHANGED_BY_KEYWORD:
            walker.recorder.mutate(argument.value)
        inference.consume(walker, argument.value, argument.node)


def _change_as_method(walker: Walker, name: str, arguments: list[Argument]) -> None:
    """Note what a method called through its class changes, as in `list.append(xs, 3)`."""
    key, _, method = name.rpartition(".")
    receiver = arguments[0]
    if method in knowledge.MUTATORS.get(key, ()):
        rest = [argument._replace(key=-1) for argument in arguments[1:]]
        change_all(walker, receiver.node, key, method, receiver.value, rest)


def _result(name: str, arguments: list[Argument], *, is_class: bool) -> Value:
    trust = knowledge.ARGUMENT_KEPT.get(name)
    shares: tuple[Share, ...] = ()
    if trust is not None:
        moving = [argument.value for argument in arguments if not is_fixed(argument.value.kind)]
        contains = name == "copy.copy" or knowledge.RETURNS.get(name) in _CONTAINERS
        if name in arrays.COPYING_WHAT_IS_NONE and arguments[0].value.kind is not kinds.ARRAY:
            trust = MAYBE
        shares = (copied if contains else parts)(united(moving), trust)
    if name in arrays.COPYING_UNLESS_TOLD and _need_not_copy(arguments):
        shares = parts(arguments[0].value.shares)
    if name == "builtins.vars" and arguments:
        return Value(kinds.DICT, arguments[0].value.shares)
    if name not in knowledge.RETURNS:
        if name in python.NAMESPACES:
            return _namespace(name, arguments)
        if is_class:
            known = name in knowledge.METHODS
            return Value((kinds.named if known else kinds.instance)(name), shares)
        if name in python.WRAPPERS and arguments:
            return _wrapped(arguments)
        if name.partition(".")[0] not in knowledge.KNOWN_LIBRARIES:
            shares = doubtful_shares(arguments)
        return Value(None, shares)
    return _returned(knowledge.RETURNS[name], name, arguments, shares)


def _need_not_copy(arguments: list[Argument]) -> bool:
    """Tell whether an array is handed over as it is to be, and need not be copied."""
    told = find(arguments, "copy")
    alone = len(arguments) == 2 and arguments[0].value.kind is kinds.ARRAY
    return told is not None and alone and is_true(told.node) is False


def _namespace(name: str, arguments: list[Argument]) -> Value:
    """Return an object that has what it is handed as attributes."""
    held_ = {attribute(each.key): each.value for each in arguments if isinstance(each.key, str)}
    shares = held(united(held_.values())) if held_ else ()
    return Value(kinds.instance(name), shares, None, tuple(held_.values()) or None, tuple(held_))


def _partial(walker: Walker, arguments: list[Argument]) -> Value | None:
    """Return what changes an argument given beforehand; None if nothing does so."""
    kind = arguments[0].value.kind if arguments else None
    if kind is None or kind.family != OWN_FUNCTION or kind.name not in walker.world.definitions:
        return None
    definition = walker.world.definitions[kind.name]
    places = [a._replace(key=a.key - 1) if isinstance(a.key, int) else a for a in arguments[1:]]
    changed = [
        each.value
        for each in places
        if own_calls.parameter_of(definition, each.key) in definition.mutated_parameters
    ]
    return Value(BOUND, parts(united(changed))) if changed else None


def _wrapped(arguments: list[Argument]) -> Value:
    """Return what a wrapper makes of a function; arguments given beforehand shift the others."""
    function = arguments[0].value
    kind = function.kind
    if len(arguments) > 1 and kind is not None and kind.family == OWN_FUNCTION:
        return Value(Kind(OWN_PARTIAL, kind.name))
    key, _, method = ("" if kind is None else kind.name).rpartition(".")
    if len(arguments) > 1 and method in knowledge.MUTATORS.get(key, ()):
        return Value(BOUND, parts(arguments[1].value.shares))
    return function


def _returned(
    kind: knowledge.Result, name: str, arguments: list[Argument], shares: tuple[Share, ...]
) -> Value:
    if isinstance(kind, tuple):
        return Value(kinds.TUPLE, shares, None, tuple(Value(part) for part in kind))
    first = arguments[0].value if arguments else UNKNOWN
    if kind is kinds.FIRST:
        return Value(first.kind if not is_fixed(first.kind) else kinds.SCALAR, shares)
    literal = _literal(name, arguments)
    items = first.items if shares and kind in _SEQUENCES else None
    if name in python.ROWS:
        items = (_row(name, arguments),)
    return Value(kind, shares, literal, items)


def _row(name: str, arguments: list[Argument]) -> Value:
    """Return what one step of `zip` or `enumerate` gives."""
    members = [element(argument.value) for argument in arguments]
    if name == "builtins.enumerate":
        members = [Value(kinds.INT), *members[:1]]
    return Value(kinds.TUPLE, held(united(members)), None, tuple(members))


def _literal(name: str, arguments: list[Argument]) -> str | None:
    """Return the text of a path that is put together of constants."""
    if name not in python.PATH_TEXTS:
        return None
    texts = [argument.value.literal for argument in arguments]
    if name == "builtins.open":
        texts = texts[:1]
    known = [text for text in texts if text is not None]
    if not known or len(known) != len(texts):
        return None
    joined = known[0]
    for text in known[1:]:
        joined = text if text.startswith("/") else joined.rstrip("/") + "/" + text
    return joined
