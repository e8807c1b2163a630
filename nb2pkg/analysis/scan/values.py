"""What is known of a value without running anything: its kind, and whose object it may share."""

from __future__ import annotations

from nb2pkg.analysis import kinds
from nb2pkg.analysis.keys import EVERY, Keys, position
from nb2pkg.analysis.scan.shares import HOLDS, MAYBE, Root, Share, members, parts, whole
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.kinds import Kind

MOST_ITEMS = 40  # a display with more items is treated as uniform in kind


class Value(NamedTuple):
    """What an expression gives."""

    kind: Kind | None = None
    shares: tuple[Share, ...] = ()
    literal: str | None = None  # the text of a constant string
    items: tuple[Value, ...] | None = None  # of a container whose members are known one by one
    keys: tuple[Keys, ...] = ()  # of these, in a dict or an instance; else they are numbered


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
    return Value(None, whole(name))


def united(values: Iterable[Value]) -> tuple[Share, ...]:
    """Return the shares of all values, each root once, in its strongest form."""
    found: dict[Root, Share] = {}
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


def either(left: Value, right: Value) -> Value:
    """Return what holds of a value that is one of two, if nobody knows which: it may be what only one of them is."""
    made = join(left, right)
    common = set(left.shares).intersection(right.shares)
    if len(common) == len(made.shares):
        return made
    shares = tuple(
        share if share in common else Share(share.root, share.how, MAYBE, share.keys)
        for share in made.shares
    )
    return made._replace(shares=shares)


def rather(likely: Value, other: Value) -> Value:
    """Return what holds of a value that is taken to be the first of two, and may be the other one."""
    made = join(likely, other)
    certain = {share.root for share in likely.shares}
    if len(certain) == len(made.shares):
        return made
    shares = tuple(
        share if share.root in certain else Share(share.root, share.how, MAYBE, share.keys)
        for share in made.shares
    )
    return made._replace(shares=shares)


def element(value: Value, keys: Keys = EVERY) -> Value:
    """Return what is known of a member of an iterable: of one, or of each in turn."""
    if value.kind is kinds.GROUPS:  # it gives copies of rows
        value = Value(value.kind, (), None, value.items and tuple(map(_alone, value.items)))
    shares = members(value.shares, keys)
    if value.items:
        if all(share.how == HOLDS for item in value.items for share in item.shares):
            shares = united(value.items)  # the members themselves are new
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
    own = any(share.keys for share in shares)
    return tuple(
        Value(
            common_kind(item.kind for item in column),
            members(shares, position(number)) if own and united(column) else parts(united(column)),
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
                settled(item, members(shares, keys), depth - 1)
                for keys, item in zip(keys_of(value), items)  # noqa: B905  (both have one end)
            )
            if kept
            else None
        )
    return Value(value.kind, shares, value.literal, items, value.keys)


def keys_of(value: Value) -> Iterable[Keys]:
    """Return the keys of a container's known members: what its constants would be in a subscript."""
    return value.keys or map(position, range(len(value.items or ())))


_NUMBERS = frozenset({kinds.INT, kinds.FLOAT, kinds.BOOL})
_ELEMENT_KINDS: dict[Kind | None, Kind] = {
    kinds.STR: kinds.STR,
    kinds.RANGE: kinds.INT,
    kinds.FRAME: kinds.STR,
    kinds.FILE: kinds.STR,
    kinds.AXES: kinds.AXES,
}
