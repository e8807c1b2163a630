"""Codes of categories, and bins: what they are is learned, and then told to the call that applies them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.frames import FRAME
from nb2pkg.analysis.rewriting.separating.aggregates import column_of
from nb2pkg.analysis.rewriting.separating.calm import constant
from nb2pkg.analysis.rewriting.separating.facts import joined
from nb2pkg.analysis.rewriting.separating.tables import is_column, table_kind

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk


def separated_categories(node: ast.Call, desk: Desk) -> str | None:
    """Return the call with the categories that were learned in front, or None for what is to stay."""
    name = desk.facts.qualified(node.func)
    if not all(desk.is_calm(each) for each in node.args):
        return None
    if name == "pandas.Categorical" and len(node.args) == 1 and not node.keywords:
        return _categorical(node, desk)
    if name == "pandas.qcut" and isinstance(node.func, ast.Attribute):
        return _bins(node, desk)
    if name == "pandas.cut" and len(node.args) == 2 and type(constant(node.args[1])) is int:
        return _bins(node, desk)
    if isinstance(node.func, ast.Attribute) and not name:
        if not desk.is_calm(node.func.value):
            return None
        if node.func.attr == "astype" and not node.keywords:
            return _typed(node, node.func.value, desk)
    return None


def separated_codes(node: ast.Subscript, desk: Desk) -> str | None:
    """Return the codes of `pd.factorize(column)[0]` by values that were learned in front, or None."""
    call = node.value
    if constant(node.slice) != 0 or not isinstance(call, ast.Call) or call.keywords:
        return None
    if desk.facts.qualified(call.func) == "pandas.factorize" and len(call.args) == 1:
        rows = call.args[0]
    elif isinstance(call.func, ast.Attribute) and call.func.attr == "factorize" and not call.args:
        rows = call.func.value
    else:
        return None
    if not desk.is_calm(rows) or not is_column(rows, desk.facts):
        return None
    name = desk.learn(joined([column_of(rows), "values"]), f"{desk.text(call)}[1]")
    return f"{name}.get_indexer({desk.text(rows)})"


def _typed(node: ast.Call, rows: ast.expr, desk: Desk) -> str | None:
    if [constant(each) for each in node.args] != ["category"]:
        return None
    if is_column(rows, desk.facts):
        made = f"{desk.text(node)}.dtype"
    elif table_kind(rows, desk.facts) == FRAME:
        made = f"{desk.text(node)}.dtypes.to_dict()"
    else:
        return None
    name = desk.learn(joined([column_of(rows), "categories"]), made)
    return f"{desk.receiver(rows)}.astype({name})"


def _categorical(node: ast.Call, desk: Desk) -> str:
    rows = node.args[0]
    name = desk.learn(joined([column_of(rows), "categories"]), f"{desk.text(node)}.dtype")
    return f"{desk.text(node)[:-1].rstrip().rstrip(',')}, dtype={name})"


def _bins(node: ast.Call, desk: Desk) -> str | None:
    """Return `pd.cut` by the edges that `pd.qcut` has found, or `pd.cut` into some bins of equal width."""
    known = {"labels", "precision", "duplicates", "right"}
    given = {keyword.arg for keyword in node.keywords}
    if len(node.args) != 2 or not given <= known or not is_column(node.args[0], desk.facts):
        return None
    function = desk.text(node.func)
    rows = desk.text(node.args[0])
    options = "".join(
        f", {keyword.arg}={desk.text(keyword.value)}"
        for keyword in node.keywords
        if keyword.arg != "duplicates"
    )
    edges = desk.text(node)[:-1].rstrip().rstrip(",")
    name = desk.learn(joined([column_of(node.args[0]), "bins"]), f"{edges}, retbins=True)[1]")
    lowest = ", include_lowest=True" if function.endswith("qcut") else ""
    cut = function.removesuffix("qcut") + "cut" if lowest else function
    return f"{cut}({rows}, {name}{options}{lowest})"
