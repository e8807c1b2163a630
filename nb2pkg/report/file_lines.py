"""Lines of the notebook's own file, for readers that know no cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.notebook.locate import Locations, locate

if TYPE_CHECKING:
    from nb2pkg.lint.model import Finding
    from nb2pkg.report import Report

NO_LINES = Locations(())  # every place is line 1


def lines_of(report: Report) -> Locations:
    """Find a notebook's source lines in its file; standard input and broken files have none."""
    if report.notebook is None or report.path == "-" or not report.findings:
        return NO_LINES
    try:
        return locate(report.path)
    except (OSError, ValueError, LookupError, RecursionError):
        return NO_LINES  # the file has changed under our hands, or is of an older form


def message_with_cell(finding: Finding) -> str:
    """Return the message, led by the cell that a file line does not tell."""
    return f"{_cell(finding)}{finding.message}" + (
        f". {_sentence(finding.help)}" if finding.help else ""
    )


def _cell(finding: Finding) -> str:
    place, count = finding.place, finding.execution_count
    if place is None:
        return ""
    return f"cell {place.cell}{f' (In [{count}])' if count else ''}, line {place.line}: "


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
