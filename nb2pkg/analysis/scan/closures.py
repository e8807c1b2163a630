"""Functions that keep something from one call to the next: in variables of the function around them, or in defaults."""

from __future__ import annotations

import ast

from nb2pkg.analysis import knowledge
from nb2pkg.analysis.kinds import LOCAL_CLOSURE, LOCAL_FUNCTION, Kind
from nb2pkg.analysis.resources import kept_by
from nb2pkg.analysis.scan.flow import ScopeKind
from nb2pkg.analysis.scan.scopes import local_names, parameter_names
from nb2pkg.analysis.scan.shares import at_entry, parameter
from nb2pkg.analysis.scan.targets import root_name
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.scan.flow import Scope
    from nb2pkg.analysis.scan.recorder import Definition
    from nb2pkg.analysis.scan.walker import Walker

CLOSURE, FUNCTION = Kind(LOCAL_CLOSURE), Kind(LOCAL_FUNCTION)
BOUND = CLOSURE  # a method that changes its object, taken by another name

_Inner = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
FRESH = (ast.List, ast.Dict, ast.Set, ast.Call, ast.ListComp, ast.DictComp, ast.SetComp)


def kind_of(walker: Walker, node: _Inner) -> Kind:
    """Return the kind of a function inside a function: a closure where it changes what the outer one has made."""
    body: list[ast.stmt] = [ast.Expr(node.body)] if isinstance(node, ast.Lambda) else node.body
    if any(isinstance(statement, ast.Nonlocal) for statement in body):
        return CLOSURE
    around = _names_around(walker)
    if not around:
        return FUNCTION
    around -= local_names(body, walrus=True) | frozenset(parameter_names(node.args))
    return CLOSURE if any(name in around for name in _changed(body)) else FUNCTION


def _names_around(walker: Walker) -> frozenset[str]:
    """Return the names of the functions that the code at hand stands in."""
    found: frozenset[str] = frozenset()
    scope: Scope | None = walker.scope
    while scope is not None and scope.kind is not ScopeKind.MODULE:
        if scope.kind is ScopeKind.FUNCTION:
            found |= scope.names
        scope = scope.outer
    return found


def _changed(body: list[ast.stmt]) -> Iterator[str | None]:
    """Yield the names whose objects some code changes in place."""
    for node in (child for statement in body for child in ast.walk(statement)):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            yield root_name(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = node.func.attr
            if method in knowledge.MUTATING_ANYWHERE | knowledge.MUTATING_IF_DISCARDED:
                yield root_name(node.func)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            yield root_name(node.args[0]) if node.func.id == "next" else None


def note_defaults(arguments: ast.arguments, definition: Definition) -> None:
    """Note that a call may change the object that a parameter it changes stands for unless given.

    That is a global's, or one that the definition made and the function keeps.
    """
    body = definition.body
    places = [*arguments.posonlyargs, *arguments.args][::-1]
    pairs = [
        *zip(places, arguments.defaults[::-1], strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    for argument, default in pairs:
        root = parameter(argument.arg)
        if root not in body.mutates and root not in body.may_mutate:
            continue
        if isinstance(default, ast.Name):
            body.may_mutate[at_entry(default.id)] = None
        elif isinstance(default, FRESH):
            if root in body.mutates:
                definition.kept |= {argument.arg}
            body.use(kept_by(definition.name), reads=True, writes=True)
