"""Findings as GitHub workflow commands: they show beside the changed lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.report.file_lines import lines_of, message_with_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nb2pkg.lint.model import Finding
    from nb2pkg.report import Report

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def render(reports: Sequence[Report]) -> str:
    """Return one workflow command for each finding."""
    return "".join(f"{command}\n" for report in reports for command in _commands(report))


def _commands(report: Report) -> Iterator[str]:
    lines = lines_of(report)
    for finding in report.findings:
        place = finding.place
        properties = {"title": f"{finding.code} {finding.name}", "file": report.path}
        if place is not None:
            properties["line"] = str(lines.line(place.cell, place.line))
            properties["endLine"] = str(lines.line(place.cell, place.end_line))
        yield _command(finding, properties)


def _command(finding: Finding, properties: dict[str, str]) -> str:
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_LEVELS[finding.severity]} {given}::{_data(message_with_cell(finding))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
