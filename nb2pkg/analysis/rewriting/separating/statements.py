"""A statement is gone through in the order of time; what learns is put in front while nothing has happened yet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nb2pkg.analysis.rewriting.separating.aggregates import is_learned, is_settled, name_of
from nb2pkg.analysis.rewriting.separating.applied import (
    is_applied_fit,
    is_for_each_row,
    separated_applied_fit,
)
from nb2pkg.analysis.rewriting.separating.calm import is_calm, is_calm_call
from nb2pkg.analysis.rewriting.separating.categories import separated_categories, separated_codes
from nb2pkg.analysis.rewriting.separating.dummies import separated_dummies
from nb2pkg.analysis.rewriting.separating.facts import names_in
from nb2pkg.analysis.rewriting.separating.frames import separated_columns
from nb2pkg.analysis.rewriting.separating.groups import separated_groups
from nb2pkg.analysis.rewriting.separating.transformers import is_fit_transform, separated_fit

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk

_OWN_TIME = (
    ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.JoinedStr
)
_NO_MATTER = ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom | ast.GeneratorExp


def separate_statement(node: ast.stmt, desk: Desk) -> None:
    """Put in front, and in their places, what a statement learns."""
    if isinstance(node, ast.Assign):
        parts = [node.value, *node.targets]
        bare = all(isinstance(each, ast.Name | ast.Tuple) for each in node.targets)
    elif isinstance(node, ast.AugAssign):
        parts, bare = [node.target, node.value], False
    elif isinstance(node, ast.Expr):
        parts, bare = [node.value], True
    else:
        return
    if any(isinstance(each, _NO_MATTER) for each in ast.walk(node)):
        return
    value = parts[-1] if isinstance(node, ast.AugAssign) else parts[0]
    if bare and is_settled(value, desk.facts):
        return
    walk = _Walk(desk)
    for each in parts:
        walk.go(each, node)


class _Walk:
    """The expressions of a statement in the order in which they are evaluated."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._acts: list[ast.expr] = []  # what happened that might matter to what comes later
        self._seen: set[str] = set()  # names that were looked up and stay where they are

    def go(self, node: ast.expr, parent: ast.AST) -> None:
        if self._acts or self._is_taken_out(node):
            return
        if isinstance(node, ast.Name):
            self._seen.add(node.id)
        if isinstance(node, _OWN_TIME):
            self._pass_by(node)
            return
        self._go_into_functions(node)
        always, perhaps = _parts(node)
        for each in always:
            self.go(each, node)
        for each in perhaps:
            self._pass_by(each)
        if len(self._acts) > 0:
            return
        made = self._separated(node, parent)
        if made is not None:
            self._desk.replace(node, made)
        elif isinstance(node, ast.Call) and not is_calm_call(node, self._desk.facts):
            self._acts.append(node)

    def _go_into_functions(self, node: ast.expr) -> None:
        """Take out what a function that is called for every row learns from all of them: it is the same each time."""
        if not isinstance(node, ast.Call) or not is_for_each_row(node, self._desk.facts):
            return
        for each in node.args:
            if isinstance(each, ast.Lambda) and self._desk.is_calm(node):
                own = {name.arg for name in ast.walk(each.args) if isinstance(name, ast.arg)}
                self._go_into(each.body, own)

    def _go_into(self, node: ast.expr, own: set[str]) -> None:
        if (
            not isinstance(node, _OWN_TIME)
            and not names_in(node) & own
            and self._is_taken_out(node)
        ):
            return
        for each in [] if isinstance(node, _OWN_TIME) else _parts(node)[0]:
            self._go_into(each, own)

    def _pass_by(self, node: ast.expr) -> None:
        """Leave alone what is evaluated later, often, or perhaps not at all."""
        self._seen |= names_in(node)
        if not is_calm(node, self._desk.facts):
            self._acts.append(node)

    def _is_taken_out(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Constant) or not is_learned(node, self._desk.facts):
            return False
        name = self._desk.learn(name_of(node), self._desk.text(node))
        self._desk.replace(node, name)
        return True

    def _separated(self, node: ast.expr, parent: ast.AST) -> str | None:
        if isinstance(node, ast.Subscript):
            return separated_codes(node, self._desk)
        if isinstance(node, ast.Call) and is_applied_fit(node):
            return separated_applied_fit(node, self._desk)
        if not isinstance(node, ast.Call):
            return None
        if is_fit_transform(node):
            fitted = names_in(node.func)
            return None if fitted & self._seen else separated_fit(node, self._desk, parent)
        for separated in (separated_dummies, separated_categories, separated_columns):
            made = separated(node, self._desk)
            if made is not None:
                return made
        return separated_groups(node, self._desk, parent)


def _parts(node: ast.expr) -> tuple[list[ast.expr], list[ast.expr]]:
    """Return what is surely evaluated for an expression, in order, and what perhaps is."""
    if isinstance(node, ast.IfExp):
        return [node.test], [node.body, node.orelse]
    if isinstance(node, ast.BoolOp):
        return node.values[:1], node.values[1:]
    if isinstance(node, ast.Compare):
        return [node.left, *node.comparators[:1]], node.comparators[1:]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return [each for pair in pairs for each in pair if each is not None], []
    if is_fit_transform(node) and isinstance(node, ast.Call):
        return node.args, []  # what is fitted is part of what is taken out
    if is_applied_fit(node) and isinstance(node, ast.Call):
        return [node.func.value] if isinstance(node.func, ast.Attribute) else [], []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return [node.func.value, *node.args, *(each.value for each in node.keywords)], []
    return list(_children(node)), []


def _children(node: ast.AST) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            yield child
        elif isinstance(child, ast.keyword):
            yield child.value
