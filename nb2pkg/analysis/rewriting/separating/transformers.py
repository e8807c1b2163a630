"""`scaler.fit_transform(X)`, where it is known to be `fit` and then `transform`, bit for bit."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.learning import (
    DENSE,
    FITTING,
    FITTING_IN_TWO_STEPS,
    FITTING_IN_TWO_STEPS_IF_DENSE,
    KEEPING,
    STEPS_ALONE,
    STEPS_BEFORE_COLUMNS,
    STEPS_BY_NAME,
)
from nb2pkg.analysis.knowledge.models import snake
from nb2pkg.analysis.rewriting.separating.aggregates import column_of
from nb2pkg.analysis.rewriting.separating.calm import constant
from nb2pkg.analysis.rewriting.separating.facts import joined
from nb2pkg.trees import called_name

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk
    from nb2pkg.analysis.rewriting.separating.facts import Facts

FIT_TRANSFORM = "fit_transform"
_SCIKIT = "sklearn."
_DEEPEST = 8  # pipelines within pipelines
_LEFT = ("passthrough", "drop")


def separated_fit(node: ast.Call, desk: Desk, parent: ast.AST) -> str | None:
    """Return what applies a transformer that has been fitted in front, or None for what is to stay.

    `parent` is what the call stands in, and may make its result dense.
    """
    if not is_fit_transform(node) or not isinstance(node.func, ast.Attribute):
        return None
    made = node.func.value
    kind = kind_of(made, desk.facts, dense=_is_dense(parent))
    if not kind or not all(desk.is_calm(each) for each in node.args):
        return None
    rows = desk.text(node.args[0])
    fit = f"{desk.text(made)}.fit({', '.join(desk.text(each) for each in node.args)})"
    if isinstance(made, ast.Call):
        return f"{desk.learn(name_of(kind, node.args[0]), fit)}.transform({rows})"
    if isinstance(made, ast.Name) and is_fitted_once(made.id, desk.facts):
        desk.front.append(fit)
        return f"{made.id}.transform({rows})"
    name = desk.learn(name_of(kind, node.args[0]), f"{desk.copied()}({fit})")
    return f"{name}.transform({rows})"


def is_fit_transform(node: ast.AST) -> bool:
    """Say whether a node fits something to rows and transforms these, and nothing else is told."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == FIT_TRANSFORM
        and len(node.args) in {1, 2}
        and not node.keywords
        and not any(isinstance(each, ast.Starred) for each in node.args)
    )


def name_of(kind: str, rows: ast.expr) -> str:
    """Return a name for a fitted transformer: `sex_encoder` for a LabelEncoder of `df["Sex"]`."""
    return joined([column_of(rows), snake(kind).split("_")[-1]])


def kind_of(node: ast.expr, facts: Facts, *, dense: bool = False, depth: int = 0) -> str:
    """Return the class of a transformer that can be fitted and applied in two steps, or nothing."""
    if isinstance(node, ast.Call):
        return _kind_made(node, facts, dense=dense, depth=depth + 1)
    if not isinstance(node, ast.Name) or depth > _DEEPEST or _is_told_otherwise(node.id, facts):
        return ""
    kinds = [
        (
            _kind_made(value, facts, dense=dense, depth=depth + 1)
            if isinstance(value, ast.Call)
            else ""
        )
        for value in facts.values_of(node.id) or ()
    ]
    return kinds[0] if kinds and all(kinds) else ""


def _kind_made(call: ast.Call, facts: Facts, *, dense: bool, depth: int) -> str:
    name = facts.qualified(call.func)
    kind = name.rpartition(".")[2]
    if not name.startswith(_SCIKIT) or any(_is_odd(keyword) for keyword in call.keywords):
        return ""
    if any(isinstance(constant(each), bool) for each in call.args):
        return ""
    if kind in FITTING_IN_TWO_STEPS or (dense and kind in FITTING_IN_TWO_STEPS_IF_DENSE):
        return kind
    steps = _steps(kind, call)
    known = bool(steps) and all(step is not None and _is_step(step, facts, depth) for step in steps)
    remainder = next((k.value for k in call.keywords if k.arg == "remainder"), None)
    return kind if known and (remainder is None or _is_step(remainder, facts, depth)) else ""


def _is_odd(keyword: ast.keyword) -> bool:
    """Say whether a transformer works on the rows themselves, talks, or keeps what it has learned somewhere."""
    value = constant(keyword.value)
    if keyword.arg == "copy":
        return value is not True
    return keyword.arg is None or (keyword.arg in {"memory", "verbose"} and bool(value))


def _steps(kind: str, call: ast.Call) -> list[ast.expr | None]:
    if kind in STEPS_ALONE:
        return list(call.args)
    if kind in STEPS_BEFORE_COLUMNS:
        return [_member(each, 0) for each in call.args]
    if kind not in STEPS_BY_NAME:
        return []
    told = {"steps", "transformers", "transformer_list"}
    listed = next((k.value for k in call.keywords if k.arg in told), None)
    listed = call.args[0] if call.args else listed
    if not isinstance(listed, ast.List | ast.Tuple):
        return []
    return [_member(each, 1) for each in listed.elts]


def _member(node: ast.expr, number: int) -> ast.expr | None:
    is_pair = isinstance(node, ast.Tuple) and len(node.elts) > number
    return node.elts[number] if is_pair and isinstance(node, ast.Tuple) else None


def _is_step(node: ast.expr, facts: Facts, depth: int) -> bool:
    return constant(node) in _LEFT or bool(kind_of(node, facts, depth=depth))


def _is_dense(parent: ast.AST) -> bool:
    return isinstance(parent, ast.Call) and called_name(parent) in DENSE


def _is_told_otherwise(name: str, facts: Facts) -> bool:
    """Say whether an object of this name is changed in another way than by fitting it."""
    for tree in facts.trees:
        for node in ast.walk(tree):
            if _is_attribute_of(node, name) and isinstance(node, ast.Attribute):
                if node.attr.startswith("set_") or not isinstance(node.ctx, ast.Load):
                    return True
            elif isinstance(node, ast.Global) and name in node.names:
                return True
    return False


def is_fitted_once(name: str, facts: Facts) -> bool:
    """Say whether the object of this name is made once, fitted once, and known by no other name."""
    if len(facts.values_of(name) or ()) != 1:
        return False
    kept, fits, uses = 0, 0, 0
    for node in (node for tree in facts.trees for node in ast.walk(tree)):
        if isinstance(node, ast.For | ast.While | ast.FunctionDef | ast.Lambda | ast.ClassDef):
            if any(isinstance(each, ast.Name) and each.id == name for each in ast.walk(node)):
                return False
        elif _is_attribute_of(node, name) and isinstance(node, ast.Attribute):
            kept += 1
            fits += node.attr in FITTING
        elif isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            uses += 1
        elif isinstance(node, ast.Call) and facts.qualified(node.func) in _SAVING:
            kept += any(isinstance(each, ast.Name) and each.id == name for each in node.args)
    return fits == 1 and kept == uses


_SAVING = frozenset(call.name for call in KEEPING if call.writes is not None) | {"pickle.dump"}


def _is_attribute_of(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    )
