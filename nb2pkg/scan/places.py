"""Places in a cell: from the parser's bytes to lines and columns that people count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nb2pkg.model import Place

if TYPE_CHECKING:
    import ast


class Lines:
    """The lines of a cell, as Python; `removed` characters were taken from the start of each."""

    __slots__ = ("_lines", "_removed", "cell")

    def __init__(self, cell: int, text: str, removed: tuple[int, ...]) -> None:
        """Keep the cell's number and its lines."""
        self.cell = cell
        self._lines = text.split("\n")
        self._removed = removed

    def _offset(self, line: int, offset: int) -> int:
        """Return the offset in characters of an offset in bytes."""
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if text.isascii():
            return offset
        return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace"))

    def _shift(self, line: int) -> int:
        """Return what to add to an offset to get a column of the cell's own text."""
        return 1 + (self._removed[line - 1] if line <= len(self._removed) else 0)

    def _place(self, line: int, start: int, end_line: int, end: int) -> Place:
        return Place(
            self.cell, line, start + self._shift(line), end_line, end + self._shift(end_line)
        )

    def name_place(self, name: str, node: ast.AST) -> Place:
        """Return where a name stands; inside f-strings Python 3.11 does not know it exactly."""
        line: int = node.lineno  # type: ignore[attr-defined]
        start = self._offset(line, node.col_offset)  # type: ignore[attr-defined]
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if not text.startswith(name, start):
            word = re.compile(rf"\b{re.escape(name)}\b")
            found = word.search(text, start) or word.search(text)
            if found is None:
                end_line: int = node.end_lineno  # type: ignore[attr-defined]
                end = self._offset(end_line, node.end_col_offset)  # type: ignore[attr-defined]
                return self._place(line, start, end_line, end)
            start = found.start()
        return self._place(line, start, line, start + len(name))

    def statement(self, node: ast.stmt) -> tuple[Place, str]:
        """Return the span of a statement, its decorators included, and its text."""
        line, end_line = node.lineno, node.end_lineno or node.lineno
        start = self._offset(line, node.col_offset)
        end = self._offset(end_line, node.end_col_offset or 0)
        decorators = getattr(node, "decorator_list", None)
        if decorators:
            line = min(decorator.lineno for decorator in decorators)
        return self._place(line, start, end_line, end), self._segment(line, start, end_line, end)

    def _segment(self, line: int, start: int, end_line: int, end: int) -> str:
        if line == end_line:
            return self._lines[line - 1][start:end]
        lines = self._lines[line - 1 : end_line]
        lines[0] = lines[0][start:]
        lines[-1] = lines[-1][:end]
        return "\n".join(lines)

    def after(self, node: ast.stmt) -> str:
        """Return what follows a statement, to the end of the cell."""
        end_line = node.end_lineno or node.lineno
        end = self._offset(end_line, node.end_col_offset or 0)
        return "\n".join([self._lines[end_line - 1][end:], *self._lines[end_line:]])
