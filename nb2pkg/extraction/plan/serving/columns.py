"""Which columns of its file a prediction needs: what the rows that the model is given are made of."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.rows import (
    ABOUT_COLUMNS,
    BY_COLUMN,
    OF_EACH,
    OF_LABELS,
    OF_TYPES,
    TAKING_AWAY,
)
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.serving.values import How
from nb2pkg.trees import expression_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.serving.passed import Passed


_NO_COLUMNS: Final = OF_EACH | OF_LABELS | OF_TYPES


@dataclass(frozen=True, slots=True)
class Columns:
    """Some columns, or all but some."""

    names: frozenset[object] = frozenset()
    is_all_but: bool = False

    def __or__(self, other: Columns) -> Columns:
        """Return the columns that are in one or the other."""
        if self.is_all_but and other.is_all_but:
            return Columns(self.names & other.names, is_all_but=True)
        if self.is_all_but:
            return Columns(self.names - other.names, is_all_but=True)
        if other.is_all_but:
            return other | self
        return Columns(self.names | other.names)

    def without(self, names: frozenset[object]) -> Columns:
        """Return the columns that have none of some names."""
        if self.is_all_but:
            return Columns(self.names | names, is_all_but=True)
        return Columns(self.names - names)

    def __contains__(self, name: object) -> bool:
        """Say whether a column is among them."""
        return (name in self.names) is not self.is_all_but


NONE: Final = Columns()
ALL: Final = Columns(is_all_but=True)


def columns_needed(
    context: Context, passed: Sequence[Passed], rows: ast.expr, at: int
) -> tuple[Columns, frozenset[Passed]]:
    """Return the columns of the source that an expression's rows are made of, and what is passed for nothing.

    `passed` is in the order of the notebook. Passed for nothing is a statement that makes a column which nobody needs.
    """
    back = _Back(context)
    back.read(rows, at, ALL)
    idle = frozenset(each for each in reversed(passed) if not back.step(each))
    source = next(each for each in passed if each.how is How.SOURCE)
    return back.needed.get(source.name, NONE), idle


class _Back:
    """Goes back from statement to statement, and keeps what is needed of each table."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.needed: dict[str, Columns] = {}

    def step(self, passed: Passed) -> bool:
        """Go back behind a statement; say whether it makes anything that is needed."""
        number, name = passed.statement, passed.name
        if passed.how is How.SOURCE:
            return True
        if passed.how is How.CHOSEN:
            self.read(expression_of(passed.base), number, self.needed.pop(name, NONE))
            return True
        match tree_of(self._context.statements[number].text).body:
            case [ast.Assign(targets=[ast.Name(id=one)], value=value)] if one == name:
                self.read(value, number, self.needed.pop(name, NONE))
            case [ast.Assign(targets=[target], value=value)] if (
                self._column(target, name) is not None
            ):
                return self._made(name, self._column(target, name), value, number)
            case [ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id=one))) as call)] if (
                one == name
            ):
                self.needed[name] = self._before(call, self.needed.get(name, NONE), number)
            case [ast.Assign(value=ast.Call(func=ast.Attribute(attr="pop")))]:
                pass
            case [ast.Delete()]:
                pass
            case _:
                for each in self._context.statements[number].effects.reads:
                    if self._context.role(number, each.name) is Role.VARIABLE:
                        self.needed[each.name] = ALL
        return True

    def _made(self, name: str, column: object, value: ast.expr, number: int) -> bool:
        """Go back behind a statement that makes a column."""
        after = self.needed.get(name, NONE)
        if column not in after:
            return False
        self.needed[name] = after.without(frozenset({column}))
        self.read(value, number, ALL)
        return True

    def _column(self, target: ast.expr, name: str) -> object:
        match target:
            case ast.Subscript(value=ast.Name(id=one), slice=ast.Constant(value=column)):
                return column if one == name else None
            case ast.Attribute(value=ast.Name(id=one), attr=attr):
                return attr if one == name else None
        return None

    def read(self, node: ast.expr, at: int, wanted: Columns) -> None:
        """Note what an expression reads, of whose columns some are wanted."""
        match node:
            case ast.Name(id=name):
                if self._context.role(at, name) is Role.VARIABLE:
                    self.needed[name] = self.needed.get(name, NONE) | wanted
            case ast.Subscript(value=ast.Name()):
                self._read_part(node, at, wanted)
            case ast.Subscript(
                value=ast.Attribute(value=table, attr="loc" | "iloc" as indexer),
                slice=ast.Tuple(elts=[rows, columns]),
            ):
                listed = self._listed(columns, at) if indexer == "loc" else None
                self.read(table, at, listed or ALL)
                self.read(rows, at, ALL)
                self.read(columns, at, ALL)
            case ast.Call(
                func=ast.Attribute(attr="concat"), args=[ast.List() | ast.Tuple() as all_of, *_]
            ):
                for each in all_of.elts:
                    self.read(each, at, wanted)
            case ast.Attribute(value=table, attr="values"):
                self.read(table, at, wanted)
            case ast.Attribute(value=ast.Name(id=name) as table, attr=attr) if (
                self._context.role(at, name) is Role.VARIABLE and attr not in _NO_COLUMNS
            ):
                about = attr in {*ABOUT_COLUMNS, "shape", "size"}
                self.read(table, at, NONE if about else Columns(frozenset({attr})))
            case ast.Call(func=ast.Attribute(value=table)):
                self.read(table, at, self._before(node, wanted, at))
                for each in (*node.args, *(k.value for k in node.keywords)):
                    self.read(each, at, ALL)
            case _:
                self._read_parts(node, at)

    def _read_part(self, node: ast.Subscript, at: int, wanted: Columns) -> None:
        """Note what an index reads: some columns, or rows by a condition."""
        table, index = node.value, node.slice
        columns = self._listed(index, at)
        if columns is not None:
            self.read(table, at, columns if wanted.is_all_but else _common(columns, wanted))
        elif isinstance(index, ast.Compare | ast.BinOp | ast.UnaryOp | ast.Call):
            self.read(table, at, wanted)
            self.read(index, at, ALL)
        else:
            self._read_parts(node, at)

    def _read_parts(self, node: ast.expr, at: int) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self.read(child, at, ALL)
            elif isinstance(child, ast.keyword):
                self.read(child.value, at, ALL)

    def _before(self, call: ast.Call, wanted: Columns, at: int) -> Columns:
        """Return what is needed of a table before a method is called of whose result some columns are wanted."""
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method in BY_COLUMN:
            return wanted
        if method in TAKING_AWAY:
            given = [k.value for k in call.keywords if k.arg in {"columns", "labels"}]
            columns = self._listed((given or call.args[:1] or [ast.Constant(None)])[0], at)
            return wanted.without(columns.names) if columns is not None else ALL
        return ALL

    def _listed(self, node: ast.expr, at: int) -> Columns | None:
        """Return the columns that an expression names, where they can be told."""
        match node:
            case ast.Constant(value=str() | int() as column):
                return Columns(frozenset({column}))
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                texts = [e.value for e in elements if isinstance(e, ast.Constant)]
                return Columns(frozenset(texts)) if len(texts) == len(elements) else None
            case ast.Name(id=name):
                history = self._context.history(at, name)
                if len(history) != 1:
                    return None
                match tree_of(self._context.statements[history[0]].text).body:
                    case [
                        ast.Assign(targets=[ast.Name()], value=ast.List() | ast.Tuple() as value)
                    ]:
                        return self._listed(value, history[0])
        return None


def _common(columns: Columns, wanted: Columns) -> Columns:
    return Columns(columns.names & wanted.names)
