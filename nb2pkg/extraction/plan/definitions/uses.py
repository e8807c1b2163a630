"""Where the notebook's functions are used, and what has to change there when they come from a module."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.keys import ITSELF
from nb2pkg.analysis.knowledge.changing import CHANGES_REGISTRY
from nb2pkg.analysis.model import CHANGES, Function
from nb2pkg.extraction.blueprint import CallAs
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.definitions.registering import registrations, registries
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.model import Effects, Statement
    from nb2pkg.extraction.blueprint import Definition, Edit
    from nb2pkg.extraction.plan.context import Context

_HELPERS: Final = ("partial", "with_globals")


def use_edits(
    context: Context, definitions: tuple[Definition, ...]
) -> tuple[dict[int, list[Edit]], list[str]]:
    """Return the edits that call functions by their new names and hand them their former globals.

    With them come the reasons why that cannot be done faithfully somewhere.
    """
    edits: defaultdict[int, list[Edit]] = defaultdict(list)
    problems = [*_changed_definitions(context, definitions), *_hidden_helpers(context, definitions)]
    inside = context.moved | {d.statement for d in definitions}
    changed = {d.original for d in definitions if d.extra or d.name != d.original}
    for statement in context.statements:
        for name in sorted(changed & _used(statement)):
            found = _in_force(context, statement, name, definitions)
            if not found:
                continue
            problems += _problems(context, statement, found)
            written = found[-1].name if statement.id in inside else name
            if found[-1].extra or written != name:
                edits[statement.id].append(CallAs(name, written, found[-1].extra))
    return dict(edits), problems


def _changed_definitions(context: Context, definitions: tuple[Definition, ...]) -> Iterator[str]:
    """Yield a reason for each change of a function or class itself: a module is shared by all runs."""
    names = {d.original for d in definitions} - registries(context)
    inside = {d.statement for d in definitions}
    keeping = frozenset(_keeping(context.statements))
    entered = {r.statement: r.into for r in registrations(context) if r.statement in inside}
    for statement in context.statements:
        changed = context.graph.resolved[statement.id].mutates - keeping
        changed |= _set_from_outside(statement)
        changed -= entered.get(statement.id, frozenset())  # the module does that once, as it stands
        for name in sorted(names & changed):
            if context.role(statement.id, name) is Role.DEFINITION:
                yield (
                    f"cell {statement.cell}, line {statement.place.line}: it changes {name!r} itself, which becomes a "
                    f"part of a module; keep what changes in a variable"
                )


def _keeping(statements: Iterable[Statement]) -> Iterator[str]:
    """Yield functions that keep a default of theirs, which the module's do as well."""
    for statement in statements:
        waiting: list[Effects | Function] = [statement.effects, *statement.effects.defines]
        while waiting:
            found = waiting.pop()
            if isinstance(found, Function):
                waiting += found.methods
            for member in found.members:
                if member.action == CHANGES and member.keys == ITSELF:
                    yield member.container


def _set_from_outside(statement: Statement) -> set[str]:
    """Return the names of which a statement sets attributes, or changes what an attribute holds."""
    found = set()
    for node in ast.walk(tree_of(statement.text)):
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            found.add(_root(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder = node.func.value
            if node.func.attr == "register":
                found.add(_root(holder))
            if node.func.attr in CHANGES_REGISTRY and isinstance(
                holder, ast.Attribute | ast.Subscript
            ):
                found.add(_root(holder))
    return found


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _hidden_helpers(context: Context, definitions: tuple[Definition, ...]) -> Iterator[str]:
    if not any(definition.extra for definition in definitions):
        return
    for name in _HELPERS:
        for number in context.bound_by.get(name, ()):
            statement = context.statements[number]
            if dict(statement.effects.imports).get(name) != "functools.partial":
                yield (
                    f"cell {statement.cell}, line {statement.place.line}: the name {name!r} is needed for what the "
                    f"package hands on functions with; choose another one"
                )


def _used(statement: Statement) -> set[str]:
    effects = statement.effects
    names = {read.name for read in effects.reads} | {call.function for call in effects.calls}
    for function in effects.defines:
        names |= {read.name for read in function.reads} | {call.function for call in function.calls}
    return names


def _in_force(
    context: Context, statement: Statement, name: str, definitions: tuple[Definition, ...]
) -> list[Definition]:
    """Return the definitions that a name may stand for in a statement, or in the function that it defines."""
    late = {
        name
        for function in statement.effects.defines
        for name in [*(r.name for r in function.reads), *(c.function for c in function.calls)]
    }
    binders = context.bound_by.get(name, ())
    if name not in late:
        binders = context.binders(statement.id, name) or tuple(
            i for i in binders if i < statement.id
        )
    return [d for d in definitions if d.statement in binders and d.original == name]


def _problems(context: Context, statement: Statement, found: list[Definition]) -> Iterator[str]:
    where = f"cell {statement.cell}, line {statement.place.line}"
    name, extra = found[-1].original, found[-1].extra
    texts = {context.statements[d.statement].text for d in found}
    if len(texts) > 1:
        yield f"{where}: {name!r} stands for one of several functions; give each a name of its own"
    if extra and any(call.function == name for call in statement.effects.calls):
        unbound = context.graph.resolved[statement.id].unresolved & set(extra)
        for missing in sorted(unbound):
            yield f"{where}: {name} reads {missing!r} before it is bound; bind it above"
    for hidden in sorted(set(extra) & _local_names(statement)):
        yield (
            f"{where}: {name} reads the global {hidden!r}, and another {hidden!r} hides it here; "
            f"hand it over as an argument"
        )
    if extra and statement.kind == "classdef":
        yield f"{where}: a class uses {name}, which reads the global {extra[0]!r}; hand it over as an argument"
    elif extra and name in _at_definition(statement):
        yield f"{where}: a decorator or default uses {name}, which reads the global {extra[0]!r}"


def _at_definition(statement: Statement) -> set[str]:
    """Return the functions that a definition uses at once, in its decorators and defaults."""
    if not statement.effects.defines or statement.kind == "assign":
        return set()
    return {call.function for call in statement.effects.calls}


def _local_names(statement: Statement) -> set[str]:
    """Return the names that stand for something of their own in a function, lambda or comprehension inside."""
    found: set[str] = set()
    for node in ast.walk(tree_of(statement.text)):
        if isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.comprehension):
            found |= _stored(node.target)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            shared = {n for g in ast.walk(node) if isinstance(g, ast.Global) for n in g.names}
            found |= {name for child in node.body for name in _stored(child)} - shared
    return found


def _stored(node: ast.AST) -> set[str]:
    names = {
        child.id
        for child in ast.walk(node)
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store)
    }
    return names | {
        child.name for child in ast.walk(node) if isinstance(child, ast.FunctionDef | ast.ClassDef)
    }
