"""The stage of every statement, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.report.text import first_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nb2pkg.notebook.model import Cell
    from nb2pkg.report import Report

_WIDTH = 84


def render(reports: Sequence[Report], *, why: bool = False) -> str:
    """Return a table of statements and stages for every notebook that was analysed."""
    return "".join(line + "\n" for report in reports for line in _lines(report, why=why))


def _lines(report: Report, *, why: bool) -> Iterator[str]:
    if report.graph is None or report.labels is None:
        return
    yield report.path
    counts = {cell.number: _count(cell) for cell in report.graph.program.notebook.cells}
    width = max(map(len, counts.values()))
    for statement, label in zip(report.graph.program.statements, report.labels, strict=True):
        first = first_line(report, statement)
        text = first if len(first) <= _WIDTH else first[: _WIDTH - 1] + "…"
        place = f"cell {statement.cell:>3}:{statement.place.line:<3}"
        yield f"  {place} {counts[statement.cell]:<{width}}{label.stage.value:<9} {text}"
        if why:
            yield from (f"{'':>{24 + width}}because {reason}" for reason in label.reasons)
    yield ""


def _count(cell: Cell) -> str:
    return "" if cell.execution_count is None else f"In [{cell.execution_count}] "
