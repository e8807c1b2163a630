"""Calls of step functions, as the notebook and the pipeline write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nb2pkg.extraction.blueprint import Plan, Step, Variable


def notebook_call(plan: Plan, step: Step, constants: Mapping[str, str]) -> str:
    """Return the statement that calls a step in the notebook, with what its cell displays.

    `constants` has the notebook's names of settings that were constants there.
    """
    arguments = [
        _argument(v, v.name, constants.get(v.setting or "", f"{plan.words.settings}.{v.setting}"))
        for v in step.parameters
    ]
    call = f"{'await ' if step.body.is_coroutine else ''}{step.name}({', '.join(arguments)})"
    if step.is_figure:
        return f"{call}[1]" if step.has_shown_value else call
    targets = [v.name for v in step.returns]
    if step.has_shown_value:
        if not targets:
            return call
        shown = plan.words.shown
        return f"{', '.join([*targets, shown])} = {call}\n{shown}"
    text = f"{', '.join(targets)} = {call}" if targets else call
    return f"{text}\n{step.shown}" if step.shown else text


def _argument(variable: Variable, name: str, setting: str) -> str:
    """Return what is handed over for a parameter."""
    if variable.literal is not None:
        return f"{variable.name}={variable.literal}"
    return name if variable.setting is None else setting


def pipeline_call(
    step: Step,
    module: str,
    settings: str,
    given: Mapping[str, str],
    targets: Sequence[str],
) -> str:
    """Return the statement that calls a step in the pipeline.

    `given` has the names of what its parameters are given there, `targets` those for what it returns.
    """
    arguments = [
        _argument(v, given.get(v.name, v.name), f"{settings}.{v.setting}") for v in step.parameters
    ]
    call = f"{module}.{step.name}({', '.join(arguments)})"
    if step.body.is_coroutine:
        call = f"asyncio.run({call})"
    bound = [*targets, "_"] if step.has_shown_value and targets else [*targets]
    if set(bound) == {"_"}:
        return call
    return f"{', '.join(bound)} = {call}" if bound else call
