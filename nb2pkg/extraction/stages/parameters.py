"""Cells whose names are settings by papermill's tags: `parameters`, and `injected-parameters`, which wins over it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nb2pkg.analysis.literals import finite_literal
from nb2pkg.notebook.ipython import to_python
from nb2pkg.trees import statement_of, tree_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.notebook.model import Notebook

TAGS: Final = frozenset({"parameters", "injected-parameters"})
_PLAIN: Final = (bool, int, float, str)
_MUTABLE: Final = (list, dict)


class Unfit(NamedTuple):
    """A name that a tagged cell binds and that is no setting, with the reason."""

    statement: int
    reason: str


def parameters(graph: Graph) -> dict[int, Any]:
    """Return the statements of tagged cells that make settings, each with its value; the last one of a name counts.

    A name may be bound anew further down, as in `data = read_csv(data)`: what reads it before is given the setting.
    """
    found: dict[str, tuple[int, Any]] = {}
    for statement in _tagged(graph):
        value = _value(statement)
        if value is not None:
            found[_name(statement)] = (statement.id, value[0])
    return {
        number: value
        for name, (number, value) in found.items()
        if not _obstacle(graph, name, value)
    }


def overridden(graph: Graph) -> set[int]:
    """Return the statements of tagged cells whose value nothing reads, as another tagged one replaces it."""
    named = {s.id: _name(s) for s in _tagged(graph) if _value(s) is not None}
    last = {name: number for number, name in named.items()}
    idle = {number for number, name in named.items() if last[name] != number}
    return idle.difference(*(read.history for read in graph.fresh.reads)) if idle else idle


def unfit(graph: Graph, known: Iterable[int]) -> tuple[Unfit, ...]:
    """Return what tagged cells bind and what is none of the `known` settings, in notebook order."""
    settings = set(known)
    named = {_name(graph.program.statements[i]) for i in settings}
    return tuple(
        Unfit(statement.id, _reason(graph, statement, named))
        for statement in _tagged(graph)
        if statement.id not in settings
        and statement.effects.binds
        and not statement.effects.imports
        and not statement.effects.defines
    )


def spread_out(notebook: Notebook) -> Notebook:
    """Return the notebook with `a, b = 1, 2` and `a = b = 1` of tagged cells as two statements on the same line."""
    if not any(cell.tags & TAGS for cell in notebook.code_cells):
        return notebook
    cells = [
        cell._replace(source=_spread(cell.source)) if cell.tags & TAGS else cell
        for cell in notebook.cells
    ]
    return notebook._replace(cells=tuple(cells))


def _tagged(graph: Graph) -> list[Statement]:
    notebook = graph.program.notebook
    cells = [cell.number for cell in notebook.code_cells if cell.tags & TAGS]
    return [statement for number in cells for statement in graph.program.of_cell(number)]


def _name(statement: Statement) -> str:
    return next(iter(statement.effects.binds))


def _value(statement: Statement) -> tuple[Any] | None:
    """Return the value that a statement gives to its one name, in a tuple, if it is one that a file can hold."""
    effects = statement.effects
    if statement.kind not in {"assign", "annassign"} or len(effects.binds) != 1:
        return None
    node = statement_of(statement.text)
    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return None
    literal = finite_literal(node.value)
    return literal if literal is not None and (_holds(literal[0]) or literal[0] is None) else None


def _holds(value: object) -> bool:
    """Say whether a file with settings can hold a value: plain ones, lists of them, and tables with texts as keys."""
    match value:
        case list() | tuple():
            return all(_holds(each) and not isinstance(each, tuple) for each in value)
        case dict():
            plain = all(isinstance(key, str) for key in value)
            return plain and all(_holds(v) and not isinstance(v, tuple) for v in value.values())
        case _:
            return isinstance(value, _PLAIN)


def _obstacle(graph: Graph, name: str, value: object) -> str:
    """Return why a value cannot be given from outside; empty: it can."""
    for resolved in graph.resolved:
        if name in resolved.unbinds:
            return "it is taken away further down"
        if isinstance(value, _MUTABLE) and name in resolved.mutates | resolved.may_mutate:
            return "it is changed further down, or may be"
    return ""


def _reason(graph: Graph, statement: Statement, named: set[str]) -> str:
    names = ", ".join(sorted(statement.effects.binds))
    if len(statement.effects.binds) == 1 and names in named:
        return (
            f"{names} is given another value by the parameters below, which is that of the setting"
        )
    value = _value(statement)
    if value is None:
        return f"{names} is no setting: it is computed, or no file with settings can hold it"
    why = _obstacle(graph, names, value[0])
    return f"{names} is no setting: {why or 'a definition needs it at module level'}"


def _spread(source: str) -> str:
    code = to_python(source)
    if code.text != source:
        return source
    tree = tree_or_none(source)
    if tree is None:
        return source
    lines = source.split("\n")
    for node in reversed(tree.body):
        parts = _parts(node, source) if isinstance(node, ast.Assign) else []
        if parts and node.lineno == node.end_lineno:
            line = lines[node.lineno - 1].encode()
            text = line[: node.col_offset].decode() + "; ".join(parts)
            lines[node.lineno - 1] = text + line[node.end_col_offset :].decode()
    return "\n".join(lines)


def _parts(node: ast.Assign, source: str) -> list[str]:
    """Return the assignments of one name each that one of several stands for; none where they share an object."""
    value = finite_literal(node.value)
    if value is None:
        return []
    if len(node.targets) > 1:
        names = [t.id for t in node.targets if isinstance(t, ast.Name)]
        shared = isinstance(value[0], _MUTABLE) or len(names) < len(node.targets)
        text = ast.get_source_segment(source, node.value)
        return [] if shared else [f"{name} = {text}" for name in names]
    target = node.targets[0]
    if not isinstance(target, ast.Tuple | ast.List) or not isinstance(node.value, ast.Tuple):
        return []
    pairs = list(zip(target.elts, node.value.elts, strict=False))
    if len(target.elts) != len(node.value.elts) or not all(
        isinstance(t, ast.Name) for t, _ in pairs
    ):
        return []
    return [
        f"{t.id} = {ast.get_source_segment(source, v)}" for t, v in pairs if isinstance(t, ast.Name)
    ]
