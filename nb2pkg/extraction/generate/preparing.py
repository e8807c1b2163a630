"""`prepare` in infer.py: the steps of the pipeline that rows of a data file pass on their way to a model."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.extraction.blueprint import Variable
from nb2pkg.extraction.generate.scope import scope
from nb2pkg.extraction.generate.types import hint, names_in
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.extraction.blueprint import Passage, Plan, Predictor, Preparation


def prepare_functions(
    plan: Plan, predictors: Iterable[Predictor]
) -> tuple[list[str], set[str], list[str]]:
    """Return the functions, the imported names that their annotations need, and the lines that import the stages."""
    texts: dict[str, str] = {}
    names: set[str] = set()
    stages: dict[str, None] = {}
    filtered = False
    aliases = scope(plan, {"serving"}).aliases
    for predictor in predictors:
        made = predictor.preparation
        if made is None or made.name in texts:
            continue
        texts[made.name] = _function(plan, made, aliases, predictor)
        names |= names_in(plan, _parameters(plan, made))
        tree = tree_of(texts[made.name])
        names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        called = [each.step for each in made.passages if not each.line]
        stages |= dict.fromkeys(plan.steps[index].stage.value for index in called)
        filtered = filtered or any(each.filters for each in made.passages)
    lines = [_import(plan, stage, aliases[stage]) for stage in stages if stage != "infer"]
    lines += [f"from {plan.package} import serving"] if filtered else []
    return list(texts.values()), names, lines


def _import(plan: Plan, stage: str, alias: str) -> str:
    return f"from {plan.package} import {stage}" + (f" as {alias}" if alias != stage else "")


def arguments(made: Preparation) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a preparation is given besides rows: names in what was trained, and settings."""
    settings = tuple(v.setting for v in made.needs if v.setting)
    return tuple(v.name for v in made.needs if not v.setting), settings


def _parameters(plan: Plan, made: Preparation) -> list[Variable]:
    rows = next(v for v in plan.steps[made.source_step].returns)
    return [Variable(made.rows, rows.kinds), *sorted(made.needs, key=lambda v: bool(v.setting))]


def _function(plan: Plan, made: Preparation, aliases: dict[str, str], predictor: Predictor) -> str:
    parameters = []
    for variable in _parameters(plan, made):
        annotation, name = hint(plan, variable), variable.setting or variable.name
        parameters.append(f"{name}: {annotation}" if annotation else name)
    lines = [_line(plan, each, aliases) for each in made.passages]
    told = f"Take rows of the data file to what the model is given in cell {predictor.cell}, as the notebook does."
    last = made.passages[-1].made if made.passages else ()
    if last == (made.returned,):
        lines[-1] = f"return {lines[-1].partition(' = ')[2]}"
    else:
        lines.append(f"return {made.returned}")
    body = "\n    ".join(lines)
    return f'def {made.name}({", ".join(parameters)}):\n    """{told}"""\n    {body}'


def _line(plan: Plan, passage: Passage, aliases: dict[str, str]) -> str:
    if passage.line:
        return passage.line
    step = plan.steps[passage.step]
    stage = step.stage.value
    function = step.name if stage == "infer" else f"{aliases[stage]}.{step.name}"
    given = dict(passage.given)
    texts = []
    for variable in step.parameters:
        if variable.literal is not None:
            texts.append(f"{variable.name}={variable.literal}")
        else:
            texts.append(variable.setting or given[variable.name])
    if passage.filters:
        options = [f"where={passage.filters!r}"]
        options += [] if passage.is_pure_filter else ["is_filter=False"]
        call = f"serving.selected({', '.join([function, *texts, *options])})"
    else:
        call = f"{function}({', '.join(texts)})"
    return f"{', '.join(passage.made)} = {call}" if passage.made else call
