"""What goes into a step function and what comes out of it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis import kinds
from nb2pkg.analysis.knowledge import ESTIMATOR_LIBRARIES
from nb2pkg.analysis.knowledge.changing import GIVES_NOTHING
from nb2pkg.analysis.knowledge.models import RETURN_SELF
from nb2pkg.analysis.knowledge.showing import (
    PANDAS_3_RETURNS,
    RETURN_NONE,
    SAVING,
    WITHOUT_FIT,
)
from nb2pkg.analysis.knowledge.stages import METHODS
from nb2pkg.extraction.blueprint import Showing
from nb2pkg.extraction.plan.context import Role
from nb2pkg.trees import called_name, statement_of, tree_of, tree_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.extraction.plan.context import Context

_PLAIN: Final = kinds.CONTAINERS | {kinds.INT, kinds.FLOAT, kinds.STR, kinds.BOOL}
_PANDAS_3: Final = 3
_SIMPLE: Final = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_WITH_TARGETS: Final = frozenset({"for", "asyncfor", "while", "with", "asyncwith", "if", "try"})
#: objects that compute what they are asked for once and keep it: each look at one changes it
_LAZY_KINDS: Final = (kinds.GROUPS, kinds.SERIES_GROUPS, kinds.RESULTS)
_LAZY_CALLS: Final = re.compile(r"statsmodels\..*(?:\.[A-Z]\w*|formula\.api\.\w+)")
_HANDLES: Final = kinds.DRAWINGS | {kinds.GENERATOR, kinds.FILE, kinds.ITERATOR}


def parameters(context: Context, statements: Sequence[int]) -> list[str]:
    """Return the variables that the statements read before they bind them, in the order of reading."""
    found: dict[str, None] = {}
    local: set[str] = set()
    for number in statements:
        resolved = context.graph.resolved[number]
        places = [r.name for r in context.statements[number].effects.reads]
        names = [n for n in dict.fromkeys(places) if n in resolved.reads]
        names += sorted(resolved.reads - set(names))
        for name in names:
            if name in local or context.role(number, name) is not Role.VARIABLE:
                continue
            if not _made_by(context, statements, number, name):
                found.setdefault(name)
        local |= resolved.binds
        local -= resolved.unbinds
    return list(found)


def _made_by(context: Context, statements: Sequence[int], reader: int, name: str) -> bool:
    """Say whether what a statement reads is made by these statements alone, be it in a branch."""
    history = context.history(reader, name)
    return bool(history) and set(statements).issuperset(history)


def surely_bound(context: Context, statements: Iterable[int]) -> set[str]:
    """Return the names that are bound after the statements, whatever way they went."""
    names: set[str] = set()
    for number in statements:
        resolved = context.graph.resolved[number]
        names = (names | resolved.binds) - resolved.unbinds
    return names


def touched(context: Context, statements: Iterable[int]) -> list[str]:
    """Return the names that the statements bind or, under that name, change in place, in order."""
    found: dict[str, None] = {}
    for number in statements:
        effects, resolved = context.statements[number].effects, context.graph.resolved[number]
        names = effects.mutates | resolved.binds | resolved.may_bind
        for name in sorted(names, key=lambda n: (_position(n, context.statements[number].text), n)):
            found.setdefault(name)
    return list(found)


def _position(name: str, text: str) -> int:
    """Return where a name stands first in a text."""
    match = re.search(rf"\b{re.escape(name)}\b", text)
    return match.start() if match else len(text)


def readers(context: Context) -> dict[tuple[int, str], set[int]]:
    """Return for every (statement, name) written the statements that read that version or build on it."""
    found: dict[tuple[int, str], set[int]] = {}
    for statement in context.statements:
        for name in context.graph.resolved[statement.id].reads:
            for writer in context.history(statement.id, name):
                found.setdefault((writer, name), set()).add(statement.id)
        for edge in context.dependencies_of.get(statement.id, ()):
            if edge.kind != "output" or not isinstance(edge.name, str):
                continue
            if can_keep(context, statement.id, edge.name):
                found.setdefault((edge.source, edge.name), set()).add(statement.id)
    return found


def can_keep(context: Context, number: int, name: str) -> bool:
    """Say whether a statement that binds a name may leave what it stood for; loops have at least one round."""
    if name not in context.graph.resolved[number].may_bind:
        return False
    tree = statement_of(context.statements[number].text)
    if not isinstance(tree, ast.For | ast.AsyncFor):
        return True
    certain = [tree.target, *(node for node in tree.body if isinstance(node, _SIMPLE))]
    return not any(
        isinstance(child, ast.Name) and child.id == name and isinstance(child.ctx, ast.Store)
        for node in certain
        for child in ast.walk(node)
    )


def shown(context: Context, number: int) -> str | Showing | None:
    """Say what a moved last expression displays: nothing, a variable, or the value of the expression itself."""
    statement = context.statements[number]
    if not statement.effects.is_displayed:
        return None
    node = _expression(statement.text)
    if isinstance(node, ast.Call):
        method = called_name(node)
        in_place = any(_is_true(k) for k in node.keywords if k.arg == "inplace")
        if in_place and not _returns_frame(context, method):
            return None
        if method in RETURN_NONE or _changes_container(context, number, node):
            return None
        if method in SAVING and node.args:  # without a path they return the text
            return None
        if (
            method in RETURN_SELF
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and _fit_returns_self(context, context.kind(number, node.func.value.id))
        ):
            return node.func.value.id
    return Showing.VALUE


def _fit_returns_self(context: Context, kind: Kind | None) -> bool:
    """Say whether a value's `fit` returns the very object: its library's does, or that of all the notebook has.

    That of keras returns a history, and one of the notebook's own may return nothing.
    """
    if kind is not None:
        return kind.is_object and kind.library in ESTIMATOR_LIBRARIES
    effects = [statement.effects for statement in context.statements]
    libraries = {qualified.partition(".")[0] for each in effects for _, qualified in each.imports}
    own = any(function.is_class for each in effects for function in each.defines)
    return not own and libraries <= ESTIMATOR_LIBRARIES | WITHOUT_FIT


def _changes_container(context: Context, number: int, call: ast.Call) -> bool:
    """Say whether a call is a list's, dict's or set's own, of those that give nothing back."""
    function = call.func
    return (
        isinstance(function, ast.Attribute)
        and function.attr in GIVES_NOTHING
        and isinstance(function.value, ast.Name)
        and context.kind(number, function.value.id) in kinds.MUTABLE_CONTAINERS
    )


def _returns_frame(context: Context, method: str) -> bool:
    """Say whether a method called with inplace=True gives its frame back; pandas 3 made some of them do so."""
    return method in PANDAS_3_RETURNS and (context.pandas or _PANDAS_3) >= _PANDAS_3


def _is_true(keyword: ast.keyword) -> bool:
    return isinstance(keyword.value, ast.Constant) and keyword.value.value is True


def _expression(text: str) -> ast.expr | None:
    tree = tree_or_none(text)
    first = tree.body[0] if tree and tree.body else None
    return first.value if isinstance(first, ast.Expr) else None


def is_value(kind: Kind | None) -> bool:
    """Say whether a kind of object has a value worth keeping as a result."""
    if kind is None:
        return True
    return kind not in _HANDLES and kind.family not in (kinds.MODULE, kinds.OWN_FUNCTION)


def is_lazy(context: Context, binder: int, name: str) -> bool:
    """Say whether an object keeps what it is asked for, as a fitted model of statsmodels and groups of pandas do."""
    effects = context.statements[binder].effects
    kind = dict(effects.kinds).get(name)
    calls = effects.facts if kind is None else (kind.described,)
    return kind in _LAZY_KINDS or any(_LAZY_CALLS.match(call) for call in calls)


def is_loop_variable(context: Context, binder: int, name: str) -> bool:
    """Say whether a name only runs over the rounds of a loop, or stands for what a `with` has opened."""
    statement = context.statements[binder]
    if statement.kind not in _WITH_TARGETS:
        return False
    targets: set[ast.AST] = set()
    stored: set[ast.AST] = set()
    for node in ast.walk(tree_of(statement.text)):
        if isinstance(node, ast.For | ast.AsyncFor):
            targets |= set(ast.walk(node.target))
        elif isinstance(node, ast.withitem) and node.optional_vars is not None:
            targets |= set(ast.walk(node.optional_vars))
        elif isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            stored.add(node)
    return stored <= targets


def is_intermediate(context: Context, loop: int, name: str) -> bool:
    """Say whether a name is bound and then read in each round of a loop, and not asked what models are."""
    statement, resolved = context.statements[loop], context.graph.resolved[loop]
    if statement.kind not in {"for", "while"} or context.bound_by.get(name) != (loop,):
        return False
    kind = dict(statement.effects.kinds).get(name)
    if name in resolved.reads or (kind is not None and kind.is_instance):
        return False
    nodes = list(ast.walk(tree_of(statement.text)))
    asked = {
        node.func.value.id
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.attr in METHODS
    }
    return name not in asked and any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        for node in nodes
    )


def can_be_unbound(context: Context, members: Iterable[int], name: str) -> bool:
    """Say whether only branches of the statements bind a name; loops are taken to have at least one round."""
    forms = {context.statements[i].kind for i in members if context.can_bind(i, name)}
    return bool(forms) and forms <= {"if", "while", "try", "trystar", "match"}


def kind_in(context: Context, members: Sequence[int], name: str) -> Kind | None:
    """Return the kind of a variable as the statements first read it, if one is certain."""
    for number in members:
        if name in context.graph.resolved[number].reads:
            return context.kind(number, name)
    return None


def kind_out(context: Context, members: Sequence[int], name: str) -> Kind | None:
    """Return the kind of a variable as the statements leave it, if one is certain.

    What has been something plain of another kind before has none: a type checker would hold on to the first.
    """
    before = kind_in(context, members, name)
    bound = [
        dict(context.statements[number].effects.kinds).get(name)
        for number in members
        if context.can_bind(number, name)
    ]
    kind = bound[-1] if bound else before
    others = {before, *bound} - {kind}
    return None if others & _PLAIN else kind


def kinds_in(context: Context, members: Sequence[int], name: str) -> tuple[Kind, ...]:
    """Return the one kind of a variable as the statements first read it, or none."""
    kind = kind_in(context, members, name)
    return () if kind is None else (kind,)


def kinds_out(context: Context, members: Sequence[int], name: str) -> tuple[Kind, ...]:
    """Return the one kind of a variable as the statements leave it, or none."""
    kind = kind_out(context, members, name)
    return () if kind is None else (kind,)
