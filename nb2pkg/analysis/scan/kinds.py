"""Light inference: what kind of thing an expression gives."""

from __future__ import annotations

import ast
from functools import cache

from nb2pkg.analysis import knowledge
from nb2pkg.analysis.resources import called
from nb2pkg.analysis.scan.recorder import NoticedCall, Recorder
from nb2pkg.analysis.scan.values import (
    BOOL,
    BY_VERSION,
    INT,
    STR,
    Value,
    element,
    held,
    is_fixed,
    parts,
    united,
)
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.scan.walker import Walker

FRAME, SERIES, ARRAY = "pandas.DataFrame", "pandas.Series", "numpy.ndarray"
INDEX, INDEXER, GROUPS, SCALAR = "pandas.Index", "pandas.Indexer", "pandas.GroupBy", "numpy.scalar"
SERIES_GROUPS = "pandas.SeriesGroupBy"

NUMERIC = frozenset({FRAME, SERIES, ARRAY, INDEX, SCALAR, "int", "float"})
_TABULAR = (FRAME, SERIES, ARRAY, INDEX)  # the stronger one first
_SHAPE = Value("tuple", (), None, (INT, INT))
CONTAINERS = frozenset({"list", "tuple", "dict", "set"})
_CONSUMED = frozenset({"generator", "iterator", "file"})

# what `with … as` gives where it is not the context itself
ENTERED: dict[str, str] = {}

# what people call the parameters of a few kinds, without exception worth following
BY_PARAMETER_NAME = {"df": FRAME, "ax": "axes", "axes": "axes", "fig": "figure"}

_ANNOTATED = {
    "builtin:int": "int",
    "builtin:float": "float",
    "builtin:str": "str",
    "builtin:bool": "bool",
    "builtin:list": "list",
    "builtin:dict": "dict",
    "builtin:tuple": "tuple",
    "builtin:set": "set",
    "class:pandas.DataFrame": FRAME,
    "class:pandas.Series": SERIES,
    "class:numpy.ndarray": ARRAY,
    "function:numpy.ndarray": ARRAY,
}


@cache
def imported(qualified: str) -> str:
    """Return the kind of something known by its qualified name."""
    known = knowledge.OBJECTS.get(qualified)
    if known is not None:
        return known
    if qualified in knowledge.MODULES:
        return "module:" + qualified
    library, _, _ = qualified.partition(".")
    if library not in knowledge.KNOWN_LIBRARIES:
        return "import:" + qualified
    last = qualified.rpartition(".")[2]
    return ("class:" if last[:1].isupper() else "function:") + qualified


def attribute(walker: Walker, value: Value, name: str) -> Value:
    """Return what `value.name` gives."""
    kind = value.kind
    if kind is None:
        return Value(None, parts(value.shares, BY_VERSION))
    if kind.startswith("module:"):
        return _module_attribute(walker, kind[7:] + "." + name, value)
    if kind.startswith(("class:", "function:", "builtin:", "import:")):
        return Value("function:" + kind.partition(":")[2] + "." + name)
    if kind.startswith("resource:"):
        return Value(knowledge.OBJECTS.get(f"{kind}.{name}", kind))
    family = knowledge.family(kind)
    attributes = knowledge.ATTRIBUTES.get(family)
    views = knowledge.VIEWS.get(family)
    trust = views.get(name) if views is not None else None
    if name == "shape" and family in _TABULAR:
        return _SHAPE
    if attributes is not None and name in attributes:
        return Value(attributes[name], () if trust is None else parts(value.shares, trust))
    if kind == FRAME and name not in knowledge.METHODS[FRAME]:
        return Value(SERIES, parts(value.shares, BY_VERSION))  # a column
    if kind == GROUPS:
        return Value(SERIES_GROUPS)
    if is_fixed(kind):
        return Value(None)
    return Value(None, parts(value.shares, BY_VERSION if trust is None else trust))


def _module_attribute(walker: Walker, qualified: str, module: Value) -> Value:
    found = _named(qualified)
    kind = found.kind or ""
    if kind.startswith("resource:"):
        walker.recorder.use(called(kind[9:]), reads=True)
    elif kind.startswith("import:"):
        return Value(kind, module.shares)
    return found


@cache
def _named(qualified: str) -> Value:
    return Value(imported(qualified))


def subscript(walker: Walker, value: Value, node: ast.expr, index: Value) -> Value:
    """Return what `value[index]` gives."""
    kind = value.kind
    if kind is None:
        return Value(None, parts(value.shares, BY_VERSION))
    if kind in CONTAINERS:
        return _member(value, node)
    if kind == FRAME:
        return _from_frame(value, node, index)
    if kind == INDEXER:
        return _from_indexer(value, node)
    if kind in (SERIES, INDEX):
        return _from_series(value, node, index)
    if kind == ARRAY:
        return _from_array(value, node, index)
    if kind == "str":
        return STR
    if kind == GROUPS:
        return Value(SERIES_GROUPS if index.kind == "str" else GROUPS)
    if kind == "namespace" and isinstance(node, ast.Constant) and isinstance(node.value, str):
        return walker.read(node.value, node)
    if kind == "axes":
        return Value("axes", parts(value.shares))
    if kind.startswith("resource:"):
        return value
    return Value(None, parts(value.shares, BY_VERSION))


def _member(value: Value, node: ast.expr) -> Value:
    items = value.items
    if isinstance(node, ast.Slice):
        return Value(value.kind, held(value.shares))
    if value.kind == "dict" or items is None:
        return element(value)
    if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value < len(items):
        item = items[node.value]
        return item._replace(shares=item.shares or parts(value.shares))
    return element(value)


def _from_frame(value: Value, node: ast.expr, index: Value) -> Value:
    if isinstance(node, ast.Slice):
        return Value(FRAME, parts(value.shares, BY_VERSION))
    if index.kind in ("str", "tuple"):
        return Value(SERIES, parts(value.shares, BY_VERSION))
    if index.kind in ("list", SERIES, ARRAY, INDEX, FRAME):
        return Value(FRAME)
    return Value(None, parts(value.shares, BY_VERSION))


def _from_indexer(value: Value, node: ast.expr) -> Value:
    shares = parts(value.shares, BY_VERSION)
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:
        row, column = node.elts
        if _is_scalar(column):
            return Value(None if _is_scalar(row) else SERIES, shares)
        return Value(FRAME, shares)
    if isinstance(node, ast.Slice):
        return Value(None, shares)
    return Value(None, () if isinstance(node, (ast.Compare, ast.List)) else shares)


def _is_scalar(node: ast.expr) -> bool:
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)


def _from_series(value: Value, node: ast.expr, index: Value) -> Value:
    if isinstance(node, ast.Slice):
        return Value(value.kind, parts(value.shares, BY_VERSION))
    if index.kind in ("list", SERIES, ARRAY, INDEX):
        return Value(value.kind)
    return Value(None)


def _from_array(value: Value, node: ast.expr, index: Value) -> Value:
    pieces = node.elts if isinstance(node, ast.Tuple) else [node]
    if index.kind in ("list", SERIES, ARRAY, FRAME):
        return Value(ARRAY)
    if any(isinstance(piece, ast.Slice) for piece in pieces):
        return Value(ARRAY, parts(value.shares))
    return Value(None, parts(value.shares, BY_VERSION))


def binary(operator: ast.operator, left: Value, right: Value) -> Value:
    """Return what an arithmetic operator gives: something fresh, but for containers."""
    first, second = left.kind, right.kind
    if first == "str" and isinstance(operator, ast.Mod):
        return STR
    for kind in _TABULAR:
        if kind in (first, second):
            return Value(kind)
    if first == "path" and isinstance(operator, ast.Div):
        return _path(left, right)
    if "str" in (first, second):
        return _text(operator, left, right)
    if first in CONTAINERS or second in CONTAINERS:
        return Value(first if first in CONTAINERS else second, held(united((left, right))))
    if first in ("int", "bool") and second in ("int", "bool"):
        return Value("float" if isinstance(operator, ast.Div) else "int")
    if first in ("int", "float", SCALAR, "bool") and second in ("int", "float", SCALAR, "bool"):
        return Value(SCALAR if SCALAR in (first, second) else "float")
    return Value(None)


def _text(operator: ast.operator, left: Value, right: Value) -> Value:
    if isinstance(operator, ast.Add) and left.literal is not None and right.literal is not None:
        return Value("str", (), left.literal + right.literal)
    return STR


def _path(left: Value, right: Value) -> Value:
    if left.literal is not None and right.literal is not None:
        return Value("path", (), left.literal.rstrip("/") + "/" + right.literal)
    return Value("path")


def comparison(operator: ast.cmpop, left: Value, right: Value) -> Value:
    """Return what a comparison gives."""
    if isinstance(operator, (ast.In, ast.NotIn, ast.Is, ast.IsNot)):
        return BOOL
    for kind in _TABULAR:
        if kind in (left.kind, right.kind):
            return Value(ARRAY if kind == INDEX else kind)
    return BOOL if is_fixed(left.kind) and is_fixed(right.kind) else Value(None)


def consume(walker: Walker, iterable: Value) -> None:
    """Note that iterating uses up a generator (or moves a file's position)."""
    if iterable.kind in _CONSUMED and iterable.shares:
        walker.recorder.mutate(iterable)


def annotation(walker: Walker, node: ast.expr) -> str | None:
    """Return the kind that an annotation promises, where it is one we know; reads nothing."""
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        known = walker.world.values.get(node.id)
        kind = known.kind if known is not None else "builtin:" + node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        known = walker.world.values.get(node.value.id)
        if known is None or not (known.kind or "").startswith("module:"):
            return None
        kind = imported((known.kind or "")[7:] + "." + node.attr)
    else:
        return None
    return _ANNOTATED.get(kind or "")


def read_annotation(walker: Walker, node: ast.expr, later: Recorder | None = None) -> None:
    """Read the names of an annotation; one in quotes is read by whoever asks for it later."""
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        if walker.world.keeps_annotations:
            _read_later(walker, node, later or walker.recorder)
        else:
            walker.value(node)
        return
    try:
        inner = ast.parse(node.value.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
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


def hand_on(walker: Walker, node: ast.Name, kind: str) -> None:
    """Note that one of the notebook's functions is handed on as a value."""
    if not kind.startswith("notebook-instance:") and not walker.is_own(node.id):
        walker.recorder.calls.append(NoticedCall(own_name(kind, node.id), node, (), handed=True))


def own_name(kind: str, name: str) -> str:
    """Return the name a notebook function was defined under, which an alias may differ from."""
    return kind.partition(":")[2] or name
