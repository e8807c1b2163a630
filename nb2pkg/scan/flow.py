"""The state that flows through statements, and the scopes it belongs to."""

from __future__ import annotations

from enum import Enum

from nb2pkg.scan.values import UNKNOWN, Value, entry, join
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


_NONE: frozenset[str] = frozenset()


class ScopeKind(Enum):
    """What opens a scope; lambdas are functions, generator expressions are comprehensions."""

    MODULE = "module"
    FUNCTION = "function"
    CLASS = "class"
    COMPREHENSION = "comprehension"


class Flow:
    """Which names are bound at a point of the program, and to what."""

    __slots__ = ("bound", "dead", "dropped", "maybe", "top", "unbound", "values")

    def __init__(self, *, top: bool) -> None:
        """Start where nothing has been bound yet; `top`: names may have come from before."""
        self.top = top
        self.bound: set[str] = set()  # surely
        self.maybe: set[str] = set()  # on some way here
        self.unbound: set[str] = set()  # deleted on every way here
        self.dropped: set[str] = set()  # deleted on some way
        self.values: dict[str, Value] = {}
        self.dead = False  # no way leads here: after `raise`, `return`, `break`, `continue`

    def copy(self) -> Flow:
        """Return an independent copy."""
        other = Flow(top=self.top)
        other.bound, other.maybe = self.bound.copy(), self.maybe.copy()
        other.unbound, other.values = self.unbound.copy(), self.values.copy()
        other.dropped, other.dead = self.dropped.copy(), self.dead
        return other

    def become(self, other: Flow) -> None:
        """Take over another state."""
        self.bound, self.maybe, self.unbound = other.bound, other.maybe, other.unbound
        self.values, self.dropped, self.dead = other.values, other.dropped, other.dead


def joined(flows: Iterable[Flow]) -> Flow:
    """Return the state where several ways meet."""
    every = list(flows)
    alive = [flow for flow in every if not flow.dead] or every[:1]
    result = alive[0].copy()
    for flow in alive[1:]:
        _merge_values(result, flow)
        result.bound &= flow.bound
        result.maybe |= flow.maybe
        result.unbound &= flow.unbound
        result.dropped |= flow.dropped
    return result


def _merge_values(into: Flow, other: Flow) -> None:
    for name in into.values.keys() | other.values.keys():
        left, right = into.values.get(name), other.values.get(name)
        if left is not right:
            before = entry(name) if into.top else UNKNOWN
            into.values[name] = join(left or before, right or before)


class Scope:
    """A Python scope: what its names are and what they hold."""

    __slots__ = ("flow", "kind", "names", "outer", "shared", "shared_global")

    def __init__(
        self, kind: ScopeKind, outer: Scope | None = None, names: frozenset[str] = _NONE
    ) -> None:
        """Open a scope inside another one; `names` are those that belong to it."""
        self.kind = kind
        self.outer = outer
        self.names = names
        self.shared_global = _NONE  # declared `global`
        self.shared = _NONE  # declared `nonlocal`
        self.flow = Flow(top=kind is ScopeKind.MODULE)
