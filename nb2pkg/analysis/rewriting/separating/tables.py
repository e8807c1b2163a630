"""Whether an expression is a table or a column, as far as syntax tells."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.frames import ATTRIBUTES, FRAME, INDEXERS, METHODS, RETURNS, SERIES

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.facts import Facts

_DEEPEST = 5
_MASK = ast.Compare | ast.BinOp | ast.UnaryOp | ast.Slice


def table_kind(
    node: ast.expr, facts: Facts, assumed: Mapping[str, str] | None = None
) -> str | None:
    """Return FRAME or SERIES, or None for what is another thing, or not known."""
    assumed = assumed or {}
    if isinstance(node, ast.Name):
        return _of_name(node.id, facts, assumed)
    if isinstance(node, ast.Call):
        return _of_call(node, facts, assumed)
    if isinstance(node, ast.Attribute):
        if facts.qualified(node):
            return None
        kind = table_kind(node.value, facts, assumed)
        if kind and node.attr in ATTRIBUTES[kind]:
            found = ATTRIBUTES[kind][node.attr]
            return found if found in {FRAME, SERIES} else None
        return SERIES if kind == FRAME else None
    if isinstance(node, ast.Subscript):
        return _of_subscript(node, facts, assumed)
    return None


def is_column(node: ast.expr, facts: Facts) -> bool:
    """Say whether an expression is a column: of a table, or of what is very likely one."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        keeps = METHODS[SERIES].get(node.func.attr) == SERIES
        return table_kind(node, facts) == SERIES or (keeps and is_column(node.func.value, facts))
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant | ast.Name):
        key = node.slice
        is_one = (
            isinstance(key.value, str) if isinstance(key, ast.Constant) else key.id in facts.columns
        )
        return is_one and table_kind(node.value, facts) in {None, FRAME}
    return table_kind(node, facts) == SERIES


def _of_name(name: str, facts: Facts, assumed: Mapping[str, str]) -> str | None:
    if name in assumed or len(assumed) >= _DEEPEST:
        return assumed.get(name) or None
    values = facts.values_of(name) or []
    for kind in (FRAME, SERIES):
        if all(table_kind(each, facts, {**assumed, name: kind}) == kind for each in values) and any(
            table_kind(each, facts, {**assumed, name: ""}) == kind for each in values
        ):
            return kind
    return None


def _of_call(call: ast.Call, facts: Facts, assumed: Mapping[str, str]) -> str | None:
    name = facts.qualified(call.func)
    if name:
        found = RETURNS.get(name)
        return found if isinstance(found, str) and found in {FRAME, SERIES} else None
    if not isinstance(call.func, ast.Attribute):
        return None
    kind = table_kind(call.func.value, facts, assumed)
    made = METHODS[kind].get(call.func.attr) if kind else None
    return made if isinstance(made, str) and made in {FRAME, SERIES} else None


def _of_subscript(node: ast.Subscript, facts: Facts, assumed: Mapping[str, str]) -> str | None:
    if isinstance(node.value, ast.Attribute) and node.value.attr in INDEXERS:
        if table_kind(node.value.value, facts, assumed) != FRAME:
            return None
        if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
            rows, columns = node.slice.elts
            is_many = isinstance(rows, _MASK)
            return _chosen(columns) if is_many else None
        return FRAME if isinstance(node.slice, _MASK) else None
    kind = table_kind(node.value, facts, assumed)
    if isinstance(node.slice, _MASK) and not _adds_texts(node.slice):
        return kind
    return _chosen(node.slice) if kind == FRAME else None


def _chosen(columns: ast.expr) -> str | None:
    if isinstance(columns, ast.Constant | ast.UnaryOp):
        return SERIES
    return FRAME if isinstance(columns, ast.List | ast.Slice) else None


def _adds_texts(node: ast.expr) -> bool:
    """Say whether a key is put together of texts, as in `df[name + "_x"]`."""
    return isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitAnd | ast.BitOr)
