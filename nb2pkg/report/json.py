"""Findings, statements and dependencies for programs; the schema is kept (see the documentation)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.graph import Graph
    from nb2pkg.model import Finding, Label, Place
    from nb2pkg.report import Report

SCHEMA = 1


def render(reports: Sequence[Report]) -> str:
    """Return all reports as one JSON document."""
    data = {"schema": SCHEMA, "notebooks": [_notebook(report) for report in reports]}
    return json.dumps(data, indent=2) + "\n"  # ASCII: a lone surrogate must not break the writing


def _notebook(report: Report) -> dict[str, Any]:
    made: dict[str, Any] = {
        "path": report.path,
        "findings": [finding_dict(finding) for finding in report.findings],
    }
    if report.graph is not None:
        made["statements"] = _statements(report.graph, report.labels)
        made["dependencies"] = [
            {
                "from": edge.source,
                "to": edge.target,
                "name": edge.name,
                "kind": edge.kind,
                "sure": edge.sure,
            }
            for edge in report.graph.dependencies
        ]
    return made


def finding_dict(finding: Finding) -> dict[str, Any]:
    """Return the JSON object of a finding."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "variable": finding.variable,
        "cell": None if finding.place is None else finding.place.cell,
        "cell_id": finding.cell_id,
        "execution_count": finding.execution_count,
        **_span(finding.place),
        "related": [
            {
                "cell": related.place.cell,
                "line": related.place.line,
                "column": related.place.column,
                "message": related.message,
            }
            for related in finding.related
        ],
        "help": finding.help,
    }


def _span(place: Place | None) -> dict[str, int | None]:
    if place is None:
        return {"line": None, "column": None, "end_line": None, "end_column": None}
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _statements(graph: Graph, labels: tuple[Label, ...] | None) -> list[dict[str, Any]]:
    made = []
    for statement, resolved in zip(graph.program.statements, graph.resolved, strict=True):
        entry: dict[str, Any] = {
            "id": statement.id,
            "cell": statement.cell,
            "line": statement.place.line,
            "end_line": statement.place.end_line,
        }
        if labels is not None:
            entry["stage"] = labels[statement.id].stage.value
            entry["reasons"] = list(labels[statement.id].reasons)
        entry["reads"] = sorted(resolved.reads)
        entry["binds"] = sorted(resolved.binds | resolved.may_bind)
        entry["mutates"] = sorted(resolved.mutates | resolved.may_mutate)
        made.append(entry)
    return made
