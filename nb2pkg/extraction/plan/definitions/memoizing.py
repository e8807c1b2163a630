"""Functions that remember what they have computed: handed a global as an argument, they would forget it.

In the notebook such a function gives the remembered value although a global that it reads has changed. In the package
it is handed the global, which makes another call of it, or one that cannot be remembered at all.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.kinds import BOOL, FLOAT, INT, STR
from nb2pkg.extraction.plan.context import Role
from nb2pkg.trees import statement_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Definition
    from nb2pkg.extraction.plan.context import Context

_WORDS: Final = ("cache", "memo")
_HASHABLE: Final = frozenset({INT, FLOAT, STR, BOOL})


def is_memoized(context: Context, statement: Statement) -> bool:
    """Say whether a decorator keeps what a function gives: one of a library, or one of the notebook's own."""
    if statement.kind not in {"functiondef", "asyncfunctiondef"}:
        return False
    node = statement_of(statement.text)
    return any(_keeps(context, each) for each in node.decorator_list)  # type: ignore[attr-defined]


def _keeps(context: Context, decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    root = called
    while isinstance(root, ast.Attribute):
        root = root.value
    name = root.id if isinstance(root, ast.Name) else ""
    if context.late_role(name) is Role.DEFINITION:
        return any(_stores(context.statements[i]) for i in context.bound_by[name])
    sources = {dict(s.effects.imports)[name] for s in context.importers.get(name, ())}
    said = " ".join([ast.unparse(called), *sources]).lower()
    return any(word in said for word in _WORDS)


def _stores(statement: Statement) -> bool:
    """Say whether a decorator puts something where it can find it again."""
    return any(
        (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.Attribute) and node.attr == "setdefault")
        for node in ast.walk(tree_of(statement.text))
    )


def is_part_of_a_key(context: Context, name: str) -> bool:
    """Say whether a variable is bound once to what a memory can tell apart; then handing it over changes nothing."""
    binders = context.rebound_by.get(name, ())
    if len(binders) != 1 or name in context.changed:
        return False
    return dict(context.statements[binders[0]].effects.kinds).get(name) in _HASHABLE


def remembered_problems(context: Context, definitions: Iterable[Definition]) -> Iterator[str]:
    """Yield a reason for each global that a function which remembers would be handed."""
    for definition in definitions:
        statement = context.statements[definition.statement]
        if not definition.extra or not is_memoized(context, statement):
            continue
        for name in definition.extra:
            if not is_part_of_a_key(context, name):
                yield (
                    f"cell {statement.cell}, line {statement.place.line}: {definition.original} remembers what it has "
                    f"computed, and reads the global {name!r}, which may change in between; hand it over as an argument"
                )
