"""What stands behind `if __name__ == "__main__":` in a notebook always runs; in a module of a package it never would.

So the body takes the place of the `if`, and elsewhere the comparison that of its value. Lines stay where they are.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.notebook.ipython import to_python
from nb2pkg.trees import tree_or_none

if TYPE_CHECKING:
    from nb2pkg.notebook.model import Cell, Notebook

_NAME = "__name__"
_MAIN = "__main__"


def unwrapped(notebook: Notebook) -> Notebook:
    """Return the notebook without questions whether it is the program that runs."""
    return notebook._replace(cells=tuple(_unwrapped_cell(cell) for cell in notebook.cells))


def _unwrapped_cell(cell: Cell) -> Cell:
    if cell.kind != "code" or _MAIN not in cell.source or _NAME not in cell.source:
        return cell
    code = to_python(cell.source)
    tree = None if code.removed else tree_or_none(code.text)
    if tree is None:
        return cell
    lines = cell.source.split("\n")
    for node in reversed(tree.body):
        if isinstance(node, ast.If) and _answer(node.test) is True and not node.orelse:
            if node is tree.body[-1]:
                _quiet(lines, node.body[-1])
            _take_out(lines, node)
        else:
            _settle(lines, node)
    return cell._replace(source="\n".join(lines))


def _answer(test: ast.AST) -> bool | None:
    """Return what a comparison of `__name__` with `"__main__"` gives; None for every other expression."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    sides = (test.left, test.comparators[0])
    named = any(isinstance(side, ast.Name) and side.id == _NAME for side in sides)
    if not named or not any(
        isinstance(side, ast.Constant) and side.value == _MAIN for side in sides
    ):
        return None
    return {ast.Eq: True, ast.NotEq: False}.get(type(test.ops[0]))


def _quiet(lines: list[str], last: ast.stmt) -> None:
    """End an expression with a semicolon where the cell ends with it now: within the `if` it was not displayed."""
    called = (
        last.value.func if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call) else None
    )
    prints = isinstance(called, ast.Name) and called.id == "print"
    if isinstance(last, ast.Expr) and not prints:
        number = (last.end_lineno or last.lineno) - 1
        text, column = lines[number].encode(), last.end_col_offset or 0
        lines[number] = f"{text[:column].decode()};{text[column:].decode()}"


def _take_out(lines: list[str], node: ast.If) -> None:
    """Put the body of an `if` in its place, in the very lines in which it stands."""
    for part in reversed(node.body):
        _settle(lines, part)
    first = node.body[0]
    if first.lineno == node.test.end_lineno:
        line = lines[first.lineno - 1]
        lines[first.lineno - 1] = line.encode()[first.col_offset :].decode()
        above = range(node.lineno, first.lineno)
    else:
        above = range(node.lineno, (node.test.end_lineno or node.lineno) + 1)
        margin = lines[first.lineno - 1][: first.col_offset]
        last = node.end_lineno or first.lineno
        for number in set(range(above[-1] + 1, last + 1)) - _inside_texts(node):
            lines[number - 1] = lines[number - 1].removeprefix(margin)
    for number in above:
        lines[number - 1] = ""


def _inside_texts(node: ast.AST) -> set[int]:
    """Return the lines that begin within a text: their blanks belong to it."""
    return {
        number
        for child in ast.walk(node)
        if isinstance(child, ast.Constant | ast.JoinedStr)
        for number in range(child.lineno + 1, (child.end_lineno or child.lineno) + 1)
    }


def _settle(lines: list[str], node: ast.stmt) -> None:
    """Put its value in the place of each comparison within a statement, the last one first."""
    found = [child for child in ast.walk(node) if _answer(child) is not None]
    for child in sorted(found, key=_start, reverse=True):
        line, column = _start(child)
        if getattr(child, "end_lineno", line) != line:
            continue
        text = lines[line - 1].encode()
        value = str(_answer(child)).encode()
        end = getattr(child, "end_col_offset", column)
        lines[line - 1] = (text[:column] + value + text[end:]).decode()


def _start(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
