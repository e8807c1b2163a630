"""Whether an expression is a table or a column, as far as syntax tells."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.frames import ATTRIBUTES, FRAME, INDEXERS, METHODS, RETURNS, SERIES

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.facts import Facts

_MASK = ast.Compare | ast.BinOp | ast.UnaryOp | ast.Slice
_OPEN = "open"  # nothing is known yet
_OTHER = "other"
_DEPTH = 5  # names that lead to a list
_Kinds = Mapping[str, str]


def table_kind(node: ast.expr, facts: Facts) -> str | None:
    """Return FRAME or SERIES, or None for what is another thing, or not known."""
    if not facts.kinds:
        facts.kinds = _kinds_of_names(facts)
    found = _kind(node, facts, facts.kinds)
    return found if found in {FRAME, SERIES} else None


def _kinds_of_names(facts: Facts) -> dict[str, str]:
    """Return the kind of each name whose values are known: one for all of them; values of open kind go with any."""
    kinds = dict.fromkeys(facts.values, _OPEN) | {"": _OTHER}
    is_changed = True
    while is_changed:
        is_changed = False
        for name, values in facts.values.items():
            found = {_kind(each, facts, kinds) for each in values} - {_OPEN}
            new = next(iter(found)) if len(found) == 1 else _OTHER if found else _OPEN
            if kinds[name] not in {new, _OTHER}:
                kinds[name], is_changed = new, True
    return kinds


def _kind(node: ast.expr, facts: Facts, kinds: _Kinds) -> str:
    if isinstance(node, ast.Name):
        return kinds.get(node.id, _OTHER)
    if isinstance(node, ast.Call):
        return _of_call(node, facts, kinds)
    if isinstance(node, ast.Attribute):
        return _of_attribute(node, facts, kinds)
    return _of_subscript(node, facts, kinds) if isinstance(node, ast.Subscript) else _OTHER


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


def _of_attribute(node: ast.Attribute, facts: Facts, kinds: _Kinds) -> str:
    if facts.qualified(node):
        return _OTHER
    kind = _kind(node.value, facts, kinds)
    if kind not in {FRAME, SERIES}:
        return kind
    if node.attr in ATTRIBUTES[kind]:
        return ATTRIBUTES[kind][node.attr] or _OTHER
    return SERIES if kind == FRAME else _OTHER


def _of_call(call: ast.Call, facts: Facts, kinds: _Kinds) -> str:
    name = facts.qualified(call.func)
    if name:
        return _said(RETURNS.get(name))
    if not isinstance(call.func, ast.Attribute):
        return _OTHER
    kind = _kind(call.func.value, facts, kinds)
    return _said(METHODS[kind].get(call.func.attr)) if kind in {FRAME, SERIES} else kind


def _said(found: object) -> str:
    return found if isinstance(found, str) else _OTHER


def _of_subscript(node: ast.Subscript, facts: Facts, kinds: _Kinds) -> str:
    if isinstance(node.value, ast.Attribute) and node.value.attr in INDEXERS:
        kind = _kind(node.value.value, facts, kinds)
        if kind != FRAME:
            return _OPEN if kind == _OPEN else _OTHER
        if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
            rows, columns = node.slice.elts
            return _chosen(columns) if isinstance(rows, _MASK) else _OTHER
        return FRAME if isinstance(node.slice, _MASK) else _OTHER
    kind = _kind(node.value, facts, kinds)
    if kind == _OPEN or (isinstance(node.slice, _MASK) and not _adds_texts(node.slice)):
        return kind
    if kind == FRAME and _is_list(node.slice, facts):
        return FRAME
    return _chosen(node.slice) if kind == FRAME else _OTHER


def _is_list(node: ast.expr, facts: Facts, depth: int = 0) -> bool:
    """Say whether an expression is a list, whatever it holds."""
    match node:
        case ast.List() | ast.ListComp():
            return True
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _is_list(left, facts, depth) and _is_list(right, facts, depth)
        case ast.Name(id=name) if depth < _DEPTH:
            values = facts.values_of(name)
            return bool(values) and all(_is_list(each, facts, depth + 1) for each in values or [])
    return False


def _chosen(columns: ast.expr) -> str:
    if isinstance(columns, ast.Constant | ast.UnaryOp):
        return SERIES
    return FRAME if isinstance(columns, ast.List | ast.Slice) else _OTHER


def _adds_texts(node: ast.expr) -> bool:
    """Say whether a key is put together of texts, as in `df[name + "_x"]`."""
    return isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitAnd | ast.BitOr)
