"""Dependencies as chains: near linear in the number of reads and writes."""

from __future__ import annotations

from nb2pkg.analysis.resources import Resource
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Use


Name = str | Resource
Edge = tuple[int, int, Name, str]  # source, target, what it is because of, kind


class Chains:
    """The last writer of each name and its readers since, and the edges that follow from them."""

    def __init__(self) -> None:
        self.edges: dict[Edge, bool] = {}
        self._last: dict[Name, tuple[int, bool]] = {}
        self._last_sure: dict[Name, int] = {}
        self._readers: dict[Name, list[int]] = {}

    def read(self, statement: int, name: Name, *, sure: bool = True) -> None:
        """Let the statement depend on whoever wrote the name last."""
        self._after_writers(statement, name, "flow", sure=sure)
        readers = self._readers.setdefault(name, [])
        if not readers or readers[-1] != statement:
            readers.append(statement)

    def write(self, statement: int, name: Name, *, sure: bool = True) -> None:
        """Let the statement depend on earlier writers and on those who read what it replaces."""
        self._after_writers(statement, name, "output", sure=sure)
        for reader in self._readers.pop(name, ()):
            self.add(reader, statement, name, "anti", sure=sure)
        self._last[name] = (statement, sure)
        if sure:
            self._last_sure[name] = statement

    def touch(self, statement: int, name: Resource, use: Use) -> None:
        """Let the statement read or write a resource, or both."""
        if use.is_read:
            self.read(statement, name)
        if use.is_write:
            self.write(statement, name)

    def _after_writers(self, statement: int, name: Name, kind: str, *, sure: bool) -> None:
        last = self._last.get(name)
        if last is not None:
            self.add(last[0], statement, name, kind, sure=sure and last[1])
        # the last sure writer too, or a sure dependency would hang on an unsure one
        certain = self._last_sure.get(name)
        if certain is not None:
            self.add(certain, statement, name, kind, sure=sure)

    def add(self, source: int, target: int, name: Name, kind: str, *, sure: bool) -> None:
        """Let `target` wait for `source`."""
        if source != target:
            key = (source, target, name, kind)
            self.edges[key] = self.edges.get(key, False) or sure
