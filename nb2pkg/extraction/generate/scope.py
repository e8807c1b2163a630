"""Names inside pipeline.py and commands.py, where variables of the notebook meet modules of the package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nb2pkg.extraction.generate.calls import pipeline_call
from nb2pkg.extraction.generate.types import hint, names_in
from nb2pkg.extraction.plan.naming.names import unique

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from nb2pkg.extraction.blueprint import Plan


@dataclass(frozen=True)
class Scope:
    """What modules, settings and variables are called where all of them stand side by side."""

    plan: Plan
    aliases: dict[str, str]  # stage -> name of its module
    settings: str
    local: dict[str, str]  # other names for variables that cannot keep theirs

    def name(self, variable: str) -> str:
        """Return what a variable is called here."""
        return self.local.get(variable, variable)

    def imports(self, stages: Iterable[str]) -> list[str]:
        """Return the lines that import some stages' modules and the settings."""
        lines = [f"from {self.plan.package}.settings import Settings"]
        stages = tuple(stages)
        if any(step.body.is_coroutine and step.stage.value in stages for step in self.plan.steps):
            lines.append("import asyncio")
        for stage in stages:
            alias = self.aliases[stage]
            suffix = f" as {alias}" if alias != stage else ""
            lines.append(f"from {self.plan.package} import {stage}{suffix}")
        return lines

    def calls(
        self, steps: Sequence[int], wanted: Iterable[str], known: Container[str] = ()
    ) -> list[str]:
        """Return the calls of some steps in order; what neither they nor anybody else wants is thrown away.

        Variables that are `known` before hold anything already.
        """
        used, ever = set(wanted), set(wanted)
        calls: list[str] = []
        for index in reversed(steps):
            step, versions = self.plan.steps[index], self.plan.versions
            made = [versions.of_return(index, v.name) for v in step.returns]
            names = [v.name for v in step.parameters if v.is_variable]
            given = {name: versions.of_parameter(index, name) for name in names}
            targets = [self.name(name) if name in used else "_" for name in made]
            local = {name: self.name(version) for name, version in given.items()}
            module = self.aliases[step.stage.value]
            calls.append(pipeline_call(step, module, self.settings, local, targets))
            used = (used - set(made)) | set(given.values())
            ever |= set(given.values())
        declared = [name for name in self._various(steps) if name in ever and name not in known]
        return [*(f"{self.name(name)}: Any" for name in declared), *calls[::-1]]

    def _various(self, steps: Sequence[int]) -> list[str]:
        """Return the variables that hold values of several types, one after the other."""
        hints: dict[str, set[str | None]] = {}
        for index in steps:
            for variable in self.plan.steps[index].returns:
                name = self.plan.versions.of_return(index, variable.name)
                hints.setdefault(name, set()).add(hint(self.plan, variable))
        return [name for name, found in hints.items() if len(found) > 1]


def scope(plan: Plan, own: Iterable[str]) -> Scope:
    """Return the names of a module that has some names of its `own`."""
    variables = {v.name for step in plan.functions for v in (*step.parameters, *step.returns)}
    variables |= {*plan.versions.given.values(), *plan.versions.made.values()}
    fixed = {*own, "Settings", "Any", *names_in(plan, plan.results)}
    taken = variables | fixed
    stages = dict.fromkeys((*plan.stages, "infer"))
    aliases = {s: s if s not in taken else unique(f"{s}_stage", set(taken)) for s in stages}
    taken |= set(aliases.values())
    local = {name: unique(f"{name}_value", taken) for name in sorted(variables & fixed)}
    return Scope(plan, aliases, unique("settings", taken), local)
