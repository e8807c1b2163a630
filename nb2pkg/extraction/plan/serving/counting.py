"""What makes a value of a row's number or label, or of rows before it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def counted_in(node: ast.ListComp | ast.GeneratorExp | ast.SetComp) -> Iterator[str]:
    """Yield what a comprehension makes of a row's number or label, or of rows before it."""
    for each in node.generators:
        if is_counter_used(each.target, each.iter, [node.elt, *each.ifs]):
            yield "it makes a value of a row's number or label"
    for inner in ast.walk(node.elt):
        match inner:
            case ast.NamedExpr(target=ast.Name(id=name), value=value) if name in names_in(value):
                yield f"{name} is carried from row to row"
            case ast.Call(func=ast.Name(id="next")):
                yield "next() gives each row something else"


def names_in(node: ast.AST) -> set[str]:
    """Return the names in some code."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def is_counter_used(target: ast.expr, rows: ast.expr, body: Sequence[ast.AST]) -> bool:
    """Say whether the number or label of a row is used for anything but to find the row."""
    counter = _counter(target, rows)
    if counter is None:
        return False
    found = {
        id(name)
        for part in body
        for each in ast.walk(part)
        if isinstance(each, ast.Subscript) or _is_shown(each)
        for name in ast.walk(each.slice if isinstance(each, ast.Subscript) else each)
    }
    return any(
        isinstance(name, ast.Name)
        and name.id == counter
        and isinstance(name.ctx, ast.Load)
        and id(name) not in found
        for part in body
        for name in ast.walk(part)
    )


def _counter(target: ast.expr, rows: ast.expr) -> str | None:
    """Return the variable of a loop over rows that has their number or label."""
    if any(isinstance(n, ast.Attribute) and n.attr == "columns" for n in ast.walk(rows)):
        return None
    match target, rows:
        case ast.Tuple([ast.Name(id=name), *_]), ast.Call(
            func=ast.Name(id="enumerate") | ast.Attribute(attr="iterrows")
        ):
            return name
        case ast.Name(id=name), ast.Call(func=ast.Name(id="range"), args=[*_, last]):
            counts = any(
                isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "len"
                for n in ast.walk(last)
            ) or ast.unparse(last).endswith(".shape[0]")
            return name if counts else None
    return None


def _is_shown(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    )


def carried(loop: ast.For) -> str | None:
    """Return a variable that a loop takes from one round to the next, if it reads it before it binds it."""
    bound = {
        n.id
        for part in loop.body
        for n in ast.walk(part)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    settled: set[str] = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
    for part in loop.body:
        match part:
            case ast.Assign(targets=targets, value=value):
                read, made = names_in(value) - _gathered(value), {
                    t.id for t in targets if isinstance(t, ast.Name)
                }
            case ast.AugAssign(target=ast.Name(id=name)) if _reads(loop, name) == 0:
                continue  # it counts for whoever reads it behind the loop
            case _:
                read = {
                    n.id
                    for n in ast.walk(part)
                    if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)
                }
                read -= _bound_first(part)
                made = {n.id for n in ast.walk(part) if isinstance(n, ast.Name)} & bound
        late = (read & bound) - settled
        if late:
            return min(late)
        settled |= made
    return None


def _reads(loop: ast.For, name: str) -> int:
    return sum(
        isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load)
        for part in loop.body
        for n in ast.walk(part)
    )


def _bound_first(part: ast.AST) -> set[str]:
    """Return the names that a part of a loop binds before it reads them, in the order of its text."""
    first: dict[str, ast.Name] = {}
    for node in ast.walk(part):
        if isinstance(node, ast.Name):
            before = first.get(node.id)
            if before is None or _place(node) < _place(before):
                first[node.id] = node
    return _gathered(part) | {n for n, node in first.items() if isinstance(node.ctx, ast.Store)}


def _gathered(node: ast.AST) -> set[str]:
    """Return the names that comprehensions bind for themselves."""
    return {
        n.id
        for each in ast.walk(node)
        if isinstance(each, ast.comprehension)
        for n in ast.walk(each.target)
        if isinstance(n, ast.Name)
    }


def _place(node: ast.Name) -> tuple[int, int]:
    return node.lineno, node.col_offset
