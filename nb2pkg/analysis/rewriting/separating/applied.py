"""`df.apply(…)`: functions that are called for rows, and transformers that are fitted to each column in turn."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.frames import FRAME, SERIES
from nb2pkg.analysis.knowledge.models import snake
from nb2pkg.analysis.knowledge.separable import FOR_EACH
from nb2pkg.analysis.rewriting.separating.tables import is_column, table_kind
from nb2pkg.analysis.rewriting.separating.transformers import FIT_TRANSFORM, kind_of

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk
    from nb2pkg.analysis.rewriting.separating.facts import Facts


def is_for_each_row(node: ast.Call, facts: Facts) -> bool:
    """Say whether a call calls a function for each value of a column."""
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in FOR_EACH:
        return False
    rows = node.func.value
    return is_column(rows, facts) or table_kind(rows, facts) == SERIES


def is_applied_fit(node: ast.AST) -> bool:
    """Say whether a node is `table.apply(encoder.fit_transform)`."""
    if not isinstance(node, ast.Call) or len(node.args) != 1 or node.keywords:
        return False
    is_apply = isinstance(node.func, ast.Attribute) and node.func.attr == "apply"
    [given] = node.args
    return is_apply and isinstance(given, ast.Attribute) and given.attr == FIT_TRANSFORM


def separated_applied_fit(node: ast.Call, desk: Desk) -> str | None:
    """Return what applies to each column the transformer that was fitted to it in front, or None."""
    [given] = node.args
    if not isinstance(given, ast.Attribute) or not isinstance(node.func, ast.Attribute):
        return None
    rows, made = node.func.value, given.value
    kind = kind_of(made, desk.facts)
    if not kind or not desk.is_calm(rows) or not _is_table(rows, desk.facts):
        return None
    values = "values" if not desk.facts.has_word("values") else desk.facts.new("column_values")
    fit = f"{desk.text(made)}.fit({values})"
    fit = fit if isinstance(made, ast.Call) else f"{desk.copied()}({fit})"
    table = desk.receiver(rows)
    kept = desk.learn(
        f"{snake(kind).split('_')[-1]}s",
        f"{{{values}.name: {fit} for _, {values} in {table}.items()}}",
    )
    return f"{table}.apply(lambda {values}: {kept}[{values}.name].transform({values}))"


def _is_table(node: ast.expr, facts: Facts) -> bool:
    """Say whether an expression is a table: so it is called, or several columns are chosen."""
    if isinstance(node, ast.Subscript):
        values = facts.values_of(node.slice.id) if isinstance(node.slice, ast.Name) else None
        chosen = [node.slice] if values is None else values
        if all(isinstance(each, ast.List) for each in chosen):
            return True
    return table_kind(node, facts) == FRAME
