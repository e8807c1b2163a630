"""What happened to the object behind a name: the events since its last full rebinding."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# a name rebound in more branches than this has a history nobody can be sure of
MOST_ALTERNATIVES = 8


class History:
    """The last event in the life of what a name stands for, and through `before` the earlier ones.

    `alternatives` are the versions that the name can hold here, as interned numbers: more than one where a
    branch may have rebound it, None where there are too many. Two histories certainly differ where no
    version of the one can be a version of the other.
    """

    __slots__ = ("alternatives", "before", "binds", "origin", "statement", "sure")

    def __init__(
        self,
        statement: int,
        *,
        binds: bool,
        sure: bool,
        before: History | None,
        alternatives: frozenset[int] | None,
    ) -> None:
        self.statement = statement
        self.binds = binds
        self.sure = sure
        self.before = before
        self.alternatives = alternatives
        # the statement that the history begins with
        self.origin: int = statement if before is None or (binds and sure) else before.origin

    def events(self) -> Iterator[History]:
        """Yield the events from the latest back to the last one that surely bound the name."""
        event: History | None = self
        while event is not None:
            yield event
            event = None if event.binds and event.sure else event.before

    @property
    def statements(self) -> tuple[int, ...]:
        """Return the statements that made the object what it is, earliest first."""
        return tuple(event.statement for event in self.events())[::-1]

    def surely_differs(self, other: History) -> bool:
        """Tell whether no version of this history can be a version of the other."""
        if self.alternatives is None or other.alternatives is None:
            return False
        return self.alternatives.isdisjoint(other.alternatives)


class Histories:
    """Makes histories, numbering versions alike for all runs of one notebook."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, object], int] = {}

    def _number(self, before: int, cause: object) -> int:
        return self._numbers.setdefault((before, cause), len(self._numbers) + 1)

    def bound(
        self, statement: int, cause: object, before: History | None, *, sure: bool
    ) -> History:
        """Return the history of a name that `statement` binds; equal causes make equal versions."""
        version = frozenset((self._number(0, cause),))
        if sure:
            return History(statement, binds=True, sure=True, before=None, alternatives=version)
        earlier = frozenset() if before is None else before.alternatives
        if earlier is None or len(earlier) >= MOST_ALTERNATIVES:
            return History(statement, binds=True, sure=False, before=before, alternatives=None)
        return History(
            statement, binds=True, sure=False, before=before, alternatives=earlier | version
        )

    def changed(self, statement: int, before: History, *, sure: bool) -> History:
        """Return the history of a name whose object `statement` changes."""
        versions = before.alternatives
        if sure and versions is not None:
            versions = frozenset(self._number(version, statement) for version in versions)
        return History(statement, binds=False, sure=sure, before=before, alternatives=versions)
