"""Values that are made once, of what never changes, and that nothing changes: they may stand at module level.

A module makes them when it is imported, and every run shares them. That is the same as in the notebook only if
nothing between the start and the place where they stand, and nothing afterwards, can make a difference: they are
bound once, computed of their like and of pure functions, and no name, container or object through which they
could be changed holds them.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge import pure
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.definitions.mentions import Mentions
from nb2pkg.extraction.plan.definitions.mutability import Mutability
from nb2pkg.extraction.plan.definitions.purity import Purity
from nb2pkg.extraction.plan.definitions.registering import registries
from nb2pkg.extraction.stages.needed import is_expected_to_fail
from nb2pkg.trees import statement_of

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.context import Context

_ALIAS_PARTS: Final = (
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Tuple,
    ast.Constant,
    ast.BinOp,
    ast.List,
)


class Lasting:
    """Knows which variables of a notebook last, and by which statement each is made."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._purity = Purity(context, self.value)
        self._known: dict[str, Statement | None] = {}
        self._registries = registries(context)
        self._substance = Mutability(context, self._purity, self.can_change)

    def maker(self, name: str) -> Statement | None:
        """Return the statement that makes a variable which lasts; None for every other."""
        if name not in self._known:
            self._known[name] = None  # what is made of itself does not last
            self._known[name] = self._find(name)
        return self._known[name]

    def value(self, name: str) -> ast.expr | None:
        """Return the expression whose value a variable that lasts always has; a registry is empty at first."""
        maker = None if name in self._registries else self.maker(name)
        return None if maker is None else _value(maker)

    def can_change(self, name: str) -> bool:
        """Say whether somebody who gets hold of the object could change it."""
        value = self.value(name)
        return value is None or not self._substance.is_immutable(value)

    def _find(self, name: str) -> Statement | None:
        context = self._context
        binders = context.bound_by.get(name, ())
        changed = context.changed - self._registries
        if len(binders) != 1 or name in changed or context.rebound_by[name] != binders:
            return None
        statement = context.statements[binders[0]]
        if statement.magic is not None or is_expected_to_fail(
            context.graph.program.notebook, statement
        ):
            return None
        if any(name in f.binds for s in context.statements for f in s.effects.defines):
            return None
        if is_literal(statement) or self._is_alias(statement):
            return statement
        return statement if self._is_computed_once(statement) else None

    def _is_alias(self, statement: Statement) -> bool:
        """Say whether a statement names what others make of types: `Table = dict[Cell, Frame]`."""
        node = _value(statement)
        if node is None or len(statement.effects.binds) != 1:
            return False
        lists = {n for s in ast.walk(node) if isinstance(s, ast.Subscript) for n in ast.walk(s)}
        return all(self._is_type(statement, read.name) for read in statement.effects.reads) and all(
            isinstance(part, _ALIAS_PARTS) and (not isinstance(part, ast.List) or part in lists)
            for part in ast.walk(node)
            if isinstance(part, ast.expr)
        )

    def _is_type(self, statement: Statement, name: str) -> bool:
        role = self._context.role(statement.id, name)
        if role is Role.DEFINITION:
            return all(
                self._context.statements[i].kind == "classdef" for i in self._context.bound_by[name]
            )
        if role is Role.VARIABLE:
            return self.maker(name) is not None and not self.can_change(name)
        return role is Role.IMPORT or name in pure.BUILTINS | {"type", "object"}

    def _is_computed_once(self, statement: Statement) -> bool:
        value = _value(statement)
        if value is None or self._is_unsettled():
            return False
        free = frozenset(read.name for read in statement.effects.reads)
        if not self._purity.is_pure(value, free):
            return False
        if self._substance.is_immutable(value) or statement.effects.binds <= self._registries:
            return True
        (name,) = statement.effects.binds
        return Mentions(
            self._context, self._purity, flat=self._substance.is_flat(value)
        ).is_only_read(name)

    def _is_unsettled(self) -> bool:
        """Say whether somewhere code runs of which nobody can tell what it does to names."""
        return any(resolved.is_opaque for resolved in self._context.graph.resolved)


def _value(statement: Statement) -> ast.expr | None:
    """Return what a statement assigns to plain names, each once."""
    if statement.kind not in {"assign", "annassign"}:
        return None
    node = statement_of(statement.text)
    if isinstance(node, ast.AnnAssign):
        return node.value if isinstance(node.target, ast.Name) else None
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return None
    return node.value if isinstance(node.targets[0], ast.Name) else None


def is_literal(statement: Statement) -> bool:
    """Say whether a statement assigns a literal, and nothing else."""
    if statement.kind != "assign" or statement.effects.reads:
        return False
    try:
        node = statement_of(statement.text)
        ast.literal_eval(node.value)  # type: ignore[attr-defined]
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return False
    return True
