"""Dependencies between statements: what each reads and writes, in the order of the fresh run."""

from __future__ import annotations

from posixpath import normpath

from nb2pkg.analysis.graph.chains import Chains
from nb2pkg.analysis.graph.seeds import seed_dependencies
from nb2pkg.analysis.model import Dependency, Statement, Use
from nb2pkg.analysis.resources import ANY, FIGURE, STYLE, Resource, file
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.analysis.graph.run import Step

ANYTHING = "*"  # what an opaque statement touches
STARRED = "import *"  # what a star import may have bound


def dependencies(statements: Sequence[Statement], steps: Sequence[Step]) -> tuple[Dependency, ...]:
    """Return every flow, anti and output dependency of the fresh run, by target and then source."""
    names, resources = Chains(), Chains()
    families: dict[str, Family] = {}
    options = sorted(
        {
            u.resource
            for step in steps
            for u in step.resolved.uses
            if u.is_write and u.resource.is_option
        }
    )
    for statement, step in zip(statements, steps, strict=True):
        _variables(names, statement, step)
        for option in options:  # what has been set holds for all that comes after
            resources.read(statement.id, option, sure=False)
        if any(use.resource == FIGURE for use in step.resolved.uses):
            resources.read(statement.id, STYLE, sure=False)
        for use in step.resolved.uses:
            _resources(families, resources, statement.id, use)
    edges = seed_dependencies(statements, steps) | names.edges | resources.edges
    found = [Dependency(*edge, sure) for edge, sure in edges.items()]
    return tuple(sorted(found, key=_place))


def _place(edge: Dependency) -> tuple[int, int, str, str]:
    return edge.target, edge.source, str(edge.name), edge.kind


def _variables(chains: Chains, statement: Statement, step: Step) -> None:
    resolved = step.resolved
    chains.read(statement.id, ANYTHING, sure=False)
    if resolved.unresolved:
        chains.read(statement.id, STARRED, sure=False)
    for name in sorted(resolved.reads):
        chains.read(statement.id, name)
    for name, sure in step.writes:
        chains.write(statement.id, name, sure=sure)
    if statement.effects.has_star:
        chains.write(statement.id, STARRED, sure=False)
    if resolved.is_opaque or step.is_shared_widely:
        chains.write(statement.id, ANYTHING, sure=False)


def _resources(families: dict[str, Family], chains: Chains, statement: int, use: Use) -> None:
    resource = use.resource
    if not resource.name:
        chains.touch(statement, resource, use)
        return
    known = families.setdefault(resource.domain, Family(chains, Resource(resource.domain, ANY)))
    if resource.is_wild:
        known.wild(statement, use)
        return
    known.one(statement, use)
    if resource.is_file:
        path = normpath(resource.name)
        for folder in _folders(path):
            chains.read(statement, file(folder), sure=False)
        resource = file(path)
    chains.touch(statement, resource, use)


def _folders(path: str) -> list[str]:
    """Return the folders that a path leads through: who touches a file waits for those who make or empty them."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts)) if any(parts[:depth])]


class Family:
    """The resources of one domain, such as all files, with statements that touch one or any of them.

    Two statements that name different files may swap; one that touches any file waits for all before it, and
    all after it wait for that one.
    """

    def __init__(self, chains: Chains, name: Resource) -> None:
        self._chains = chains
        self._name = name
        self._writers: list[int] = []  # of one member, since the last statement that touched any
        self._readers: list[int] = []  # of one member, since the last that wrote any
        self._last: int | None = None  # the last that touched any
        self._last_writer: int | None = None

    def wild(self, statement: int, use: Use) -> None:
        """Let a statement touch any member."""
        kind = "flow" if use.is_read else "output"
        for writer in self._writers:
            self._add(writer, statement, kind)
        self._add(self._last, statement, kind)
        if use.is_write:
            for reader in self._readers:
                self._add(reader, statement, "anti")
            self._readers.clear()
            self._last_writer = statement
        self._writers.clear()
        self._last = statement

    def one(self, statement: int, use: Use) -> None:
        """Let a statement touch one member."""
        if use.is_write:
            self._add(
                self._last, statement, "output" if self._last == self._last_writer else "anti"
            )
            self._writers.append(statement)
        else:
            self._add(self._last_writer, statement, "flow")
            self._readers.append(statement)

    def _add(self, source: int | None, target: int, kind: str) -> None:
        if source is not None:
            self._chains.add(source, target, self._name, kind, sure=False)
