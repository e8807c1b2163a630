"""Rows among those of other files: lists of tables, and tables below each other.

The rows that are served come from one file. `combine = [train, test]` is `combine = [test]` for rows of the second one,
and `pd.concat([train, test])` these rows alone; what is learned from both tables is learned by training, and kept.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from nb2pkg.analysis.knowledge.rows import CHOOSING, CONCATENATING, KEEPING_ORDER
from nb2pkg.extraction.plan.serving.values import (
    How,
    NotRawError,
    Part,
    TooMuchError,
    is_below,
    listed,
    value_of,
)
from nb2pkg.trees import expression_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.serving.passed import Passed
    from nb2pkg.extraction.plan.serving.values import Names

    class Way(Names, Protocol):
        """The way of rows, as far as it is known."""

        context: Context

        @property
        def passed(self) -> Mapping[tuple[int, str], Passed]:
            """Return the statements that rows pass, and the names that hold them there."""
            ...

        def way_to(self, node: ast.expr, at: int) -> dict[tuple[int, str], Passed]:
            """Return what the rows of an expression have passed."""
            ...


class Alone(NamedTuple):
    """What stands for several tables where the rows of one are served."""

    text: str = ""  # an expression; empty where these rows are not in it
    part: Part | None = None  # where they stand among the others
    base: ast.expr | None = None  # what they were chosen from, where all tables are parts of one


def alone(way: Way, node: ast.expr, at: int) -> Alone | None:
    """Return what an expression about several tables is for the rows of one, if it is such an expression."""
    match node:
        case ast.List() | ast.Tuple():
            return _list_alone(way, node, at)
        case ast.Subscript(value=ast.Name() as tables, slice=ast.Constant(value=int(place))):
            return member(way, tables, place, at)
        case ast.Subscript(
            value=ast.Name() as tables,
            slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(place))),
        ):
            return member(way, tables, -place, at)
        case ast.Call() if way.qualified(node.func, at) in CONCATENATING and is_below(node):
            return _concatenated(way, node, at)
    return None


def member(way: Way, tables: ast.expr, place: int, at: int) -> Alone | None:
    """Return what a member of a list of tables is; None for anything that is no such list."""
    found = _members(way, tables, at)
    if found is None or not -len(found[0]) <= place < len(found[0]):
        return None
    if not any(way.is_beside(each, found[1]) for each in found[0]):
        return None
    if not value_of(way, found[0][place], found[1]).has_rows:
        return Alone()
    return Alone(f"{ast.unparse(tables)}[0]")


def is_of_tables(way: Way, node: ast.expr, at: int) -> bool:
    """Say whether an expression is a list of tables, or goes through one together with others."""
    match node:
        case ast.Call(func=ast.Name(id="zip"), args=[tables, *_]):
            return is_of_tables(way, tables, at)
    found = _members(way, node, at)
    return found is not None and any(way.is_beside(each, found[1]) for each in found[0])


def require_tables_apart(way: Way, body: ast.Module, at: int) -> None:
    """Refuse a loop through tables of several files that does to one what depends on the others, or on its place."""
    match body.body:
        case [ast.For(iter=each) as loop]:
            tables = is_of_tables(way, each, at)
        case _:
            return
    inner = [n for n in ast.walk(each) if isinstance(n, ast.expr)]
    if not tables and any(is_of_tables(way, node, at) for node in inner):
        raise NotRawError("what it does to a table may depend on its place among the others")
    nodes = [node for part in loop.body for node in ast.walk(part)]
    made = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    if tables and any(way.context.history(at, name) for name in made):
        raise NotRawError("what it does to a table depends on the one before")


def picked(way: Way, node: ast.AST, at: int) -> tuple[tuple[str, str], ...]:
    """Return for lists that a loop goes through beside its tables the part that is about the rows.

    `for table, median in zip([train, test], medians)` needs `medians[1:]` for rows of test.
    """
    match node:
        case ast.Module(
            body=[ast.For(iter=ast.Call(func=ast.Name(id="zip"), args=[tables, *beside]))]
        ) if is_of_tables(way, tables, at):
            members, home = _members(way, tables, at) or ([], at)
        case _:
            return ()
    places = [i for i, each in enumerate(members) if value_of(way, each, home).has_rows]
    names = [each.id for each in beside if isinstance(each, ast.Name)]
    if len(places) != 1 or len(names) != len(beside):
        raise NotRawError("nobody can tell which table the rows are in")
    return tuple((name, f"{places[0]}:{places[0] + 1}") for name in names)


def part_of(way: Way, node: ast.expr, at: int) -> Part | None:
    """Return where the rows stand in a table that was put together of several, unless it has been cut since."""
    if not isinstance(node, ast.Name):
        return None
    passed = sorted(way.way_to(node, at).values(), key=lambda each: each.statement)
    found = None
    for each in passed:
        if each.part is not None:
            found = each.part
        elif each.how is How.CHOSEN and _is_cut(way, each):
            found = None
    return found


def flag_of(way: Way, node: ast.expr, column: object, at: int) -> ast.expr | None:
    """Return the constant that a statement has put into a column of the rows."""
    passed = sorted(way.way_to(node, at).values(), key=lambda each: each.statement)
    found = None
    for each in passed:
        match tree_of(way.context.statements[each.statement].text).body:
            case [
                ast.Assign(
                    targets=[ast.Subscript(slice=ast.Constant(value=one))],
                    value=ast.Constant() as value,
                )
            ] if (
                one == column
            ):
                found = value
    return found


def _list_alone(way: Way, node: ast.List | ast.Tuple, at: int) -> Alone | None:
    beside = [each for each in node.elts if way.is_beside(each, at)]
    if not beside:
        return None
    rows = _with_rows(way, node.elts, at)
    if not rows:
        return Alone()
    return Alone(ast.unparse(ast.List(rows, ast.Load())))


def _with_rows(way: Way, nodes: Sequence[ast.expr], at: int) -> list[ast.expr]:
    found = []
    for each in nodes:
        value = value_of(way, each, at)
        if value.how in {How.CHOSEN, How.FILTERED} or value.is_mixed:
            raise TooMuchError("it chooses rows and puts them into something else")
        if value.has_rows:
            found.append(each)
    return found


def _concatenated(way: Way, node: ast.Call, at: int) -> Alone | None:
    found = _members(way, node.args[0], at) if node.args else None
    if found is None:
        raise NotRawError("it puts the rows of several tables below each other")
    members, home = found
    values = [value_of(way, each, home) for each in members]
    places = [place for place, each in enumerate(values) if each.has_rows]
    if not places:
        return Alone()
    if len(places) > 1:
        return Alone(base=_common(way, [members[place] for place in places], home))
    part = Part.FIRST if places == [0] else Part.BETWEEN
    part = Part.LAST if places == [len(members) - 1] else part
    if home != at:  # a list that has a name holds these rows alone
        return Alone(ast.unparse(node), part)
    [rows] = _with_rows(way, [members[places[0]]], at)
    only = ast.List([rows], ast.Load())
    keywords = [_keys_alone(each, places[0], len(members)) for each in node.keywords]
    return Alone(ast.unparse(ast.Call(node.func, [only, *node.args[1:]], keywords)), part)


def _keys_alone(keyword: ast.keyword, place: int, count: int) -> ast.keyword:
    """Return an argument of `concat` for one of its tables: of the keys its own."""
    if keyword.arg != "keys":
        return keyword
    keys = listed(keyword.value)
    if keys is None or len(keys) != count:
        raise NotRawError("nobody can tell which key the rows get")
    return ast.keyword("keys", ast.List([keys[place]], ast.Load()))


def _common(way: Way, members: list[ast.expr], at: int) -> ast.expr:
    """Return one of several parts of the same table, which are nothing but parts of it."""
    origins = {_origin(way, each, at) for each in members}
    if len(origins) != 1 or None in origins:
        raise NotRawError("it puts the rows of several tables below each other")
    return members[0]


def _origin(way: Way, node: ast.expr, at: int) -> tuple[str, tuple[int, ...]] | None:
    """Return the table, and the statements that made it, that rows were chosen from whatever they hold."""
    while True:
        value = value_of(way, node, at)
        if value.how is How.CHOSEN and value.base is not None:
            node = value.base
            continue
        if not isinstance(node, ast.Name) or not value.has_rows:
            return None
        history = way.context.history(at, node.id)
        passed = way.passed.get((history[-1], node.id)) if history else None
        if passed is None or passed.how is not How.CHOSEN:
            return node.id, history
        node, at = expression_of(passed.base), passed.statement


def _members(way: Way, node: ast.expr, at: int) -> tuple[list[ast.expr], int] | None:
    """Return the members of a list of tables, and the statement that puts them into it."""
    written = listed(node)
    if written is not None:
        return written, at
    if not isinstance(node, ast.Name):
        return None
    for number in way.context.binders(at, node.id)[-1:]:
        match tree_of(way.context.statements[number].text).body:
            case [ast.Assign(targets=[ast.Name()], value=value)]:
                written = listed(value)
                return (written, number) if written is not None else None
    return None


def _is_cut(way: Way, passed: Passed) -> bool:
    """Say whether a statement has taken a part of the rows, or put them into another order."""
    for node in ast.walk(tree_of(way.context.statements[passed.statement].text)):
        match node:
            case ast.Slice(lower=lower, upper=upper) if lower is not None or upper is not None:
                return True
            case ast.Call(func=ast.Attribute(attr=method)) if method in CHOOSING - KEEPING_ORDER:
                return True
            case ast.Call(func=function) if (
                name := way.qualified(function, passed.statement)
            ) is not None and name.endswith(".shuffle"):
                return True
    return False
