"""What each kind of expression reads, and what it gives."""

from __future__ import annotations

import ast

from nb2pkg.analysis import kinds, knowledge
from nb2pkg.analysis.keys import EVERY, ITSELF, MEMBERS, Keys, attribute, constant
from nb2pkg.analysis.kinds import OWN_CLASS, OWN_INSTANCE
from nb2pkg.analysis.scan import inference
from nb2pkg.analysis.scan.calls import call
from nb2pkg.analysis.scan.closures import BOUND
from nb2pkg.analysis.scan.deciding import decided
from nb2pkg.analysis.scan.flow import Scope, ScopeKind, joined
from nb2pkg.analysis.scan.functions import lambda_inline
from nb2pkg.analysis.scan.own_calls import method_of, run_special
from nb2pkg.analysis.scan.shares import (
    CERTAIN,
    HOLDS,
    PART,
    Share,
    at_entry,
    copied,
    held,
    parts,
)
from nb2pkg.analysis.scan.targets import also_named, assign, note_range, target_names
from nb2pkg.analysis.scan.values import (
    BOOL,
    FLOAT,
    INT,
    MOST_ITEMS,
    NONE,
    STR,
    UNKNOWN,
    Value,
    element,
    is_fixed,
    join,
    rather,
    united,
)
from nb2pkg.analysis.scan.walker import MisplacedError
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.analysis.scan.walker import Walker
    from nb2pkg.typed import Any

_OPERATORS: Mapping[type[ast.operator], str] = {
    ast.Add: "__add__",
    ast.Sub: "__sub__",
    ast.Mult: "__mul__",
    ast.MatMult: "__matmul__",
    ast.Div: "__truediv__",
    ast.FloorDiv: "__floordiv__",
    ast.Mod: "__mod__",
    ast.Pow: "__pow__",
    ast.LShift: "__lshift__",
    ast.RShift: "__rshift__",
    ast.BitAnd: "__and__",
    ast.BitOr: "__or__",
    ast.BitXor: "__xor__",
}
_MEMBERSHIP = (ast.In, ast.NotIn)
_COMPARING: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "__eq__",
    ast.NotEq: "__ne__",
    ast.Lt: "__lt__",
    ast.LtE: "__le__",
    ast.Gt: "__gt__",
    ast.GtE: "__ge__",
    ast.In: "__contains__",
    ast.NotIn: "__contains__",
}
_CONSTANTS = {int: INT, float: FLOAT, bool: BOOL, type(None): NONE, bytes: Value(kinds.BYTES)}


def _constant(_: Walker, node: ast.Constant) -> Value:
    value = node.value
    if value.__class__ is str:
        return Value(kinds.STR, (), value)
    return _CONSTANTS.get(value.__class__, UNKNOWN)


def _name(walker: Walker, node: ast.Name) -> Value:
    value = walker.read(node.id, node)
    kind = value.kind
    if kind is not None and kind.is_own:
        inference.hand_on(walker, node, kind)
    return value


def _attribute(walker: Walker, node: ast.Attribute) -> Value:
    value = walker.value(node.value)
    kind = value.kind
    if kind is not None and kind.family in (OWN_INSTANCE, OWN_CLASS):
        return _attribute_of_own(walker, node, value, kind)
    methods = None if kind is None else knowledge.MUTATORS.get(knowledge.key(kind))
    if methods is not None and node.attr in methods:
        return Value(BOUND, parts(value.shares))
    return inference.attribute(walker, value, node.attr)


def _attribute_of_own(walker: Walker, node: ast.Attribute, value: Value, kind: Kind) -> Value:
    """Return an attribute of an object of a class of the notebook: of its own, of its class, or a property's."""
    name = kind.name
    definition = walker.world.definitions.get(name)
    is_object = kind.family == OWN_INSTANCE
    if definition is not None and node.attr in definition.properties and is_object:
        return run_special(walker, node, value, node.attr) or UNKNOWN
    found = inference.attribute(walker, value, node.attr)
    if definition is not None and node.attr in definition.attributes:
        walker.read(name, node)
        shared = Share(at_entry(name), PART, CERTAIN, attribute(node.attr))
        return found._replace(shares=(*found.shares, shared))
    return found


def _subscript(walker: Walker, node: ast.Subscript) -> Value:
    value = walker.value(node.value)
    index = walker.value(node.slice)
    special = run_special(walker, node, value, "__getitem__")
    if special is not None:
        return special
    return inference.subscript(walker, value, node.slice, index)


def _slice(walker: Walker, node: ast.Slice) -> Value:
    walker.values((node.lower, node.upper, node.step))
    return Value(kinds.SLICE)


def _binary(walker: Walker, node: ast.BinOp) -> Value:
    left, right = walker.value(node.left), walker.value(node.right)
    if method_of(walker, left, *_OPERATORS.values()) is not None:
        special = run_special(walker, node, left, _OPERATORS.get(node.op.__class__, ""))
        if special is not None:
            return special
    return inference.binary(node.op, left, right)


def _boolean(walker: Walker, node: ast.BoolOp) -> Value:
    values = [walker.value(node.values[0])]
    recorder, is_either = walker.recorder, node.op.__class__ is ast.Or
    mutates, changed = len(recorder.mutates), len(recorder.members)
    if not walker.world.has_walrus:
        asked = walker.scope.flow.asked.copy()  # the other operands may not be looked at
        values += walker.values(node.values[1:])
        walker.scope.flow.asked = asked
    else:
        for operand in node.values[1:]:
            before = walker.scope.flow.copy()
            values.append(walker.value(operand))
            walker.scope.flow.become(joined((walker.scope.flow, before)))
    if is_either:
        recorder.doubt(mutates, changed)  # the first operand is mostly what is meant
    result = values[0]
    for value in values[1:]:
        result = rather(result, value) if is_either else join(result, value)
    return result


def _conditional(walker: Walker, node: ast.IfExp) -> Value:
    walker.value(node.test)
    outcome = decided(walker, node.test)
    if outcome is not None:
        return walker.value(node.body if outcome else node.orelse)
    flow = walker.scope.flow
    if not walker.world.has_walrus:
        asked = flow.asked.copy()
        result = rather(walker.value(node.body), _otherwise(walker, node.orelse))
        flow.asked = asked
        return result
    before = flow.copy()
    left = walker.value(node.body)
    after = flow.copy()
    flow.become(before)
    right = _otherwise(walker, node.orelse)
    flow.become(joined((flow, after)))
    return rather(left, right)


def _otherwise(walker: Walker, node: ast.expr) -> Value:
    """Walk what a conditional expression gives otherwise: what that changes is what may happen."""
    recorder = walker.recorder
    mutates, changed = len(recorder.mutates), len(recorder.members)
    value = walker.value(node)
    recorder.doubt(mutates, changed)
    return value


def _unary(walker: Walker, node: ast.UnaryOp) -> Value:
    value = walker.value(node.operand)
    if node.op.__class__ is ast.Not:
        return BOOL
    return Value(value.kind if value.kind in inference.NUMERIC else None)


def _compare(walker: Walker, node: ast.Compare) -> Value:
    left = walker.value(node.left)
    others = walker.values(node.comparators)
    asked = others[0] if node.ops[0].__class__ in _MEMBERSHIP else left
    run_special(walker, node, asked, _COMPARING.get(node.ops[0].__class__, ""))
    return inference.comparison(node.ops[0], left, others[0])


def _display(kind: Kind) -> Callable[[Walker, Any], Value]:
    def display(walker: Walker, node: ast.List | ast.Tuple | ast.Set) -> Value:
        if not node.elts:
            return Value(kind)
        items = walker.values(node.elts)
        pairs = list(zip(node.elts, items, strict=True))
        moving = [i for e, i in pairs if i.shares and not is_fixed(i.kind) and not _spreads(e)]
        shares = held(united(moving)) if moving else ()
        taken = [i for e, i in pairs if _spreads(e)]
        shares = (*shares, *copied(united(taken))) if taken else shares
        known = len(items) <= MOST_ITEMS and not any(
            element_.__class__ is ast.Starred for element_ in node.elts
        )
        return Value(kind, shares, None, tuple(items) if known else None)

    return display


def _spreads(node: ast.expr) -> bool:
    return isinstance(node, ast.Starred)


def _dict(walker: Walker, node: ast.Dict) -> Value:
    walker.values(node.keys)
    items = walker.values(node.values)
    moving = [item for item in items if item.shares and not is_fixed(item.kind)]
    shares = held(united(moving)) if moving else ()
    if None in node.keys:  # `{**a}` takes in the members of another
        taken = [item for key, item in zip(node.keys, items, strict=True) if key is None]
        own = [item for item in moving if item not in taken]
        return Value(kinds.DICT, (*held(united(own)), *copied(united(taken))))
    if not 0 < len(items) <= MOST_ITEMS:
        return Value(kinds.DICT, shares)
    return Value(kinds.DICT, shares, None, tuple(items), tuple(map(_written, node.keys)))


def _written(key: ast.expr | None) -> Keys:
    return constant(key.value) if isinstance(key, ast.Constant) else ITSELF


def _comprehension(kind: Kind) -> Callable[[Walker, Any], Value]:
    def comprehension(walker: Walker, node: ast.ListComp) -> Value:
        before = walker.recorder.now if kind is kinds.GENERATOR else None
        first = node.generators[0]
        iterable = walker.value(first.iter)
        outer = walker.scope
        enclosing = outer.outer if outer.kind is ScopeKind.CLASS and outer.outer else outer
        names = frozenset(name for part in node.generators for name in target_names(part.target))
        walker.scope = Scope(ScopeKind.COMPREHENSION, enclosing, names)
        _generators(walker, node.generators, iterable)
        item = _member(walker, node)
        walker.scope = outer
        if before is not None:
            walker.recorder.put_off(node, before)
        shares = () if is_fixed(item.kind) else _collected(item.shares)
        return Value(kind, shares, None, (item,) if item.kind else None)

    return comprehension


def _collected(shares: tuple[Share, ...]) -> tuple[Share, ...]:
    """Return the shares of what collects things; all members of a container are a copy of it."""
    return tuple(
        Share(root, HOLDS, trust, MEMBERS if keys == EVERY and how == PART else ITSELF)
        for root, how, trust, keys in shares
    )


def _generators(walker: Walker, generators: list[ast.comprehension], first: Value) -> None:
    for number, part in enumerate(generators):
        iterable = walker.value(part.iter) if number else first
        inference.consume(walker, iterable, part.iter)
        scope = walker.scope
        for name in target_names(part.target):
            scope.flow.bound.add(name)
        note_range(walker, part.target, part.iter, iterable)
        assign(walker, part.target, element(iterable), own=True)
        walker.values(part.ifs)


def _member(walker: Walker, node: ast.AST) -> Value:
    if isinstance(node, ast.DictComp):
        walker.value(node.key)
        return walker.value(node.value)
    return walker.value(node.elt)  # type: ignore[attr-defined]


def _walrus(walker: Walker, node: ast.NamedExpr) -> Value:
    value = walker.value(node.value)
    walker.bind(node.target.id, value)
    return also_named(walker, node.target, value)


def _joined(walker: Walker, node: ast.JoinedStr) -> Value:
    values = walker.values(node.values)
    texts = [value.literal for value in values]
    if all(text is not None for text in texts):
        return Value(kinds.STR, (), "".join(text or "" for text in texts))
    return STR


def _formatted(walker: Walker, node: ast.FormattedValue) -> Value:
    value = walker.value(node.value)
    if node.format_spec is not None:
        walker.value(node.format_spec)
        return STR
    return Value(kinds.STR, (), value.literal if value.kind is kinds.STR else None)


def _await(walker: Walker, node: ast.Await) -> Value:
    return walker.value(node.value)


def _yield(walker: Walker, node: ast.Yield | ast.YieldFrom) -> Value:
    if walker.scope.kind is ScopeKind.MODULE:
        raise MisplacedError("'yield' outside function", node)
    walker.recorder.is_generator = True
    if node.value is not None:
        walker.recorder.returned.append(walker.value(node.value))
    return UNKNOWN


def _starred(walker: Walker, node: ast.Starred) -> Value:
    value = walker.value(node.value)
    return Value(None, value.shares)


EXPRESSIONS: Mapping[type[ast.AST], Callable[[Walker, Any], Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Call: call,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.IfExp: _conditional,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.List: _display(kinds.LIST),
    ast.Tuple: _display(kinds.TUPLE),
    ast.Set: _display(kinds.SET),
    ast.Dict: _dict,
    ast.ListComp: _comprehension(kinds.LIST),
    ast.SetComp: _comprehension(kinds.SET),
    ast.DictComp: _comprehension(kinds.DICT),
    ast.GeneratorExp: _comprehension(kinds.GENERATOR),
    ast.NamedExpr: _walrus,
    ast.JoinedStr: _joined,
    ast.FormattedValue: _formatted,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.Starred: _starred,
    ast.Lambda: lambda_inline,
}
