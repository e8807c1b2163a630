"""`for c in columns: df[c] = encoder.fit_transform(df[c])`: fitted in one loop, kept by column, applied in a second."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge import pure
from nb2pkg.analysis.knowledge.frames import FRAME
from nb2pkg.analysis.knowledge.models import snake
from nb2pkg.analysis.knowledge.python import CHANGING
from nb2pkg.analysis.knowledge.separable import OF_NAMES
from nb2pkg.analysis.rewriting.separating.calm import constant, is_calm
from nb2pkg.analysis.rewriting.separating.facts import names_in
from nb2pkg.analysis.rewriting.separating.tables import table_kind
from nb2pkg.analysis.rewriting.separating.transformers import FIT_TRANSFORM, kind_of

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk
    from nb2pkg.analysis.rewriting.separating.facts import Facts


def separated_loop(node: ast.For, desk: Desk) -> list[str]:
    """Return the two loops that take the place of one, and what they need; nothing where it is to stay."""
    loop = _Loop(node, desk)
    return loop.separated() if loop.is_known() else []


class _Loop:
    """A loop that fits a transformer to a column, and transforms that column of one table, or of several."""

    def __init__(self, node: ast.For, desk: Desk) -> None:
        self._node = node
        self._desk = desk
        self._facts = desk.facts
        self._variable = node.target.id if isinstance(node.target, ast.Name) else ""
        body = node.body
        self._test: ast.expr | None = None
        if len(body) == 1 and isinstance(body[0], ast.If) and not body[0].orelse:
            self._test, body = body[0].test, body[0].body
        self._made = body[0] if body and _is_made(body[0]) else None
        self._work = body[1:] if self._made is not None else body
        self._fitted: ast.expr | None = None

    def is_known(self) -> bool:
        """Say whether the loop can be taken apart."""
        node = self._node
        if not self._variable or node.orelse or not self._work:
            return False
        if not is_calm(node.iter, self._facts) or not _is_distinct(node.iter, self._facts):
            return False
        if self._test is not None and not self._looks_at_column(self._test):
            return False
        first = self._fit_of(self._work[0])
        if first is None or not isinstance(first.func, ast.Attribute):
            return False
        self._fitted = first.func.value
        return self._is_own_object() and all(
            self._is_application(each) for each in self._applying()
        )

    def _fit_of(self, node: ast.stmt) -> ast.Call | None:
        """Return the call that fits, in the first statement of the work."""
        value = node.value if isinstance(node, ast.Assign | ast.Expr) else None
        if not isinstance(value, ast.Call) or not isinstance(value.func, ast.Attribute):
            return None
        method = FIT_TRANSFORM if isinstance(node, ast.Assign) else "fit"
        if value.func.attr != method or len(value.args) != 1 or value.keywords:
            return None
        known = kind_of(value.func.value, self._facts) and self._looks_at_column(value.args[0])
        return value if known else None

    def _is_own_object(self) -> bool:
        """Say whether it is the transformer made in the loop, if one is, and no other thing of it is asked."""
        fitted = self._fitted
        if self._made is not None:
            target = self._made.targets[0] if isinstance(self._made, ast.Assign) else None
            return (
                isinstance(fitted, ast.Name)
                and isinstance(target, ast.Name)
                and fitted.id == target.id
            )
        is_new = isinstance(fitted, ast.Call) and self._variable not in names_in(fitted)
        return is_new or isinstance(fitted, ast.Name)

    def _applying(self) -> list[ast.stmt]:
        return self._work if isinstance(self._work[0], ast.Assign) else self._work[1:]

    def _is_application(self, node: ast.stmt) -> bool:
        """Say whether a statement sets the column of a table to what the transformer makes of a column."""
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            return False
        [target], call = node.targets, node.value
        if not self._is_column(target) or not isinstance(call, ast.Call):
            return False
        if not isinstance(call.func, ast.Attribute) or len(call.args) != 1 or call.keywords:
            return False
        if node is self._work[0]:
            return True
        is_same = (
            isinstance(call.func.value, ast.Name)
            and isinstance(self._fitted, ast.Name)
            and call.func.value.id == self._fitted.id
        )
        return is_same and call.func.attr == "transform" and self._looks_at_column(call.args[0])

    def _is_column(self, node: ast.expr) -> bool:
        """Say whether an expression is `table[c]`, `table.loc[:, c]` or the like."""
        if not isinstance(node, ast.Subscript) or self._variable in names_in(node.value):
            return False
        return self._is_variable(node.slice) and is_calm(node.value, self._facts)

    def _is_variable(self, node: ast.expr) -> bool:
        if isinstance(node, ast.List) and len(node.elts) == 1:
            return self._is_variable(node.elts[0])
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            rows = node.elts[0]
            is_all = isinstance(rows, ast.Slice) and not any((rows.lower, rows.upper, rows.step))
            return is_all and self._is_variable(node.elts[1])
        return isinstance(node, ast.Name) and node.id == self._variable

    def _looks_at_column(self, node: ast.expr) -> bool:
        """Say whether an expression looks at that column of tables alone, and nothing happens in it."""
        if not is_calm(node, self._facts):
            return False
        todo: list[ast.AST] = [node]
        while todo:
            each = todo.pop()
            if isinstance(each, ast.expr) and self._is_column(each):
                continue
            if isinstance(each, ast.Name) and each.id != self._variable:
                if each.id not in pure.BUILTINS and not self._facts.qualified(each):
                    return False
            else:
                todo += ast.iter_child_nodes(each)
        return True

    def separated(self) -> list[str]:
        """Return the loops."""
        desk, node, fitted = self._desk, self._node, self._fitted
        call = self._fit_of(self._work[0])
        if call is None or fitted is None:
            return []
        kind = snake(kind_of(fitted, self._facts)).split("_")[-1]
        kept = self._facts.new(f"{kind}s")
        column = self._facts.new("column" if self._variable != "column" else "name")
        fit = f"{desk.text(fitted)}.fit({desk.text(call.args[0])})"
        fit = fit if isinstance(fitted, ast.Call) else f"{desk.copied()}({fit})"
        inner = [desk.text(self._made)] if self._made is not None else []
        inner.append(f"{kept}[{self._variable}] = {fit}")
        margin = "    "
        if self._test is not None:
            inner = [f"if {desk.text(self._test)}:", *(margin + line for line in inner)]
        head = f"for {self._variable} in {desk.text(node.iter)}:"
        learned = "\n".join([head, *(margin + line for line in inner)])
        applied = [self._applied(each, column, kept) for each in self._applying()]
        again = "\n".join([f"for {column} in {kept}:", *(margin + line for line in applied)])
        return [f"{kept} = {{}}", learned, again]

    def _applied(self, node: ast.stmt, column: str, kept: str) -> str:
        """Return a statement with another variable for the column, and what was fitted to that one."""
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            return ""
        for child in ast.walk(node):
            if isinstance(child, ast.Name) and child.id == self._variable:
                self._desk.replace(child, column)
        rows = self._desk.text(node.value.args[0])
        return f"{self._desk.text(node.targets[0])} = {kept}[{column}].transform({rows})"


def _is_made(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name | ast.Attribute)
        and not (
            isinstance(node.value.func, ast.Attribute) and node.value.func.attr == FIT_TRANSFORM
        )
    )


def _is_distinct(node: ast.expr, facts: Facts, depth: int = 0) -> bool:
    """Say whether what a loop goes through surely has nothing twice: names of columns, or different constants."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        values = [constant(each) for each in node.elts]
        return ... not in values and len(set(map(repr, values))) == len(values)
    if isinstance(node, ast.Name):
        if table_kind(node, facts) == FRAME:
            return True
        values_of = facts.values_of(node.id) or []
        known = bool(values_of) and depth < 3 and not _grows(node.id, facts)
        return known and all(_is_distinct(each, facts, depth + 1) for each in values_of)
    if isinstance(node, ast.Attribute):
        return node.attr == "columns"
    if isinstance(node, ast.Subscript):
        is_part = isinstance(node.slice, ast.Slice | ast.Compare)
        return _is_distinct(node.value, facts, depth) if is_part else _is_table(node, facts)
    if isinstance(node, ast.ListComp) and len(node.generators) == 1:
        own, source = node.generators[0].target, node.generators[0].iter
        same = isinstance(own, ast.Name) and names_in(node.elt) == {own.id}
        return same and isinstance(node.elt, ast.Name) and _is_distinct(source, facts, depth)
    if isinstance(node, ast.Call):
        return _is_distinct_call(node, facts, depth)
    return False


def _is_distinct_call(call: ast.Call, facts: Facts, depth: int) -> bool:
    name = facts.qualified(call.func)
    if name in {"list", "sorted", "tuple"} and len(call.args) == 1:
        return _is_distinct(call.args[0], facts, depth)
    if name in {"range", "set"}:
        return True
    if isinstance(call.func, ast.Attribute) and not name:
        if call.func.attr == "keys":
            return not call.args
        if call.func.attr in OF_NAMES:
            return call.func.attr == "select_dtypes" or _is_distinct(call.func.value, facts, depth)
    return False


def _is_table(node: ast.Subscript, facts: Facts) -> bool:
    return (
        isinstance(node.slice, ast.List) and table_kind(node, facts) == FRAME and _all_other(node)
    )


def _all_other(node: ast.Subscript) -> bool:
    members = [ast.dump(each) for each in ast.walk(node.slice) if isinstance(each, ast.Constant)]
    return len(set(members)) == len(members)


def _grows(name: str, facts: Facts) -> bool:
    """Say whether a list is asked for anything that might put something into it."""
    asked = (
        node
        for tree in facts.trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CHANGING
    )
    return any(isinstance(node.value, ast.Name) and node.value.id == name for node in asked)
