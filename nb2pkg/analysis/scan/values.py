"""What is known of a value without running anything: its kind, and whose object it may share."""

from __future__ import annotations

from nb2pkg.analysis import kinds
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.kinds import Kind

CERTAIN = 2  # the value shares the object for sure
BY_VERSION = 1  # it does in the expression at hand; once it has a name, that depends on the library's version
MAYBE = 0  # it may

SAME = 2  # the value is the object
PART = 1  # it is a part, or a view, of the object: a change of the value is one of the object
HOLDS = 0  # it is a container that holds the object, or parts of it: what goes in or out is its own affair

# which member of the root is meant, where it is one that the root holds under a key: besides the keys themselves
EVERY = "*"  # each of them in turn, as in a loop
SOME = "?"  # one of them
THEN = (
    "\n"  # between the keys that lead to a member of a member; at the end: to whatever part of it
)
MEMBERS = "="  # of what holds: the very members of the root, as a copy does

MOST_ITEMS = 40  # a display with more items is treated as uniform in kind


class Share(NamedTuple):
    """Something of `root` is in a value.

    A root is what a name stood for before the statement; `.name` is what a parameter was given, and
    `=name` what the statement itself has bound a name to. `key` says which member of it a part is (of), if any.
    """

    root: str
    how: int = SAME
    trust: int = CERTAIN
    key: str = ""


class Value(NamedTuple):
    """What an expression gives."""

    kind: Kind | None = None
    shares: tuple[Share, ...] = ()
    literal: str | None = None  # the text of a constant string
    items: tuple[Value, ...] | None = None  # of a container whose members are known one by one
    keys: tuple[
        str, ...
    ] = ()  # of these, in a dict or an instance; in what has an order their numbers


UNKNOWN = Value()
STR = Value(kinds.STR)
INT = Value(kinds.INT)
FLOAT = Value(kinds.FLOAT)
BOOL = Value(kinds.BOOL)
NONE = Value(kinds.NONE)


def is_fixed(kind: Kind | None) -> bool:
    """Tell whether objects of this kind cannot change (or are never worth following)."""
    return kind is not None and kind.is_fixed


def entry(name: str) -> Value:
    """Return what is known of a name nothing is known of: it stands for its own object."""
    return Value(None, (Share(name),))


def parts(shares: Iterable[Share], trust: int = CERTAIN) -> tuple[Share, ...]:
    """Return the shares of something taken out of a value."""
    return tuple(Share(root, PART, min(old, trust), _within(key)) for root, _, old, key in shares)


def members(shares: Iterable[Share], key: str, trust: int = CERTAIN) -> tuple[Share, ...]:
    """Return the shares of what a container holds under a key; a member of a member is a part of the first."""
    return tuple(
        Share(root, PART, min(old, trust), _key(how, known, key))
        for root, how, old, known in shares
    )


def _key(how: int, known: str, key: str) -> str:
    if how == SAME or known == MEMBERS:
        return key
    return f"{known}{THEN}{key}" if known and known[-1] != THEN else known


def _within(key: str) -> str:
    """Return the key of some part of what is held under a key."""
    return key if not key or key == MEMBERS or key[-1] == THEN else key + THEN


def copied(shares: Iterable[Share], trust: int = CERTAIN) -> tuple[Share, ...]:
    """Return the shares of a container that holds the members of another."""
    return tuple(
        Share(root, HOLDS, min(old, trust), MEMBERS if how == SAME else "")
        for root, how, old, _ in shares
    )


def held(shares: Iterable[Share], trust: int = CERTAIN) -> tuple[Share, ...]:
    """Return the shares of a container that a value was put into."""
    return tuple(Share(root, HOLDS, min(old, trust)) for root, _, old, _ in shares)


def doubtful(shares: Iterable[Share], most: int = PART) -> tuple[Share, ...]:
    """Return the shares of something that may have kept hold of a value."""
    return tuple(Share(root, min(how, most), MAYBE) for root, how, _, _ in shares)


def united(values: Iterable[Value]) -> tuple[Share, ...]:
    """Return the shares of all values, each root once, in its strongest form."""
    found: dict[str, Share] = {}
    for value in values:
        for share in value.shares:
            known = found.get(share.root)
            if known is None or (share.trust, share.how) > (known.trust, known.how):
                found[share.root] = share
    return tuple(found.values())


def common_kind(found: Iterable[Kind | None]) -> Kind | None:
    """Return the one kind that all have; estimators of several classes are still estimators."""
    distinct = set(found)
    if len(distinct) == 1:
        return distinct.pop()
    known = [kind for kind in distinct if kind is not None]
    if known and len(known) == len(distinct):
        if all(kind.is_instance and kind.library == "sklearn" for kind in known):
            draws = any(kind.randomness == kinds.DRAWS for kind in known)
            return kinds.instance("sklearn.base.BaseEstimator", kinds.DRAWS if draws else "")
        if distinct <= _NUMBERS:
            return kinds.FLOAT
    return None


def join(left: Value, right: Value) -> Value:
    """Return what holds of a value that is one of two."""
    if left == right:
        return left
    literal = left.literal if left.literal == right.literal else None
    shares = left.shares
    if right.shares and right.shares != shares:
        shares = united((left, right)) if shares else right.shares
    return Value(common_kind((left.kind, right.kind)), shares, literal)


def element(value: Value, key: str = EVERY) -> Value:
    """Return what is known of a member of an iterable: of one, or of each in turn."""
    if value.kind is kinds.GROUPS:  # it gives copies of rows
        value = Value(value.kind, (), None, value.items and tuple(map(_alone, value.items)))
    shares = members(value.shares, key)
    if value.items:
        kind = common_kind(item.kind for item in value.items)
        nested = value.items[0].items
        shapes = {len(item.items) if item.items else 0 for item in value.items}
        inner = _column_items(value.items, shares) if nested and len(shapes) == 1 else None
        return Value(kind, shares, None, inner)
    return Value(_ELEMENT_KINDS.get(value.kind), shares)


def _alone(value: Value) -> Value:
    """Return a value that shares nothing."""
    return Value(value.kind, (), None, value.items and tuple(map(_alone, value.items)))


def _column_items(rows: tuple[Value, ...], shares: tuple[Share, ...]) -> tuple[Value, ...]:
    """Return what is known of the members of a row; `shares` are those of each row in turn."""
    columns = zip(*(row.items or () for row in rows), strict=False)
    own = any(share.key for share in shares)
    return tuple(
        Value(
            common_kind(item.kind for item in column),
            members(shares, str(number)) if own and united(column) else parts(united(column)),
        )
        for number, column in enumerate(columns)
    )


def settled(value: Value, shares: tuple[Share, ...], depth: int = 3) -> Value:
    """Return a value as it is known after its statement: it shares with its name, and so do its items."""
    if is_fixed(value.kind):
        return Value(value.kind, (), value.literal)
    items = value.items
    if items is not None:
        kept = depth > 0 and len(items) <= MOST_ITEMS
        items = (
            tuple(
                settled(item, members(shares, key), depth - 1)
                for key, item in zip(keys_of(value), items)  # noqa: B905  (both have one end)
            )
            if kept
            else None
        )
    return Value(value.kind, shares, value.literal, items, value.keys)


def keys_of(value: Value) -> Iterable[str]:
    """Return the keys of a container's known members: what its constants would be in a subscript."""
    return value.keys or map(str, range(len(value.items or ())))


_NUMBERS = frozenset({kinds.INT, kinds.FLOAT, kinds.BOOL})
_ELEMENT_KINDS: dict[Kind | None, Kind] = {
    kinds.STR: kinds.STR,
    kinds.RANGE: kinds.INT,
    kinds.FRAME: kinds.STR,
    kinds.FILE: kinds.STR,
    kinds.AXES: kinds.AXES,
}
