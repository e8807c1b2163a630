"""Whether a loop surely goes through nothing twice: names of columns, or different constants."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.frames import FRAME
from nb2pkg.analysis.knowledge.python import CHANGING
from nb2pkg.analysis.knowledge.separable import OF_NAMES
from nb2pkg.analysis.rewriting.separating.calm import constant
from nb2pkg.analysis.rewriting.separating.facts import names_in
from nb2pkg.analysis.rewriting.separating.tables import table_kind

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.facts import Facts

_DEEPEST = 3
_MASK = ast.Slice | ast.Compare | ast.Call | ast.BinOp | ast.UnaryOp


def is_distinct(node: ast.expr, facts: Facts, depth: int = 0) -> bool:
    """Say whether what a loop goes through surely has nothing twice."""
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        values = [constant(each) for each in node.elts]
        return ... not in values and len(set(map(repr, values))) == len(values)
    if isinstance(node, ast.Name):
        if table_kind(node, facts) == FRAME:
            return True
        values_of = facts.values_of(node.id) or []
        known = bool(values_of) and depth < _DEEPEST and not _grows(node.id, facts)
        return known and all(is_distinct(each, facts, depth + 1) for each in values_of)
    if isinstance(node, ast.Attribute):
        return node.attr == "columns" or (
            node.attr == "index" and is_distinct(node.value, facts, depth)
        )
    if isinstance(node, ast.Subscript):
        return _is_distinct_part(node, facts, depth)
    if isinstance(node, ast.ListComp) and len(node.generators) == 1:
        own, source = node.generators[0].target, node.generators[0].iter
        same = isinstance(own, ast.Name) and names_in(node.elt) == {own.id}
        return same and isinstance(node.elt, ast.Name) and is_distinct(source, facts, depth)
    return isinstance(node, ast.Call) and _is_distinct_call(node, facts, depth)


def _is_distinct_part(node: ast.Subscript, facts: Facts, depth: int) -> bool:
    mask = node.slice
    values = facts.values_of(mask.id) if isinstance(mask, ast.Name) else [mask]
    if values and all(isinstance(each, _MASK) for each in values):
        return is_distinct(node.value, facts, depth) or _is_dtypes(node.value)
    return _is_table(node, facts)


def _is_dtypes(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "dtypes"


def _is_distinct_call(call: ast.Call, facts: Facts, depth: int) -> bool:
    name = facts.qualified(call.func)
    if name in {"list", "sorted", "tuple"} and len(call.args) == 1:
        return is_distinct(call.args[0], facts, depth)
    if name in {"range", "set"}:
        return True
    if isinstance(call.func, ast.Attribute) and not name:
        if call.func.attr == "keys":
            return not call.args
        if call.func.attr in OF_NAMES:
            return call.func.attr == "select_dtypes" or is_distinct(call.func.value, facts, depth)
    return False


def _is_table(node: ast.Subscript, facts: Facts) -> bool:
    is_chosen = isinstance(node.slice, ast.List) and table_kind(node, facts) == FRAME
    return is_chosen and is_distinct(node.slice, facts)


def _grows(name: str, facts: Facts) -> bool:
    """Say whether a list is asked for anything that might put something into it."""
    asked = (
        node
        for tree in facts.trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in CHANGING
    )
    return any(isinstance(node.value, ast.Name) and node.value.id == name for node in asked)
