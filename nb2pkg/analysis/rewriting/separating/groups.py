"""`df.groupby(key)[column].transform("mean")`: the value of each group is learned, and then looked up.

`….transform(lambda x: x.fillna(x.mean()))` fills the column with what is looked up.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.models import snake
from nb2pkg.analysis.knowledge.separable import FOR_GROUPS
from nb2pkg.analysis.rewriting.separating.aggregates import column_of
from nb2pkg.analysis.rewriting.separating.calm import constant
from nb2pkg.analysis.rewriting.separating.facts import joined

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk


def separated_groups(node: ast.Call, desk: Desk, parent: ast.AST) -> str | None:
    """Return what looks up the values of groups that were learned in front, or None for what is to stay.

    The result is called otherwise than that of `transform`, so `parent` must be what does not look at its name.
    """
    if not isinstance(node.func, ast.Attribute) or node.func.attr != "transform":
        return None
    if len(node.args) != 1 or node.keywords:
        return None
    groups, filling = node.func.value, _filling(node.args[0])
    function = filling or constant(node.args[0])
    if function not in FOR_GROUPS or not (filling or _is_nameless(parent, node)):
        return None
    call = groups.value if isinstance(groups, ast.Subscript | ast.Attribute) else None
    if isinstance(groups, ast.Subscript) and not isinstance(constant(groups.slice), str):
        return None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr != "groupby" or len(call.args) != 1 or not desk.is_calm(call.func.value):
        return None
    keys = _keys(call.args[0])
    if not keys or any(each.arg not in {"sort", "observed"} for each in call.keywords):
        return None
    if not filling:
        return _looked_up(node.func, desk, call, keys, str(function))
    return _filled(node.func, desk, call, keys, filling)


def _filling(node: ast.expr) -> str:
    """Return what gaps in a group are filled with by a function like `lambda x: x.fillna(x.mean())`, or nothing."""
    match node:
        case ast.Lambda(
            args=ast.arguments(args=[ast.arg(arg=one)]),
            body=ast.Call(
                func=ast.Attribute(value=ast.Name(id=filled), attr="fillna"),
                args=[
                    ast.Call(
                        func=ast.Attribute(value=ast.Name(id=asked), attr=function),
                        args=[],
                        keywords=[],
                    )
                ],
                keywords=[],
            ),
        ) if (
            one == filled == asked
        ):
            return function
    return ""


def _filled(
    transform: ast.Attribute, desk: Desk, call: ast.Call, keys: list[str], function: str
) -> str | None:
    """Return the column with its gaps filled; rows without a key are in no group, and get nothing."""
    groups = transform.value
    if len(keys) != 1 or not isinstance(groups, ast.Subscript):
        return None
    made = _looked_up(transform, desk, call, keys, function)
    table = desk.receiver(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    column, key = desk.text(groups.slice), desk.text(call.args[0])
    return f"{table}[{column}].fillna({made}).where({table}[{key}].notna())" if made else None


def _looked_up(
    transform: ast.Attribute, desk: Desk, call: ast.Call, keys: list[str], function: str
) -> str | None:
    table = desk.receiver(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    chosen = desk.text(call.args[0])
    where = f"{table}[{chosen}]"
    if isinstance(call.args[0], ast.List):
        pandas = desk.facts.name_for("pandas")
        if len(keys) == 1 or not pandas:
            return None
        where = f"{pandas}.MultiIndex.from_frame({where})"
    wanted = joined([column_of(transform.value), function, "by", *map(snake, keys)])
    name = desk.learn(wanted, f"{desk.text(transform.value)}.{function}()")
    return f"{name}.reindex({where}).set_axis({table}.index)"


def _keys(node: ast.expr) -> list[str]:
    members = node.elts if isinstance(node, ast.List) else [node]
    texts = [constant(each) for each in members]
    return [each for each in texts if isinstance(each, str)] if _all_texts(texts) else []


def _all_texts(texts: list[object]) -> bool:
    return all(isinstance(each, str) for each in texts)


def _is_nameless(parent: ast.AST, node: ast.expr) -> bool:
    """Say whether what stands around an expression does not look at the name of a column."""
    if isinstance(parent, ast.Call):
        is_filling = isinstance(parent.func, ast.Attribute) and parent.func.attr == "fillna"
        return is_filling and node in parent.args
    return isinstance(parent, ast.Assign) and all(
        isinstance(each, ast.Subscript) and isinstance(constant(each.slice), str)
        for each in parent.targets
    )
