"""`for table in [train, test]: …`: what is learned of each table is kept in a list, and applied in a loop of its own.

Tables do not know each other, so that a loop through them may be taken apart anywhere: into one that learns, and one
that applies, as often as that is needed.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.rows import LEARNING_FROM_ALL
from nb2pkg.analysis.rewriting.separating.statements import separate_statement
from nb2pkg.analysis.rewriting.separating.tokens import comments_in, renamed
from nb2pkg.trees import tree_or_none

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk
    from nb2pkg.analysis.rewriting.separating.facts import Facts

_MARGIN = "    "


@dataclass
class _Line:
    """A statement of the loop: it learns of the table, or it applies."""

    text: str
    tree: ast.Module
    learns: bool
    binds: set[str]
    changes: set[str]  # what it puts something into


def is_loop_of_tables(node: ast.For, facts: Facts) -> bool:
    """Say whether a loop goes through a list of several variables."""
    if not isinstance(node.target, ast.Name) or not isinstance(node.iter, ast.Name):
        return False
    values = facts.values_of(node.iter.id) or []
    return bool(values) and all(map(_is_of_variables, values))


def separated_tables(node: ast.For, desk: Desk) -> list[str]:
    """Return the loops that take the place of one through tables; nothing where it is to stay."""
    table = node.target.id if isinstance(node.target, ast.Name) else ""
    lines = _lines(node, table, desk)
    if not any(each.learns for each in lines):
        return []
    runs = _runs(lines)
    kept: dict[str, str] = {}  # what is learned of each table -> the list with it
    found = comments_in(desk.text(node))
    for number, run in enumerate(runs):
        later = set().union(*map(_reads, runs[number + 1 :]))
        before = set().union(*map(_reads, runs[:number]))  # of what the table before has left
        if _made(run) & (set(kept) | before | (later if not run[0].learns else set())):
            return []
        new = sorted(_made(run) & later)
        reads = [name for name in kept if name in _reads(run)]
        again = {c: desk.facts.new(c) for c in _counted_again(run, runs[number + 1 :])}
        body = [renamed(line.text, again) for line in run]
        for name in new:
            kept[name] = desk.facts.new(f"{name}_by_table")
            found.append(f"{kept[name]} = []")
            bound = any(name in each.binds for each in run)
            value = name if bound else f"{desk.copied()}({name})"
            body.append(f"{kept[name]}.append({value})")
        found.append(
            "\n".join([_head(node, desk, reads, kept), *(_MARGIN + each for each in body)])
        )
    return found


def _is_of_variables(node: ast.expr) -> bool:
    members = node.elts if isinstance(node, ast.List | ast.Tuple) else []
    names = {each.id for each in members if isinstance(each, ast.Name)}
    return len(members) > 1 and len(names) == len(members)


def _head(node: ast.For, desk: Desk, reads: list[str], kept: dict[str, str]) -> str:
    table, tables = desk.text(node.target), desk.text(node.iter)
    if not reads:
        return f"for {table} in {tables}:"
    lists = ", ".join([tables, *(kept[name] for name in reads)])
    return f"for {', '.join([table, *reads])} in zip({lists}):"


def _lines(node: ast.For, table: str, desk: Desk) -> list[_Line]:
    """Return the statements of a loop, what they learn in front of them; none where the loop is to stay."""
    if node.orelse or node.body[0].col_offset != len(_MARGIN):
        return []
    found: list[_Line] = []
    for each in node.body:
        desk.front = []
        separate_statement(each, desk)
        for text in [*desk.front, desk.text(each)]:
            line = _line(text, table)
            if line is None:
                return []
            found.append(line)
    return found


def _line(text: str, table: str) -> _Line | None:
    tree = tree_or_none(text)
    if tree is None or _leaves(tree):
        return None
    stored = [n for n in ast.walk(tree) if not isinstance(getattr(n, "ctx", ast.Load()), ast.Load)]
    binds = {n.id for n in stored if isinstance(n, ast.Name)}
    changes = {_root(n) for n in stored if not isinstance(n, ast.Name)} | {
        _root(n.value.func)
        for n in ast.walk(tree)
        if isinstance(n, ast.Expr) and isinstance(n.value, ast.Call)
    }
    learns = any(
        isinstance(n, ast.Call)
        and isinstance(n.func, ast.Attribute)
        and n.func.attr in LEARNING_FROM_ALL
        for n in ast.walk(tree)
    )
    if table in binds or "" in changes or (learns and table in changes):
        return None
    return _Line(text, tree, learns, binds, changes - {table})


def _leaves(tree: ast.Module) -> bool:
    """Say whether a statement may end the loop, or does what nobody can see here."""
    odd = ast.Break | ast.Continue | ast.Return | ast.Global | ast.Await | ast.Yield | ast.NamedExpr
    return any(isinstance(node, odd) for node in ast.walk(tree))


def _made(run: list[_Line]) -> set[str]:
    return set().union(*(line.binds | line.changes for line in run))


def _counters(run: list[_Line]) -> dict[str, str]:
    """Return the variables of the loops inside, and what these go through."""
    return {
        node.target.id: ast.unparse(node.iter)
        for line in run
        for node in ast.walk(line.tree)
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name)
    }


def _counted_again(run: list[_Line], later: list[list[_Line]]) -> list[str]:
    """Return the variables of inner loops that later ones bind to the same, one after the other."""
    own = _counters(run)
    return sorted(
        name
        for name, each in own.items()
        if any(_counters(more).get(name) == each for more in later)
    )


def _reads(run: list[_Line]) -> set[str]:
    """Return the names that a run of statements reads, and has not bound before."""
    found: set[str] = set()
    bound: set[str] = set()
    for line in run:
        loads = [n for n in ast.walk(line.tree) if isinstance(n, ast.Name)]
        found |= (
            {n.id for n in loads if isinstance(n.ctx, ast.Load)} - set(_counters([line])) - bound
        )
        bound |= line.binds
    return found


def _runs(lines: list[_Line]) -> list[list[_Line]]:
    runs: list[list[_Line]] = []
    for line in lines:
        if runs and runs[-1][0].learns == line.learns:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else "" if isinstance(node, ast.Call) else "-"
