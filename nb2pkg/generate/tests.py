"""The tests of a generated project, and the values that they hold its results against."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nb2pkg.generate.commands import FUNCTIONS
from nb2pkg.generate.layout import formatted
from nb2pkg.generate.pipeline import results_by_stage
from nb2pkg.generate.settings import hidden_variables

if TYPE_CHECKING:
    from nb2pkg.blueprint import Part, Plan
    from nb2pkg.model import Verification


def expected_values(verification: Verification | None) -> str:
    """Return tests/expected.json: the notebook's values, as the verification saw them."""
    found = (
        {}
        if verification is None
        else {name: json.loads(text) for name, text in verification.expected}
    )
    return json.dumps(found, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_module(plan: Plan, data: str, *, compared: bool) -> str:
    """Return tests/test_pipeline.py; `data` is the notebook's folder, relative to the project.

    Unless its values were `compared`, nothing is known of the notebook's: then only names are held.
    """
    names = [v.name for variables in results_by_stage(plan).values() for v in variables]
    parts = [_VALUES] if compared else []
    hidden = [variable for variable, _, _ in hidden_variables(plan)]
    text = _command_tests(plan, compared=compared)
    if text:
        parts.append(text)
    if compared:
        parts.append(_COMPARING)
    imports = f"from {plan.package} import commands\n" if text else ""
    return formatted(
        _TEST.replace("{TESTS}", "\n\n\n".join(parts))
        .replace("{COMMANDS}", imports)
        .replace("{MATH}", "import math\n" if compared else "")
        .replace("{JSON}", "import json\n" if compared else "")
        .replace("{EXPECTED}", _EXPECTED if compared else "")
        .replace("{SECRETS}", _SECRETS.replace("{NAMES}", repr(hidden)) if hidden else "")
        .replace("{RESULTS}", repr(names))
        .replace("{package}", plan.package)
        .replace("{FOLDER}", repr(data))
        .replace("{PREFIX}", plan.package.upper())
    )


def _command_tests(plan: Plan, *, compared: bool) -> str:
    """Return the test that the parts, one after the other, give what the whole gives."""
    commands = plan.commands
    if commands.train is None:
        return ""
    tests = []
    for stage, part in (("evaluate", commands.evaluate), ("infer", commands.infer)):
        if part and part.loads and _lasting(plan, part):
            tests.append(
                _PART.replace("{STAGE}", stage)
                .replace("{FUNCTION}", FUNCTIONS[stage])
                .replace("{NAMES}", repr(_lasting(plan, part)))
                .replace("{HOLDS}", _LIKE if compared else _THERE)
            )
    return "\n\n\n".join([_TRAINED, *tests]) if tests else ""


def _lasting(plan: Plan, part: Part) -> list[str]:
    """Return the results of a part that nothing after it makes anew."""
    last = {v.name: index for index in plan.order for v in plan.steps[index].returns}
    return [name for name in part.gives if last[name] in part.steps]


_EXPECTED = 'EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))\n'
_TEST = '''"""Run the pipeline and hold its results against the values that the notebook had."""

{JSON}{MATH}import os
from dataclasses import fields
from pathlib import Path

import pytest

{COMMANDS}from {package}.pipeline import Results, run
from {package}.settings import Settings

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("{PREFIX}_NOTEBOOK_FOLDER", HERE.parent / {FOLDER}))
{EXPECTED}

@pytest.fixture(scope="module")
def results():
    """Run the pipeline where the notebook's data is, once for all tests."""
    if not DATA.is_dir():
        pytest.skip(f"the notebook's folder is not at {DATA}; set {PREFIX}_NOTEBOOK_FOLDER")
{SECRETS}    before = Path.cwd()
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
    assert [field.name for field in fields(results)] == {RESULTS}


{TESTS}
'''
_SECRETS = """    unset = [name for name in {NAMES} if name not in os.environ]
    if unset:
        pytest.skip(f"secrets are not set, see .env.example: {', '.join(unset)}")
"""
_VALUES = """@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_result_equals_the_notebooks(results, name):
    assert_like(getattr(results, name), EXPECTED[name])"""
_TRAINED = '''@pytest.fixture(scope="module")
def trained(results):
    """Train without the rest of the pipeline."""
    seed()
    return commands.train_models(Settings())'''
_LIKE = """if name in EXPECTED:
            assert_like(made[name], EXPECTED[name])"""
_THERE = "assert name in made"
_PART = """def test_{STAGE}_goes_on_from_what_was_trained(trained):
    made = commands.{FUNCTION}(Settings(), trained)
    for name in {NAMES}:
        {HOLDS}"""
_COMPARING = '''def assert_like(value, expected):
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
