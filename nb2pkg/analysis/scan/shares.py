"""Shares: whose object, or what part of it, is in a value."""

from __future__ import annotations

from functools import cache

from nb2pkg.analysis.keys import ITSELF, MEMBERS, Keys, beyond, within
from nb2pkg.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

CERTAIN = 2  # the value shares the object for sure
BY_VERSION = 1  # it does in the expression at hand; once it has a name, that depends on the library's version
MAYBE = 0  # it may

SAME = 2  # the value is the object
PART = 1  # it is a part, or a view, of the object: a change of the value is one of the object
HOLDS = 0  # it is a container that holds the object, or parts of it: what goes in or out is its own affair

ENTRY: Final = "entry"  # what a global name stood for before the statement
PARAMETER: Final = "parameter"  # what a function that is being walked was given
OWN: Final = "own"  # what the statement itself has bound a global name to


class Root(NamedTuple):
    """An object that values may share: the name it goes by, and since when."""

    name: str
    origin: str

    @property
    def afterwards(self) -> Root:
        """Return it as the next statement sees it."""
        return at_entry(self.name) if self.origin == OWN else self


@cache
def at_entry(name: str) -> Root:
    """Return what a global name stood for before the statement."""
    return Root(name, ENTRY)


@cache
def parameter(name: str) -> Root:
    """Return what a function was given as a parameter."""
    return Root(name, PARAMETER)


@cache
def bound_here(name: str) -> Root:
    """Return what the statement itself has bound a global name to."""
    return Root(name, OWN)


def globals_among(roots: Iterable[Root]) -> frozenset[str]:
    """Return the names of those roots that are no parameters."""
    return frozenset([name for name, origin in roots if origin != PARAMETER])


def parameters_among(roots: Iterable[Root]) -> frozenset[str]:
    """Return the names of those roots that are parameters."""
    return frozenset([name for name, origin in roots if origin == PARAMETER])


class Share(NamedTuple):
    """Something of `root` is in a value; `keys` say which member of it a part is (of), if any."""

    root: Root
    how: int = SAME
    trust: int = CERTAIN
    keys: Keys = ITSELF


@cache
def whole(name: str) -> tuple[Share, ...]:
    """Return the shares of the very object that a global name stood for."""
    return (Share(at_entry(name)),)


def parts(shares: Iterable[Share], trust: int = CERTAIN) -> tuple[Share, ...]:
    """Return the shares of something taken out of a value."""
    return tuple(
        Share(root, PART, min(old, trust), within(keys) if keys else keys)
        for root, _, old, keys in shares
    )


def members(shares: Iterable[Share], keys: Keys, trust: int = CERTAIN) -> tuple[Share, ...]:
    """Return the shares of what a container holds under a key; a member of a member is a part of the first."""
    return tuple(
        Share(root, PART, min(old, trust), _beyond(how, known, keys))
        for root, how, old, known in shares
    )


def _beyond(how: int, known: Keys, keys: Keys) -> Keys:
    return keys if how == SAME or known == MEMBERS else beyond(known, keys)


def copied(shares: Iterable[Share], trust: int = CERTAIN) -> tuple[Share, ...]:
    """Return the shares of a container that holds the members of another."""
    return tuple(
        Share(root, HOLDS, min(old, trust), MEMBERS if how == SAME else ITSELF)
        for root, how, old, _ in shares
    )


def held(shares: Iterable[Share], trust: int = CERTAIN) -> tuple[Share, ...]:
    """Return the shares of a container that a value was put into."""
    return tuple(Share(root, HOLDS, min(old, trust)) for root, _, old, _ in shares)


def doubtful(shares: Iterable[Share], most: int = PART) -> tuple[Share, ...]:
    """Return the shares of something that may have kept hold of a value."""
    return tuple(Share(root, min(how, most), MAYBE) for root, how, _, _ in shares)
