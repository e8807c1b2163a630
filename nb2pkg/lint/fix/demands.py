"""What has to run before what: a growing partial order of cells."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Demand = tuple[int, int]  # the cell that has to run first, and the one that has to run after it


class Demands:
    """A set of demands that all can be met at once."""

    def __init__(self, demands: Iterable[Demand] = ()) -> None:
        """Take demands that are known to have no circle."""
        self._first: dict[int, set[int]] = {}  # what has to run right before a cell
        self._before: dict[int, frozenset[int]] = {}
        self._take(demands)

    def _take(self, demands: Iterable[Demand]) -> None:
        for first, after in demands:
            if first != after:
                self._first.setdefault(after, set()).add(first)
        self._before.clear()

    def before(self, cell: int) -> frozenset[int]:
        """Return all cells that have to run before a cell."""
        known = self._before.get(cell)
        if known is None:
            found: set[int] = set()
            queue = [cell]
            while queue:
                new = self._first.get(queue.pop(), set()) - found
                found |= new
                queue += new
            known = self._before[cell] = frozenset(found)
        return known

    def add(self, demands: Iterable[Demand]) -> bool:
        """Add demands if all can be met with those that are there; else leave all as it is, and return False."""
        new = [(first, after) for first, after in demands if first not in self.before(after)]
        if not new:
            return True
        before = {cell: set(first) for cell, first in self._first.items()}
        self._take(new)
        if any(after in self.before(after) for after in {after for _, after in new}):
            self._first = before
            self._before.clear()
            return False
        return True

    def add_if_free(self, first: int, after: int) -> None:
        """Add one demand, unless it cannot be met with those that are there."""
        if after not in self.before(first) and first not in self.before(after):
            self._take([(first, after)])
