"""What learns from rows stands in a statement of its own, in front of what applies it to them.

`df["Age"] = df["Age"].fillna(df["Age"].median())` is read as `age_median = df["Age"].median()` and
`df["Age"] = df["Age"].fillna(age_median)`, so that a package can apply to new rows what it has learned from others. The
change is made on the source of the cell, before it is scanned; verification compares with the notebook as its author
left it. Where it is not certain that both are the same computation, a statement stays as it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.pure import NAMESPACES
from nb2pkg.analysis.knowledge.separable import SIGNS
from nb2pkg.analysis.rewriting.separating.desk import Desk
from nb2pkg.analysis.rewriting.separating.facts import Facts
from nb2pkg.analysis.rewriting.separating.loops import separated_loop
from nb2pkg.analysis.rewriting.separating.loops_of_tables import (
    is_loop_of_tables,
    separated_tables,
)
from nb2pkg.analysis.rewriting.separating.statements import separate_statement
from nb2pkg.notebook.ipython import to_python
from nb2pkg.trees import called_name, tree_or_none

if TYPE_CHECKING:
    from nb2pkg.notebook.model import Cell, Notebook, Place

_WORD: Final = re.compile(r"\w+")
#: magics of whole cells below which a cell goes on as it would without them
_HARMLESS: Final = frozenset({"time", "capture"})


def separated(notebook: Notebook, places: Collection[Place]) -> tuple[Notebook, frozenset[str]]:
    """Return the notebook with its statements at these places separated where that is certain, and the names added.

    Of a place its cell and its line count: the first one of a statement at the top level. Lines below it move down.
    """
    wanted: dict[int, set[int]] = {}
    for place in places:
        wanted.setdefault(place.cell, set()).add(place.line)
    if not wanted:
        return notebook, frozenset()
    facts = Facts(notebook)
    if any(_looks_at_names(tree) for tree in facts.trees):
        return notebook, frozenset()
    cells = tuple(
        _separated_cell(cell, wanted[cell.number], facts) if cell.number in wanted else cell
        for cell in notebook.cells
    )
    found = notebook._replace(cells=cells)
    words = {word for cell in found.code_cells for word in _WORD.findall(cell.source)}
    return found, frozenset(facts.added & words)


def can_be_separated(statement_text: str) -> bool:
    """Say whether a statement has something that `separated` may take out, if the notebook around it allows it."""
    tree = tree_or_none(statement_text)
    nodes = list(ast.walk(tree)) if tree is not None else []
    return any(
        called_name(node) in SIGNS or (isinstance(node, ast.Attribute) and node.attr in SIGNS)
        for node in nodes
    )


def _looks_at_names(tree: ast.Module) -> bool:
    """Say whether the names of a notebook are looked at by themselves: those that are added would be seen."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in NAMESPACES
        and not node.args
        for node in ast.walk(tree)
    )


def _separated_cell(cell: Cell, lines: set[int], facts: Facts) -> Cell:
    code = to_python(cell.source)
    tree = tree_or_none(code.text) if cell.kind == "code" else None
    is_odd = any(magic.is_cell and magic.name not in _HARMLESS for magic in code.magics)
    if tree is None or code.removed or is_odd:
        return cell
    found: list[tuple[ast.stmt, list[str]]] = []
    imported: set[str] = set()
    for number, node in enumerate(tree.body):
        if node.lineno in lines and _stands_alone(tree, number, code.text, cell.source):
            made = _separated_statement(node, code.text, facts, imported)
            found += [(node, made)] if made else []
    changed = cell._replace(source=_with(cell.source, found))
    is_python = tree_or_none(to_python(changed.source).text) is not None
    return changed if found and is_python else cell


def _separated_statement(node: ast.stmt, text: str, facts: Facts, imported: set[str]) -> list[str]:
    """Return the statements that take the place of one; none where it is to stay."""
    desk = Desk(text, facts)
    if isinstance(node, ast.For):
        of_tables = is_loop_of_tables(node, facts)
        statements = separated_tables(node, desk) if of_tables else separated_loop(node, desk)
    else:
        separate_statement(node, desk)
        statements = [*desk.front, desk.text(node)] if desk.front else []
    if not statements:
        return []
    imports = sorted(desk.imports - imported)
    imported |= desk.imports
    names = {line.split()[-1] for line in imports}
    facts.added.update(name for name in names if not facts.imports_of(name))
    return [*imports, *statements]


def _stands_alone(tree: ast.Module, number: int, text: str, source: str) -> bool:
    """Say whether no other statement is on the lines of one, and IPython has not changed these."""
    node = tree.body[number]
    first, last = node.lineno, node.end_lineno or node.lineno
    before = tree.body[number - 1].end_lineno if number else 0
    after = tree.body[number + 1].lineno if number + 1 < len(tree.body) else last + 1
    ours = text.split("\n")[first - 1 : last]
    return before != first and after != last and ours == source.split("\n")[first - 1 : last]


def _with(source: str, found: list[tuple[ast.stmt, list[str]]]) -> str:
    lines = source.split("\n")
    for node, made in reversed(found):
        first, last = node.lineno - 1, node.end_lineno or node.lineno
        rest = lines[last - 1].encode()[node.end_col_offset or 0 :].decode()
        lines[first:last] = ("\n".join(made) + rest).split("\n")
    return "\n".join(lines)
