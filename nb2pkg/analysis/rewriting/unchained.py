"""What does several things to rows becomes a statement for each of them: a chain of methods, an assignment of several.

`df = pd.read_csv("a.csv").dropna().reset_index(drop=True)` is read as `df = pd.read_csv("a.csv")`, `df = df.dropna()`
and `df = df.reset_index(drop=True)`, so that a package can read, leave rows out, and number them, each by itself.
`X, X_test = train[use], test[use]` is read as two assignments, and a list of tables that a loop goes through gets a
name. The change is made on the source of the cell, before it is scanned; verification compares with the notebook as its
author left it.
"""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.rows import ALIGNED_BY
from nb2pkg.analysis.rewriting.separating.facts import Facts, names_in
from nb2pkg.analysis.rewriting.spans import line_starts, span
from nb2pkg.notebook.ipython import to_python
from nb2pkg.trees import tree_or_none

if TYPE_CHECKING:
    from collections.abc import Collection

    from nb2pkg.notebook.model import Cell, Notebook, Place


def unchained(notebook: Notebook, places: Collection[Place]) -> tuple[Notebook, frozenset[str]]:
    """Return the notebook with the chains at these places taken apart, and the names added; lines below them move down.

    Of a place its cell and its line count. Only what is assigned to one variable is taken apart, and only where what
    comes later in the chain does not read that variable.
    """
    wanted: dict[int, set[int]] = {}
    for place in places:
        wanted.setdefault(place.cell, set()).add(place.line)
    facts = Facts(notebook)
    cells = tuple(
        _unchained_cell(cell, wanted[cell.number], facts) if cell.number in wanted else cell
        for cell in notebook.cells
    )
    return notebook._replace(cells=cells), frozenset(facts.added)


def _unchained_cell(cell: Cell, lines: set[int], facts: Facts) -> Cell:
    tree = tree_or_none(cell.source)
    if tree is None or to_python(cell.source).text != cell.source:
        return cell
    text, starts = cell.source, line_starts(cell.source)
    for node in reversed(tree.body):
        made = _statements(node, cell.source, starts, facts) if node.lineno in lines else []
        begin, end = span(node, starts, cell.source) if made else (0, 0)
        if made and _stands_alone(cell.source, begin, end):
            text = text[:begin] + "\n".join(made) + text[end:]
    return cell._replace(source=text)


def _statements(node: ast.stmt, text: str, starts: list[int], facts: Facts) -> list[str]:
    """Return the statements that take the place of one, first one first; none where it has to stay."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return _one_by_one(name, value, text, starts)
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            return _side_by_side(targets, values, text, starts)
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Name() as one, ast.Name() as other])]):
            return _aligned(node.value, one.id, other.id, facts)
        case ast.For(iter=ast.List() | ast.Tuple() as tables):
            begin, end = span(tables, starts, text)
            first, last = span(node, starts, text)
            name = facts.new("tables")
            loop = f"{text[first:begin]}{name}{text[end:last]}"
            return [f"{name} = {text[begin:end]}", loop]
    return []


def _side_by_side(
    targets: list[ast.expr], values: list[ast.expr], text: str, starts: list[int]
) -> list[str]:
    """Return an assignment for each of several variables; none where one of the values reads one of them."""
    names = [each.id for each in targets if isinstance(each, ast.Name)]
    if not len(names) == len(targets) == len(values) or names_in(*values) & set(names):
        return []
    return [f"{n} = {_text(v, text, starts)}" for n, v in zip(names, values, strict=True)]


def _aligned(node: ast.expr, one: str, other: str, facts: Facts) -> list[str]:
    """Return for tables with the columns of both what the columns are, and the tables with these."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=left), attr="align"), args=[ast.Name(id=right)]
        ) if (one != right):
            given = {each.arg: ast.unparse(each.value) for each in node.keywords}
        case _:
            return []
    if set(given) - ALIGNED_BY or given.get("axis") not in {"1", "'columns'"}:
        return []
    columns = facts.new("shared_columns")
    return [
        f"{columns} = {ast.unparse(node)}[0].columns",
        f"{one} = {left}.reindex(columns={columns})",
        f"{other} = {right}.reindex(columns={columns})",
    ]


def _one_by_one(name: str, value: ast.expr, text: str, starts: list[int]) -> list[str]:
    """Return a statement for each link of a chain; none where it is no chain, or has to stay one."""
    links = _links(value)
    if len(links) < 2 or any(_reads(each, inner, name) for inner, each in pairwise(links)):
        return []
    made = [f"{name} = {_text(links[0], text, starts)}"]
    for inner, outer in pairwise(links):
        suffix = text[span(inner, starts, text)[1] : span(outer, starts, text)[1]]
        made.append(f"{name} = ({name}{suffix})" if "\n" in suffix else f"{name} = {name}{suffix}")
    return made


def _text(node: ast.expr, text: str, starts: list[int]) -> str:
    begin, end = span(node, starts, text)
    return f"({text[begin:end]})" if "\n" in text[begin:end] else text[begin:end]


def _links(node: ast.expr) -> list[ast.expr]:
    """Return what a chain gives behind each of its methods and indexes, the first one first."""
    found: list[ast.expr] = []
    while True:
        found.insert(0, node)
        owner = node.func if isinstance(node, ast.Call) else node
        inner: ast.expr | None = None
        while isinstance(owner, ast.Attribute | ast.Subscript):
            inner = owner = owner.value
            if isinstance(owner, ast.Subscript | ast.Call):
                break
        if not isinstance(inner, ast.Call | ast.Subscript):
            return found
        node = inner


def _reads(outer: ast.expr, inner: ast.expr, name: str) -> bool:
    """Say whether what a link of a chain adds to the one before reads a variable."""
    before = set(ast.walk(inner))
    return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(outer) if n not in before)


def _stands_alone(text: str, begin: int, end: int) -> bool:
    """Say whether nothing else is on the lines of a statement, but a remark behind it."""
    first = text.rfind("\n", 0, begin) + 1
    rest = text[end:].partition("\n")[0].strip()
    return not text[first:begin].strip() and (not rest or rest.startswith("#"))
