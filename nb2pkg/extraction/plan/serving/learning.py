"""What a function learns from all rows that it is given, if it is given all."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.rows import (
    CHANGING_IN_PLACE,
    FUNCTIONS_OF_ALL,
    LEARNING_FUNCTIONS,
    LEARNING_INSIDE,
    OF_ALL,
    OF_EACH,
    OF_SEVERAL,
    OF_TEXTS,
    PARTS,
    TELLING_CATEGORIES,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Words(Protocol):
        """What is known of names where a statement reads them."""

        def qualified(self, node: ast.expr, at: int) -> str | None:
            """Return the qualified name of what was imported, or of a builtin."""
            ...


_DUMMIES: Final = "pandas.get_dummies"


def handed_on(definition: ast.AST, parameters: set[str]) -> set[str]:
    """Return the names inside of a function that hold what it is given, or something made of that."""
    found = set(parameters) - {"self", "cls"}
    for _ in range(2):
        for node in ast.walk(definition):
            if isinstance(node, ast.Assign) and _reaches(node.value, found):
                for target in node.targets:
                    found |= {
                        n.id
                        for n in ast.walk(target)
                        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
                    }
    return found - _single(definition)


def _single(definition: ast.AST) -> set[str]:
    """Return the names that loops bind: they hold one thing after the other."""
    return {
        n.id
        for each in ast.walk(definition)
        if isinstance(each, ast.comprehension | ast.For)
        for n in ast.walk(each.target)
        if isinstance(n, ast.Name)
    }


def _reaches(node: ast.AST, names: set[str]) -> bool:
    """Say whether an expression has the rows of one of some names, and not only its columns or size."""
    if isinstance(node, ast.Attribute) and node.attr in {"columns", "shape", "dtypes", "ndim"}:
        return False
    if isinstance(node, ast.Name):
        return node.id in names
    return any(_reaches(child, names) for child in ast.iter_child_nodes(node))


@dataclass
class Learned:
    """Finds what a function learns from all rows that it is given."""

    words: Words
    at: int
    rows: set[str]  # names that have them

    def of(self, node: ast.AST) -> Iterator[str]:
        """Yield the expressions that learn, but for what is only shown, or not done where something was learned."""
        if isinstance(node, ast.If | ast.IfExp) and self._asks_for_learned(node.test):
            return
        if isinstance(node, ast.Expr) and not _changes(node.value):
            return
        if isinstance(node, ast.expr) and self._is_learned(node):
            yield f"learns from the rows at hand: {ast.unparse(node)}"
            return
        for child in ast.iter_child_nodes(node):
            yield from self.of(child)

    def _asks_for_learned(self, test: ast.expr) -> bool:
        return all(
            isinstance(
                n,
                ast.Name
                | ast.Constant
                | ast.Compare
                | ast.UnaryOp
                | ast.boolop
                | ast.BoolOp
                | ast.operator
                | ast.cmpop
                | ast.unaryop
                | ast.expr_context,
            )
            for n in ast.walk(test)
        )

    def _has(self, node: ast.AST) -> bool:
        return _reaches(node, self.rows)

    def _is_learned(self, node: ast.expr) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=method)) if (
                self.words.qualified(node.func, self.at) is None
            ):
                if method == "fit":
                    return any(self._has(each) for each in node.args)
                texts = isinstance(owner, ast.Attribute) and owner.attr in OF_EACH
                learns = method in LEARNING_INSIDE | OF_TEXTS
                return learns and not texts and self._has(owner) and not is_along_columns(node)
            case ast.Call(args=[first, *others]):
                name = self.words.qualified(node.func, self.at)
                several = name in OF_SEVERAL and others
                learns = name in FUNCTIONS_OF_ALL | LEARNING_FUNCTIONS - {_DUMMIES}
                along = is_along_columns(node) or any(map(_is_second_axis, others[:1]))
                side_by_side = isinstance(first, ast.List | ast.Tuple)
                return learns and not (several or side_by_side or along) and self._has(first)
            case ast.Attribute(value=owner, attr=attr):
                if attr == "codes":
                    return self._has(owner) and not _is_told(owner)
                return attr in OF_ALL and self._has(owner)
            case ast.Subscript(value=owner, slice=index):
                return self._has(owner) and is_first(owner, index)
            case ast.Compare(left=left, comparators=[right]):
                small = any(
                    isinstance(n, ast.Constant) and n.value in {0, 1} for n in (left, right)
                )
                return not small and (self._counts(left) or self._counts(right))
            case ast.BinOp(left=left, right=right):
                return self._counts(left) or self._counts(right)
        return False

    def _counts(self, node: ast.expr) -> bool:
        rows = counted_rows(node)
        return rows is not None and self._has(rows)


def counted_rows(node: ast.expr) -> ast.expr | None:
    """Return what has its rows counted, or its labels taken, by an expression that is nothing else."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[rows]):
            return rows
        case ast.Subscript(
            value=ast.Attribute(value=rows, attr="shape"), slice=ast.Constant(value=0)
        ):
            return rows
        case ast.Attribute(value=rows, attr="size" | "index"):
            return rows
    return None


def is_first(owner: ast.expr, index: ast.expr) -> bool:
    """Say whether an index takes one row, by its place or label, of a column or an array."""
    if isinstance(index, ast.UnaryOp):
        index = index.operand
    if not (isinstance(index, ast.Constant) and isinstance(index.value, int)):
        return False
    match owner:
        case ast.Subscript(slice=ast.Constant(value=str())):
            return True
        case ast.Attribute(attr=attr):
            return attr in {"values", "array"} | PARTS
        case ast.Call(func=ast.Attribute(attr="to_numpy" | "tolist" | "to_list")):
            return True
    return False


def is_along_columns(node: ast.Call) -> bool:
    """Say whether a call goes along the columns of each row."""
    given = [k.value for k in node.keywords if k.arg == "axis"]
    if isinstance(node.func, ast.Attribute) and len(node.args) == 1:
        given += node.args
    return any(_is_second_axis(each) for each in given)


def _is_second_axis(node: ast.expr) -> bool:
    return ast.unparse(node) in {"1", "-1", "'columns'"}


def _is_told(node: ast.expr) -> bool:
    return any(
        isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr in TELLING_CATEGORIES
        and any(isinstance(a, ast.Name) for a in n.args)
        for n in ast.walk(node)
    )


def _changes(node: ast.expr) -> bool:
    """Say whether a call that stands alone may change a table: most only show something."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id != "print"
    named = {k.arg for k in node.keywords}
    changing = isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING_IN_PLACE
    return "inplace" in named or changing


def learned_of_column(definition: ast.AST, parameters: set[str]) -> Iterator[str]:
    """Yield what a function learns if its parameter is a column: single values have no such methods."""
    for node in ast.walk(definition):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr=method)) if (
                method in LEARNING_INSIDE and root_of(owner) in parameters
            ):
                if not (isinstance(owner, ast.Attribute) and owner.attr in OF_EACH):
                    yield f"learns from the rows at hand: {ast.unparse(node)}"


def name_of_row(definition: ast.AST, parameters: set[str]) -> Iterator[str]:
    """Yield where a function reads the label of the row that it is given."""
    for node in ast.walk(definition):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="name" | "Index") if (
                name in parameters
            ):
                yield "it reads the rows' labels"


def root_of(node: ast.AST) -> str:
    """Return the name that an expression of indexes and attributes begins with, or nothing."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
