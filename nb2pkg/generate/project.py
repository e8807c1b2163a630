"""pyproject.toml, README.md, tests and the manifest of a generated project."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from nb2pkg.generate.layout import formatted
from nb2pkg.needed import is_import

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.blueprint import Plan
    from nb2pkg.interpreter import Environment
    from nb2pkg.model import Verification


def pyproject(plan: Plan, environment: Environment, modules: Iterable[str]) -> str:
    """Return pyproject.toml; what supplies the imported modules is pinned to what the notebook ran with."""
    pins = []
    for module in sorted(set(modules) - set(sys.stdlib_module_names) - {plan.package}):
        name, version = environment.distributions.get(module, (module, ""))
        pins.append(f"{name}=={version}" if version else name)
    lines = "".join(f'  "{pin}",\n' for pin in sorted(set(pins), key=str.lower))
    major, minor = environment.python[:2]
    script = plan.package.replace("_", "-")
    return f"""[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{script}"
version = "0.1.0"
description = "Extracted from the notebook {plan.notebook}."
readme = "README.md"
requires-python = ">={major}.{min(minor, 11)}"
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
pythonpath = ["src"]

[tool.mypy]
ignore_missing_imports = true
"""


def readme(plan: Plan, verification: Verification | None) -> str:
    """Return README.md: how to run it, a drawing of the stages, where each cell went, and the verdict."""
    script = f"python -m {plan.package}"
    commands = "\n".join(
        f"{script} {stage}"
        for stage in ("run", *[s for s in plan.stages if s in {"train", "evaluate", "infer"}])
    )
    return f"""# {plan.package}

Extracted from `{plan.notebook}`. {verdict(verification)}

## Run it

```bash
pip install .
{commands}
```

Run it beside the notebook's data, or point its paths elsewhere: every setting of `configs/default.toml` can be given
by `--config FILE`, by a variable `{plan.package.upper()}_<NAME>`, or by `--set name=value`.
From Python: `from {plan.package}.pipeline import run`, then `run()` returns the results by the notebook's own names.

## Stages

```mermaid
flowchart LR
{_drawing(plan)}
```

## Where each cell went

| cell | became |
|---|---|
{_table(plan)}
{_left(plan)}"""


def verdict(verification: Verification | None) -> str:
    """Say in a sentence what the verification has shown."""
    if verification is None:
        return "Its results have not been checked against the notebook's yet (`nb2pkg verify` does that)."
    cells, values = verification.cells, verification.values
    told = (
        f"{cells.matched} of {cells.compared} cell outputs and {values.matched} of {values.compared} values "
        f"agreed when notebook and package ran side by side"
    )
    return f"Verdict of `nb2pkg verify`: **{verification.status}** ({told})."


def _drawing(plan: Plan) -> str:
    lines = [f"  {stage}[{stage}]" for stage in plan.stages]
    home = {v.name: step.stage.value for step in plan.steps for v in step.returns}
    edges: dict[tuple[str, str], list[str]] = {}
    made: dict[str, str] = {}
    for index in plan.order:
        step = plan.steps[index]
        for v in step.parameters:
            source = made.get(v.name, home.get(v.name))
            if v.setting is None and source and source != step.stage.value:
                names = edges.setdefault((source, step.stage.value), [])
                if v.name not in names:
                    names.append(v.name)
        made |= {v.name: step.stage.value for v in step.returns}
    for (source, target), names in edges.items():
        shown = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
        lines.append(f'  {source} -->|"{shown}"| {target}')
    return "\n".join(lines)


def _table(plan: Plan) -> str:
    rows: dict[int, list[str]] = {}
    for step in plan.steps:
        rows.setdefault(step.cell, []).append(f"`{step.stage.value}.{step.name}`")
    for number, setting in plan.constants.items():
        rows.setdefault(plan.program.statements[number].cell, []).append(f"setting `{setting}`")
    for d in plan.definitions:
        rows.setdefault(plan.program.statements[d.statement].cell, []).append(
            f"`{d.module}.{d.name}`"
        )
    for cell in plan.program.notebook.code_cells:
        if cell.source.strip():
            rows.setdefault(cell.number, [_staying(plan, cell.number)])
    return "\n".join(
        f"| {cell} | {', '.join(dict.fromkeys(rows[cell]))} |" for cell in sorted(rows)
    )


def _staying(plan: Plan, cell: int) -> str:
    statements = [s for s in plan.program.statements if s.cell == cell]
    if statements and all(is_import(s) or s.magic is not None for s in statements):
        return "imports"
    return "stays in the notebook"


def _left(plan: Plan) -> str:
    if not plan.left:
        return ""
    lines = "\n".join(f"- cell {item.cell}, line {item.line}: {item.reason}" for item in plan.left)
    return f"\n## Left in the notebook\n\n{lines}\n"


def manifest(plan: Plan) -> dict[str, Any]:
    """Return what later runs of nb2pkg need to know about the project."""
    return {
        "schema": 1,
        "notebook": plan.notebook,
        "package": plan.package,
        "stages": list(plan.stages),
        "steps": [
            {
                "function": step.name,
                "module": f"{plan.package}.{step.stage.value}",
                "stage": step.stage.value,
                "cells": [step.cell],
                "parameters": [v.name for v in step.parameters],
                "returns": [v.name for v in step.returns],
                "shows": step.shown == "value",  # then what the cell shows is returned last
                "holds": [name for name in step.holds if name not in plan.added],
            }
            for step in (plan.steps[index] for index in plan.order)
        ],
        "results": [v.name for v in plan.results if v.name not in plan.added],
        "added": [v.name for v in plan.results if v.name in plan.added],
        "left_in_notebook": [
            {"cell": i.cell, "line": i.line, "reason": i.reason} for i in plan.left
        ],
    }


def expected_values(verification: Verification | None) -> str:
    """Return tests/expected.json: the notebook's values, as the verification saw them."""
    found = (
        {}
        if verification is None
        else {name: json.loads(text) for name, text in verification.expected}
    )
    return json.dumps(found, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_module(plan: Plan, data: str) -> str:
    """Return tests/test_pipeline.py; `data` is the notebook's folder, relative to the project."""
    return formatted(
        _TEST.replace("{package}", plan.package)
        .replace("{FOLDER}", repr(data))
        .replace("{PREFIX}", plan.package.upper())
    )


_TEST = '''"""Run the pipeline and hold its results against the values that the notebook had."""

import json
import math
import os
from dataclasses import fields
from pathlib import Path

import pytest

from {package}.pipeline import Results, run
from {package}.settings import Settings

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("{PREFIX}_DATA", HERE.parent / {FOLDER}))
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def results():
    """Run the pipeline where the notebook's data is, once for all tests."""
    if not DATA.is_dir():
        pytest.skip(f"the notebook's folder is not at {DATA}; set {PREFIX}_DATA")
    before = Path.cwd()
    os.chdir(DATA)
    seed()
    try:
        yield run(Settings())
    finally:
        os.chdir(before)


def seed():
    """Seed the global random generators as the comparison with the notebook did."""
    import random

    random.seed(0)
    try:
        import numpy
    except ImportError:
        return
    numpy.random.seed(0)


def test_every_result_is_there(results):
    assert isinstance(results, Results)
    assert set(EXPECTED) <= {field.name for field in fields(results)}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_result_equals_the_notebooks(results, name):
    assert_like(getattr(results, name), EXPECTED[name])


def assert_like(value, expected):
    """Compare a value with what is known of the notebook's."""
    if "value" in expected:
        assert_same(value, expected["value"])
    if "class" in expected:
        assert type(value).__name__ == expected["class"].rpartition(".")[2]
    if "shape" in expected:
        assert list(value.shape) == expected["shape"]
    if "columns" in expected:
        assert [str(column) for column in value.columns] == expected["columns"]
    if "sums" in expected:
        for column, total in expected["sums"].items():
            position = [str(c) for c in value.columns].index(column)
            assert_same(float(value.iloc[:, position].sum()), total)
    if "sum" in expected:
        assert_same(float(value.sum()), expected["sum"])


def assert_same(value, expected):
    """Compare plain values; floats to nine digits."""
    if isinstance(expected, dict):
        assert set(map(str, value)) == set(expected)
        for key in value:
            assert_same(value[key], expected[str(key)])
    elif isinstance(expected, list):
        assert len(value) == len(expected)
        for one, other in zip(value, expected):
            assert_same(one, other)
    elif isinstance(expected, float):
        assert math.isclose(value, expected, rel_tol=1e-9) or (math.isnan(value) and math.isnan(expected))
    else:
        assert value == expected
'''
