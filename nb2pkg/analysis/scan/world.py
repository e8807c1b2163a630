"""What is known of the notebook's global names, and of the members of lists and dicts: until when it is known."""

from __future__ import annotations

from nb2pkg.analysis.scan.shares import PARAMETER, globals_among, whole
from nb2pkg.analysis.scan.values import is_fixed, settled
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.analysis.choices import Handed
    from nb2pkg.analysis.model import Function
    from nb2pkg.analysis.resources import Resource
    from nb2pkg.analysis.scan.flow import Flow
    from nb2pkg.analysis.scan.recorder import Definition, Recorder
    from nb2pkg.analysis.scan.values import Value


class Families:
    """Names that may have stood for one object, or for parts of it: each family has a name that leads it.

    Of every family it is kept which names stand for containers with known members.
    """

    __slots__ = ("_alike", "_leaders", "_mixed")

    def __init__(self) -> None:
        """Start with every name on its own."""
        self._leaders: dict[str, str] = {}
        self._alike: dict[str, set[str]] = (
            {}
        )  # by leader: names of containers with members of one kind
        self._mixed: dict[str, set[str]] = {}  # by leader: those with members of several kinds

    @property
    def is_empty(self) -> bool:
        """Tell whether no container with known members has been met so far."""
        return not self._alike and not self._mixed

    def leader(self, name: str) -> str:
        """Return the name that leads the family of a name."""
        leaders, leader = self._leaders, name
        if name not in leaders:
            return name
        while leader in leaders:
            leader = leaders[leader]
        while name != leader:  # shorten the way for the next one who asks
            leaders[name], name = leader, leaders[name]
        return leader

    def join(self, name: str, other: str) -> None:
        """Make one family of two."""
        leader, joining = self.leader(name), self.leader(other)
        if leader == joining:
            return
        self._leaders[joining] = leader
        for table in (self._alike, self._mixed):
            found = table.pop(joining, None)
            if found:
                table.setdefault(leader, set()).update(found)

    def note(self, name: str, value: Value) -> None:
        """Keep whether a name stands for a container with known members."""
        if value.items is None:
            if self._alike or self._mixed:
                self.forget(name)
            return
        leader = self.leader(name)
        self.forget(name)
        table = self._mixed if len({item.kind for item in value.items}) > 1 else self._alike
        table.setdefault(leader, set()).add(name)

    def forget(self, name: str) -> None:
        """Keep no longer that a name stands for such a container."""
        leader = self.leader(name)
        for table in (self._alike, self._mixed):
            if leader in table:
                table[leader].discard(name)

    def containers(self, name: str, *, alike: bool) -> list[str]:
        """Return the containers in the family of a name; those with members of one kind only where asked for."""
        leader = self.leader(name)
        found = [*self._mixed.get(leader, ())]
        return [*found, *self._alike.get(leader, ())] if alike else found


class World:
    """What is known of the notebook's global names, carried from statement to statement."""

    __slots__ = (
        "attributes",
        "bound",
        "called_above",
        "changed_in_functions",
        "definitions",
        "families",
        "has_walrus",
        "is_keeping_annotations",
        "others",
        "tables",
        "values",
    )

    def __init__(self, others: Mapping[str, Function] | None = None) -> None:
        """Start before the first cell; `others` are functions of other files, by qualified name."""
        self.others = others or {}
        self.values: dict[str, Value] = {}
        self.attributes: set[Resource] = set()  # of modules that some statement sets
        self.definitions: dict[str, Definition] = {}
        self.bound: set[str] = set()  # every name that some statement binds
        # names that were called before they were known to be functions, and the constants in these calls
        self.called_above: list[tuple[str, Handed]] = []
        self.tables: set[str] = set()  # that a text of SQL makes: no variables are meant
        self.has_walrus = False  # in the cell at hand
        self.is_keeping_annotations = (
            False  # as texts, once `from __future__ import annotations` was run
        )
        self.families = Families()
        self.changed_in_functions: set[str] = set()  # globals whose objects some function changes

    def settle(self, name: str, value: Value) -> None:
        """Keep what a statement has bound a name to."""
        value = self.values[name] = settled(value, whole(name))
        self.families.note(name, value)
        self.bound.add(name)

    def define(self, definition: Definition) -> None:
        """Keep what a function that has been walked does to global names."""
        body = definition.body
        self.bound |= body.global_binds
        self.changed_in_functions |= globals_among((*body.mutates, *body.may_mutate))

    def take_back(self, values: dict[str, Value]) -> None:
        """Know again what was known before, and no more."""
        for name in self.values:
            self.families.forget(name)
        self.values = values
        for name, value in values.items():
            self.families.note(name, value)


def forget_members(world: World, recorder: Recorder, flow: Flow) -> None:
    """Forget the members of containers that a statement has changed, or may have changed through a function.

    Members that are all alike, and stay so, remain known. The names that a container may go by are kept together,
    whether or not they still stand for it.
    """
    if flow.maybe:
        _connect(world, flow)
    if world.families.is_empty:
        return
    filled = globals_among(recorder.filled)
    if recorder.calls and any(call.function in world.definitions for call in recorder.calls):
        filled = filled | recorder.reads.keys() | world.changed_in_functions
    for name in filled:
        _forget(world, name, alike=True)
    for name in globals_among((*recorder.mutates, *recorder.may_mutate)):
        _forget(world, name, alike=False)


def _forget(world: World, container: str, *, alike: bool) -> None:
    for name in world.families.containers(container, alike=alike):
        world.values[name] = world.values[name]._replace(items=None)
        world.families.forget(name)


def _connect(world: World, flow: Flow) -> None:
    for name in flow.maybe:
        value = flow.values[name]
        if not value.shares or is_fixed(value.kind):
            continue
        for share in value.shares:
            other, origin = share.root
            if other != name and origin != PARAMETER:
                world.families.join(name, other)
