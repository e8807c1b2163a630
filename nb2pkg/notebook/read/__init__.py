"""A file becomes a Notebook; nothing but the standard library is needed for format 4."""

from __future__ import annotations

from nb2pkg.config import MAX_SIZE
from nb2pkg.notebook.model import Notebook
from nb2pkg.notebook.read.cells import make_cell, warn_about_ids
from nb2pkg.notebook.read.document import decode, load, read_bytes
from nb2pkg.notebook.read.language import kernel_of, language_of
from nb2pkg.notebook.read.platforms import platforms_of
from nb2pkg.notebook.read.rewriting import join_lines, upgraded
from nb2pkg.notebook.read.shape import OLD, cells_of, require_notebook
from nb2pkg.typed import Any, NamedTuple

__all__ = ["Opened", "load_raw", "opened", "parse", "parse_raw", "read", "read_bytes"]


class Opened(NamedTuple):
    """A notebook's file that has been read: the notebook, and the JSON that it is made of."""

    notebook: Notebook
    raw: dict[str, Any]

    def in_format_4(self) -> dict[str, Any]:
        """Return the JSON as `parse_raw` does, or raise UnreadableNotebookError."""
        return _in_format_4(self.raw, self.notebook.format, self.notebook.path)


def read(path: str, max_size: int = MAX_SIZE) -> Notebook:
    """Return the notebook at a path (`-`: standard input), or raise UnreadableNotebookError."""
    return parse(read_bytes(path, max_size), path)


def parse(data: bytes, path: str) -> Notebook:
    """Return the notebook that these bytes of a file hold, or raise UnreadableNotebookError."""
    return opened(data, path).notebook


def opened(data: bytes, path: str) -> Opened:
    """Return what these bytes of a file hold, for whoever needs both, or raise UnreadableNotebookError."""
    text, warnings = decode(data, path)
    raw, more = load(text, path)
    warnings += more
    form = require_notebook(raw, path, warnings)
    raw_cells = cells_of(raw, form, path)
    cells = tuple(make_cell(number, cell, warnings) for number, cell in enumerate(raw_cells, 1))
    warn_about_ids(cells, form, warnings)
    metadata = raw["metadata"]
    language = language_of(metadata, raw_cells)
    if language is None:
        warnings.append("the notebook does not name its language, taken for Python")
    notebook = Notebook(
        path=path,
        cells=cells,
        language=language or "python",
        kernel=kernel_of(metadata),
        format=form,
        warnings=tuple(warnings),
        platforms=platforms_of(metadata),
    )
    return Opened(notebook, raw)


def load_raw(path: str, max_size: int = MAX_SIZE) -> dict[str, Any]:
    """Return a notebook's JSON in format 4, for rewriting or running it."""
    return parse_raw(read_bytes(path, max_size), path)


def parse_raw(data: bytes, path: str) -> dict[str, Any]:
    """Return the JSON in format 4 of a notebook's bytes; texts kept as lists of lines are joined.

    Nothing is added, so cells that have no id in the file have none here, and the same bytes give
    the same result. A notebook of format 3 becomes one of format 4.4, whose cells need no ids.
    """
    text, _ = decode(data, path)
    raw, _ = load(text, path)
    form = require_notebook(raw, path, [])
    cells_of(raw, form, path)
    return _in_format_4(raw, form, path)


def _in_format_4(raw: dict[str, Any], form: tuple[int, int], path: str) -> dict[str, Any]:
    """Return the JSON in format 4, the same object where it has been in that all along."""
    if form[0] == OLD:
        return upgraded(raw, path)
    for cell in raw["cells"]:
        cell.setdefault("source", "")
        join_lines(cell)
    return raw
