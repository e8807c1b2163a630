"""Which columns a model predicts, as far as the notebook names them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.rows import ABOUT_COLUMNS, OF_EACH
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.extraction.plan.context import Context

_DEPTH: Final = 30


def columns_of(context: Context, node: ast.expr, at: int, depth: int = 0) -> Iterator[object]:
    """Yield the columns that an expression takes from a table: `df["price"]`, `df.pop("price")`, `df.price.values`."""
    if depth > _DEPTH:
        return
    match node:
        case ast.Subscript(slice=ast.Constant(value=str(column))):
            yield column
        case ast.Subscript(slice=ast.List(elts=elements)):
            yield from (e.value for e in elements if isinstance(e, ast.Constant))
        case ast.Subscript(slice=ast.Name(id=name)) if columns := _named(context, name, at):
            yield from columns
        case ast.Subscript(slice=ast.Tuple([ast.Slice(None, None, None), place])):
            yield from _places(place)
        case ast.Subscript(value=value):
            yield from columns_of(context, value, at, depth + 1)
        case ast.Attribute(value=value, attr=attr):
            if attr in OF_EACH | ABOUT_COLUMNS or not isinstance(value, ast.Name):
                yield from columns_of(context, value, at, depth + 1)
            else:
                yield attr
        case ast.Call():
            yield from _of_call(context, node, at, depth + 1)
        case ast.Compare(left=one) | ast.BinOp(left=one) | ast.UnaryOp(operand=one):
            yield from columns_of(context, one, at, depth + 1)
        case ast.Name(id=name):
            yield from _of_name(context, name, at, depth)


def with_origins(context: Context, targets: frozenset[object]) -> frozenset[object]:
    """Return target columns with those that the notebook makes them of: `df["good"] = df["quality"] > 6`."""
    found = set(targets)
    for statement in reversed(context.statements):
        match tree_of(statement.text).body:
            case [
                ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=column))], value=value)
            ]:
                if column in found:
                    found |= set(columns_of(context, value, statement.id))
    return frozenset(found)


def _named(context: Context, name: str, at: int) -> list[object]:
    """Return the columns whose names a variable holds, as a literal."""
    for number in context.binders(at, name)[-1:]:
        match tree_of(context.statements[number].text).body:
            case [ast.Assign(targets=[ast.Name(id=one)], value=ast.Constant(value=str(column)))]:
                return [column] if one == name else []
            case [ast.Assign(targets=[ast.Name(id=one)], value=ast.List(elts=elements))]:
                found = [e.value for e in elements if isinstance(e, ast.Constant)]
                return list(found) if one == name else []
    return []


def _places(node: ast.expr) -> Iterator[object]:
    """Yield the columns that the second part of an index takes: by a number, a name, or the last one of them."""
    match node:
        case ast.Constant(value=str() | int() as column):
            yield column
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            yield -number
        case ast.Slice(lower=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1)), upper=None):
            yield -1
        case ast.Slice(lower=ast.Constant(value=int(first)), upper=ast.Constant(value=int(last))):
            yield from range(first, last)
        case ast.List(elts=elements):
            for each in elements:
                yield from _places(each)


def _of_call(context: Context, node: ast.Call, at: int, depth: int) -> Iterator[object]:
    """Yield the columns behind what a method or a function makes of them."""
    match node:
        case ast.Call(func=ast.Attribute(attr="pop"), args=[ast.Constant(value=column)]):
            yield column
            return
        case ast.Call(func=ast.Attribute(value=value)):
            found = list(columns_of(context, value, at, depth))
            yield from found
            if found:
                return
    for each in node.args[:1]:
        yield from columns_of(context, each, at, depth)


def _of_name(context: Context, name: str, at: int, depth: int) -> Iterator[object]:
    for number in context.binders(at, name)[-1:]:
        match tree_of(context.statements[number].text).body:
            case [ast.Assign(targets=[ast.Name(id=one)], value=value)] if one == name:
                yield from columns_of(context, value, number, depth + 1)
            case [ast.Assign(targets=[ast.Tuple(elts=targets)], value=value)]:
                names = [ast.unparse(each) for each in targets]
                if name not in names:
                    return
                place = names.index(name)
                if isinstance(value, ast.Tuple) and len(value.elts) == len(targets):
                    yield from columns_of(context, value.elts[place], number, depth + 1)
                elif (made := _returned(context, value, place)) is not None:
                    yield from columns_of(context, made, number, depth + 1)
                elif isinstance(value, ast.Call) and 2 * len(value.args) == len(targets):
                    yield from columns_of(context, value.args[place // 2], number, depth + 1)


def _returned(context: Context, call: ast.expr, place: int) -> ast.expr | None:
    """Return what one of the notebook's own functions returns at some place among several values."""
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
        return None
    for number in context.bound_by.get(call.func.id, ())[-1:]:
        match tree_of(context.statements[number].text).body:
            case [ast.FunctionDef() as function]:
                for node in ast.walk(function):
                    match node:
                        case ast.Return(value=ast.Tuple(elts=elements)) if place < len(elements):
                            return _assigned(function, elements[place])
    return None


def _assigned(function: ast.FunctionDef, node: ast.expr) -> ast.expr:
    """Return what a name inside of a function has been given, or the expression itself if it is no name."""
    for each in ast.walk(function):
        match each, node:
            case ast.Assign(targets=[ast.Name(id=one)], value=value), ast.Name(id=name):
                if one == name:
                    return value
    return node
