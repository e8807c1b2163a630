"""What `extract` says: as text, and as the JSON of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nb2pkg.report import serving
from nb2pkg.report.counts import with_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from nb2pkg.errors import CannotExtractError
    from nb2pkg.extraction.blueprint import Plan
    from nb2pkg.report.counts import Counts
    from nb2pkg.verify.model import Serving

#: what became of files that a person had edited
EDITED: Final = {
    "merged": "merged with your edits",
    "kept": "kept as you edited it",
    "overwritten": "written over, with your edits in it",
}


class ExtractionReport(NamedTuple):
    """What an extraction made; `edits` are what became of a person's changes, None where nothing was written."""

    plan: Plan
    directory: Path
    files: Sequence[str]
    edits: Mapping[str, Sequence[str]] | None
    counts: Counts


def to_dict(
    made: ExtractionReport, verification: dict[str, Any] | None, served: Sequence[Serving] = ()
) -> dict[str, Any]:
    """Return the JSON object of an extraction."""
    plan = made.plan
    return {
        "schema": 1,
        "package": plan.package,
        "directory": str(made.directory),
        "files": list(made.files),
        "functions": [
            {
                "name": step.name,
                "module": f"{plan.package}.{step.stage.value}",
                "stage": step.stage.value,
                "parameters": [v.name for v in step.parameters],
                "returns": [v.name for v in step.returns],
                "cells": [step.cell, *step.sharing.cells],
            }
            for step in plan.functions
            if not step.sharing.is_repeated
        ],
        "left_in_notebook": [
            {
                "cell": i.cell,
                "line": i.line,
                "reason": i.reason,
                "execution_count": made.counts.get(i.cell),
            }
            for i in plan.staying.left
        ],
        "written": made.edits is not None,
        **{what: list((made.edits or {}).get(what, ())) for what in EDITED},
        "verification": verification,
        "serving": serving.to_dicts(served),
    }


def to_text(made: ExtractionReport) -> str:
    """Return what was written, stage by stage, for a person to read."""
    plan, functions = made.plan, sum(not step.sharing.is_repeated for step in made.plan.functions)
    lines = [f"{plan.package}: {functions} functions in {made.directory}"]
    width = max((len(stage) for stage in plan.stages), default=0)
    for stage in plan.stages:
        names = [
            s.name for s in plan.functions if s.stage.value == stage and not s.sharing.is_repeated
        ]
        lines.append(f"  {stage:<{width}}  {', '.join(names)}")
    if plan.configuration.settings:
        lines.append(f"  settings: {', '.join(s.name for s in plan.configuration.settings)}")
    lines += [
        with_counts(
            f"  left in the notebook: cell {i.cell}, line {i.line}: {i.reason}", made.counts
        )
        for i in plan.staying.left
    ]
    for what, told in EDITED.items():
        lines += [f"  {told}: {path}" for path in (made.edits or {}).get(what, ())]
    return "\n".join(lines) + "\n"


def refusal(error: CannotExtractError, counts: Counts) -> str:
    """Return why a notebook was refused."""
    reasons = "".join(f"  {with_counts(reason, counts)}\n" for reason in error.reasons)
    return f"{error.path}: cannot be extracted faithfully; nothing was written\n{reasons}"
