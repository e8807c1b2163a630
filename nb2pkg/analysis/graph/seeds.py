"""Seeds, and what may draw from a seeded random state unseen: calls of libraries whose draws are not listed."""

from __future__ import annotations

import sys

from nb2pkg.analysis.graph.chains import Chains, Edge
from nb2pkg.analysis.knowledge.libraries import LISTED
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.analysis.graph.run import Step
    from nb2pkg.analysis.model import Statement
    from nb2pkg.analysis.resources import Resource

_LISTED = sys.stdlib_module_names | LISTED


def seed_dependencies(statements: Sequence[Statement], steps: Sequence[Step]) -> dict[Edge, bool]:
    """Return edges by (source, target, resource, kind): what may draw unseen stays between the same two seeds."""
    seeded = sorted({resource for step in steps for resource in _seeds(step)})
    chains = Chains()
    if not seeded:
        return chains.edges
    strange = _UnlistedLibraries(statements)
    for statement, step in zip(statements, steps, strict=True):
        if strange.is_touched(statement, step):
            for resource in seeded:
                chains.read(statement.id, resource, sure=False)
        for resource in _seeds(step):
            chains.write(statement.id, resource)
    return chains.edges


def _seeds(step: Step) -> list[Resource]:
    return [u.resource for u in step.resolved.uses if u.is_reset and u.resource.is_random]


class _UnlistedLibraries:
    """The libraries of a notebook of which nobody has listed what draws."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        imports = [
            (name, qualified.partition(".")[0])
            for statement in statements
            for name, qualified in statement.effects.imports
        ]
        self._statements = statements
        self._libraries = {library for _, library in imports} - _LISTED
        self._names = {name for name, library in imports if library in self._libraries}

    def is_touched(self, statement: Statement, step: Step) -> bool:
        """Tell whether a statement, or a function it reaches, calls or names something of one of them."""
        facts = {fact.partition(".")[0] for fact in statement.effects.facts}
        return not (
            facts.isdisjoint(self._libraries)
            and self._names.isdisjoint(self._read(statement, step))
        )

    def _read(self, statement: Statement, step: Step) -> Iterable[str]:
        yield from (read.name for read in statement.effects.reads)
        for number in step.resolved.functions:
            for function in self._statements[number].effects.defines:
                yield from (read.name for read in function.reads)
