"""Literal values in a step's code that could be handed over instead: where they stand, and under which name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.kinds import DICT
from nb2pkg.analysis.literals import place_of
from nb2pkg.extraction.blueprint import Replace
from nb2pkg.extraction.plan.naming.shapes import tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Edit
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.notebook.model import Place

_NUMBERS: Final = (int, float)
#: their literals run later, or are none of their own
_CLOSED: Final = (ast.Lambda, ast.JoinedStr, ast.FormattedValue)
_HOLDERS: Final = (ast.List, ast.Tuple, ast.Set, ast.Starred)
_MOST_ELEMENTS: Final = 30
NEW: Final = "new_column"  # it is set; a column that is read as well is called by that
_WORK: Final = (ast.Call, ast.Subscript, ast.BinOp, ast.Compare, ast.BoolOp, ast.comprehension)


class Slot(NamedTuple):
    """A literal that can become a parameter: its name as one, and in which of the step's statements it stands."""

    name: str
    value: float | str | bool
    is_keyword: bool
    statement: int
    place: Place

    @property
    def family(self) -> str:
        """Return what values of other steps have to be as well: numbers, texts, or truth values."""
        kind = type(self.value)
        return "number" if kind in _NUMBERS else kind.__name__

    @property
    def exact(self) -> tuple[str, float | str | bool]:
        """Return what makes two values the same: 1, 1.0 and True are not."""
        return type(self.value).__name__, self.value


class _Named(NamedTuple):
    """A literal in the code, and the name that its place suggests."""

    node: ast.expr
    name: str
    is_keyword: bool


def slots(context: Context, number: int, position: int, edits: Sequence[Edit]) -> Iterator[Slot]:
    """Yield the literals of a statement that can become parameters; `position` is its place among the step's.

    What `edits` replace is a parameter already, or part of something else that takes its place.
    """
    statement = context.statements[number]
    node = tree(statement.text)
    if not isinstance(node, ast.Assign | ast.AugAssign | ast.Expr) or _is_literal(node.value):
        return
    replaced = [edit.place for edit in edits if isinstance(edit, Replace)]
    if len(replaced) < len(edits):
        return  # how it calls functions changes
    for literal, name, is_keyword in _Reader(context, number).named(node, ""):
        place = place_of(literal, statement)
        if place.line == place.end_line and not any(_within(place, p) for p in replaced):
            value = ast.literal_eval(literal)
            base = name or ("label" if isinstance(value, str) else "value")
            yield Slot(base, value, is_keyword, position, place)


def work(statements: Sequence[Statement]) -> int:
    """Return how much statements do: what they call, look up and compute."""
    code = [tree(statement.text) for statement in statements]
    nodes = [node for part in code if part for node in ast.walk(part)]
    return sum(isinstance(node, _WORK) for node in nodes) + 2 * (len(statements) - 1)


def _within(place: Place, other: Place) -> bool:
    start, end = (place.line, place.column), (place.end_line, place.end_column)
    return (other.line, other.column) <= start and end <= (other.end_line, other.end_column)


def _is_literal(node: ast.expr) -> bool:
    """Say whether an expression is a number with its sign, a truth value, or a text; one with @ may name variables."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return isinstance(node.operand, ast.Constant) and type(node.operand.value) in _NUMBERS
    if not isinstance(node, ast.Constant):
        return False
    value = node.value
    return type(value) in (*_NUMBERS, bool) or (isinstance(value, str) and "@" not in value)


class _Reader:
    """Finds the literals of a statement that are evaluated with it."""

    def __init__(self, context: Context, number: int) -> None:
        self._context = context
        self._number = number

    def named(self, node: ast.AST, name: str) -> Iterator[_Named]:
        """Yield literals with names; `name` is what the node itself would be called if it is one."""
        if isinstance(node, ast.expr) and _is_literal(node):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, bool)):
                yield _Named(node, name, is_keyword=False)
        elif _is_data(node):
            return
        elif isinstance(node, ast.Call):
            yield from self._of_call(node)
        elif isinstance(node, ast.Dict):
            yield from self._of_dict(node)
        elif isinstance(node, ast.Subscript):
            yield from self.named(node.value, "")
            yield from self.named(node.slice, self._index_name(node))
        elif not isinstance(node, _CLOSED) and not _asks_identity(node):
            inner = name if isinstance(node, _HOLDERS) else ""
            for child in ast.iter_child_nodes(node):
                yield from self.named(child, inner)

    def _of_call(self, node: ast.Call) -> Iterator[_Named]:
        yield from self.named(node.func, "")
        known = self._parameters(node.func)
        for index, argument in enumerate(node.args):
            yield from self.named(argument, known[index] if index < len(known) else "")
        for keyword in node.keywords:
            word = keyword.arg or ""
            if word and _is_literal(keyword.value):
                yield _Named(keyword.value, word, is_keyword=True)
            else:
                yield from self.named(keyword.value, word.removesuffix("s"))

    def _of_dict(self, node: ast.Dict) -> Iterator[_Named]:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None:
                yield from self.named(key, "key")
            told = key.value if isinstance(key, ast.Constant) else None
            fits = isinstance(told, str) and told.isidentifier() and told.isascii()
            yield from self.named(value, str(told).lower() if fits else "")

    def _index_name(self, node: ast.Subscript) -> str:
        index = node.slice.elts[0] if isinstance(node.slice, ast.List | ast.Tuple) else node.slice
        if not isinstance(index, ast.Constant) or not isinstance(index.value, str):
            return "index" if _is_literal(node.slice) else ""
        base = node.value.id if isinstance(node.value, ast.Name) else ""
        if base and self._context.kind(self._number, base) is DICT:
            return "key"
        return NEW if isinstance(node.ctx, ast.Store) else "column"

    def _parameters(self, function: ast.expr) -> Sequence[str]:
        """Return the parameters of a function of the notebook."""
        name = function.id if isinstance(function, ast.Name) else ""
        binders = self._context.binders(self._number, name) if name else ()
        found = self._context.function(binders[0]) if len(binders) == 1 else None
        return found.parameters if found and not found.is_class else ()


def _is_data(node: ast.AST) -> bool:
    """Say whether an expression is a table of values typed in: none of them is a label or a limit."""
    if isinstance(node, ast.Dict):
        return len(node.keys) > _MOST_ELEMENTS
    return isinstance(node, ast.List | ast.Tuple | ast.Set) and len(node.elts) > _MOST_ELEMENTS


def _asks_identity(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) and any(
        isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops
    )
