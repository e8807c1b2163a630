"""Keys: what leads from a container to what it holds.

A member has one, a member of a member one after the other, and the container itself has none.
"""

from __future__ import annotations

from functools import cache

from nb2pkg.typed import Final, NamedTuple


class Key(NamedTuple):
    """One step from a container to what it holds."""

    kind: str
    text: str = ""


Keys = tuple[Key, ...]

_EVERY, _SOME = Key("every"), Key("some")
_EVERY, _SOME = Key("every"), Key("some")
_PART: Final = Key("part")  # the last one: whatever part of what the others lead to
_CONSTANT, _ATTRIBUTE, _TAKEN, _GIVEN = "constant", "attribute", "taken", "given"

ITSELF: Final[Keys] = ()
EVERY: Final[Keys] = (_EVERY,)  # each member in turn, as in a loop
SOME: Final[Keys] = (_SOME,)  # one of them
MEMBERS: Final[Keys] = (Key("members"),)  # all of them together, as a copy has them
TABLE: Final[Keys] = (Key("table"),)  # what groups of rows are made of

_WILD: Final = frozenset({_EVERY, _SOME})
_UNSURE: Final = _WILD | {_PART}


def constant(value: object) -> Keys:
    """Return the key that a constant in a subscript is."""
    return _written(repr(value))


@cache
def _written(text: str) -> Keys:
    return (Key(_CONSTANT, text),)


@cache
def position(number: int) -> Keys:
    """Return the key of a place in what has an order; it is that of the constant."""
    return constant(number)


@cache
def attribute(name: str) -> Keys:
    """Return the key of what an object has under a name."""
    return (Key(_ATTRIBUTE, name),)


@cache
def taken(name: str) -> Keys:
    """Return the key of what is known of by the name alone that has taken it, as a bound method."""
    return (Key(_TAKEN, name),)


@cache
def given(name: str) -> Keys:
    """Return the key of what is known of by the name alone under which it was handed over."""
    return (Key(_GIVEN, name),)


def beyond(keys: Keys, more: Keys) -> Keys:
    """Return the keys that lead on from a member; from a container itself, or from some part, nothing leads on."""
    return (*keys, *(more or (_PART,))) if keys and keys[-1] != _PART else keys


def within(keys: Keys) -> Keys:
    """Return the keys of some part of what keys lead to; a part of all members together is any of them."""
    return keys if keys == MEMBERS else beyond(keys, ITSELF)


def without_part(keys: Keys) -> Keys:
    """Return the keys of that which some part is a part of."""
    return keys[:-1] if keys and keys[-1] == _PART else keys


def is_leading_to_one(keys: Keys) -> bool:
    """Tell whether keys lead to one member, and everybody knows which."""
    return bool(keys) and _UNSURE.isdisjoint(keys)


def can_lead_to_several(keys: Keys) -> bool:
    """Tell whether it is open to which of several members keys lead."""
    return _SOME in keys


def has_prefix(keys: Keys, first: Keys) -> bool:
    """Tell whether keys lead to what other ones lead to, or to a part of that."""
    return keys[: len(first)] == first


def beneath(keys: Keys, held: Keys) -> Keys:
    """Return the keys that lead on from what is held under others, which lead on the same way."""
    return keys[len(held) :] if held else ITSELF


def can_reach(asked: Keys, held: Keys) -> bool:
    """Tell whether what is done under some keys is done to what is held under others, or to a part of that."""
    return len(held) <= len(asked) and all(map(_may_be, asked, held))


def _may_be(one: Key, other: Key) -> bool:
    return one == other or one in _WILD
