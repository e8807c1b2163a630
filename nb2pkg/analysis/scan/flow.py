"""The state that flows through statements, and the scopes it belongs to."""

from __future__ import annotations

from enum import Enum

from nb2pkg.analysis.scan.values import UNKNOWN, Value, either, entry, join
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from nb2pkg.analysis.choices import Constant


_NONE: frozenset[str] = frozenset()


class ScopeKind(Enum):
    """What opens a scope; lambdas are functions, generator expressions are comprehensions."""

    MODULE = "module"
    FUNCTION = "function"
    CLASS = "class"
    COMPREHENSION = "comprehension"


class Flow:
    """Which names are bound at a point of the program, and to what."""

    __slots__ = (
        "asked",
        "bound",
        "dropped",
        "is_dead",
        "is_top",
        "maybe",
        "own",
        "unbound",
        "values",
    )

    def __init__(self, *, top: bool) -> None:
        """Start where nothing has been bound yet; `is_top`: names may have come from before."""
        self.is_top = top
        self.bound: set[str] = set()  # surely
        self.maybe: set[str] = set()  # on some way here
        self.unbound: set[str] = set()  # deleted on every way here
        self.dropped: set[str] = set()  # deleted on some way
        self.asked: set[str] = set()  # read on every way here before anything had bound them
        self.own: set[str] = set()  # bound on some way here that had not asked for them before
        self.values: dict[str, Value] = {}
        self.is_dead = False  # no way leads here: after `raise`, `return`, `break`, `continue`

    def copy(self) -> Flow:
        """Return an independent copy."""
        other = Flow(top=self.is_top)
        other.bound, other.maybe = self.bound.copy(), self.maybe.copy()
        other.unbound, other.values = self.unbound.copy(), self.values.copy()
        other.dropped, other.is_dead = self.dropped.copy(), self.is_dead
        other.asked, other.own = self.asked.copy(), self.own.copy()
        return other

    def become(self, other: Flow) -> None:
        """Take over another state."""
        self.bound, self.maybe, self.unbound = other.bound, other.maybe, other.unbound
        self.values, self.dropped, self.is_dead = other.values, other.dropped, other.is_dead
        self.asked, self.own = other.asked, other.own

    def bind(self, name: str) -> None:
        """Note that a name is bound."""
        self.bound.add(name)
        self.maybe.add(name)
        self.unbound.discard(name)
        if name not in self.asked:
            self.own.add(name)

    def unbind(self, name: str) -> None:
        """Note that a name is deleted."""
        for names in (self.bound, self.maybe, self.own):
            names.discard(name)
        self.unbound.add(name)
        self.dropped.add(name)
        self.values.pop(name, None)

    def come_round(self, other: Flow) -> None:
        """Add what an earlier round of a loop, which ended as `other`, may have left."""
        for name in other.maybe - self.maybe:
            self.values.setdefault(name, other.values[name])
        self.maybe |= other.maybe
        self.own |= other.own
        self.dropped |= other.dropped
        self.unbound -= other.maybe


def joined(flows: Iterable[Flow]) -> Flow:
    """Return the state where several ways meet."""
    every = list(flows)
    alive = [flow for flow in every if not flow.is_dead] or every[:1]
    result = alive[0].copy()
    for flow in alive[1:]:
        _merge_values(result, flow)
        result.bound &= flow.bound
        result.maybe |= flow.maybe
        result.unbound &= flow.unbound
        result.dropped |= flow.dropped
        result.asked &= flow.asked
        result.own |= flow.own
    return result


def _merge_values(into: Flow, other: Flow) -> None:
    for name in into.values.keys() | other.values.keys():
        left, right = into.values.get(name), other.values.get(name)
        if left is not right:
            before = entry(name) if into.is_top else UNKNOWN
            meet = either if into.is_top else join
            into.values[name] = meet(left or before, right or before)


class TryBody:
    """What the body of a `try` binds on any way, those that end in it by `raise` or `break` included."""

    __slots__ = ("bound", "flow", "lost")

    def __init__(self, flow: Flow) -> None:
        """Start with the flow of the scope that the `try` stands in."""
        self.flow = flow
        self.bound: dict[str, Value] = {}
        self.lost: dict[str, Value] = {}  # what names stood for before they were bound once more

    def note(self, flow: Flow, name: str, value: Value) -> None:
        """Note that a name is about to be bound in a flow."""
        if flow is not self.flow:
            return
        old = flow.values.get(name)
        if old is not None:
            self.lost[name] = join(self.lost.get(name, old), old)
        self.bound[name] = value

    def take_over(self, other: TryBody) -> None:
        """Add what a `try` inside this one has noted."""
        if other.flow is self.flow:
            self.bound |= other.bound
            for name, value in other.lost.items():
                self.lost[name] = join(self.lost.get(name, value), value)

    def leave(self, interrupted: Flow) -> None:
        """Complete what holds where the body has been left at any point."""
        values = interrupted.values
        for name, value in self.lost.items():
            values[name] = join(values.get(name, value), value)
        for name, value in self.bound.items():
            if name not in interrupted.maybe:
                interrupted.maybe.add(name)
                interrupted.own.add(name)
                interrupted.unbound.discard(name)
                values.setdefault(name, value)


class Scope:
    """A Python scope: what its names are and what they hold."""

    __slots__ = ("body", "flow", "kind", "names", "outer", "shared", "shared_global")

    def __init__(
        self, kind: ScopeKind, outer: Scope | None = None, names: frozenset[str] = _NONE
    ) -> None:
        """Open a scope inside another one; `names` are those that belong to it."""
        self.kind = kind
        self.outer = outer
        self.names = names
        self.body: list[ast.stmt] = []  # of a function
        self.shared_global = _NONE  # declared `global`
        self.shared = _NONE  # declared `nonlocal`
        self.flow = Flow(top=kind is ScopeKind.MODULE)


class Assumed:
    """What the parameters of the function that is walked are, while they are what it was called with."""

    __slots__ = ("rebound", "scope", "values")

    def __init__(self, values: dict[str, Constant]) -> None:
        """Start before the body is walked."""
        self.values = values
        self.scope: Scope | None = None  # of the body
        self.rebound: frozenset[str] = frozenset()  # that stand for something else somewhere in it

    def enter(self, scope: Scope, own: frozenset[str]) -> None:
        """Begin with the body."""
        if self.scope is None:
            self.scope, self.rebound = scope, own

    def enter_loop(self) -> None:
        """Forget what the rounds before may have bound anew."""
        for name in self.rebound:
            self.values.pop(name, None)
