"""The column that a loop is about: `table[c]`, and what looks at nothing else."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import TYPE_CHECKING

from nb2pkg.analysis.rewriting.separating.calm import is_calm

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.facts import Facts

_FIXED = ast.Constant | ast.List | ast.Tuple | ast.Set | ast.Dict


class Column:
    """The column that a variable names, of whatever table."""

    def __init__(self, name: str, facts: Facts) -> None:
        self.name = name
        self._facts = facts

    def is_it(self, node: ast.expr) -> bool:
        """Say whether an expression is `table[c]`, `table[[c]]`, `table.loc[:, c]` or the like."""
        if not isinstance(node, ast.Subscript) or self._is_in(node.value):
            return False
        return self._is_key(node.slice) and is_calm(node.value, self._facts)

    def is_all_of(self, node: ast.expr, allowed: Collection[str] = ()) -> bool:
        """Say whether an expression looks at that column of tables alone, and nothing happens in it.

        Constants are looked at as well, what is imported, and the variables that are `allowed`.
        """
        if not is_calm(node, self._facts):
            return False
        own = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
        todo: list[ast.AST] = [node]
        while todo:
            each = todo.pop()
            if isinstance(each, ast.expr) and self.is_it(each):
                continue
            if isinstance(each, ast.Name):
                if each.id not in own and not self._is_fixed(each, allowed):
                    return False
            else:
                todo += ast.iter_child_nodes(each)
        return True

    def is_bound_in(self, node: ast.For) -> bool:
        """Say whether something in the body of a loop binds the variable, or a parameter is called like it."""
        return any(
            (isinstance(each, ast.arg) and each.arg == self.name)
            or (
                isinstance(each, ast.Name)
                and each.id == self.name
                and not isinstance(each.ctx, ast.Load)
            )
            for part in node.body
            for each in ast.walk(part)
        )

    def _is_in(self, node: ast.AST) -> bool:
        return any(isinstance(each, ast.Name) and each.id == self.name for each in ast.walk(node))

    def _is_key(self, node: ast.expr) -> bool:
        if isinstance(node, ast.List) and len(node.elts) == 1:
            return self._is_key(node.elts[0])
        if isinstance(node, ast.Tuple) and len(node.elts) == 2:
            rows = node.elts[0]
            is_all = isinstance(rows, ast.Slice) and not any((rows.lower, rows.upper, rows.step))
            return is_all and self._is_key(node.elts[1])
        return isinstance(node, ast.Name) and node.id == self.name

    def _is_fixed(self, node: ast.Name, allowed: Collection[str]) -> bool:
        if node.id == self.name or node.id in allowed or self._facts.qualified(node):
            return True
        values = self._facts.values_of(node.id) or []
        return bool(values) and all(isinstance(each, _FIXED) for each in values)
