"""What `extract` says: as text, and as the JSON of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nb2pkg.blueprint import Plan
    from nb2pkg.errors import CannotExtractError


def to_dict(
    plan: Plan, directory: Path, files: Sequence[str], verification: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the JSON object of an extraction."""
    return {
        "schema": 1,
        "package": plan.package,
        "directory": str(directory),
        "files": list(files),
        "functions": [
            {
                "name": step.name,
                "module": f"{plan.package}.{step.stage.value}",
                "stage": step.stage.value,
                "parameters": [v.name for v in step.parameters],
                "returns": [v.name for v in step.returns],
                "cells": [step.cell, *step.also],
            }
            for step in plan.steps
            if not step.repeats
        ],
        "left_in_notebook": [
            {"cell": i.cell, "line": i.line, "reason": i.reason} for i in plan.left
        ],
        "verification": verification,
    }


def to_text(plan: Plan, directory: Path) -> str:
    """Return what was written, stage by stage, for a person to read."""
    lines = [
        f"{plan.package}: {sum(not step.repeats for step in plan.steps)} functions in {directory}"
    ]
    width = max((len(stage) for stage in plan.stages), default=0)
    for stage in plan.stages:
        names = [s.name for s in plan.steps if s.stage.value == stage and not s.repeats]
        lines.append(f"  {stage:<{width}}  {', '.join(names)}")
    if plan.settings:
        lines.append(f"  settings: {', '.join(s.name for s in plan.settings)}")
    lines += [
        f"  left in the notebook: cell {i.cell}, line {i.line}: {i.reason}" for i in plan.left
    ]
    return "\n".join(lines) + "\n"


def refusal(error: CannotExtractError) -> str:
    """Return why a notebook was refused."""
    reasons = "".join(f"  {reason}\n" for reason in error.reasons)
    return f"{error.path}: cannot be extracted faithfully; nothing was written\n{reasons}"
