"""Dependencies between statements, as chains: near linear in the number of reads and writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.model import Dependency, Statement, Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nb2pkg.graph.run import Step

ANYTHING = "*"  # what an opaque statement touches
STARRED = "import *"  # what a star import may have bound
WILD = "*"  # the last part of a resource such as `fs:*`: any file


class Chains:
    """The last writer of each name and its readers since, and the edges that follow from them."""

    def __init__(self) -> None:
        self.edges: dict[tuple[int, int, str, str], bool] = {}
        self._last: dict[str, tuple[int, bool]] = {}
        self._last_sure: dict[str, int] = {}
        self._readers: dict[str, list[int]] = {}

    def read(self, statement: int, name: str, *, sure: bool = True) -> None:
        """Let the statement depend on whoever wrote the name last."""
        self._after_writers(statement, name, "flow", sure=sure)
        readers = self._readers.setdefault(name, [])
        if not readers or readers[-1] != statement:
            readers.append(statement)

    def write(self, statement: int, name: str, *, sure: bool = True) -> None:
        """Let the statement depend on earlier writers and on those who read what it replaces."""
        self._after_writers(statement, name, "output", sure=sure)
        for reader in self._readers.pop(name, ()):
            self._add(reader, statement, name, "anti", sure=sure)
        self._last[name] = (statement, sure)
        if sure:
            self._last_sure[name] = statement

    def known(self) -> list[str]:
        """List the names written or read so far."""
        return sorted(self._last.keys() | self._readers.keys())

    def _after_writers(self, statement: int, name: str, kind: str, *, sure: bool) -> None:
        last = self._last.get(name)
        if last is not None:
            self._add(last[0], statement, name, kind, sure=sure and last[1])
        # the last sure writer too, or a sure dependency would hang on an unsure one
        certain = self._last_sure.get(name)
        if certain is not None:
            self._add(certain, statement, name, kind, sure=sure)

    def _add(self, source: int, target: int, name: str, kind: str, *, sure: bool) -> None:
        if source != target:
            key = (source, target, name, kind)
            self.edges[key] = self.edges.get(key, False) or sure


def dependencies(statements: Sequence[Statement], steps: Sequence[Step]) -> tuple[Dependency, ...]:
    """Return every flow, anti and output dependency of the fresh run, by target and then source."""
    names, resources = Chains(), Chains()
    for statement, step in zip(statements, steps, strict=True):
        _variables(names, statement, step)
        _resources(resources, statement.id, step.resolved.uses)
    found = [
        Dependency(source, target, name, kind, sure)
        for chains in (names, resources)
        for (source, target, name, kind), sure in chains.edges.items()
    ]
    return tuple(sorted(found, key=lambda edge: (edge.target, edge.source, edge.name, edge.kind)))


def _variables(chains: Chains, statement: Statement, step: Step) -> None:
    resolved = step.resolved
    chains.read(statement.id, ANYTHING, sure=False)
    if resolved.unresolved:
        chains.read(statement.id, STARRED, sure=False)
    for name in sorted(resolved.reads):
        chains.read(statement.id, name)
    for name, sure in step.writes:
        chains.write(statement.id, name, sure=sure)
    if statement.effects.star:
        chains.write(statement.id, STARRED, sure=False)
    if resolved.opaque:
        chains.write(statement.id, ANYTHING, sure=False)


def _resources(chains: Chains, statement: int, uses: tuple[Use, ...]) -> None:
    for use in uses:
        names = list(_touched(chains, use))
        if use.reads:
            for name in names:
                chains.read(statement, name, sure=name == use.resource)
        if use.writes:
            for name in names:
                chains.write(statement, name, sure=name == use.resource)


def _touched(chains: Chains, use: Use) -> Iterator[str]:
    """Yield the resource and those it may be the same as: `fs:*` is any file."""
    yield use.resource
    family, _, part = use.resource.partition(":")
    if part == WILD:
        yield from (
            name
            for name in chains.known()
            if name.startswith(family + ":") and name != use.resource
        )
    elif part:
        yield f"{family}:{WILD}"
