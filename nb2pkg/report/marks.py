"""Two texts or two tables as HTML, with what is not the same on the other side marked."""

from __future__ import annotations

import difflib
import re
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

_TOKEN = re.compile(r"\s+|[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\w+|[^\w\s]")
_MOST_TOKENS = 4_000  # beyond that, whole lines are marked


def marked_texts(mine: str, theirs: str) -> tuple[str, str]:
    """Return both texts, escaped, with the parts marked that the other does not have."""
    parts: list[list[str]] = [_TOKEN.findall(text) for text in (mine, theirs)]
    if max(map(len, parts)) > _MOST_TOKENS:
        parts = [text.splitlines(keepends=True) for text in (mine, theirs)]
    matcher = difflib.SequenceMatcher(None, parts[0], parts[1], autojunk=False)
    sides: tuple[list[str], list[str]] = ([], [])
    for kind, *places in matcher.get_opcodes():
        ranges = ((places[0], places[1]), (places[2], places[3]))
        for side, tokens, (start, end) in zip(sides, parts, ranges, strict=True):
            text = escape("".join(tokens[start:end]))
            side.append(text if kind == "equal" or not text else f"<mark>{text}</mark>")
    return "".join(sides[0]), "".join(sides[1])


class Grid(NamedTuple):
    """A table: rows of cells, each with its tag, its spans, and its text."""

    rows: list[list[tuple[str, str, str]]]


def marked_tables(mine: str, theirs: str) -> tuple[str, str]:
    """Return both tables, made anew of their texts alone, with the cells marked that differ."""
    grids = (_read(mine), _read(theirs))
    return _written(grids[0], grids[1]), _written(grids[1], grids[0])


def table(html: str) -> str:
    """Return a table made anew of its texts alone: no markup of a notebook's reaches the page."""
    grid = _read(html)
    return _written(grid, grid)


def _written(grid: Grid, other: Grid) -> str:
    rows = []
    for number, row in enumerate(grid.rows):
        twin = other.rows[number] if number < len(other.rows) else []
        cells = []
        for place, (tag, spans, text) in enumerate(row):
            same = place < len(twin) and twin[place][2] == text
            said = escape(text) if same else f"<mark>{escape(text)}</mark>"
            cells.append(f"<{tag}{spans}>{said}</{tag}>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table class="frame">{"".join(rows)}</table>'


def _read(html: str) -> Grid:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Grid([row for row in reader.rows if row])


class _Reader(HTMLParser):
    """Collects the cells of all tables."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str, str]]] = []
        self._open: list[str] | None = None
        self._tag, self._spans = "td", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        if tag == "tr":
            self._close()
            self.rows.append([])
        if tag in {"td", "th"}:
            self._close()
            self._open, self._tag = [], tag
            spans = [(name, value) for name, value in attrs if name in {"colspan", "rowspan"}]
            self._spans = "".join(f' {n}="{v}"' for n, v in spans if v and v.isdecimal())

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in {"td", "th", "tr", "table"}:
            self._close()

    def handle_data(self, data: str) -> None:
        """Add to the cell that is open."""
        if self._open is not None:
            self._open.append(data)

    def _close(self) -> None:
        if self._open is not None:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append((self._tag, self._spans, "".join(self._open).strip()))
        self._open = None
