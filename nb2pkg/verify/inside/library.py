"""What a library is to a comparison, and a comparison to a library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from .difference import DifferentError


class Comparing(Protocol):
    """A comparison of two values, as the rules for libraries see it."""

    rtol: float
    atol: float
    found: list[DifferentError]

    def check(self, a: Any, b: Any, where: str, depth: int) -> None:
        """Compare two parts; raise DifferentError at the first difference, or collect it."""

    def strict(self) -> Strict:
        """Return a comparison of its own with the same tolerances, which stops at the first difference."""

    def note(self, distance: float, relative: float, where: str) -> None:
        """Keep the largest distance of two numbers that count as the same, absolute and relative."""

    def cannot_tell(self, where: str, reason: str) -> None:
        """Note that something could neither be called the same nor different."""


class Strict(Protocol):
    """A comparison that stops at the first difference."""

    def check(self, a: Any, b: Any) -> None:
        """Raise DifferentError at the first difference."""


class Pair(NamedTuple):
    """Two values of one class, and where they stand in what is compared."""

    a: Any
    b: Any
    where: str
    depth: int


class Library(NamedTuple):
    """A module, and how its values are compared; it is looked at only where a value brought it in."""

    module: str
    compare: Callable[[Comparing, Any, Pair], bool]  # False where the values are none of its own
