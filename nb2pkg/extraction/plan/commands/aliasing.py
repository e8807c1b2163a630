"""Which names may stand for one object, and which statements made each version of a name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.context import Context


def sharing(linked: Mapping[str, set[str]], name: str) -> frozenset[str]:
    """Return the other names that the object behind a name, or a part of it, may ever have had."""
    seen: set[str] = set()
    todo = [name]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            todo.extend(linked.get(current, ()))
    return frozenset(seen - {name})


def links(context: Context) -> dict[str, set[str]]:
    """Return for each name those that some statement lets share its object, or a part of it."""
    linked: defaultdict[str, set[str]] = defaultdict(set)
    for statement in context.statements:
        for one, other in _pairs(context, statement):
            linked[one].add(other)
            linked[other].add(one)
    return linked


def _pairs(context: Context, statement: Statement) -> list[tuple[str, str]]:
    """Return the names that share something after a statement, those included that a function hands back."""
    pairs = [(alias.target, alias.source) for alias in statement.effects.aliases]
    reached = context.graph.resolved[statement.id].functions
    functions = [context.function(i) for i in reached]
    if any(f is not None and f.returns_parameters for f in functions):
        handed = {name for call in statement.effects.calls for _, name in call.arguments}
        pairs += [(one, other) for one in statement.effects.binds for other in handed]
    return pairs


def last_writers(context: Context) -> dict[str, list[tuple[int, ...]]]:
    """Return for each name the statements that made each version: the one that binds it, and those that change it."""
    found: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for statement in context.statements:
        resolved = context.graph.resolved[statement.id]
        for name in resolved.binds:
            found[name].append((statement.id,))
        for name in (resolved.may_bind | resolved.mutates | resolved.may_mutate) - resolved.binds:
            if found[name]:
                found[name][-1] = (*found[name][-1], statement.id)
    return found
