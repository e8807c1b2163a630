"""Definitions that register themselves: nobody names them, and yet they count wherever their registry is asked.

A decorator enters them into something of a library (an accessor of pandas), of a function (`singledispatch`), or
of the notebook (`HANDLERS[name] = function`); a class is entered with its base (`__subclasses__`).
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.stages.needed import is_definition
from nb2pkg.trees import statement_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.context import Context

_KERNELS_OWN = "IPython"
_AT_EXIT = "atexit"
_BASES = ("__subclasses__", "__init_subclass__")


class Registration(NamedTuple):
    """A definition that is entered somewhere when it is made."""

    statement: int
    into: frozenset[str]  # definitions and variables of the notebook; empty: a library's
    word: str = ""  # what whoever uses it writes (an accessor's name), if that is known


def registrations(context: Context) -> tuple[Registration, ...]:
    """Return the definitions of a notebook that register themselves, in order."""
    by_base = any(word in s.text for s in context.statements for word in _BASES)
    found = []
    for statement in context.statements:
        if statement.kind not in {"functiondef", "asyncfunctiondef", "classdef"}:
            continue
        node = statement_of(statement.text)
        resolved = context.graph.resolved[statement.id]
        into = set(resolved.mutates | resolved.may_mutate)
        if by_base and isinstance(node, ast.ClassDef):
            into |= {base.id for base in node.bases if isinstance(base, ast.Name)}
        libraries = []
        for decorator in node.decorator_list:  # type: ignore[attr-defined]
            call = decorator.func if isinstance(decorator, ast.Call) else decorator
            library, own = _registrar(context, statement, call)
            into |= own
            if library:
                libraries.append(_first_text(decorator))
        into = {n for n in into if context.late_role(n) in {Role.DEFINITION, Role.VARIABLE}}
        into -= statement.effects.binds
        if libraries:
            found.append(Registration(statement.id, frozenset(), libraries[0]))
        elif into:
            found.append(Registration(statement.id, frozenset(into)))
    return tuple(found)


def registries(context: Context) -> frozenset[str]:
    """Return the variables that nothing but definitions change, entering themselves, before anybody else looks."""
    names = {name for each in registrations(context) for name in each.into}
    return frozenset(name for name in names if _is_registry(context, name))


def _is_registry(context: Context, name: str) -> bool:
    binders = context.rebound_by.get(name, ())
    changers, readers = [], []
    for statement, resolved in zip(context.statements, context.graph.resolved, strict=True):
        if name in resolved.mutates | resolved.may_mutate:
            changers.append(statement.id)
        elif name in resolved.reads and not is_definition(statement):
            readers.append(statement.id)
    return (
        len(binders) == 1
        and bool(changers)
        and all(is_definition(context.statements[i]) for i in changers)
        and all(reader > max(changers) for reader in readers)
    )


def _registrar(
    context: Context, statement: Statement, function: ast.expr
) -> tuple[bool, frozenset[str]]:
    """Say whether a decorator enters what it decorates with a library, and else with which names of the notebook."""
    nothing: frozenset[str] = frozenset()
    parts: list[str] = []
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    if not isinstance(function, ast.Name):
        return False, nothing
    role = context.role(statement.id, function.id)
    if role is Role.DEFINITION:
        return False, frozenset({function.id}) if parts and "register" in parts[0] else nothing
    if role is Role.VARIABLE and parts:  # a method of an object that keeps what it is given
        return False, frozenset({function.id})
    if role is not Role.IMPORT:
        return False, nothing
    source = next(
        (dict(s.effects.imports)[function.id] for s in context.importers[function.id]), ""
    )
    last = parts[0] if parts else source.rpartition(".")[2]
    if source.partition(".")[0] == _KERNELS_OWN or "register" not in last:
        return False, nothing
    return source.partition(".")[0] != _AT_EXIT or _writes(statement), nothing


def _writes(statement: Statement) -> bool:
    """Say whether a function leaves something outside of the process."""
    return any(use.is_write for function in statement.effects.defines for use in function.uses)


def _first_text(decorator: ast.AST) -> str:
    arguments = decorator.args if isinstance(decorator, ast.Call) else []
    first = arguments[0] if arguments else None
    is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
    return first.value if is_text else ""  # type: ignore[union-attr]


def is_mentioned(context: Context, word: str, statements: Iterable[int]) -> bool:
    """Say whether some statements ask for an attribute, or do so by its name in a text."""
    return any(word in context.statements[number].text for number in statements)


def late_registrations(
    context: Context, inside: Iterable[int], moved: Iterable[int]
) -> Iterator[str]:
    """Yield the reasons why what is entered when a module is imported would be entered too early.

    `inside` are the definitions of the package, `moved` the statements of its steps.
    """
    known = frozenset(inside)
    for each in registrations(context):
        for name in sorted(each.into) if each.statement in known else ():
            makers = set(context.bound_by.get(name, ()))
            for number in sorted(moved):
                resolved = context.graph.resolved[number]
                asks = name in resolved.reads or makers & resolved.functions
                if number < each.statement and asks:
                    place, user = context.statements[each.statement], context.statements[number]
                    yield (
                        f"cell {place.cell}, line {place.place.line}: it is registered with {name!r} only after "
                        f"cell {user.cell} has used that; move the definition above it"
                    )
                    break


def unknown_registries(context: Context, moved: Iterable[int]) -> Iterator[str]:
    """Yield a reason for each variable that definitions enter themselves into, and that cannot stand beside them."""
    yield from _entered_by_calls(context, moved)
    for each in registrations(context):
        for name in sorted(each.into):
            is_read = any(name in context.graph.resolved[number].reads for number in moved)
            if is_read and context.late_role(name) is Role.VARIABLE:
                place = context.statements[each.statement]
                yield (
                    f"cell {place.cell}, line {place.place.line}: it is registered in the variable {name!r}, "
                    f"which other code changes or reads before; enter it where the package can see it, or "
                    f"give that code a registry of its own"
                )


def _entered_by_calls(context: Context, moved: Iterable[int]) -> Iterator[str]:
    """Yield a reason for each call outside of the steps that enters something which the steps ask a library for."""
    inside = frozenset(moved)
    for statement in context.statements:
        if statement.kind != "expr" or statement.id in inside or "register" not in statement.text:
            continue
        for node in ast.walk(tree_of(statement.text)):
            word = _first_text(node) if isinstance(node, ast.Call) else ""
            library = isinstance(node, ast.Call) and _registrar(context, statement, node.func)[0]
            if library and word and is_mentioned(context, word, inside):
                yield (
                    f"cell {statement.cell}, line {statement.place.line}: it registers {word!r} by a call, which the "
                    f"package would not make; use it as a decorator of the definition"
                )
