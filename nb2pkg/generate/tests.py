"""The tests of a generated project, and the values that they hold its results against."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from nb2pkg.generate.commands import FUNCTIONS
from nb2pkg.generate.layout import formatted
from nb2pkg.generate.pipeline import results_by_stage
from nb2pkg.generate.workplace import workplace_module

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.blueprint import Part, Plan
    from nb2pkg.model import Verification

_WIDTH = 100
_DEEPEST = 3  # below it everything stands on one line


def test_files(plan: Plan, data: str, verification: Verification | None) -> dict[str, str]:
    """Return the files of the tests; `data` is the notebook's folder, relative to the project.

    Unless its values were compared, nothing is known of the notebook's: then only names are held.
    """
    compared = verification is not None and bool(verification.expected)
    return {
        "tests/conftest.py": workplace_module(plan, data),
        "tests/test_pipeline.py": _test_module(plan, compared=compared),
        "tests/expected.json": _expected_values(verification),
        **(_describing() if compared else {}),
    }


def _describing() -> dict[str, str]:
    """Return the files that describe values: the very same as have described those of the notebook."""
    # they run in the notebook's interpreter as well, and so belong to `verify`; here they are text
    folder = files("nb2pkg").joinpath("verify", "inside", "described")
    sources = {
        file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.is_file()
    }
    return {f"tests/described/{name}": formatted(sources[name]) for name in sorted(sources)}


def _expected_values(verification: Verification | None) -> str:
    """Return tests/expected.json: the notebook's values, as the verification saw them."""
    known = verification.expected if verification is not None else ()
    return _json({name: json.loads(text) for name, text in sorted(known)}) + "\n"


def _json(value: Any, depth: int = 0) -> str:
    """Return JSON that shows what belongs to a name, and each of its parts, on a line of its own."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict) or depth == _DEEPEST or (depth and len(line) < _WIDTH):
        return line
    below = "  " * (depth + 1)
    items = (
        f"{below}{json.dumps(k, ensure_ascii=False)}: {_json(v, depth + 1)}"
        for k, v in value.items()
    )
    return "{\n" + ",\n".join(items) + f"\n{below[2:]}}}" if value else "{}"


def _test_module(plan: Plan, *, compared: bool) -> str:
    """Return tests/test_pipeline.py."""
    names = [v.name for variables in results_by_stage(plan).values() for v in variables]
    commands = _command_tests(plan, compared=compared)
    imports = [f"from {plan.package}.pipeline import Results"]
    if commands:
        imports += ["from conftest import seed", f"from {plan.package} import commands"]
        imports.append(f"from {plan.package}.settings import Settings")
    if compared:
        imports.append("from described import differences")
    head = (
        _HEAD.replace("{PLAIN}", "import json\n" if compared else "")
        .replace("{PATH}", "from pathlib import Path\n" if compared else "")
        .replace("{PYTEST}", "import pytest\n" if compared or commands else "")
        .replace("{IMPORTS}", "\n".join(sorted(imports)))
        .replace("{COMPARING}", _COMPARING if compared else "")
    )
    parts = [_NAMES.replace("{RESULTS}", repr(names)), *([_VALUES] if compared else [])]
    return formatted("\n\n\n".join([head, *parts, *commands]))


def _command_tests(plan: Plan, *, compared: bool) -> list[str]:
    """Return the tests that the parts, one after the other, give what the whole gives."""
    commands = plan.commands
    if commands.train is None:
        return []
    tests = [_TRAINED]
    kept = _lasting(plan, commands.train, [v.name for v in commands.saves])
    if compared and kept:
        over, taken = _over(kept)
        result = taken.rpartition(" ")[2]
        tests.append(
            _TRAIN.replace("{NAMES}", over).replace("{TAKEN}", taken).replace("{RESULT}", result)
        )
    for stage, part in (("evaluate", commands.evaluate), ("infer", commands.infer)):
        names = _lasting(plan, part, part.gives) if part else {}
        if part and part.loads and names:
            over, taken = _over(names) if compared else (repr(list(names)), "name")
            result = taken.rpartition(" ")[2]
            tests.append(
                _PART.replace("{STAGE}", stage)
                .replace("{FUNCTION}", FUNCTIONS[stage])
                .replace("{NAMES}", over)
                .replace("{TAKEN}", taken)
                .replace(
                    "{HOLDS}",
                    (
                        f"assert_as_before({result}, made[name])"
                        if compared
                        else "assert name in made"
                    ),
                )
            )
    return tests if len(tests) > 1 else []


def _lasting(plan: Plan, part: Part, names: Iterable[str]) -> dict[str, str]:
    """Return those of a part's names that stand for results and that nothing after it makes anew, with the results."""
    versions = plan.versions
    last = {
        versions.of_return(index, v.name): index
        for index in plan.order
        for v in plan.steps[index].returns
    }
    results = {versions.of_result(v.name): v.name for v in plan.results}
    return {n: results[n] for n in names if n in results and last[n] in part.steps}


def _over(names: dict[str, str]) -> tuple[str, str]:
    """Return what a test runs over: names, or pairs of a name and that of the result; and how it takes them."""
    if all(name == result for name, result in names.items()):
        return repr(list(names)), "name"
    return repr(list(names.items())), "name, result"


_HEAD = '''"""Run the pipeline and hold its results against the values that the notebook had."""

{PLAIN}from dataclasses import fields
{PATH}
{PYTEST}
{IMPORTS}

{COMPARING}'''
_COMPARING = '''EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))


def assert_as_before(name, value):
    """Hold a value against what is known of the notebook's, if something is."""
    if name in EXPECTED:
        assert differences(value, EXPECTED[name]) == []
'''
_NAMES = """def test_every_result_is_there(results):
    assert isinstance(results, Results)
    assert [field.name for field in fields(results)] == {RESULTS}"""
_VALUES = """@pytest.mark.parametrize("name", EXPECTED)
def test_result_equals_the_notebooks(results, name):
    assert differences(getattr(results, name), EXPECTED[name]) == []"""
_TRAINED = '''@pytest.fixture(scope="module")
def trained(results):
    """Train without the rest of the pipeline."""
    seed()
    return commands.train_models(Settings())'''
_TRAIN = """@pytest.mark.parametrize("{TAKEN}", {NAMES})
def test_training_alone_gives_the_same(trained, {TAKEN}):
    assert_as_before({RESULT}, trained[name])"""
_PART = """def test_{STAGE}_goes_on_from_what_was_trained(trained):
    made = commands.{FUNCTION}(Settings(), trained)
    for {TAKEN} in {NAMES}:
        {HOLDS}"""
