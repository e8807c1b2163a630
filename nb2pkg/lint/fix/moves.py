"""Which cells to move, and where to: as few as can be."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from nb2pkg.lint.fix.demands import Demands


def moved_cells(cells: Sequence[int], demands: Demands) -> frozenset[int]:
    """Return the fewest cells that have to move; of equally few the lower ones, such as definitions.

    A pair clashes if the lower of the two has to run first. That is a partial order, as "lower" and "has to run first"
    are; what may stay is a set without a clash, so a largest antichain, and a matching finds it (Dilworth, König).
    """
    clashes = {cell: _clashing(cell, cells, demands) for cell in cells}
    upper_of: dict[int, int] = {}  # the matching, by the lower cell of each pair
    for cell in cells:
        _augment(cell, clashes, upper_of)
    uppers_above: dict[int, list[int]] = {}
    for upper, lowers in clashes.items():
        for lower in lowers:
            uppers_above.setdefault(lower, []).append(upper)
    lower_of = {upper: lower for lower, upper in upper_of.items()}
    free = [cell for cell in cells if cell not in upper_of]
    as_lower, as_upper = _reached(free, uppers_above, lower_of)
    return frozenset(cell for cell in cells if cell not in as_lower or cell in as_upper)


def _clashing(cell: int, cells: Sequence[int], demands: Demands) -> list[int]:
    """Return the cells below a cell that have to run before it."""
    first = demands.before(cell)
    return [other for other in cells if other > cell and other in first]


def _augment(cell: int, clashes: Mapping[int, list[int]], upper_of: dict[int, int]) -> None:
    """Match an upper cell if a chain of changes makes room for it."""
    came_from: dict[int, int] = {}
    queue = [cell]
    for upper in queue:
        for lower in clashes[upper]:
            if lower in came_from:
                continue
            came_from[lower] = upper
            if lower in upper_of:
                queue.append(upper_of[lower])
                continue
            _turn(lower, cell, came_from, upper_of)
            return


def _turn(lower: int, start: int, came_from: dict[int, int], upper_of: dict[int, int]) -> None:
    """Change the matching along the chain that ends in a free lower cell."""
    previous = {upper: found for found, upper in upper_of.items()}
    while True:
        upper = came_from[lower]
        upper_of[lower] = upper
        if upper == start:
            return
        lower = previous[upper]


def _reached(
    free: Sequence[int], uppers_above: Mapping[int, list[int]], lower_of: Mapping[int, int]
) -> tuple[set[int], set[int]]:
    """Return what alternating chains reach from the unmatched lower cells: lower ones, upper ones."""
    lowers, uppers = set(free), set[int]()
    queue = list(free)
    for lower in queue:
        for upper in uppers_above.get(lower, ()):
            if upper not in uppers:
                uppers.add(upper)
                matched = lower_of.get(upper)
                if matched is not None and matched not in lowers:
                    lowers.add(matched)
                    queue.append(matched)
    return lowers, uppers


def arranged(
    cells: Sequence[int],
    texts: Mapping[int, Sequence[int]],
    moved: Collection[int],
    demands: Demands,
) -> tuple[int, ...]:
    """Return all cells in their new order.

    `cells` are all of the notebook in file order, `texts` those that go where a code cell goes, by that cell. What
    stays keeps its order. What moves up stands right above the first cell that needs it, what moves down right
    below the last that it has to wait for.
    """
    return tuple(_Arranging(cells, texts, moved, demands).run())


class _Arranging:
    """Puts cells down one after the other."""

    def __init__(
        self,
        cells: Sequence[int],
        texts: Mapping[int, Sequence[int]],
        moved: Collection[int],
        demands: Demands,
    ) -> None:
        self.cells, self.texts, self.moved, self.demands = cells, texts, moved, demands
        self.going = frozenset(text for held in texts.values() for text in held)
        self.done: set[int] = set()
        self.waiting: list[int] = []

    def run(self) -> Iterator[int]:
        for cell in self.cells:
            if cell in self.going or cell in self.done:
                continue
            if cell in self.moved and not self._may_run(cell):
                self.waiting.append(cell)
                continue
            yield from self._put(cell)
            yield from self._put_waiting()

    def _may_run(self, cell: int) -> bool:
        return self.demands.before(cell) <= self.done

    def _put(self, cell: int) -> Iterator[int]:
        """Put down a cell, and before that what it needs."""
        needed = {*(self.demands.before(cell) - self.done), cell}
        while needed:
            ready = next(each for each in self.cells if each in needed and self._may_run(each))
            needed.remove(ready)
            self.done.add(ready)
            yield from self.texts.get(ready, ())
            yield ready

    def _put_waiting(self) -> Iterator[int]:
        """Put down all that had to wait and need not any longer."""
        while True:
            self.waiting = [cell for cell in self.waiting if cell not in self.done]
            ready = next((cell for cell in self.waiting if self._may_run(cell)), None)
            if ready is None:
                return
            yield from self._put(ready)
