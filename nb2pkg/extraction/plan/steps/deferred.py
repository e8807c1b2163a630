"""Code that runs later than where it stands: a lambda, a generator, a function inside a function.

In a notebook it sees what a global stands for when it runs; in a package it keeps what it was given. That is the
same unless the global is bound anew in between.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.callbacks import AT_ONCE, METHODS_AT_ONCE, PASSING_ON
from nb2pkg.extraction.plan.context import Role
from nb2pkg.trees import parents_in, statement_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Definition
    from nb2pkg.extraction.plan.context import Context

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def deferred_problems(
    context: Context, moving: Iterable[int], definitions: tuple[Definition, ...]
) -> list[str]:
    """Return the reasons why code that runs later would see another value in the package."""
    found: list[str] = []
    extras = {d.original: d.extra for d in definitions if d.extra}
    for number in sorted(moving):
        statement = context.statements[number]
        names = _names_kept(tree_of(statement.text), extras)
        found += _rebound(context, statement, names, number)
    for definition in definitions:
        statement = context.statements[definition.statement]
        if definition.extra and _outlives_its_call(statement_of(statement.text)):
            first = _first_user(context, definition)
            found += _rebound(context, statement, set(definition.extra), first)
    return found


def _rebound(context: Context, statement: Statement, names: set[str], after: int) -> Iterator[str]:
    for name in sorted(names):
        binders = context.rebound_by.get(name, ())
        later = binders[bisect_right(binders, after) :]
        if later and context.late_role(name) is Role.VARIABLE:
            yield (
                f"cell {statement.cell}, line {statement.place.line}: a function or generator that is made here may "
                f"run after cell {context.statements[later[0]].cell} has bound {name!r} anew; hand {name!r} over as "
                f"an argument, or give the new value a name of its own"
            )


def _first_user(context: Context, definition: Definition) -> int:
    users = [
        s.id
        for s in context.statements
        if s.id > definition.statement
        and (
            definition.statement in context.graph.resolved[s.id].functions
            or definition.original in {read.name for read in s.effects.reads}
        )
    ]
    return min(users, default=definition.statement)


def _names_kept(tree: ast.AST, extras: dict[str, tuple[str, ...]]) -> set[str]:
    """Return the names read by code that outlives the statement it stands in."""
    names: set[str] = set()
    for node in _outliving(tree, set(extras)):
        for child in ast.walk(node):
            if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
                names |= {child.id, *extras.get(child.id, ())}
    return names


def _outlives_its_call(node: ast.stmt) -> bool:
    """Say whether a function gives away code that runs after it has returned."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        return any(True for _ in _outliving(node.value.body, set()))
    if not isinstance(node, _FUNCTIONS):
        return False
    yields = any(isinstance(child, ast.Yield | ast.YieldFrom) for child in ast.walk(node))
    return yields or any(True for child in node.body for _ in _outliving(child, set()))


def _outliving(tree: ast.AST, functions: set[str]) -> Iterator[ast.AST]:
    """Yield lambdas, generators, inner functions and mentions of `functions` that are not used up at once."""
    inner = {n.name for n in ast.walk(tree) if isinstance(n, _FUNCTIONS)}
    given: set[str] = set()
    parents = parents_in(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda | ast.GeneratorExp) and not _is_used_up(node, parents):
            yield node
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            called = isinstance(parent := parents.get(node), ast.Call) and parent.func is node
            if not called and not _is_used_up(node, parents):
                given.add(node.id)
                if node.id in functions:
                    yield node
    for node in ast.walk(tree):
        if (
            isinstance(node, _FUNCTIONS) and (node.name in inner & given or node is tree)
        ) or isinstance(node, ast.ClassDef):
            yield node


def _is_used_up(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Say whether whoever is given this node runs it before the statement goes on."""
    parent = parents.get(node)
    while isinstance(parent, ast.keyword | ast.Starred):
        node, parent = parent, parents.get(parent)
    if isinstance(parent, ast.Call):
        return parent.func is node or _uses_up(parent, parents)
    if isinstance(parent, ast.For | ast.comprehension):
        return parent.iter is node
    return isinstance(parent, ast.Subscript) and parent.slice is node


def _uses_up(call: ast.Call, parents: dict[ast.AST, ast.AST]) -> bool:
    """Say whether a call runs the functions and generators that it is given at once."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr in METHODS_AT_ONCE
    name = getattr(call.func, "id", "")
    return name in AT_ONCE or (name in PASSING_ON and _is_used_up(call, parents))
