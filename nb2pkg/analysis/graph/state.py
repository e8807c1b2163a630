"""The names of an imagined kernel: what each stands for, and which of them share an object."""

from __future__ import annotations

from nb2pkg.analysis.keys import EVERY, beneath, can_lead_to_several, can_reach, has_prefix
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.graph.calls import Definition
    from nb2pkg.analysis.graph.history import Histories, History, Worth
    from nb2pkg.analysis.keys import Keys

PAIR = 2
MOST_SHARING = 100


class Thing:
    """An object of the imagined kernel: its names, what it may share parts with, and its code if it is a function.

    Of a container it is known which things it holds under some keys, and which others hold its other members too.
    """

    __slots__ = ("before", "definitions", "held", "is_held", "links", "names", "past", "twins")

    def __init__(self, definitions: tuple[Definition, ...] = ()) -> None:
        self.names: set[str] = set()
        self.held: dict[Keys, Thing] = {}
        self.is_held = False  # by a container, so that it may be reached when it has no name
        self.twins: tuple[Thing, ...] = ()
        self.links: dict[Thing, bool] = {}  # a change of this surely (True) or maybe changes that
        self.definitions = definitions
        self.past: History | None = None  # of a name that stood for it last
        # what its name stood for before, and the history of that
        self.before: tuple[Thing, History] | None = None


class State:
    """What every name stands for at one moment of a run."""

    def __init__(self, histories: Histories) -> None:
        self.histories = histories
        self.things: dict[str, Thing] = {}
        self.versions: dict[str, History] = {}
        # what containers have held before the statement at hand: `x = d.pop("k")` gives what is gone then
        self.lost: dict[tuple[Thing, Keys], Thing] = {}
        # what names stood for before the statement at hand, where it gives that other names
        self.former: dict[str, Thing] = {}
        self.modules: dict[str, str] = {}  # names that an import bound, and to what
        self.deleted: dict[str, int] = {}
        self.ever: frozenset[str] = frozenset()  # what anything in the notebook may bind
        self.is_shared_widely = (
            False  # a change has reached more names than anybody wants to follow
        )
        self.is_guessing = False  # a star import or an opaque statement may have bound any name
        self.starred: frozenset[str] = (
            frozenset()
        )  # what star imports of known modules may have bound

    def definitions(self, name: str) -> tuple[Definition, ...]:
        """Return the functions of the notebook that the name may stand for."""
        thing = self.things.get(name)
        return () if thing is None else thing.definitions

    def bind(
        self,
        name: str,
        statement: int,
        cause: object,
        *,
        sure: bool,
        module: str | None = None,
        happened: bool = True,
        keeps: bool = False,
        worth: Worth | None = None,
    ) -> None:
        """Let the name stand for a new object; its history is unsure where that may never have `happened`.

        `keeps`: the object that it stood for gets another name in the same statement. `worth` is that of the new one.
        """
        before = self.versions.get(name)
        old = self.things.get(name)
        thing = Thing()
        if old is not None:
            old.past = before
            if sure and before is not None:
                thing.before = (old, before)
            if keeps:
                old.names.discard(name)
                self.former[name] = old
            else:
                self._leave(name, old)
            if not sure:
                thing.definitions = old.definitions
                _link(thing, old, there=False, back=False)
        thing.names.add(name)
        self.things[name] = thing
        self.versions[name] = self.histories.bound(
            statement, cause, before, sure=sure and happened, worth=worth
        )
        self.deleted.pop(name, None)
        self.modules.pop(name, None)
        if module is not None and sure:
            self.modules[name] = module

    def define(self, name: str, definition: Definition) -> None:
        """Remember that the name stands for a function; others stay possible where a branch bound it."""
        thing = self.things[name]
        thing.definitions = (*thing.definitions, definition)

    def unbind(self, name: str, statement: int) -> None:
        """Take the name away."""
        thing = self.things.pop(name, None)
        if thing is not None:
            self._leave(name, thing)
            del self.versions[name]
            self.deleted[name] = statement
        self.modules.pop(name, None)

    def share_same(self, name: str, other: str, *, sure: bool, former: bool = False) -> None:
        """Let two names stand for one object, which may be what the other one stood for before."""
        thing, source = self._apart(name, other, former=former)
        if thing is None or source is None or thing is source:
            return
        if sure:
            self._stand_for(thing, source)
            return
        more = tuple(each for each in source.definitions if each not in thing.definitions)
        thing.definitions += more
        _link(thing, source, there=False, back=False)

    def share_part(self, part: str, whole: str, *, sure: bool) -> None:
        """Let one name stand for a part of what the other stands for.

        A change of the part is one of the whole; a change of the whole may be one of the part.
        """
        thing, source = self.things.get(part), self.things.get(whole)
        if thing is not None and source is not None:
            _link(thing, source, there=sure, back=False)

    def showing(self, start: Thing) -> dict[str, bool]:
        """Return every name that a change of a thing may show under, and whether it surely does.

        There can be very many: after MOST_SHARING objects the search ends, and `is_shared_widely` is set.
        """
        reached, waiting = {start: True}, [start]
        while waiting and not self.is_shared_widely:
            thing = waiting.pop()
            for other, sure in thing.links.items():
                certain = reached[thing] and sure
                if other not in reached or (certain and not reached[other]):
                    reached[other] = certain
                    waiting.append(other)
                    if len(reached) > MOST_SHARING:
                        self.is_shared_widely = True
                        break
        return {shared: sure for thing, sure in reached.items() for shared in thing.names}

    def put(self, container: str, keys: Keys, name: str, *, sure: bool) -> None:
        """Let a container hold the very object of a name under a key."""
        whole, thing = self.things.get(container), self.things.get(name)
        if whole is None or thing is None or whole is thing:
            return
        if sure:
            self._inherit(whole.names, thing, member=thing)
            whole.held[keys] = thing
            thing.is_held = True
        else:
            whole.held.pop(keys, None)
        _link(thing, whole, there=sure, back=False)

    def take(self, name: str, container: str, keys: Keys, *, sure: bool) -> None:
        """Let a name stand for the very object that a container holds under a key."""
        thing, whole = self._apart(name, container)
        if whole is None or thing is None or whole is thing or not sure:
            return
        known = whole.held.get(keys) or self.lost.get((whole, keys))
        if known is None:
            whole.held[keys] = thing
            thing.is_held = True
            _link(thing, whole, there=True, back=False)
        elif known is not thing:
            self._stand_for(thing, known)

    def copy(self, name: str, source: str, *, sure: bool) -> None:
        """Let a container hold the very members of another."""
        thing, other = self._apart(name, source)
        if thing is None or other is None or thing is other or not sure:
            return
        for member in dict.fromkeys(other.held.values()):
            self._inherit(thing.names, member, member=member)
            _link(member, thing, there=True, back=False)
        thing.held.update(other.held)
        thing.twins = (*thing.twins, other)
        other.twins = (*other.twins, thing)

    def drop(self, container: str, keys: Keys, *, sure: bool) -> None:
        """Let a container no longer hold what it held under a key."""
        whole = self.things.get(container)
        if whole is None:
            return
        dropped = set(whole.held.values())
        self.lost.update(((whole, held), thing) for held, thing in whole.held.items())
        if keys == EVERY:
            whole.held.clear()
        else:
            for held in [held for held in whole.held if has_prefix(held, keys)]:
                del whole.held[held]
        for member in dropped - set(whole.held.values()):
            if sure and whole in member.links:
                member.links[whole] = False
            for name in whole.names:
                self.versions[name] = self.histories.without_member(self.versions[name], member)
        _part_twins(whole)

    def members(self, container: str, keys: Keys) -> dict[Thing, bool]:
        """Return what a container is known to hold under a key, and whether it surely is what is meant."""
        whole = self.things.get(container)
        if whole is None:
            return {}
        sure = not can_lead_to_several(keys)
        return dict.fromkeys((*_held_under(whole, keys), *whole.twins), sure)

    def change(self, name: str, statement: int, things: Iterable[Thing], *, sure: bool) -> None:
        """Remember that the object behind a name has changed, because these things surely have (or any may have)."""
        version = self.versions.get(name)
        if version is None:
            return
        whole = self.things[name]
        held = set(whole.held.values()) - {whole}
        members = dict.fromkeys(thing if thing in held else None for thing in things)
        for member in members or (None,):
            version = self.histories.changed(statement, version, sure=sure, member=member)
        self.versions[name] = version

    def _apart(
        self, name: str, source: str, *, former: bool = False
    ) -> tuple[Thing | None, Thing | None]:
        """Return what a name stands for now, and what that comes from: `x = list(x)` takes what `x` was before."""
        thing, other = self.things.get(name), self.things.get(source)
        if former:
            other = self.former.get(source, other)
        elif name == source and thing is not None and thing.before is not None:
            other = thing.before[0]
        return thing, other

    def _stand_for(self, thing: Thing, source: Thing) -> None:
        """Let the names of a thing stand for another one; a name that did so already has not been bound anew."""
        if thing.before is not None and thing.before[0] is source and len(thing.names) == 1:
            (name,) = thing.names
            self.versions[name] = thing.before[1]
        else:
            self._inherit(thing.names, source)
        self._merge(thing, source)

    def _inherit(self, names: Iterable[str], source: Thing, member: Thing | None = None) -> None:
        """Give names that stand for a thing, or for what holds it as a member, the past of that thing."""
        past = next((self.versions[name] for name in sorted(source.names)), source.past)
        if past is None:
            return
        for name in names:
            version = self.versions[name]
            if member is None or member not in version.members:
                self.versions[name] = self.histories.having_changed(version, past, member)

    def _merge(self, thing: Thing, source: Thing) -> None:
        for name in thing.names:
            self.things[name] = source
            source.names.add(name)
        for other, sure in list(thing.links.items()):
            if other is not source:
                _link(source, other, there=sure, back=other.links[thing])
            del other.links[thing]
        source.held = {**thing.held, **source.held}
        source.definitions += tuple(d for d in thing.definitions if d not in source.definitions)

    def _leave(self, name: str, thing: Thing) -> None:
        """Forget a name of an object, and the object once nothing can reach it any more."""
        thing.names.discard(name)
        if (
            thing.names or thing.is_held or len(thing.links) > PAIR
        ):  # with more it may connect the others
            return
        neighbours = list(thing.links)
        if len(neighbours) == PAIR:
            _link(*neighbours, there=False, back=False)
        for other in neighbours:
            del other.links[thing]
        thing.links.clear()


def _held_under(whole: Thing, keys: Keys) -> Iterator[Thing]:
    """Yield what a container is known to hold under keys, as far down as that is known."""
    for held, thing in whole.held.items():
        if can_reach(keys, held):
            rest = beneath(keys, held)
            yield from (tuple(_held_under(thing, rest)) if rest else ()) or (thing,)


def _part_twins(thing: Thing) -> None:
    """Let a container be the only one that is known to hold its members."""
    for other in thing.twins:
        other.twins = tuple(each for each in other.twins if each is not thing)
    thing.twins = ()


def _link(thing: Thing, other: Thing, *, there: bool, back: bool) -> None:
    """Connect two objects; what is known for sure already stays so."""
    if thing is not other:
        thing.links[other] = thing.links.get(other, False) or there
        other.links[thing] = other.links.get(thing, False) or back
