"""Which statements of a cell become one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.extraction.plan.context import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.context import Context


def group(context: Context, moving: frozenset[int], ways: Mapping[int, object]) -> list[list[int]]:
    """Return the groups of statements that become step functions, in the order of their first statements.

    Statements of one cell with one stage come together. One that stands below others may join a group above them
    only where nothing in between has to run before it and no output changes its place. Where `ways` has different
    values for two statements, they stay apart: rows of a file pass one of them on their way to a prediction, and not
    the other.
    """
    groups: list[list[int]] = []
    open_groups: list[list[int]] = []
    cell = None
    for statement in context.statements:
        if statement.cell != cell:
            cell, open_groups = statement.cell, []
        if statement.id not in moving:
            continue
        home = _home(context, statement, open_groups, ways)
        if home is None:
            home = []
            groups.append(home)
            open_groups.append(home)
        home.append(statement.id)
    return groups


def _home(
    context: Context,
    statement: Statement,
    open_groups: list[list[int]],
    ways: Mapping[int, object],
) -> list[int] | None:
    """Return the nearest group of the same stage, and the same way of rows, that the statement may join."""
    stage, way = context.labels[statement.id].stage, ways.get(statement.id)
    for candidate in reversed(open_groups):
        if context.labels[candidate[0]].stage is stage and ways.get(candidate[0]) == way:
            return candidate if _may_join(context, statement, candidate) else None
    return None


def _may_join(context: Context, statement: Statement, home: list[int]) -> bool:
    if _has_prefix(statement) or any(_has_prefix(context.statements[i]) for i in home):
        return False
    if context.statements[home[-1]].effects.is_displayed:
        return False
    if (statement.id in context.options) is not (home[0] in context.options):
        return False  # options are set in a function of their own, for each command to call
    if any(shadowed(context, i, statement.id) for i in (*home, statement.id)):
        return False
    if any(shadowed(context, i, i) for i in home):
        return False
    between = [i for i in range(home[0] + 1, statement.id) if i not in home]
    if not between:
        return True
    if statement.effects.is_displayed or context.graph.resolved[statement.id].has_output:
        return False
    needs = {edge.source for edge in context.dependencies_of.get(statement.id, ())}
    return needs.isdisjoint(between)


def shadowed(context: Context, reader: int, binder: int) -> set[str]:
    """Return the names that one statement reads as builtins, imports or definitions, and the other binds as variables.

    In one function Python takes such a name for a local one in all places.
    """
    resolved = context.graph.resolved[binder]
    bound = resolved.binds | resolved.may_bind
    own = {r.name for r in context.statements[reader].effects.reads}
    own &= context.graph.resolved[reader].reads
    return {n for n in bound & own if context.role(reader, n) is not Role.VARIABLE}


def _has_prefix(statement: Statement) -> bool:
    """Say whether a statement stands behind a magic, as in `%time model.fit(X, y)`: its call stays there, alone."""
    return statement.magic is not None and not statement.magic.is_cell
