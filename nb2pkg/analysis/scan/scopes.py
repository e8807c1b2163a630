"""Which names belong to a function's or class's own scope, by Python's rules."""

from __future__ import annotations

import ast

from nb2pkg.analysis.scan.targets import target_names
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def parameter_names(arguments: ast.arguments) -> list[str]:
    """Return the names of a function's parameters in order."""
    names = [argument.arg for argument in arguments.posonlyargs]
    names += [argument.arg for argument in arguments.args]
    if arguments.vararg is not None:
        names.append(arguments.vararg.arg)
    names += [argument.arg for argument in arguments.kwonlyargs]
    if arguments.kwarg is not None:
        names.append(arguments.kwarg.arg)
    return names


def local_names(body: Iterable[ast.stmt], *, walrus: bool) -> frozenset[str]:
    """Return the names that statements bind in the scope they stand in.

    `walrus`: there are assignment expressions, so the expressions have to be looked through too.
    """
    names: set[str] = set()
    shared: set[str] = set()
    for node in body:
        _collect(node, names, shared)
        if walrus:
            _collect_walrus(node, names)
    return frozenset(names - shared)


def _collect(node: ast.stmt, names: set[str], shared: set[str]) -> None:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            names.update(target_names(target))
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
        names.update(target_names(node.target))
    elif isinstance(node, _FUNCTIONS):
        names.add(node.name)
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        names.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        shared.update(node.names)
    elif isinstance(node, ast.Delete):
        for target in node.targets:
            names.update(target_names(target))
    else:
        _collect_compound(node, names, shared)


def _collect_compound(node: ast.stmt, names: set[str], shared: set[str]) -> None:
    if isinstance(node, (ast.For, ast.AsyncFor)):
        names.update(target_names(node.target))
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        for item in node.items:
            if item.optional_vars is not None:
                names.update(target_names(item.optional_vars))
    elif isinstance(node, ast.Match):
        for case in node.cases:
            _collect_pattern(case.pattern, names)
            _collect_all(case.body, names, shared)
        return
    for handler in getattr(node, "handlers", ()):
        if handler.name is not None:
            names.add(handler.name)
        _collect_all(handler.body, names, shared)
    for part in ("body", "orelse", "finalbody"):
        _collect_all(getattr(node, part, ()), names, shared)


def _collect_all(body: Iterable[ast.stmt], names: set[str], shared: set[str]) -> None:
    for node in body:
        _collect(node, names, shared)


def _collect_pattern(pattern: ast.AST, names: set[str]) -> None:
    for node in ast.walk(pattern):
        if isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name is not None:
            names.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest is not None:
            names.add(node.rest)


def _collect_walrus(node: ast.AST, names: set[str]) -> None:
    if isinstance(node, ast.NamedExpr):
        names.add(node.target.id)
    if isinstance(node, (*_FUNCTIONS, ast.Lambda)):
        return  # what stands inside binds there
    for child in ast.iter_child_nodes(node):
        _collect_walrus(child, names)
