"""Which texts move with a code cell: those directly above that are about it alone."""

from __future__ import annotations

from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.notebook.model import Cell, Notebook

_HEADING = pattern(r"^ {0,3}(#{1,6})(?:\s|$)|^ *<h([1-6])\b")
_FENCE = pattern(r"^\s*(```|~~~)")
_NONE = 7  # deeper than any heading


def texts_of(notebook: Notebook) -> dict[int, tuple[int, ...]]:
    """Return the Markdown cells that go where a code cell goes, by the number of that cell.

    A text without a heading goes with the cell below it. One with a heading goes along where that cell is all there is
    under the heading; otherwise it stays, and what stands above it too.
    """
    found = {}
    for cell in notebook.code_cells:
        above = _above(notebook, cell.number)
        if above:
            found[cell.number] = above
    return found


def _above(notebook: Notebook, number: int) -> tuple[int, ...]:
    going: list[int] = []
    for text in reversed(notebook.cells[: number - 1]):
        if text.kind != "markdown":
            break
        level = heading_level(text)
        if level < _NONE and not _is_all_under(notebook, number, level):
            break
        going.append(text.number)
    return tuple(reversed(going))


def heading_level(cell: Cell) -> int:
    """Return the level of the highest heading in a text, from 1 on."""
    level, fenced = _NONE, False
    for line in cell.source.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        match = None if fenced else _HEADING.match(line)
        if match is not None:
            level = min(level, len(match[1]) if match[1] else int(match[2]))
    return level


def _is_all_under(notebook: Notebook, number: int, level: int) -> bool:
    """Tell whether a section ends right behind a cell."""
    below: Sequence[Cell] = notebook.cells[number:]
    return not below or (below[0].kind == "markdown" and heading_level(below[0]) <= level)
