"""Light inference: what kind of thing an expression gives."""

from __future__ import annotations

import ast
from functools import cache

from nb2pkg.analysis import keys, kinds, knowledge
from nb2pkg.analysis.keys import EVERY, SOME, Keys
from nb2pkg.analysis.kinds import (
    BUILTIN,
    CLASS,
    CONTAINERS,
    FUNCTION,
    IMPORT,
    MODULE,
    OWN_GENERATOR,
    OWN_INSTANCE,
    RESOURCE,
    Kind,
)
from nb2pkg.analysis.knowledge.python import NAMESPACES
from nb2pkg.analysis.scan.recorder import NoticedCall, Recorder
from nb2pkg.analysis.scan.shares import (
    BY_VERSION,
    OWN,
    copied,
    held,
    members,
    parts,
)
from nb2pkg.analysis.scan.values import (
    BOOL,
    INT,
    STR,
    Value,
    element,
    is_fixed,
    keys_of,
    united,
)
from nb2pkg.trees import NO_TREE, expression_of
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.scan.walker import Walker

NUMERIC = frozenset(
    {kinds.FRAME, kinds.SERIES, kinds.ARRAY, kinds.INDEX, kinds.SCALAR, kinds.INT, kinds.FLOAT}
)
_TABULAR = (kinds.FRAME, kinds.SERIES, kinds.ARRAY, kinds.INDEX)  # the stronger one first
_SHAPE = Value(kinds.TUPLE, (), None, (INT, INT))
_LABELS = (kinds.STR, kinds.TUPLE)
_CONSUMED = frozenset({kinds.GENERATOR, kinds.ITERATOR, kinds.FILE})
_WHOLE = frozenset({kinds.INT, kinds.BOOL})
_NUMBERS = _WHOLE | {kinds.FLOAT, kinds.SCALAR}

# what people call the parameters of a few kinds, without exception worth following
BY_PARAMETER_NAME = {"df": kinds.FRAME, "ax": kinds.AXES, "axes": kinds.AXES, "fig": kinds.FIGURE}

_ANNOTATED: dict[Kind | None, Kind] = {
    **{
        Kind(BUILTIN, name): kinds.named(name)
        for name in ("int", "float", "str", "bool", "list", "dict", "tuple", "set")
    },
    Kind(CLASS, "pandas.DataFrame"): kinds.FRAME,
    Kind(CLASS, "pandas.Series"): kinds.SERIES,
    Kind(CLASS, "numpy.ndarray"): kinds.ARRAY,
    Kind(FUNCTION, "numpy.ndarray"): kinds.ARRAY,
}


@cache
def imported(qualified: str) -> Kind:
    """Return the kind of something known by its qualified name."""
    known = knowledge.OBJECTS.get(qualified)
    if known is not None:
        return known
    if qualified in knowledge.MODULES:
        return Kind(MODULE, qualified)
    library, _, _ = qualified.partition(".")
    if library not in knowledge.KNOWN_LIBRARIES:
        return Kind(IMPORT, qualified)
    last = qualified.rpartition(".")[2]
    return Kind(CLASS if last[:1].isupper() else FUNCTION, qualified)


def attribute(walker: Walker, value: Value, name: str) -> Value:
    """Return what `value.name` gives."""
    kind = value.kind
    if kind is None:
        return Value(None, members(value.shares, keys.attribute(name), BY_VERSION))
    if kind.family == OWN_INSTANCE or kind.name in NAMESPACES:
        return _attribute_of_instance(value, keys.attribute(name))
    if kind.is_qualified:
        qualified = kind.name + "." + name
        if kind.family == MODULE:
            walker.recorder.looked.add(qualified)
            return _module_attribute(walker, qualified, value)
        return _function(qualified)
    if kind.resource is not None:
        inner = knowledge.INNER_RESOURCES.get((kind.resource, name), kind.resource)
        return Value(kinds.standing_for(inner))
    key = knowledge.key(kind)
    attributes = knowledge.ATTRIBUTES.get(key)
    views = knowledge.VIEWS.get(key)
    trust = views.get(name) if views is not None else None
    if name == "shape" and kind in _TABULAR:
        return _SHAPE
    if attributes is not None and name in attributes:
        return Value(attributes[name], () if trust is None else parts(value.shares, trust))
    if kind is kinds.FRAME and name not in knowledge.METHODS[key]:
        return Value(kinds.SERIES, parts(value.shares, BY_VERSION))  # a column
    if kind is kinds.GROUPS:
        return Value(kinds.SERIES_GROUPS)
    if is_fixed(kind):
        return Value(None)
    return Value(None, parts(value.shares, BY_VERSION if trust is None else trust))


def _attribute_of_instance(value: Value, key: Keys) -> Value:
    """Return what an object of a class of the notebook holds under a name."""
    if value.items is not None and key in value.keys:
        item = value.items[value.keys.index(key)]
        return item._replace(shares=item.shares or members(value.shares, key))
    return Value(None, members(value.shares, key))


def _module_attribute(walker: Walker, qualified: str, module: Value) -> Value:
    found = _named(qualified)
    kind = found.kind
    resource = kind.resource if kind is not None else None
    if resource is not None:
        walker.recorder.use(resource, reads=True)
    elif kind is not None and kind.family == IMPORT:
        return Value(kind, module.shares)
    return found


@cache
def _named(qualified: str) -> Value:
    return Value(imported(qualified))


@cache
def _function(qualified: str) -> Value:
    return Value(Kind(FUNCTION, qualified))


def subscript(walker: Walker, value: Value, node: ast.expr, index: Value) -> Value:
    """Return what `value[index]` gives."""
    kind = value.kind
    if kind is None:
        return Value(None, members(value.shares, _key(walker, value, node), BY_VERSION))
    if kind in CONTAINERS:
        return _member(walker, value, node)
    if kind is kinds.FRAME:
        return _from_frame(value, node, index)
    if kind is kinds.INDEXER:
        return _from_indexer(value, node)
    if kind in (kinds.SERIES, kinds.INDEX):
        return _from_series(value, node, index)
    if kind is kinds.ARRAY:
        return _from_array(value, node, index)
    if kind is kinds.STR:
        return STR
    if kind is kinds.GROUPS:
        return Value(kinds.SERIES_GROUPS if index.kind is kinds.STR else kinds.GROUPS)
    if kind is kinds.NAMESPACE and isinstance(node, ast.Constant) and isinstance(node.value, str):
        return walker.read(node.value, node)
    if kind is kinds.AXES:
        return Value(kinds.AXES, members(value.shares, _key(walker, value, node)))
    if kind.family == RESOURCE:
        return value
    return Value(None, parts(value.shares, BY_VERSION))


def _member(walker: Walker, value: Value, node: ast.expr) -> Value:
    if isinstance(node, ast.Slice):
        return Value(value.kind, copied(value.shares))
    key = _key(walker, value, node)
    for known, item in zip(keys_of(value), value.items or (), strict=False):
        if known == key:
            return item._replace(shares=item.shares or members(value.shares, key))
    return element(value, key)


def _key(walker: Walker, value: Value, node: ast.expr) -> Keys:
    """Return the key that a subscript (`node`) stands for."""
    if isinstance(node, ast.Constant) and not isinstance(node.value, (bool, bytes, type(...))):
        return keys.constant(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant) and value.items:
        number = node.operand.value
        if isinstance(node.op, ast.USub) and isinstance(number, int):
            return keys.position(len(value.items) - number)
    if isinstance(node, ast.Name) and node.id in walker.ranging:
        ranged = walker.ranging[node.id]
        if any(name == ranged and origin != OWN for (name, origin), *_ in value.shares):
            return EVERY
    return SOME


def _from_frame(value: Value, node: ast.expr, index: Value) -> Value:
    if isinstance(node, ast.Slice):
        return Value(kinds.FRAME, parts(value.shares, BY_VERSION))
    if index.kind in _LABELS:
        return Value(kinds.SERIES, parts(value.shares, BY_VERSION))
    if index.kind in (kinds.LIST, kinds.SERIES, kinds.ARRAY, kinds.INDEX, kinds.FRAME):
        return Value(kinds.FRAME)
    return Value(None, parts(value.shares, BY_VERSION))


def _from_indexer(value: Value, node: ast.expr) -> Value:
    shares = parts(value.shares, BY_VERSION)
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        row, column = node.elts
        if _is_scalar(column):
            return Value(None if _is_scalar(row) else kinds.SERIES, shares)
        return Value(kinds.FRAME, shares)
    if isinstance(node, ast.Slice):
        return Value(None, shares)
    return Value(None, () if isinstance(node, (ast.Compare, ast.List)) else shares)


def _is_scalar(node: ast.expr) -> bool:
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)


def _from_series(value: Value, node: ast.expr, index: Value) -> Value:
    if isinstance(node, ast.Slice):
        return Value(value.kind, parts(value.shares, BY_VERSION))
    if index.kind in (kinds.LIST, kinds.SERIES, kinds.ARRAY, kinds.INDEX):
        return Value(value.kind)
    return Value(None)


def _from_array(value: Value, node: ast.expr, index: Value) -> Value:
    pieces = node.elts if isinstance(node, ast.Tuple) else [node]
    if index.kind in (kinds.LIST, kinds.SERIES, kinds.ARRAY, kinds.FRAME):
        return Value(kinds.ARRAY)
    if any(isinstance(piece, ast.Slice) for piece in pieces):
        return Value(kinds.ARRAY, parts(value.shares))
    return Value(None, parts(value.shares, BY_VERSION))


def binary(operator: ast.operator, left: Value, right: Value) -> Value:
    """Return what an arithmetic operator gives: something fresh, but for containers."""
    first, second = left.kind, right.kind
    if first is kinds.STR and isinstance(operator, ast.Mod):
        return STR
    for kind in _TABULAR:
        if kind in (first, second):
            return Value(kind)
    if first is kinds.PATH and isinstance(operator, ast.Div):
        return _path(left, right)
    if kinds.STR in (first, second):
        return _text(operator, left, right)
    if first in CONTAINERS or second in CONTAINERS:
        return Value(first if first in CONTAINERS else second, held(united((left, right))))
    if first in _WHOLE and second in _WHOLE:
        return Value(kinds.FLOAT if isinstance(operator, ast.Div) else kinds.INT)
    if first in _NUMBERS and second in _NUMBERS:
        return Value(kinds.SCALAR if kinds.SCALAR in (first, second) else kinds.FLOAT)
    return Value(None)


def _text(operator: ast.operator, left: Value, right: Value) -> Value:
    if isinstance(operator, ast.Add) and left.literal is not None and right.literal is not None:
        return Value(kinds.STR, (), left.literal + right.literal)
    return STR


def _path(left: Value, right: Value) -> Value:
    if left.literal is not None and right.literal is not None:
        return Value(kinds.PATH, (), left.literal.rstrip("/") + "/" + right.literal)
    return Value(kinds.PATH)


def comparison(operator: ast.cmpop, left: Value, right: Value) -> Value:
    """Return what a comparison gives."""
    if isinstance(operator, (ast.In, ast.NotIn, ast.Is, ast.IsNot)):
        return BOOL
    for kind in _TABULAR:
        if kind in (left.kind, right.kind):
            return Value(kinds.ARRAY if kind is kinds.INDEX else kind)
    return BOOL if is_fixed(left.kind) and is_fixed(right.kind) else Value(None)


def consume(walker: Walker, iterable: Value, node: ast.expr) -> None:
    """Note that iterating over a value (an expression, `node`) uses up a generator, or moves a file's position."""
    kind = iterable.kind
    if kind is not None and kind.family == OWN_GENERATOR:
        walker.recorder.calls.append(NoticedCall(kind.name, node))
        walker.recorder.mutate(iterable)
    elif kind in _CONSUMED:
        walker.recorder.come_about(node)
        if iterable.shares:
            walker.recorder.mutate(iterable)


def annotation(walker: Walker, node: ast.expr) -> Kind | None:
    """Return the kind that an annotation promises, where it is one we know; reads nothing."""
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        known = walker.world.values.get(node.id)
        kind = known.kind if known is not None else Kind(BUILTIN, node.id)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        known = walker.world.values.get(node.value.id)
        if known is None or known.kind is None or known.kind.family != MODULE:
            return None
        kind = imported(known.kind.name + "." + node.attr)
    else:
        return None
    return _ANNOTATED.get(kind)


def read_annotation(walker: Walker, node: ast.expr, later: Recorder | None = None) -> None:
    """Read the names of an annotation; one in quotes is read by whoever asks for it later."""
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        if walker.world.is_keeping_annotations:
            _read_later(walker, node, later or walker.recorder)
        else:
            walker.value(node)
        return
    try:
        inner = expression_of(node.value.strip())
    except NO_TREE:
        return  # any text may stand there
    if later is not None:
        for name in ast.walk(inner):
            if isinstance(name, ast.Name):
                later.deferred.setdefault(name.id, node)


def _read_later(walker: Walker, annotation: ast.expr, later: Recorder) -> None:
    """Note the names of an annotation that is kept as a text: nobody has to have bound them."""
    for node in ast.walk(annotation):
        if isinstance(node, ast.Name) and not walker.is_own(node.id):
            if node.id not in later.reads:
                later.inner.add(node.id)
            later.deferred.setdefault(node.id, node)


def hand_on(walker: Walker, node: ast.Name, kind: Kind) -> None:
    """Note that one of the notebook's functions is handed on as a value."""
    if kind.family != OWN_INSTANCE and not walker.is_own(node.id):
        walker.recorder.calls.append(
            NoticedCall(own_name(kind, node.id), node, (), is_handed_on=True)
        )


def own_name(kind: Kind, name: str) -> str:
    """Return the name a notebook function was defined under, which an alias may differ from."""
    return kind.name or name
