"""Where a line of a cell stands in the notebook's file, for reports that can only name file lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from nb2pkg.notebook.walk import cell_offsets, items, members, skip, value

_LINE_END = re.compile(r"\r\n?|\n")


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
            for cell, is_old in cell_offsets(text, skip(text, 0))
        )
    )


def _source_offsets(text: str, cell: int, *, is_old: bool) -> list[int]:
    """Return for each line of a cell's source where the JSON text that holds its start begins."""
    where = dict(members(text, cell))
    is_code = is_old and value(text, where["cell_type"])[0] == "code"
    source = where.get("input" if is_code else "source")
    if source is None:
        return [cell]
    pieces = list(items(text, source)) if text[source] == "[" else [source]
    begins, whole = [], ""
    for offset in pieces:
        begins.append(len(whole))
        whole += value(text, offset)[0]
    lines = [0, *(match.end() for match in _LINE_END.finditer(whole))]
    return [pieces[bisect_right(begins, line) - 1] for line in lines] if pieces else [source]
