"""pipeline.py of a generated package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.generate.imports import import_lines
from nb2pkg.generate.layout import formatted
from nb2pkg.generate.scope import scope
from nb2pkg.generate.types import hint, names_in

if TYPE_CHECKING:
    from nb2pkg.blueprint import Plan


def pipeline_module(plan: Plan) -> str:
    """Return the source of pipeline.py: `run(settings) -> Results`."""
    names = scope(plan, {"Results", "dataclass"})
    fields = "\n".join(f"    {v.name}: {hint(plan, v) or 'Any'}" for v in plan.results)
    calls = names.calls(plan.order, (v.name for v in plan.results))
    body = "\n".join(f"    {call}" for call in calls)
    values = ", ".join(f"{v.name}={names.name(v.name)}" for v in plan.results)
    extra = ["from dataclasses import dataclass", *names.imports(plan.stages)]
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
