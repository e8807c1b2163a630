"""Statements that wait for coroutines at the top level of a cell, as only a kernel lets them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Statement

_OWN_BODIES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_OF_THE_LOOP: Final = frozenset(
    "asyncio.create_task asyncio.ensure_future asyncio.get_event_loop asyncio.get_running_loop".split()
)


def is_awaiting(statement: Statement) -> bool:
    """Say whether a statement awaits something itself, and not in a function that it defines."""
    if "await" not in statement.text and "async" not in statement.text:
        return False
    todo: list[ast.AST] = list(tree_of(statement.text).body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith):
            return True
        if isinstance(node, ast.comprehension) and node.is_async:
            return True
        if not isinstance(node, _OWN_BODIES):
            todo.extend(ast.iter_child_nodes(node))
    return False


def is_using_kernel_loop(statement: Statement) -> bool:
    """Say whether a statement hands work to the event loop of the kernel, which runs on between cells."""
    return not _OF_THE_LOOP.isdisjoint(statement.effects.facts)
