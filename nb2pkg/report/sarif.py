"""Findings as SARIF 2.1.0, for code scanning; lines are those of the notebook's file."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from nb2pkg.report.file_lines import lines_of, message_with_cell
from nb2pkg.rules import all_rules
from nb2pkg.secrets import without_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.locate import Locations
    from nb2pkg.model import Finding, Place
    from nb2pkg.report import Report
    from nb2pkg.rule import Rule

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
    seen: dict[str, int] = {}
    results = []
    for finding in report.findings:
        fingerprint = _fingerprint(report, finding)
        seen[fingerprint] = seen.get(fingerprint, 0) + 1
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
                # the same finding on an equal line of the same notebook is told apart by its number
                "partialFingerprints": {"nb2pkg/v1": f"{fingerprint}:{seen[fingerprint]}"},
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
        "name": f"cell {place.cell}",
        "fullyQualifiedName": f"cell {place.cell}",
        "kind": "cell",
    }
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def _uri(path: str) -> str:
    relative = os.path.relpath(path) if Path(path).is_absolute() else path
    return quote(relative.replace(os.sep, "/"))


def _fingerprint(report: Report, finding: Finding) -> str:
    """Return what stays the same when cells are added or moved: the rule, the name, the line's text."""
    text = ""
    if report.notebook is not None and finding.place is not None:
        source = report.notebook.cell(finding.place.cell).source.split("\n")
        line = "".join(source[finding.place.line - 1 : finding.place.line])
        text = "".join(without_secrets(line).split())
    parts = (finding.code, finding.variable or "", text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
