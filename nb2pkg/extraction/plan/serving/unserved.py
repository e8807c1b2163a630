"""Models that the notebook predicts with, and for which there is no way for rows of a file: each with the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.kinds import ARRAY, FRAME, SERIES
from nb2pkg.analysis.literals import calls_once
from nb2pkg.extraction.blueprint import Unserved
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.naming.names import unique
from nb2pkg.extraction.plan.serving.asking import SCORE, asked
from nb2pkg.trees import tree_of, tree_or_none

if TYPE_CHECKING:
    from collections.abc import Collection

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.context import Context

_NO_MODELS: Final = frozenset({FRAME, SERIES, ARRAY})
_LOOPS: Final = (ast.For, ast.While)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_IN_LOOP: Final = "it predicts in a loop, and what a turn of it has fitted is not kept by itself"
_BLEND: Final = "it adds up what several models predict"
_SEVERAL: Final = "it predicts with several models in one expression"
_IN_FUNCTION: Final = "it hands the model to a function that predicts"
_OF_GLOBAL: Final = "the function predicts for what it is given, which are no rows of a file"
_NOT_LEFT: Final = "training does not leave the model, or its rows are none that a file could hold"


class _Found(NamedTuple):
    """A model that predicts somewhere, and why it cannot be served there."""

    model: str
    statement: int
    why: str
    is_scored: bool


def unserved(context: Context, known: Collection[tuple[str, int]]) -> tuple[Unserved, ...]:
    """Return the models that predict and are not among those `known` by name and last change, in order."""
    names = {name for name, _ in known}
    taken = set(names)
    made: dict[str, Unserved] = {}
    found = [each for statement in context.statements for each in _found(context, statement)]
    for each in sorted(found, key=lambda each: each.is_scored):
        history = context.history(each.statement, each.model)
        is_known = any((each.model, number) in known for number in history[-1:])
        is_passing = each.is_scored or each.why != _NOT_LEFT  # a later one is served
        if is_known or each.model in made or (is_passing and each.model in names):
            continue
        statement = context.statements[each.statement]
        first = statement.text.strip().splitlines()[0][:100]
        place = f"cell {statement.cell}, line {statement.place.line}"
        name = unique(each.model, taken) if each.model in taken else each.model
        taken.add(name)
        made[each.model] = Unserved(name, statement.cell, f"{place}: {first}: {each.why}")
    return tuple(sorted(made.values(), key=lambda each: each.cell))


def _found(context: Context, statement: Statement) -> Iterator[_Found]:
    """Yield the models with which a statement predicts."""
    tree = tree_or_none(statement.text)
    if tree is None or any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in tree.body):
        return
    match tree.body:
        case [ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(op=ast.Add()) as sum_)]:
            if len(_summed(context, statement.id, sum_)) > 1:
                yield _Found(name, statement.id, _BLEND, is_scored=False)
    once = {id(node) for node in calls_once(tree)}
    for node in ast.walk(tree):
        found = asked(node)
        if found is not None and _is_model(context, statement.id, found.owner):
            why = _why(tree, is_once=id(node) in once)
            for model in _names(context, statement.id, tree, found.owner):
                yield _Found(model, statement.id, why, found.method == SCORE)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _in_function(context, statement.id, node, node.func.id)


def _summed(context: Context, at: int, node: ast.expr) -> set[str]:
    """Return the models whose predictions a sum adds up: made in it, or by the statement that bound a part of it."""
    found = {ast.unparse(each.owner) for n in ast.walk(node) if (each := asked(n))}
    for name in {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}:
        for number in context.binders(at, name)[-1:]:
            tree = tree_or_none(context.statements[number].text)
            if tree is not None and context.role(at, name) is Role.VARIABLE:
                calls = [each for n in ast.walk(tree) if (each := asked(n))]
                found |= {ast.unparse(each.owner) for each in calls if each.method != SCORE}
    return found


def _why(tree: ast.Module, *, is_once: bool) -> str:
    if isinstance(tree.body[0], _LOOPS):
        return _IN_LOOP
    return _NOT_LEFT if is_once else _SEVERAL


def _is_model(context: Context, at: int, owner: ast.expr) -> bool:
    """Say whether something may be a model: no module, and none of the notebook's tables."""
    root = _root(owner)
    if root is None:
        return True
    kind = context.kind(at, root)
    return context.role(at, root) is not Role.IMPORT and kind not in _NO_MODELS


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _name_of(owner: ast.expr) -> str:
    """Return what a model is called: its variable, or that of a container with the member behind it."""
    match owner:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() | int() as key)):
            return f"{name}.{key}"
        case ast.Name(id=name):
            return name
    return ast.unparse(owner)[:60]


def _names(context: Context, at: int, tree: ast.Module, owner: ast.expr) -> list[str]:
    """Return what the models are called with which a statement predicts in one place."""
    result = _result(tree, owner)
    if result is not None:
        return [result]
    loop = tree.body[0] if tree.body else None
    if isinstance(owner, ast.Name) and isinstance(loop, ast.For):
        members = _members(context, at, loop, owner.id)
        if members:
            return members
    return [_name_of(owner)]


def _members(context: Context, at: int, loop: ast.For, name: str) -> list[str]:
    """Return the members of a dict through which a loop goes that gives them a name."""
    match loop.iter:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=container), attr="items" | "values")):
            targets = [n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)]
        case _:
            return []
    if targets[-1:] != [name]:
        return []
    for number in context.binders(at, container)[-1:]:
        match tree_of(context.statements[number].text).body:
            case [ast.Assign(targets=[ast.Name()], value=ast.Dict(keys=keys))]:
                found = [str(k.value) for k in keys if isinstance(k, ast.Constant)]
                return [f"{container}.{key}" for key in found] if len(found) == len(keys) else []
    return []


def _result(tree: ast.Module, owner: ast.expr) -> str | None:
    """Return the variable that gets what several models predict together: `pred` of `pred += m.predict(rows) / 5`."""
    for node in ast.walk(tree):
        match node:
            case ast.AugAssign(target=ast.Name(id=name), value=value) if _has(value, owner):
                return name
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if node in tree.body:
                inner = [n for n in ast.walk(value) if isinstance(n, _COMPREHENSIONS)]
                if any(_has(n, owner) for n in inner):
                    return name
    return None


def _has(tree: ast.AST, node: ast.AST) -> bool:
    return any(each is node for each in ast.walk(tree))


def _in_function(context: Context, at: int, call: ast.Call, name: str) -> Iterator[_Found]:
    """Yield the models with which a function of the notebook predicts that a call calls."""
    function = _definition(context, at, name)
    if function is None:
        return
    given = dict(zip((a.arg for a in function.args.args), call.args, strict=False))
    given |= {str(k.arg): k.value for k in call.keywords}
    bound = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and _stores(n)}
    for node in ast.walk(function):
        found = asked(node)
        if found is None or not isinstance(found.owner, ast.Name):
            continue
        owner = found.owner.id
        is_scored = found.method == SCORE
        if owner in given:
            yield _Found(_name_of(given[owner]), at, _IN_FUNCTION, is_scored)
        elif owner not in bound and owner not in {a.arg for a in function.args.args}:
            yield _Found(owner, at, _OF_GLOBAL, is_scored)
        elif owner in bound:
            yield _Found(owner, at, f"{name} fits the model and predicts with it", is_scored)


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)


def _definition(context: Context, at: int, name: str) -> ast.FunctionDef | None:
    if context.role(at, name) is not Role.DEFINITION:
        return None
    numbers = context.binders(at, name)[-1:] or context.bound_by.get(name, ())[-1:]
    tree = tree_of(context.statements[numbers[0]].text) if numbers else ast.Module([], [])
    return next((n for n in tree.body if isinstance(n, ast.FunctionDef)), None)
