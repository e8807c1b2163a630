"""The arguments of a call, walked once and looked at by several."""

from __future__ import annotations

import ast

from nb2pkg.analysis import kinds
from nb2pkg.analysis.knowledge.anywhere import CALLING
from nb2pkg.analysis.knowledge.python import LAZY
from nb2pkg.analysis.scan.recorder import NoticedCall
from nb2pkg.analysis.scan.shares import SAME, Share, doubtful
from nb2pkg.analysis.scan.values import Value, is_fixed, united
from nb2pkg.trees import called_name
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nb2pkg.analysis.scan.walker import Walker


_TABLES = (kinds.DICT, kinds.LIST)  # of functions


class Argument(NamedTuple):
    """One argument: its position or keyword (`*` where nobody can tell), and what it gives."""

    key: int | str
    node: ast.expr
    value: Value


def walk_arguments(walker: Walker, node: ast.Call) -> list[Argument]:
    """Walk the arguments in order; a name that may be a function is noted as handed on."""
    found: list[Argument] = []
    starred = False
    before = len(walker.recorder.calls)
    for position, argument in enumerate(_given_one_by_one(node.args)):
        starred = starred or isinstance(argument, ast.Starred)
        found.append(Argument("*" if starred else position, argument, _walk(walker, argument)))
    found += [
        Argument(keyword.arg or "*", keyword.value, _walk(walker, keyword.value))
        for keyword in node.keywords
    ]
    if len(walker.recorder.calls) > before and _calls(node):
        _run(walker.recorder.calls, before, {id(argument.node) for argument in found})
    return found


def _given_one_by_one(arguments: list[ast.expr]) -> list[ast.expr]:
    """Return arguments with what a starred display holds in its place: `f(*[a, b])`."""
    if not any(isinstance(argument, ast.Starred) for argument in arguments):
        return arguments
    found: list[ast.expr] = []
    for argument in arguments:
        inner = argument.value if isinstance(argument, ast.Starred) else None
        found += inner.elts if isinstance(inner, (ast.List, ast.Tuple)) else [argument]
    return found


def _calls(node: ast.Call) -> bool:
    """Tell whether what is called calls the functions that it is given; `map` itself waits."""
    return called_name(node) in CALLING and getattr(node.func, "id", "") not in LAZY


def _run(calls: list[NoticedCall], start: int, handed: set[int]) -> None:
    """Note that the functions among some arguments are called at once."""
    for number in range(start, len(calls)):
        if calls[number].is_handed_on and id(calls[number].node) in handed:
            calls[number] = calls[number]._replace(is_run_at_once=True)


def _walk(walker: Walker, node: ast.expr) -> Value:
    value = walker.value(node)
    if node.__class__ is ast.Name:
        name: str = node.id
        kind = value.kind
        unknown = kind is None or (kind in _TABLES and name in walker.world.definitions)
        if unknown and not walker.is_own(name):
            walker.recorder.calls.append(NoticedCall(name, node, (), is_handed_on=True))
    return value


def find(arguments: list[Argument], *keys: int | str) -> Argument | None:
    """Return the argument given under one of these positions or keywords."""
    for argument in arguments:
        if argument.key in keys:
            return argument
    return None


def plain_name(walker: Walker, argument: Argument) -> str | None:
    """Return the global name (or parameter) whose very object is passed."""
    if not isinstance(argument.node, ast.Name):
        return None
    name = argument.node.id
    if not walker.is_own(name):
        return name
    for share in argument.value.shares:
        if share.how == SAME and share.trust:
            return share.root.name
    return None


def plain_arguments(walker: Walker, arguments: list[Argument]) -> tuple[tuple[int | str, str], ...]:
    """Return the arguments that are plain variables, as (position or keyword, name)."""
    found = []
    for argument in arguments:
        name = plain_name(walker, argument)
        if name is not None and argument.key != "*":
            found.append((argument.key, name))
    return tuple(found)


def is_true(node: ast.expr) -> bool | None:
    """Return the truth of a constant, None if it is not one."""
    return bool(node.value) if isinstance(node, ast.Constant) else None


def doubtful_shares(arguments: list[Argument]) -> tuple[Share, ...]:
    """Return the shares of what a call gives that may hand back any of its arguments."""
    moving = [argument.value for argument in arguments if not is_fixed(argument.value.kind)]
    return doubtful(united(moving), SAME) if moving else ()
