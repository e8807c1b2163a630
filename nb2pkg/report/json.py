"""Findings, statements and dependencies for programs; the schema is kept (see the documentation)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nb2pkg.report.fingerprints import fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Place
    from nb2pkg.report import Report
    from nb2pkg.stage import Label

SCHEMA = 1


def render(reports: Sequence[Report]) -> str:
    """Return all reports as one JSON document."""
    data = {"schema": SCHEMA, "notebooks": [_notebook(report) for report in reports]}
    return json.dumps(data, indent=2) + "\n"  # ASCII: a lone surrogate must not break the writing


def _notebook(report: Report) -> dict[str, Any]:
    made: dict[str, Any] = {
        "path": report.path,
        "findings": finding_dicts(report),
    }
    if report.graph is not None:
        made["statements"] = _statements(report.graph, report.labels)
        made["dependencies"] = [
            {
                "from": edge.source,
                "to": edge.target,
                "name": str(edge.name),
                "kind": edge.kind,
                "sure": edge.is_sure,
            }
            for edge in report.graph.dependencies
        ]
    return made


def finding_dicts(report: Report) -> list[dict[str, Any]]:
    """Return the JSON objects of the findings of a notebook."""
    counts = (
        {cell.number: cell.execution_count for cell in report.notebook.cells}
        if report.notebook
        else {}
    )
    return [
        {**_finding(finding, counts), "cause": finding.cause, "fingerprint": fingerprint}
        for finding, fingerprint in zip(report.findings, fingerprints(report), strict=True)
    ]


def _finding(finding: Finding, counts: Mapping[int, int | None]) -> dict[str, Any]:
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
                "execution_count": counts.get(related.place.cell),
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
            entry["place"] = "package" if labels[statement.id].is_in_package else "notebook"
            entry["reasons"] = list(labels[statement.id].reasons)
        entry["reads"] = sorted(resolved.reads)
        entry["binds"] = sorted(resolved.binds | resolved.may_bind)
        entry["mutates"] = sorted(resolved.mutates | resolved.may_mutate)
        made.append(entry)
    return made
