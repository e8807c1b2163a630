"""Tell whether two values are the same, by kind, down to their parts.

The rules are strict where a value is discrete (type, length, order, text) and relative where it is a floating number.
What differs first is raised; what cannot be told is collected, so that it never hides a difference.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import enum
import fractions
import math
import pathlib
import random
import re
import types
import uuid
from typing import Any

from . import files, libraries
from .attributes import attributes_of, is_computed, reduced
from .difference import DifferentError, Token
from .library import Pair

MOST_NODES = 5_000_000
DEEPEST = 150
MOST_FOUND = 200

_EXACT = (
    type(None),
    bool,
    int,
    str,
    bytes,
    bytearray,
    range,
    slice,
    type(Ellipsis),
    type(NotImplemented),
    datetime.date,
    datetime.time,
    datetime.timedelta,
    datetime.tzinfo,
    decimal.Decimal,
    fractions.Fraction,
    enum.Enum,
    pathlib.PurePath,
    re.Pattern,
    uuid.UUID,
)
_GENERATORS = frozenset(
    ["Random", "RandomState", "Generator", "MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"]
)
_CALLABLES = (types.FunctionType, types.BuiltinFunctionType, type)


class Comparison:
    """One comparison of two values: tolerances, what was met so far, and what could not be told."""

    def __init__(
        self,
        rtol: float = 1e-9,
        atol: float = 0.0,
        noise: frozenset[str] = frozenset(),
        *,
        collecting: bool = False,
        states: bool = True,
    ) -> None:
        """Start with nothing met; places in `noise` may differ, and a collecting one goes on after a difference.

        Without `has_states` it is not asked how far the random generators are that hang in objects.
        """
        self.rtol, self.atol = rtol, atol
        self.noise, self.is_collecting, self.has_states = noise, collecting, states
        self.found: list[DifferentError] = []
        self.unknown: list[tuple[str, str]] = []
        self.valued = 0  # parts that have a value, and so count as evidence
        self.widest: tuple[float, float, str] | None = None  # the largest distance within tolerance
        self._nodes = 0
        self._met: dict[tuple[int, int], tuple[Any, Any]] = {}

    def strict(self) -> Comparison:
        """Return a comparison of its own with the same tolerances, which stops at the first difference."""
        return Comparison(self.rtol, self.atol, states=self.has_states)

    def check(self, a: Any, b: Any, where: str = "", depth: int = 0) -> None:
        """Raise DifferentError at the first difference, or collect it."""
        try:
            self._check(a, b, where, depth)
        except DifferentError as error:
            if (
                not (self.is_collecting or error.within in self.noise)
                or len(self.found) > MOST_FOUND
            ):
                raise
            self.found.append(error)

    def _check(self, a: Any, b: Any, where: str, depth: int) -> None:
        self._nodes += 1
        if a is b:
            self.valued += not isinstance(a, _CALLABLES)
            return
        if depth > DEEPEST or self._nodes > MOST_NODES:
            self.cannot_tell(where, "too large or too deep to compare")
            return
        if isinstance(a, Token) or isinstance(b, Token) or isinstance(a, _CALLABLES):
            self._check_named(a, b, where)
            return
        if not is_same_class(type(a), type(b)):
            raise DifferentError(where, _kind(a), _kind(b))
        if type(a) is float or type(a) is complex:
            self.valued += 1
            self._check_number(a, b, where)
        elif isinstance(a, _EXACT):
            self.valued += 1
            if not (a == b and _form(a) == _form(b)):
                raise DifferentError(where, a, b, _distance(a, b))
        elif where and not self.has_states and _is_generator(type(a)):
            return
        elif not self._is_being_compared(a, b):
            self._check_parts(a, b, where, depth + 1)

    def _check_parts(self, a: Any, b: Any, where: str, depth: int) -> None:
        pair = Pair(a, b, where, depth)
        if files.check(self, pair) or libraries.check(self, pair):
            self.valued += 1
            return
        if isinstance(a, random.Random) and not isinstance(a, random.SystemRandom):
            # its state is none of its attributes
            self.check(a.getstate(), b.getstate(), where, depth)
        elif isinstance(a, (list, tuple, collections.deque)):
            self._check_sequence(a, b, where, depth)
        elif isinstance(a, dict):
            self._check_mapping(a, b, where, depth)
        elif isinstance(a, (set, frozenset)):
            self._check_set(a, b, where, depth)
        elif not hasattr(a, "__dict__"):
            self._check_reduced(a, b, where, depth)
            return
        if hasattr(a, "__dict__"):
            self._check_attributes(a, b, where, depth)
            self._check_slots(a, b, where, depth)

    def _is_being_compared(self, a: Any, b: Any) -> bool:
        """Tell whether this pair was met before; both objects stay alive so that an id means one object."""
        key = (id(a), id(b))
        if key in self._met:
            return True
        self._met[key] = (a, b)
        return False

    def _check_number(self, a: Any, b: Any, where: str) -> None:
        if a == b or (a != a and b != b):  # noqa: PLR0124  NaN is not equal to itself
            return
        distance, smaller = abs(a - b), min(abs(a), abs(b))
        # two infinite numbers that are not equal are as far apart as can be
        if smaller == math.inf or not distance <= self.atol + self.rtol * smaller:
            raise DifferentError(where, a, b, distance)
        self.note(float(distance), float(distance / smaller) if smaller else math.inf, where)

    def note(self, distance: float, relative: float, where: str) -> None:
        """Keep the largest distance of two numbers that count as the same, absolute and relative."""
        if self.widest is None or relative > self.widest[1]:
            self.widest = (distance, relative, where)

    def _check_sequence(self, a: Any, b: Any, where: str, depth: int) -> None:
        self._check_length(a, b, where)
        for number, (mine, theirs) in enumerate(zip(a, b)):
            self.check(mine, theirs, f"{where}[{number}]", depth)

    def _check_mapping(self, a: Any, b: Any, where: str, depth: int) -> None:
        self._check_length(a, b, where)
        for (key, mine), (other, theirs) in zip(a.items(), b.items()):
            self.check(key, other, where + " key", depth)
            self.check(mine, theirs, f"{where}[{key!r}]", depth)

    def _check_attributes(self, a: Any, b: Any, where: str, depth: int) -> None:
        mine, theirs = attributes_of(a, b)
        computed = {key for key in mine.keys() ^ theirs.keys() if is_computed(type(a), key)}
        if mine.keys() - computed != theirs.keys() - computed:
            raise DifferentError(where, sorted(map(str, mine)), sorted(map(str, theirs)))
        self.valued += not mine
        for key in (key for key in mine if key not in computed):
            self.check(mine[key], theirs[key], f"{where}.{key}", depth)
        if computed:  # it follows from the rest, but nobody has looked
            self.cannot_tell(where, f"only one side has computed {', '.join(sorted(computed))}")

    def _check_length(self, a: Any, b: Any, where: str) -> None:
        if len(a) != len(b):
            raise DifferentError(where, f"{len(a)} items: {a!r}", f"{len(b)} items: {b!r}")
        self.valued += not a

    def _check_set(self, a: Any, b: Any, where: str, depth: int) -> None:
        self.valued += 1
        if a != b:
            raise DifferentError(where, sorted(map(repr, a - b)), sorted(map(repr, b - a)))
        twins = {theirs: theirs for theirs in b}
        for mine in a:  # True is in {1} and 1.0 is as well
            self.check(mine, twins[mine], f"{where} item", depth)

    def _check_slots(self, a: Any, b: Any, where: str, depth: int) -> None:
        for kind in type(a).__mro__:
            slots = kind.__dict__.get("__slots__", ())
            for slot in (slots,) if isinstance(slots, str) else slots:
                if slot not in ("__dict__", "__weakref__") and hasattr(a, slot):
                    mine, theirs = getattr(a, slot), getattr(b, slot, Token("nothing", slot))
                    self.check(mine, theirs, f"{where}.{slot}", depth)

    def _check_reduced(self, a: Any, b: Any, where: str, depth: int) -> None:
        """Compare what two objects would be rebuilt from: this reaches into compiled types."""
        try:
            mine, theirs = reduced(a), reduced(b)
        except Exception as error:
            self.cannot_tell(where, f"{_kind(a)}: {error}")
            return
        self.check(mine, theirs, where, depth)

    def _check_named(self, a: Any, b: Any, where: str) -> None:
        if isinstance(b, (Token, *_CALLABLES)) and _name(a) == _name(b):
            return
        raise DifferentError(where, a, b)

    def cannot_tell(self, where: str, reason: str) -> None:
        """Note that something could neither be called the same nor different."""
        self.unknown.append((where, reason))


def is_same_class(a: type, b: type) -> bool:
    """Tell whether two classes are one, or the notebook's and the package's copy of one."""
    return a is b or (a.__qualname__ == b.__qualname__ and a.__module__ == b.__module__)


def _is_generator(kind: type) -> bool:
    """Tell whether a class is one of random's generators or numpy's."""
    module = kind.__module__.partition(".")
    return kind.__name__ in _GENERATORS and (module[0] == "random" or "random" in module[2])


def _name(value: Any) -> str:
    """Return the plain name of a function or class: code that moved has another module, not another name."""
    if isinstance(value, Token):
        return value.name.rpartition(".")[2]
    return str(getattr(value, "__name__", value))


def _form(value: Any) -> Any:
    """Return what two equal values may still differ in: the digits of 1.10, or the zone of a point in time."""
    if isinstance(value, decimal.Decimal):
        return value.as_tuple()
    if isinstance(value, (datetime.datetime, datetime.time)):
        return (str(value.tzinfo), value.utcoffset(), value.fold)
    return None


def _distance(a: Any, b: Any) -> Any:
    numbers = (int, decimal.Decimal, fractions.Fraction)
    both = isinstance(a, numbers) and isinstance(b, numbers)
    return abs(a - b) if both and not isinstance(a, bool) else None


def _kind(value: Any) -> str:
    return f"{type(value).__qualname__} {value!r}"
