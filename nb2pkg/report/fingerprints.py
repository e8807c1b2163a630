"""What a finding is known by from one version of a notebook to the next."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from nb2pkg.secrets import without_secrets

if TYPE_CHECKING:
    from nb2pkg.lint.model import Finding
    from nb2pkg.report import Report


def fingerprints(report: Report) -> tuple[str, ...]:
    """Return one text for each finding of a notebook, no two of them equal.

    They stay the same when cells are moved, added or run again, and when other lines are edited: what counts is the
    rule, the name, and the line's own text. The same finding on an equal line is told apart by its number.
    """
    seen: dict[str, int] = {}
    made = []
    for finding in report.findings:
        text = _of(report, finding)
        seen[text] = seen.get(text, 0) + 1
        made.append(f"{text}:{seen[text]}")
    return tuple(made)


def _of(report: Report, finding: Finding) -> str:
    text = ""
    if report.notebook is not None and finding.place is not None:
        source = report.notebook.cell(finding.place.cell).source.split("\n")
        line = "".join(source[finding.place.line - 1 : finding.place.line])
        text = "".join(without_secrets(line).split())
    parts = (finding.code, finding.variable or "", text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
