"""Findings as SARIF 2.1.0, for code scanning; lines are those of the notebook's file."""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from nb2pkg.lint.rule import cell_name
from nb2pkg.lint.rules import all_rules
from nb2pkg.report.file_lines import lines_of, message_with_cell
from nb2pkg.report.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.lint.rule import Rule
    from nb2pkg.notebook.locate import Locations
    from nb2pkg.notebook.model import Place
    from nb2pkg.report import Report

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
BASE = "%SRCROOT%"


def render(reports: Sequence[Report]) -> str:
    """Return all findings as one SARIF log."""
    results = [result for report in reports for result in _results(report)]
    driver = {
        "name": "nb2pkg",
        "version": version("nb2pkg"),
        "rules": [_rule(rule) for rule in all_rules()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {BASE: {"description": {"text": "the folder nb2pkg was run in"}}},
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(rule: type[Rule]) -> dict[str, Any]:
    summary = (rule.__doc__ or "").strip().splitlines()[0]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary},
        "help": {"text": rule.page(), "markdown": rule.page()},
        "defaultConfiguration": {"level": rule.severity},
    }


def _results(report: Report) -> list[dict[str, Any]]:
    lines = lines_of(report)
    results = []
    for finding, fingerprint in zip(report.findings, fingerprints(report), strict=True):
        results.append(
            {
                "ruleId": finding.code,
                "level": finding.severity,
                "message": {"text": message_with_cell(finding)},
                "locations": [_location(report, finding.place, lines)],
                "relatedLocations": [
                    {
                        **_location(report, related.place, lines),
                        "id": number,
                        "message": {"text": related.message},
                    }
                    for number, related in enumerate(finding.related, 1)
                ],
                "partialFingerprints": {"nb2pkg/v1": fingerprint},
            }
        )
    return results


def _location(report: Report, place: Place | None, lines: Locations) -> dict[str, Any]:
    artifact = {"uri": _uri(report.path), "uriBaseId": BASE}
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if place is None:
        return {"physicalLocation": physical}
    first = lines.line(place.cell, place.line)
    physical["region"] = {
        "startLine": first,
        "endLine": max(first, lines.line(place.cell, place.end_line)),
    }
    logical = {
        "name": (
            cell_name(report.notebook.cell(place.cell)) if report.notebook else f"cell {place.cell}"
        ),
        "fullyQualifiedName": f"cell {place.cell}",
        "kind": "cell",
    }
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _uri(path: str) -> str:
    relative = os.path.relpath(path) if Path(path).is_absolute() else path
    return quote(relative.replace(os.sep, "/"))
