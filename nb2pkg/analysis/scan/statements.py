"""What each kind of statement does, and the ways through it."""

from __future__ import annotations

import ast
from itertools import pairwise

from nb2pkg.analysis import kinds
from nb2pkg.analysis.scan import inference
from nb2pkg.analysis.scan.compound import (
    for_loop,
    if_else,
    match,
    try_except,
    while_loop,
    with_block,
)
from nb2pkg.analysis.scan.flow import ScopeKind
from nb2pkg.analysis.scan.functions import define_class, define_function, name_lambda
from nb2pkg.analysis.scan.imports import import_from, import_names
from nb2pkg.analysis.scan.shares import CERTAIN, MAYBE, Share, held
from nb2pkg.analysis.scan.targets import (
    also_named,
    assign,
    change_definition,
    delete,
    set_attribute,
    take_hold,
)
from nb2pkg.analysis.scan.values import Value, is_fixed, united
from nb2pkg.analysis.scan.walker import MisplacedError
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nb2pkg.analysis.scan.walker import Walker
    from nb2pkg.typed import Any


_REBOUND = frozenset({kinds.TUPLE})  # an operator makes another one of them
_TAKEN_IN = frozenset({kinds.LIST, kinds.SET, kinds.DICT})


def _expression(walker: Walker, node: ast.Expr) -> None:
    walker.discarded = node.value
    walker.value(node.value)
    walker.discarded = None


def _assign(walker: Walker, node: ast.Assign) -> None:
    if name_lambda(walker, node.targets, node.value):
        return
    value = walker.value(node.value)
    assign(walker, node.targets[0], value)
    for before, target in pairwise(node.targets):
        value = also_named(walker, before, value)
        assign(walker, target, value)


def _annotated(walker: Walker, node: ast.AnnAssign) -> None:
    if node.value is not None:
        value = walker.value(node.value)
        annotated = inference.annotation(walker, node.annotation)
        if value.kind is None and annotated is not None:
            value = value._replace(kind=annotated)
        assign(walker, node.target, value)
    elif not isinstance(node.target, ast.Name):
        walker.value(node.target)
    if walker.scope.kind is not ScopeKind.FUNCTION or not isinstance(node.target, ast.Name):
        inference.read_annotation(walker, node.annotation)


def _augmented(walker: Walker, node: ast.AugAssign) -> None:
    target = node.target
    before = walker.value(target)
    operand = walker.value(node.value)
    if not isinstance(target, ast.Name):
        walker.recorder.mutate(before)
        if isinstance(target, ast.Attribute):
            receiver = walker.value(target.value)
            change_definition(walker, target.value, receiver)
            set_attribute(walker, receiver, target.attr)
        take_hold(walker, target, before, Value(None, operand.shares))
        return
    after = inference.binary(node.op, before, operand)
    if is_fixed(before.kind):
        walker.bind(target.id, Value(after.kind))
        return
    if before.kind in _REBOUND:
        walker.bind(target.id, after)
        return
    # whatever takes in a list, does it in place
    known = before.kind is not None or operand.kind in _TAKEN_IN
    walker.recorder.mutate(before, likely=known)
    trust = CERTAIN if known else MAYBE
    shares = tuple(
        Share(root, how, min(old, trust), keys) for root, how, old, keys in before.shares
    )
    if operand.kind in kinds.CONTAINERS:  # a list takes in the members of another
        walker.recorder.store(before, operand, sure=known)
        shares = united((Value(None, shares), Value(None, held(operand.shares))))
    walker.bind(target.id, Value(before.kind or after.kind, shares))


def _return(walker: Walker, node: ast.Return) -> None:
    if walker.scope.kind is ScopeKind.MODULE:
        raise MisplacedError("'return' outside function", node)
    if node.value is not None:
        walker.recorder.returned.append(walker.value(node.value))
    walker.scope.flow.is_dead = True


def _raise(walker: Walker, node: ast.Raise) -> None:
    recorder, reads = walker.recorder, walker.recorder.reads
    if walker.scope.kind is ScopeKind.FUNCTION:  # it may never come to that
        recorder.reads = recorder.deferred
    walker.values((node.exc, node.cause))
    recorder.reads = reads
    walker.scope.flow.is_dead = True


def _assert(walker: Walker, node: ast.Assert) -> None:
    walker.values((node.test, node.msg))


def _delete(walker: Walker, node: ast.Delete) -> None:
    for target in node.targets:
        delete(walker, target)


def _global(walker: Walker, node: ast.Global) -> None:
    walker.scope.shared_global |= frozenset(node.names)


def _nonlocal(walker: Walker, node: ast.Nonlocal) -> None:
    walker.scope.shared |= frozenset(node.names)


def _break(walker: Walker, node: ast.Break) -> None:
    if not walker.loops:
        raise MisplacedError("'break' outside loop", node)
    walker.loops[-1].breaks.append(walker.scope.flow.copy())
    walker.scope.flow.is_dead = True


def _continue(walker: Walker, node: ast.Continue) -> None:
    if not walker.loops:
        raise MisplacedError("'continue' not properly in loop", node)
    walker.loops[-1].continues.append(walker.scope.flow.copy())
    walker.scope.flow.is_dead = True


def _nothing(_: Walker, __: ast.stmt) -> None:
    return


def _type_alias(walker: Walker, node: Any) -> None:
    walker.bind(node.name.id, Value(None))


STATEMENTS: Mapping[type[ast.AST], Callable[[Walker, Any], None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Pass: _nothing,
    ast.Import: import_names,
    ast.ImportFrom: import_from,
    ast.FunctionDef: define_function,
    ast.AsyncFunctionDef: define_function,
    ast.ClassDef: define_class,
    ast.If: if_else,
    ast.For: for_loop,
    ast.AsyncFor: for_loop,
    ast.While: while_loop,
    ast.With: with_block,
    ast.AsyncWith: with_block,
    ast.Try: try_except,
    ast.TryStar: try_except,
    ast.Match: match,
    **({ast.TypeAlias: _type_alias} if hasattr(ast, "TypeAlias") else {}),  # Python 3.12
}
