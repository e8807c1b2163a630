"""Notebooks as they are run: read tolerantly, stripped to what a run needs, with stored outputs kept aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nb2pkg.errors import UnreadableNotebookError
from nb2pkg.notebook.read import load_raw, parse_raw
from nb2pkg.notebook.read.language import language_of
from nb2pkg.verify.names import ADDED, KERNEL, MAY_FAIL, SKIPPED


@dataclass(frozen=True, slots=True)
class RunnableCell:
    """A cell to run."""

    kind: str
    source: str
    tags: tuple[str, ...]
    outputs: tuple[dict[str, Any], ...]  # as stored in the file
    count: int | None = None  # of its last run, as stored in the file

    @property
    def is_added(self) -> bool:
        """Tell whether `extract` added it."""
        return ADDED in self.tags

    @property
    def can_fail(self) -> bool:
        """Tell whether the run goes on when it fails: it says so, or it failed before as well."""
        return MAY_FAIL in self.tags or any(o.get("output_type") == "error" for o in self.outputs)


@dataclass(frozen=True, slots=True)
class RunnableNotebook:
    """The cells of a notebook."""

    cells: tuple[RunnableCell, ...]

    @property
    def places(self) -> tuple[int, ...]:
        """Return the index of each cell that was there before `extract`, in order."""
        return tuple(index for index, cell in enumerate(self.cells) if not cell.is_added)

    @property
    def source(self) -> str:
        """Return the code of all cells."""
        return "\n".join(cell.source for cell in self.cells if cell.kind == "code")


def read_runnable(path: Path, data: bytes | None = None) -> RunnableNotebook:
    """Read a notebook of format 3 or 4, of whose file `data` is known already; raises UnreadableNotebookError."""
    raw = load_raw(str(path)) if data is None else parse_raw(data, str(path))
    language = language_of(raw["metadata"], raw["cells"]) or "python"
    cells = tuple(_cell(cell) for cell in raw["cells"])
    if language.lower() not in {"python", "python3", "ipython"}:
        raise UnreadableNotebookError(
            str(path), f"it is written in {language}", "only Python can be run"
        )
    return RunnableNotebook(cells)


def with_sources(runnable: RunnableNotebook, sources: Mapping[int, str]) -> RunnableNotebook:
    """Return a notebook with other sources for some cells, by number."""
    cells = enumerate(runnable.cells, 1)
    changed = (replace(cell, source=sources.get(number, cell.source)) for number, cell in cells)
    return RunnableNotebook(tuple(changed))


def _cell(cell: Mapping[str, Any]) -> RunnableCell:
    metadata, outputs = cell.get("metadata"), cell.get("outputs")
    count = cell.get("execution_count")
    tags = metadata.get("tags") if isinstance(metadata, dict) else ()
    return RunnableCell(
        kind=str(cell.get("cell_type")),
        source=cell["source"],
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        outputs=tuple(outputs) if isinstance(outputs, list) else (),
        count=count if isinstance(count, int) else None,
    )


def to_run(runnable: RunnableNotebook, may_fail: frozenset[int]) -> str:
    """Return the notebook's text for a run; `can_fail` holds indices of cells whose failure is no end."""
    import nbformat

    cells = []
    for index, cell in enumerate(runnable.cells):
        tags = [tag for tag in cell.tags if tag in {ADDED, SKIPPED}]
        tags += [MAY_FAIL] if index in may_fail else []
        kind = cell.kind if cell.kind in {"code", "markdown"} else "raw"
        make: Any = {
            "code": nbformat.v4.new_code_cell,
            "markdown": nbformat.v4.new_markdown_cell,
            "raw": nbformat.v4.new_raw_cell,
        }[kind]
        # what does not run does not count: an edited comment cell makes no other run
        source = cell.source if kind == "code" else ""
        cells.append(make(source, metadata={"tags": tags}, id=f"cell-{index}"))
    spec = {"name": KERNEL, "display_name": KERNEL, "language": "python"}
    node: Any = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
    return str(nbformat.writes(node))
