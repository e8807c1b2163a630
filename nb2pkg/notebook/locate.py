"""Where a line of a cell stands in the notebook's file, for reports that can only name file lines."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OLD = 3  # the format whose cells stand in worksheets
_SPACE = re.compile(r"[ \t\r\n]*")
_LINE_END = re.compile(r"\r\n?|\n")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Locations:
    """The file line of every source line, by cell."""

    cells: tuple[tuple[int, ...], ...]

    def line(self, cell: int, line: int = 1) -> int:
        """Return the file line of a cell's line; all three are 1-based.

        A line that the cell does not have is where the cell's last one is, and a cell that the
        file does not have is at line 1.
        """
        if not 0 < cell <= len(self.cells):
            return 1
        lines = self.cells[cell - 1]
        return lines[min(max(line, 1), len(lines)) - 1]


def locate(path: str, notebook_text: str | None = None) -> Locations:
    """Find the source lines in the text of a notebook that can be read; by default the file's text."""
    if notebook_text is None:
        notebook_text = Path(path).read_text(encoding="utf-8-sig")
    text = notebook_text
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return Locations(
        tuple(
            tuple(
                bisect_right(starts, offset)
                for offset in _source_offsets(text, cell, is_old=is_old)
            )
            for cell, is_old in _cell_offsets(text, _skip(text, 0))
        )
    )


def _cell_offsets(text: str, start: int) -> Iterator[tuple[int, bool]]:
    """Yield where each cell's object begins, and whether it is one of format 3, which stand in worksheets."""
    where = dict(_members(text, start))
    is_old = "nbformat" in where and _value(text, where["nbformat"])[0] == OLD
    sheets = list(_items(text, where["worksheets"])) if is_old else [start]
    for sheet in sheets:
        yield from ((cell, is_old) for cell in _items(text, dict(_members(text, sheet))["cells"]))


def _source_offsets(text: str, cell: int, *, is_old: bool) -> list[int]:
    """Return for each line of a cell's source where the JSON text that holds its start begins."""
    where = dict(_members(text, cell))
    is_code = is_old and _value(text, where["cell_type"])[0] == "code"
    source = where.get("input" if is_code else "source")
    if source is None:
        return [cell]
    pieces = list(_items(text, source)) if text[source] == "[" else [source]
    begins, whole = [], ""
    for offset in pieces:
        begins.append(len(whole))
        whole += _value(text, offset)[0]
    lines = [0, *(match.end() for match in _LINE_END.finditer(whole))]
    return [pieces[bisect_right(begins, line) - 1] for line in lines] if pieces else [source]


def _members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of the object at an offset, each with the offset of its value."""
    position = _skip(text, start + 1)
    while text[position] != "}":
        key, position = _value(text, position)
        offset = _skip(text, _skip(text, position) + 1)  # past the colon
        yield key, offset
        position = _next(text, offset)


def _items(text: str, start: int) -> Iterator[int]:
    """Yield the offsets of the values in the array at an offset."""
    position = _skip(text, start + 1)
    while text[position] != "]":
        yield position
        position = _next(text, position)


def _next(text: str, value: int) -> int:
    """Return the offset of what follows a value: the next member or item, or the closing bracket."""
    position = _skip(text, _value(text, value)[1])
    return _skip(text, position + 1) if text[position] == "," else position


def _value(text: str, offset: int) -> tuple[Any, int]:
    value: tuple[Any, int] = _DECODER.raw_decode(text, offset)
    return value


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
