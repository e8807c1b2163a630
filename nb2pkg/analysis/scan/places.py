"""Places in a cell: from the parser's bytes to lines and columns that people count."""

from __future__ import annotations

from nb2pkg.notebook.model import Place
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import ast


class Lines:
    """The lines of a cell, as Python; `removed` characters were taken from the start of each.

    Where a line of the cell's `source` is a magic, and so another text than its Python, places are
    those in the source.
    """

    __slots__ = ("_lines", "_plain", "_removed", "_source", "cell")

    def __init__(
        self, cell: int, text: str, removed: tuple[int, ...], source: str | None = None
    ) -> None:
        """Keep the cell's number and its lines."""
        self.cell = cell
        self._lines = text.split("\n")
        self._removed = removed
        self._source = self._lines if source is None else source.split("\n")
        # nothing was taken away, no line is a magic, and bytes are characters
        self._plain = source is None and not removed and text.isascii()

    def _written(self, line: int) -> str | None:
        """Return a line as it stands in the cell, if that is not its Python."""
        if self._source is self._lines or line > len(self._source):
            return None
        written = self._source[line - 1]
        return None if written[self._shift(line) - 1 :] == self._lines[line - 1] else written

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
        written, last = self._written(line), self._written(end_line)
        column, end_column = start + self._shift(line), end + self._shift(end_line)
        if written is not None:
            column = min(column, len(written) + 1)
        if last is not None:
            end_column = len(last.rstrip()) + 1
        return Place(self.cell, line, column, end_line, max(end_column, 1))

    def name_place(self, name: str, node: ast.AST) -> Place:
        """Return where a name stands; inside f-strings Python 3.11 does not know it exactly."""
        line: int = node.lineno  # type: ignore[attr-defined]
        if self._plain:
            offset: int = node.col_offset  # type: ignore[attr-defined]
            if self._lines[line - 1].startswith(name, offset):
                return Place(self.cell, line, offset + 1, line, offset + 1 + len(name))
        written = self._written(line)
        column = -1 if written is None else _find_word(written, name, 0)
        if column >= 0:
            return Place(self.cell, line, column + 1, line, column + 1 + len(name))
        start = self._offset(line, node.col_offset)  # type: ignore[attr-defined]
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if not text.startswith(name, start):
            found = _find_word(text, name, start)
            if found < 0:
                found = _find_word(text, name, 0)
            if found < 0:
                end_line: int = node.end_lineno  # type: ignore[attr-defined]
                end = self._offset(end_line, node.end_col_offset)  # type: ignore[attr-defined]
                return self._place(line, start, end_line, end)
            start = found
        return self._place(line, start, line, start + len(name))

    def statement(self, node: ast.stmt) -> tuple[Place, str]:
        """Return the span of a statement, its decorators included, and its text."""
        line, end_line = node.lineno, node.end_lineno or node.lineno
        if self._plain and line == end_line:
            start, end = node.col_offset, node.end_col_offset or 0
            text = self._lines[line - 1]
            whole = start == 0 and end == len(text)
            place = Place(self.cell, line, start + 1, line, end + 1)
            return place, text if whole else text[start:end]
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


def _find_word(text: str, name: str, start: int) -> int:
    """Return where a name stands as a whole word, or -1; a pattern for each name would cost more."""
    found = text.find(name, start)
    while found >= 0:
        before, after = text[found - 1 : found], text[found + len(name) : found + len(name) + 1]
        if not _continues_a_word(before) and not _continues_a_word(after):
            return found
        found = text.find(name, found + 1)
    return -1


def _continues_a_word(char: str) -> bool:
    return char == "_" or char.isalnum()
