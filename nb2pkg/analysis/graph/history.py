"""What happened to the object behind a name: the events since its last full rebinding."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# a name rebound in more branches than this has a history nobody can be sure of
MOST_ALTERNATIVES = 8
# more than so many changes of an object are not looked at again where it gets another name
LONGEST_PAST = 40


class History:
    """The last event in the life of what a name stands for, and through `before` the earlier ones.

    `alternatives` are the versions that the name can hold here, as interned numbers: more than one where a
    branch may have rebound it, None where there are too many. Two histories certainly differ where no
    version of the one can be a version of the other. What happens to the members of a container, which are known
    one by one, makes no order among them: `members` are the versions of each, and `own` those of all the rest.
    """

    __slots__ = (
        "alternatives",
        "before",
        "is_binding",
        "is_past",
        "is_sure",
        "member",
        "members",
        "origin",
        "own",
        "statement",
        "worth",
    )

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
        self.is_binding = binds
        self.is_sure = sure
        self.before = before
        self.own = self.alternatives = alternatives
        self.members: dict[object, int] = {}
        self.member: object = None  # that has changed, and not the container itself
        # a number for all that has made it what it is, whichever cells that stands in
        self.worth = 0
        self.is_past = False  # it had happened to the object before the name stood for it
        # the statement that the history begins with
        self.origin: int = statement if before is None or (binds and sure) else before.origin

    def events(self) -> Iterator[History]:
        """Yield the events from the latest back to the last one that surely bound the name."""
        event: History | None = self
        while event is not None:
            yield event
            event = None if event.is_binding and event.is_sure else event.before

    @property
    def statements(self) -> tuple[int, ...]:
        """Return the statements that made the object what it is, earliest first."""
        found = [event.statement for event in self.events() if not event.is_past]
        return tuple(dict.fromkeys(found[::-1]))

    def is_surely_different(self, other: History) -> bool:
        """Tell whether no version of this history can be a version of the other."""
        if self.alternatives is None or other.alternatives is None:
            return False
        return self.alternatives.isdisjoint(other.alternatives)


class Worth(NamedTuple):
    """What says in full which value a statement binds, whichever cell it stands in."""

    cause: object
    alike: frozenset[int] = frozenset()  # versions that it is the same as


class Histories:
    """Makes histories, numbering versions alike for all runs of one notebook."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, object], int] = {}

    def _number(self, before: int, cause: object) -> int:
        return self._numbers.setdefault((before, cause), len(self._numbers) + 1)

    def bound(
        self,
        statement: int,
        cause: object,
        before: History | None,
        *,
        sure: bool,
        worth: Worth | None = None,
    ) -> History:
        """Return the history of a name that `statement` binds; equal causes, or equal worths, make equal versions."""
        number = self._number(0, cause)
        version = frozenset((number,))
        if sure:
            if worth is not None:
                number = self._number(0, worth.cause)
                version = version | {number} | worth.alike
            made = History(statement, binds=True, sure=True, before=None, alternatives=version)
            made.worth = number
            return made
        made = self._perhaps_bound(statement, before, version)
        made.worth = self._number(0 if before is None else before.worth, ("perhaps", cause))
        return made

    def _perhaps_bound(
        self, statement: int, before: History | None, version: frozenset[int]
    ) -> History:
        earlier = frozenset() if before is None else before.alternatives
        if earlier is None or len(earlier) >= MOST_ALTERNATIVES:
            return History(statement, binds=True, sure=False, before=before, alternatives=None)
        return History(
            statement, binds=True, sure=False, before=before, alternatives=earlier | version
        )

    def changed(
        self, statement: int, before: History, *, sure: bool, member: object = None
    ) -> History:
        """Return the history of a name whose object, or a member of it that is known, `statement` changes."""
        versions, members = before.own, before.members
        if sure and member is not None:
            members = {**members, member: self._number(members.get(member, 0), statement)}
        elif sure and versions is not None:
            versions = frozenset(self._number(version, statement) for version in versions)
        made = History(statement, binds=False, sure=sure, before=before, alternatives=versions)
        made.member = member
        made.worth = self._number(before.worth, statement if sure else ("perhaps", statement))
        return self._with(made, members)

    def having_changed(self, version: History, past: History, member: object = None) -> History:
        """Return the history of a name that stands for an object, or holds it as a member, with that object's past."""
        events = [event for event in past.events() if event.is_sure and not event.is_binding]
        if len(events) > LONGEST_PAST:
            return version
        for event in reversed(events):
            version = self.changed(
                event.statement, version, sure=True, member=event.member or member
            )
            version.is_past = True
        return version

    def without_member(self, version: History, member: object) -> History:
        """Return the history of a name whose object no longer holds a member."""
        if member not in version.members:
            return version
        made = History(
            version.statement,
            binds=version.is_binding,
            sure=version.is_sure,
            before=version.before,
            alternatives=version.own,
        )
        made.member, made.is_past, made.origin = version.member, version.is_past, version.origin
        made.worth = version.worth
        left = {each: number for each, number in version.members.items() if each is not member}
        return self._with(made, left)

    def _with(self, made: History, members: dict[object, int]) -> History:
        """Let what has happened to members tell versions apart."""
        made.members = members
        if members and made.own is not None:
            cause = frozenset(members.values())
            made.alternatives = frozenset(self._number(version, cause) for version in made.own)
        return made
