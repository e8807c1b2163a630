"""pyproject.toml, tests and the manifest of a generated project."""

from __future__ import annotations

import ast
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from nb2pkg.analysis.knowledge.readers import DISTRIBUTIONS
from nb2pkg.analysis.literals import literals as _literals
from nb2pkg.extraction.blueprint import Replace
from nb2pkg.extraction.generate.commands import FUNCTIONS, Offer
from nb2pkg.extraction.generate.settings import TOMLLIB
from nb2pkg.extraction.generate.setup import canonical, requirements
from nb2pkg.extraction.plan.commands.postprocessing import PLAIN
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Plan, Predictor, Preparation, Setting, Step
    from nb2pkg.extraction.interpreter import Environment


def pyproject(plan: Plan, environment: Environment, modules: Iterable[str]) -> str:
    """Return pyproject.toml; what supplies the imported modules is pinned to what the notebook ran with.

    What the notebook installs by itself is needed as well, even where nothing imports it by name.
    """
    pins = {}
    for module in sorted(set(modules) - set(sys.stdlib_module_names) - {plan.package}):
        unknown = (DISTRIBUTIONS.get(module, module), "")
        name, version = environment.distributions.get(module, unknown)
        pins[canonical(name)] = f"{name}=={version}" if version else name
    if environment.python[:2] < TOMLLIB:
        pins["tomli"] = "tomli"
    wanted = {canonical(name): text for name, text in requirements(plan).items()}
    lines = "".join(f'  "{pin}",\n' for _, pin in sorted((wanted | pins).items()))
    pythons = _pythons(environment, [m for m in modules if m in environment.distributions])
    script = plan.package.replace("_", "-")
    return f"""[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{script}"
version = "0.1.0"
description = "Extracted from the notebook {plan.notebook}."
readme = "README.md"
requires-python = "{pythons}"
dependencies = [
{lines}]

[project.optional-dependencies]
test = ["pytest"]

[project.scripts]
{script} = "{plan.package}.__main__:main"

[tool.hatch.build.targets.wheel]
packages = ["src/{plan.package}"]

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["src", "tests"]

[tool.mypy]
ignore_missing_imports = true
"""


def _pythons(environment: Environment, modules: Iterable[str]) -> str:
    """Return which versions of Python the pinned versions are made for, as they say themselves.

    What is compiled has no files for later ones than it names; the notebook's own is always among them.
    """
    major, minor = environment.python[:2]
    bounds = [environment.pythons[module] for module in modules if module in environment.pythons]
    lowest = max([min(minor, TOMLLIB[1]), *(low for low, _ in bounds if low is not None)])
    highest = min((high for _, high in bounds if high is not None), default=None)
    above = f",<{major}.{max(highest, minor) + 1}" if highest is not None else ""
    return f">={major}.{min(lowest, minor)}{above}"


def _passing(plan: Plan, step: Step) -> dict[str, Any]:
    """Return what has its value only until a later statement of the cell, and behind which statement it has it."""
    names = [name for name in step.checks.passing if name not in plan.added]
    line, text = step.checks.end
    return {"passing": {"names": names, "line": line, "text": text}} if names else {}


def _commands(plan: Plan) -> list[dict[str, Any]]:
    """Return the commands that run without being given rows: their steps by their numbers, and what they load."""
    numbers = {index: number for number, index in enumerate(plan.order)}
    commands = plan.commands
    parts = (("train", commands.train), ("evaluate", commands.evaluate), ("infer", commands.infer))
    return [
        {
            "name": name,
            "function": FUNCTIONS[name],
            "steps": [numbers[index] for index in part.steps],
            "loads": [v.name for v in part.loads],
        }
        for name, part in parts
        if part is not None
    ]


def _lifted(plan: Plan, setting: Setting) -> dict[str, Any]:
    """Return where a setting stands in the notebook: the cells that assign it, and those that have it as a literal."""
    statements = plan.program.statements
    literals = {
        (literal.place.cell, literal.hint)
        for number, edits in plan.edits.items()
        for literal in _literals(statements[number])
        for edit in edits
        if edit == Replace(literal.place, setting.name)
    }
    names = {
        (statements[number].cell, name)
        for number, lifted in plan.configuration.constants.items()
        if lifted == setting.name
        for name in statements[number].effects.binds
    }
    return {
        "name": setting.name,
        "type": setting.type,
        "default": setting.value,
        "names": sorted(map(list, names)),
        "literals": sorted(map(list, literals)),
    }


def _served(plan: Plan, predictor: Predictor) -> dict[str, Any]:
    """Return what verification needs to know of a model that predicts for rows."""
    made = predictor.preparation
    if made is None:
        reason = predictor.reason or "the rows cannot be followed back to a file"
        return {
            "model": predictor.model.name,
            "cell": predictor.cell,
            "rows": "features",
            "reason": reason,
        }
    statements = plan.program.statements
    call = statements[predictor.rows_at]
    return {
        "model": predictor.model.name,
        "cell": call.cell,
        "rows_variable": made.asked,
        "prediction": _prediction(plan, predictor, made),
        "statement": _whole(call),
        "settled": _whole(statements[predictor.settled]),
        "source_variable": made.source,
        "setting": made.setting or None,
        "file": _file(plan, made),
        "columns": None if made.columns is None else list(made.columns),
        "unused": list(made.unused),
        "target": list(made.targets),
        "is_from_elsewhere": made.is_from_elsewhere,
    }


def _prediction(plan: Plan, predictor: Predictor, made: Preparation) -> str | None:
    """Return what the notebook has of a prediction: a variable of its own, or else the call once more."""
    statements = plan.program.statements
    is_there = statements[predictor.rows_at].cell == predictor.cell
    if is_there and predictor.bound and predictor.bound not in plan.added:
        return predictor.bound
    if predictor.body == PLAIN or (is_there and predictor.bound in plan.added):
        return f"{predictor.owner}.{predictor.method}({made.asked})"
    return None


def _serving(plan: Plan) -> list[dict[str, Any]]:
    """Return what is known of each model that the notebook predicts with, those without a way of their own last."""
    offered = Offer(plan).predictors
    names = {each.model.name for each in offered}
    found = [_served(plan, each) for each in offered]
    own = "`infer` predicts in the notebook's own way, for the notebook's own rows"
    rest = [
        (each.model.name, each.cell, each.reason or own)
        for each in plan.commands.predictors
        if each.model.name not in names
    ]
    rest += [(each.model, each.cell, each.reason) for each in plan.commands.unserved]
    return found + [
        {"model": model, "cell": cell, "rows": "none", "reason": reason}
        for model, cell, reason in rest
    ]


def _whole(statement: Statement) -> dict[str, Any]:
    """Return where a statement ends, and its text."""
    return {"cell": statement.cell, "line": statement.place.end_line, "text": statement.text}


def _file(plan: Plan, made: Preparation) -> str:
    """Return the name of the file that rows are read from, if it is known."""
    values: list[object] = [s.value for s in plan.configuration.settings if s.name == made.setting]
    tree = tree_of(plan.program.statements[made.read_by].text)
    values += [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    if values:
        return PurePath(str(values[0])).name
    calls = [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Call)]
    return calls[0] if calls else ""


def manifest(plan: Plan) -> dict[str, Any]:
    """Return what later runs of nb2pkg need to know about the project."""
    return {
        "schema": 1,
        "notebook": plan.notebook,
        "package": plan.package,
        "stages": list(plan.computing_stages),
        "steps": [
            {
                "function": step.name,
                "module": f"{plan.package}.{step.stage.value}",
                "stage": step.stage.value,
                "cells": [step.cell],
                "parameters": [v.name for v in step.parameters],
                "returns": [v.name for v in step.returns],
                "shows": step.has_shown_value,  # then what the cell shows is returned last
                "holds": [name for name in step.checks.lasting if name not in plan.added],
                **_passing(plan, step),
            }
            for step in (plan.steps[index] for index in plan.order)
        ],
        "commands": _commands(plan),
        "serving": _serving(plan),
        "results": [v.name for v in plan.results if v.name not in plan.added],
        "added": [v.name for v in plan.results if v.name in plan.added],
        "versions": {
            v.name: plan.versions.of_result(v.name)
            for v in plan.results
            if v.name in plan.versions.last
        },
        "settings": [
            _lifted(plan, setting)
            for setting in plan.configuration.settings
            if not setting.is_secret
        ],
        "secrets": [
            {"variable": h.variable, "place": list(h.place)}
            for h in plan.configuration.secret_literals
        ],
        "left_in_notebook": [
            {"cell": i.cell, "line": i.line, "reason": i.reason} for i in plan.staying.left
        ],
        "changing": [
            {"cell": i.cell, "line": i.line, "text": i.text, "what": i.what}
            for i in plan.staying.changing
        ],
    }
