"""Notebooks for tests: a notebook is a few strings, not a page of JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat

from nb2pkg.notebook.model import Cell, Notebook

MARKDOWN = "# %% [markdown]"
RAW = "# %% [raw]"
Tags = Mapping[int, Iterable[str]]


def make_notebook(
    *cells: str,
    counts: Sequence[int | None] | None = None,
    markdown: Iterable[int] = (),
    tags: Tags | None = None,
    failed: Iterable[int] = (),
    path: str | None = None,
    language: str = "python",
) -> Notebook:
    """Return a notebook of these cell sources, never written to disk.

    A cell that begins with `# %% [markdown]` (or stands in `markdown`, by 1-based number) is
    markdown. `counts` holds one execution count a code cell (or one a cell, markdown included);
    without it the code cells count 1, 2, 3 … `tags` and `has_failed` go by cell number.
    """
    return Notebook(
        path=path or "notebook.ipynb",
        cells=tuple(_cells(cells, counts, set(markdown), tags or {}, set(failed))),
        language=language,
        kernel="python3",
    )


def write_notebook(
    path: Path | str,
    *cells: str,
    counts: Sequence[int | None] | None = None,
    markdown: Iterable[int] = (),
    tags: Tags | None = None,
    outputs: Mapping[int, Sequence[Mapping[str, Any]]] | None = None,
    kernel: str | None = "python3",
    language: str = "python",
) -> Path:
    """Write a valid notebook of format 4.5 and return its path; arguments as in `make_notebook`.

    `outputs` maps a cell's number to its stored outputs, as they stand in the file.
    """
    made = _cells(cells, counts, set(markdown), tags or {}, set())
    metadata: dict[str, Any] = {"language_info": {"name": language}}
    if kernel is not None:
        metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": language}
    node = nbformat.from_dict(
        {
            "nbformat": 4,
            "nbformat_minor": 5,
            "metadata": metadata,
            "cells": [_as_json(cell, outputs or {}) for cell in made],
        }
    )
    nbformat.validate(node)
    target = Path(path)
    target.write_text(nbformat.writes(node) + "\n", encoding="utf-8")
    return target


def _cells(
    sources: Sequence[str],
    counts: Sequence[int | None] | None,
    markdown: set[int],
    tags: Tags,
    failed: set[int],
) -> list[Cell]:
    kinds = [
        _kind(source, is_markdown=number in markdown) for number, source in enumerate(sources, 1)
    ]
    by_cell = _counts_by_cell(kinds, counts)
    return [
        Cell(
            number=number,
            kind=kind,
            source=_without_marker(source),
            id=f"c{number}",
            execution_count=by_cell[number - 1],
            tags=frozenset(tags.get(number, ())),
            has_failed=number in failed,
            has_output=number in failed,
        )
        for number, (source, kind) in enumerate(zip(sources, kinds, strict=True), 1)
    ]


def _kind(source: str, *, is_markdown: bool) -> str:
    if is_markdown or source.startswith(MARKDOWN):
        return "markdown"
    return "raw" if source.startswith(RAW) else "code"


def _without_marker(source: str) -> str:
    if source.startswith((MARKDOWN, RAW)):
        return source.partition("\n")[2]
    return source


def _counts_by_cell(kinds: list[str], counts: Sequence[int | None] | None) -> list[int | None]:
    code = [index for index, kind in enumerate(kinds) if kind == "code"]
    if counts is None:
        counts = range(1, len(code) + 1)
    if len(counts) == len(kinds):
        return [
            count if kind == "code" else None for count, kind in zip(counts, kinds, strict=True)
        ]
    if len(counts) != len(code):
        message = f"{len(counts)} counts for {len(code)} code cells of {len(kinds)} cells"
        raise ValueError(message)
    given = dict(zip(code, counts, strict=True))
    return [given.get(index) for index in range(len(kinds))]


def _as_json(cell: Cell, outputs: Mapping[int, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": cell.id,
        "metadata": {"tags": sorted(cell.tags)} if cell.tags else {},
        "source": cell.source,
    }
    if cell.kind == "code":
        made["execution_count"] = cell.execution_count
        made["outputs"] = [dict(output) for output in outputs.get(cell.number, ())]
    return made


def command_line(process: int) -> str:
    """Return the command line of a process; nothing if it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""
