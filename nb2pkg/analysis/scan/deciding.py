"""Tests whose outcome is known, because the parameters that they look at are constants in a call."""

from __future__ import annotations

import ast
import operator

from nb2pkg.analysis.choices import Given
from nb2pkg.analysis.scan.flow import ScopeKind
from nb2pkg.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nb2pkg.analysis.choices import Constant
    from nb2pkg.analysis.scan.walker import Walker

_COMPARED: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, others: one in others,
    ast.NotIn: lambda one, others: one not in others,
}


def decided(walker: Walker, test: ast.expr) -> bool | None:
    """Return how a test goes, if that is certain; note in any case which names it looks at."""
    assumed = walker.assumed
    if assumed is None:
        if walker.scope.kind is ScopeKind.FUNCTION:
            walker.recorder.tested.update(_names(test))
        return None
    return _truth(test, assumed.values) if walker.scope is assumed.scope else None


def constant(walker: Walker, node: ast.expr) -> Constant | Given:
    """Return the constant that an argument is."""
    if isinstance(node, ast.Constant):
        return Given.ANYTHING if node.value is ... else node.value  # type: ignore[return-value]
    assumed = walker.assumed
    if isinstance(node, ast.Name) and assumed is not None and walker.scope is assumed.scope:
        return assumed.values.get(node.id, Given.ANYTHING)
    return Given.ANYTHING


def _names(test: ast.expr) -> Iterator[str]:
    """Yield the names whose values tell how a test goes."""
    if isinstance(test, ast.Name):
        yield test.id
    elif isinstance(test, ast.UnaryOp):
        yield from _names(test.operand)
    elif isinstance(test, ast.BoolOp):
        for operand in test.values:
            yield from _names(operand)
    elif isinstance(test, ast.Compare):
        yield from _names(test.left)


def _truth(test: ast.expr, values: dict[str, Constant]) -> bool | None:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        truth = _truth(test.operand, values)
        return None if truth is None else not truth
    if isinstance(test, ast.BoolOp):
        decisive = isinstance(test.op, ast.Or)
        found = {_truth(operand, values) for operand in test.values}
        if decisive in found:
            return decisive
        return None if None in found else not decisive
    if isinstance(test, ast.Compare):
        return _compared(test, values) if len(test.ops) == 1 else None
    known = _known(test, values)
    return None if known is Given.ANYTHING else bool(known)


def _compared(test: ast.Compare, values: dict[str, Constant]) -> bool | None:
    left, right = _known(test.left, values), _known(test.comparators[0], values)
    if left is Given.ANYTHING or right is Given.ANYTHING:
        return None
    try:
        return bool(_COMPARED[test.ops[0].__class__](left, right))
    except TypeError:
        return None  # the call will fail


def _known(node: ast.expr, values: dict[str, Constant]) -> Any:
    """Return the constant that an expression is, a display of constants included."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values.get(node.id, Given.ANYTHING)
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        members = [_known(member, values) for member in node.elts]
        return Given.ANYTHING if Given.ANYTHING in members else members
    return Given.ANYTHING
