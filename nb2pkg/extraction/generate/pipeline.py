"""pipeline.py of a generated package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nb2pkg.extraction.generate.imports import import_lines
from nb2pkg.extraction.generate.layout import formatted
from nb2pkg.extraction.generate.scope import scope
from nb2pkg.extraction.generate.types import hint, names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.blueprint import Plan, Variable

_SHORT: Final = 6  # calls that need no paragraphs


def pipeline_module(plan: Plan) -> str:
    """Return the source of pipeline.py: `run(settings) -> Results`."""
    names = scope(plan, {"Results", "dataclass"})
    fields = _fields(plan)
    last = {v.name: plan.versions.of_result(v.name) for v in plan.results}
    calls = names.calls(plan.order, last.values())
    body = _paragraphs(plan, calls)
    values = ", ".join(f"{name}={names.name(version)}" for name, version in last.items())
    extra = [
        "from dataclasses import dataclass",
        *names.imports(plan.computing_stages),
    ]
    if any(hint(plan, v) is None for v in plan.results) or any(": Any" in c for c in calls):
        extra.append("from typing import Any")
    imports = import_lines(plan, names_in(plan, plan.results) - {"Any"}, extra)
    settings = names.settings
    return formatted(
        f'"""Pipeline: the stages of {plan.notebook} in order."""\n\n{imports}\n\n\n'
        f"@dataclass(frozen=True)\nclass Results:\n"
        f'    """What the stages hand on, under the notebook\'s own names, at the last version."""\n\n{fields}\n\n\n'
        f"def run({settings}: Settings | None = None) -> Results:\n"
        f'    """Run every stage in order, with the notebook\'s own values unless settings say otherwise."""\n'
        f"    {settings} = {settings} or Settings()\n{body}\n    return Results({values})\n"
    )


def results_by_stage(plan: Plan) -> dict[str, list[Variable]]:
    """Return the results in the order of their fields: those of a stage stand together."""
    homes = {v.name: step.stage.value for step in plan.steps for v in step.returns}
    found: dict[str, list[Variable]] = {}
    for variable in plan.results:
        found.setdefault(homes.get(variable.name, ""), []).append(variable)
    return found


def _fields(plan: Plan) -> str:
    """Return the fields of the results, those of a stage under its name."""
    lines: list[str] = []
    for stage, variables in results_by_stage(plan).items():
        lines += ["", f"    # {stage}"] if len(plan.stages) > 1 else []
        lines += [f"    {v.name}: {hint(plan, v) or 'Any'}" for v in variables]
    return "\n".join(lines).lstrip("\n")


def _paragraphs(plan: Plan, calls: Sequence[str]) -> str:
    """Return the calls, with a blank line where another stage begins."""
    first = len(calls) - len(plan.order)  # declarations stand above
    lines = [f"    {call}" for call in calls[:first]]
    stage = None
    for index, call in zip(plan.order, calls[first:], strict=True):
        if plan.steps[index].stage is not stage and len(plan.order) > _SHORT:
            lines.append("")
        stage = plan.steps[index].stage
        lines.append(f"    {call}")
    return "\n".join(lines)
