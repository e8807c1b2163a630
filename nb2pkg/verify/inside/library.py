"""What a library is to a comparison, and a comparison to a library."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

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


if TYPE_CHECKING:
    Compare = Callable[[Comparing, Any, Pair], bool]


def _never(_: Any) -> bool:
    return False


def _as_pickle_does(_: Any) -> None:
    return None


class Library(NamedTuple):
    """A library, and how its values are kept and compared; it is looked at only where a value brought it in."""

    module: str  # in which the compared classes are
    compare: Compare | None = None  # False where the values are none of its own
    rebuilt: Callable[[Any], tuple[Any, ...] | None] = (
        _as_pickle_does  # from what, instead of itself
    )
    is_drawing: bool = False  # its values are drawings, which are compared as outputs
    is_figure: Callable[[Any], bool] = _never  # a drawing that is kept and compared as a whole
    is_connecting: bool = False  # its values are connections, which nobody can keep
    computed: frozenset[str] = frozenset()  # attributes that follow from the rest

    @property
    def name(self) -> str:
        """Return the name of the whole library."""
        return self.module.partition(".")[0]
