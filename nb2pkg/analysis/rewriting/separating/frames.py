"""`df.dropna(axis=1)`: which columns have gaps is learned, and then those are dropped."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.rewriting.separating.calm import constant, keyword_of

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk


def separated_columns(node: ast.Call, desk: Desk) -> str | None:
    """Return what drops the columns that were found to have gaps in front, or None for what is to stay."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "dropna":
        return None
    return _without_gaps(node, node.func.value, desk)


def _without_gaps(node: ast.Call, rows: ast.expr, desk: Desk) -> str | None:
    axis = constant(node.args[0] if node.args else keyword_of(node, "axis"))
    in_place = keyword_of(node, "inplace")
    if axis not in {1, "columns"} or isinstance(axis, bool) or len(node.args) > 1:
        return None
    if in_place is not None and constant(in_place) is not True:
        return None
    if not desk.is_calm(rows) or not all(desk.is_calm(each.value) for each in node.keywords):
        return None
    table = desk.receiver(rows)
    options = ", ".join(
        [desk.text(each) for each in node.args]
        + [f"{k.arg}={desk.text(k.value)}" for k in node.keywords if k.arg != "inplace"]
    )
    kept = f"{table}.dropna({options}).columns"
    name = desk.learn("dropped_columns", f"{table}.columns.difference({kept}, sort=False)")
    there = ", inplace=True" if in_place is not None else ""
    return f"{table}.drop(columns={name}{there})"
