"""The stage of every statement, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.report.text import source_line
from nb2pkg.secrets import without_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nb2pkg.model import Statement
    from nb2pkg.report import Report

_WIDTH = 84


def render(reports: Sequence[Report], *, why: bool = False) -> str:
    """Return a table of statements and stages for every notebook that was analysed."""
    return "".join(line + "\n" for report in reports for line in _lines(report, why=why))


def _lines(report: Report, *, why: bool) -> Iterator[str]:
    if report.graph is None or report.labels is None:
        return
    yield report.path
    for statement, label in zip(report.graph.program.statements, report.labels, strict=True):
        first = _first_line(report, statement)
        text = first if len(first) <= _WIDTH else first[: _WIDTH - 1] + "…"
        yield f"  cell {statement.cell:>3}:{statement.place.line:<3} {label.stage.value:<9} {text}"
        if why:
            yield from (f"{'':>24}because {reason}" for reason in label.reasons)
    yield ""


def _first_line(report: Report, statement: Statement) -> str:
    """Return the first line of a statement, and of a magic what its author wrote."""
    if statement.magic is not None and report.notebook is not None:
        return source_line(report.notebook, statement.place).strip()
    return without_secrets(statement.text.split("\n", 1)[0])
