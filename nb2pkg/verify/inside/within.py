"""Keep values within a cell: right behind a statement of it, or ahead of it."""

from __future__ import annotations

import ast
import sys
import textwrap
from typing import Any

from .keeping import keep
from .protocol import KeepBehind


def keep_within(wanted: list[KeepBehind], namespace: dict[str, Any]) -> None:
    """Have the next cell that has these statements keep values right behind them, or ahead.

    The cell's tree gets calls in between that bring nothing into the namespace; its text, its numbers and what it
    shows stay as they are.
    """
    shell = namespace["get_ipython"]()
    asked: dict[str, KeepBehind] = {}
    for number, behind in enumerate(wanted):
        asked[f"nb2pkg.within.{id(asked)}.{number}"] = behind
    dumps = {key: _dump_of(behind.text) for key, behind in asked.items()}

    def hook(event: str, _: tuple[Any, ...]) -> None:
        if event in asked:
            keep(namespace, asked[event].names, asked[event].folder)

    class Inserting:
        done = False

        def visit(self, tree: Any) -> Any:
            if self.done:  # it stays where it is: the shell is going through its transformers
                return tree
            found = {key: _place_of(tree, asked[key], dump) for key, dump in dumps.items()}
            places = sorted(((p, key) for key, p in found.items() if p is not None), reverse=True)
            for place, key in places:
                near = tree.body[place - (not asked[key].is_ahead)]
                tree.body.insert(place, _audit_call(key, near))
            self.done = bool(places)
            return tree

    sys.addaudithook(hook)
    shell.ast_transformers.append(Inserting())


def _audit_call(event: str, statement: Any) -> ast.stmt:
    """Return a statement that raises an audit event, at the place of another one."""
    call = ast.parse(f"__import__('sys').audit({event!r})").body[0]
    for node in ast.walk(call):
        ast.copy_location(node, statement)
    return call


def _dump_of(text: str) -> str:
    return ast.dump(ast.parse(textwrap.dedent(text)).body[0])


def _place_of(tree: Any, behind: KeepBehind, dump: str) -> int | None:
    """Return where in a cell to look; the last statement has to stay the last, for it is what the cell shows."""
    body = getattr(tree, "body", [])
    for place, statement in enumerate(body):
        if statement.end_lineno == behind.line and ast.dump(statement) == dump:
            if behind.is_ahead:
                return place
            return place + 1 if place + 1 < len(body) else None
    return None
