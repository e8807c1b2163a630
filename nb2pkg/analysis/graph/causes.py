"""Which statements bind equal values: running another of them makes no difference."""

from __future__ import annotations

from nb2pkg.analysis import knowledge
from nb2pkg.analysis.graph.statements import bound_by
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.analysis.model import Statement, Use

ASSIGNING = frozenset({"assign", "annassign"})
# what nothing is known of may give something else each time
_LISTED = knowledge.KNOWN_LIBRARIES | {"list", "dict", "set", "str", "datetime", "path"}
# statements whose value their text may say in full
CLOSED = frozenset(
    {"assign", "annassign", "functiondef", "asyncfunctiondef", "classdef", "import", "importfrom"}
)


def causes_of(statements: Sequence[Statement]) -> tuple[object, ...]:
    """Return for each statement what its bindings are worth: statements that bind equal values are equal causes."""
    modules = _modules(statements)
    return tuple(
        statement.text if _is_closed(statement, modules) else statement.id
        for statement in statements
    )


def determined(statements: Sequence[Statement]) -> frozenset[int]:
    """Return the statements whose values their texts and what they read say in full, by id."""
    return frozenset(each.id for each in statements if _is_determined(each))


def _is_determined(statement: Statement) -> bool:
    effects = statement.effects
    if statement.kind not in ASSIGNING or not effects.reads or effects.uses or effects.calls:
        return False
    if effects.is_opaque or effects.mutates or effects.may_mutate or effects.defines:
        return False
    return all(fact.partition(".")[0] in _LISTED for fact in effects.facts)


def _modules(statements: Sequence[Statement]) -> frozenset[str]:
    """Return the names that are imported, always from the same place, and never bound otherwise."""
    origins: dict[str, set[str | None]] = {}
    for statement in statements:
        imported = dict(statement.effects.imports)
        for name in bound_by(statement):
            origins.setdefault(name, set()).add(imported.get(name))
    return frozenset(
        name for name, found in origins.items() if len(found) == 1 and None not in found
    )


def _is_closed(statement: Statement, modules: frozenset[str]) -> bool:
    """Tell whether what the statement binds depends on nothing but its text, and files it reads."""
    effects = statement.effects
    if statement.kind not in CLOSED or effects.is_opaque or effects.has_star or effects.mutates:
        return False
    if effects.calls or any(use.is_write or not _is_file(use) for use in effects.uses):
        return False
    return all(read.name in modules for read in effects.reads)


def _is_file(use: Use) -> bool:
    return use.resource.is_file
