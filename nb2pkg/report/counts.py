"""The counts that editors show beside cells: `In [n]`, wherever a text names a cell by its position."""

from __future__ import annotations

import re
from collections.abc import Mapping

Counts = Mapping[int, int | None]  # by position among all cells
_CELL = re.compile(r"\bcell (\d+)\b(?! \(In \[)")


def cell_named(number: int, counts: Counts) -> str:
    """Return how a text calls the cell at a position."""
    count = counts.get(number)
    return f"cell {number}" if count is None else f"cell {number} (In [{count}])"


def with_counts(text: str, counts: Counts) -> str:
    """Return a text of ours with the count behind each cell that it names and that has one."""
    return _CELL.sub(lambda found: cell_named(int(found[1]), counts), text)
