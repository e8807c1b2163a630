"""`pd.get_dummies(df, …)`: the categories are learned, and then given to the columns before the call of the author."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.frames import FRAME
from nb2pkg.analysis.knowledge.separable import ENCODED
from nb2pkg.analysis.rewriting.separating.aggregates import column_of
from nb2pkg.analysis.rewriting.separating.calm import constant, keyword_of
from nb2pkg.analysis.rewriting.separating.facts import joined
from nb2pkg.analysis.rewriting.separating.tables import is_column, table_kind

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk

_DUMMIES = "pandas.get_dummies"
# a column for gaps makes floats of the numbers in the names, unless the column has categories
_OTHERWISE = frozenset({"sparse", "dummy_na"})
_ENCODED = ", ".join(f'"{kind}"' for kind in ENCODED)


def separated_dummies(node: ast.Call, desk: Desk) -> str | None:
    """Return the call for a table whose columns have categories that were learned in front, or None."""
    if desk.facts.qualified(node.func) != _DUMMIES or len(node.args) != 1:
        return None
    rows = node.args[0]
    if isinstance(rows, ast.Starred) or not all(
        desk.is_calm(each) for each in (rows, *(k.value for k in node.keywords))
    ):
        return None
    if any(k.arg is None or k.arg in _OTHERWISE for k in node.keywords):
        return None
    if keyword_of(node, "columns") is not None or table_kind(rows, desk.facts) == FRAME:
        return _of_table(node, rows, desk)
    return _of_column(node, rows, desk) if is_column(rows, desk.facts) else None


def _of_table(node: ast.Call, rows: ast.expr, desk: Desk) -> str:
    columns = keyword_of(node, "columns")
    table = desk.receiver(rows)
    is_told = columns is not None and constant(columns) is not None
    chosen = (
        f"{table}[{desk.text(columns)}]"
        if columns is not None and is_told
        else f"{table}.select_dtypes([{_ENCODED}])"
    )
    name = desk.learn("categories", f'{chosen}.astype("category").dtypes.to_dict()')
    return _with(node, rows, f"{table}.astype({name})", desk)


def _of_column(node: ast.Call, rows: ast.expr, desk: Desk) -> str:
    column, what = desk.receiver(rows), column_of(rows)
    call = desk.text(node)
    name = desk.learn(joined([what, "categories"]), f'{column}.astype("category").dtype')
    made = _with(node, rows, f"{column}.astype({name})", desk)
    if isinstance(constant(keyword_of(node, "prefix")), str):
        return made
    columns = desk.learn(joined([what, "columns"]), f"{call}.columns")
    return f"{made}.set_axis({columns}, axis=1)"


def _with(node: ast.Call, rows: ast.expr, text: str, desk: Desk) -> str:
    desk.replace(rows, text)
    return desk.text(node)
