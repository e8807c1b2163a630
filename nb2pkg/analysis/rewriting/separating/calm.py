"""Expressions that may be evaluated earlier, or twice: they change nothing, draw nothing, show nothing."""

from __future__ import annotations

import ast
from collections.abc import Collection
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge import pure
from nb2pkg.analysis.knowledge.anywhere import CHANGED_BY_KEYWORD
from nb2pkg.analysis.knowledge.separable import (
    CALM,
    CALM_BUT_FOR_FUNCTIONS,
    CALM_FUNCTIONS,
    CONSUMING,
)

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.facts import Facts

_PLAIN = (
    ast.Name
    | ast.Constant
    | ast.Attribute
    | ast.Subscript
    | ast.Slice
    | ast.Tuple
    | ast.List
    | ast.Dict
    | ast.Set
    | ast.BinOp
    | ast.UnaryOp
    | ast.BoolOp
    | ast.Compare
    | ast.IfExp
    | ast.JoinedStr
    | ast.FormattedValue
    | ast.Starred
    | ast.Lambda
    | ast.ListComp
    | ast.SetComp
    | ast.DictComp
)

_NO_FUNCTION = (
    ast.Constant | ast.Dict | ast.List | ast.Tuple | ast.Set | ast.ListComp | ast.DictComp
)


def is_calm(node: ast.AST, facts: Facts, done: Collection[ast.AST] = ()) -> bool:
    """Say whether nothing happens in an expression but that values are looked up and new ones are made.

    Nor does anything in the nodes that are `done`: a name, or a look-up, has taken their place.
    """
    if node in done:
        return True
    if isinstance(node, ast.Call):
        if not is_calm_call(node, facts):
            return False
    elif isinstance(node, ast.expr) and not isinstance(node, _PLAIN):
        return False
    return all(is_calm(child, facts, done) for child in ast.iter_child_nodes(node))


def is_calm_call(call: ast.Call, facts: Facts) -> bool:
    """Say whether a call itself is calm; of its receiver and its arguments that is to be asked as well."""
    if any(keyword.arg is None or _is_told_to_change(keyword) for keyword in call.keywords):
        return False
    name = facts.qualified(call.func)
    if name:
        if name in CONSUMING and not all(_is_no_iterator(each, facts) for each in call.args):
            return False
        return name in CALM_FUNCTIONS or name in pure.BUILTINS or name in pure.ITERATORS
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in CALM:
        return False
    return call.func.attr not in CALM_BUT_FOR_FUNCTIONS or all(
        _is_no_function(each, facts) for each in (*call.args, *(k.value for k in call.keywords))
    )


def _is_told_to_change(keyword: ast.keyword) -> bool:
    is_off = isinstance(keyword.value, ast.Constant) and not keyword.value.value
    return keyword.arg in {"inplace", *CHANGED_BY_KEYWORD} and not is_off


def _is_no_function(node: ast.expr, facts: Facts) -> bool:
    """Say whether a value is surely no function that might do anything."""
    if isinstance(node, ast.Name):
        values = facts.values_of(node.id)
        known = bool(values) and all(isinstance(each, _NO_FUNCTION) for each in values or ())
        return known or facts.qualified(node) in pure.BUILTINS
    if isinstance(node, ast.Attribute):
        return facts.qualified(node) in CALM_FUNCTIONS
    return True


def _is_no_iterator(node: ast.expr, facts: Facts) -> bool:
    """Say whether a value is surely nothing that is used up when it is gone through."""
    if isinstance(node, ast.Name):
        values = facts.values_of(node.id)
        return bool(values) and all(_gives_no_iterator(each, facts) for each in values or ())
    return True


def _gives_no_iterator(node: ast.expr, facts: Facts) -> bool:
    if not isinstance(node, ast.Call):
        return isinstance(node, _NO_FUNCTION | ast.Subscript | ast.Attribute)
    name = facts.qualified(node.func)
    if name:
        return name in CALM_FUNCTIONS or name in pure.BUILTINS
    return isinstance(node.func, ast.Attribute) and node.func.attr in CALM


def keyword_of(call: ast.Call, name: str) -> ast.expr | None:
    """Return what a call is given for a keyword."""
    return next((each.value for each in call.keywords if each.arg == name), None)


def constant(node: ast.expr | None) -> object:
    """Return the value of a constant; Ellipsis for what is none."""
    return node.value if isinstance(node, ast.Constant) else ...
