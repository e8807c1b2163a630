"""The tests of a generated project, and the values that they hold its results against."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from nb2pkg.extraction.generate.fixtures import fixtures_module, process_module
from nb2pkg.extraction.generate.layout import formatted
from nb2pkg.extraction.generate.pipeline import results_by_stage
from nb2pkg.extraction.generate.workplace import workplace_module

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.extraction.blueprint import Part, Plan
    from nb2pkg.verify.model import Verification

_WIDTH = 100
_DEEPEST = 3  # below it everything stands on one line


def test_files(plan: Plan, data: str, verification: Verification | None) -> dict[str, str]:
    """Return the files of the tests; `data` is the notebook's folder, relative to the project.

    Unless its values were compared, nothing is known of the notebook's: then only names are held.
    """
    compared = verification is not None and bool(verification.expected)
    held = _held(plan, compared=compared)
    return {
        "tests/conftest.py": fixtures_module(plan, commands=bool(held)),
        "tests/workplace.py": workplace_module(plan, data),
        "tests/test_pipeline.py": _test_module(plan, held, compared=compared),
        "tests/expected.json": _expected_values(verification),
        **({"tests/own_process.py": process_module(plan, held, compared=compared)} if held else {}),
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


def _test_module(plan: Plan, held: dict[str, dict[str, str]], *, compared: bool) -> str:
    """Return tests/test_pipeline.py."""
    names = [v.name for variables in results_by_stage(plan).values() for v in variables]
    head = (
        _HEAD.replace("{PLAIN}", "import json\n" if compared else "")
        .replace("{PATH}", "from pathlib import Path\n" if compared else "")
        .replace("{PYTEST}", "import pytest\n" if compared or held else "")
        .replace("{DESCRIBED}", "from described import differences\n" if compared else "")
        .replace("{package}", plan.package)
        .replace("{EXPECTED}", _EXPECTED if compared else "")
    )
    parts = [_NAMES.replace("{RESULTS}", repr(names)), *([_VALUES] if compared else [])]
    return formatted("\n\n\n".join([head, *parts, *_command_tests(held, compared=compared)]))


def _held(plan: Plan, *, compared: bool) -> dict[str, dict[str, str]]:
    """Return the commands to run, in their order, and what is held of the values that each gives.

    Those between training and the last one of which something is held run too: they may write what that one reads.
    """
    commands = plan.commands
    if commands.train is None:
        return {}
    held = {"train": _lasting(plan, commands.train, [v.name for v in commands.saves])}
    for name, part in (("evaluate", commands.evaluate), ("infer", commands.infer)):
        if part and part.loads:
            held[name] = _lasting(plan, part, part.gives)
    telling = [name for name in held if held[name] and (compared or name != "train")]
    needed = list(held)[: list(held).index(telling[-1]) + 1] if telling else []
    return {name: held[name] for name in needed}


def _command_tests(held: dict[str, dict[str, str]], *, compared: bool) -> list[str]:
    """Return the tests that the commands, one after the other, give what the whole gives."""
    tests, before = [], ""
    for command, names in held.items():
        fixture = _FIXTURES[command]
        holds = f"assert {fixture}[name] == []" if compared else f"assert name in {fixture}"
        test = _PART if command != "train" else _TRAIN if compared else ""
        tests += [
            part.replace("{COMMAND}", command)
            .replace("{FIXTURE}", fixture)
            .replace("{BEFORE}", before)
            .replace("{NAMES}", repr(list(names)))
            .replace("{HOLDS}", holds)
            for part in ([_COMMAND, test] if test and names else [_COMMAND])
        ]
        before = f", {fixture}"
    return tests


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


_HEAD = '''"""Run the pipeline and hold its results against the values that the notebook had."""

{PLAIN}from dataclasses import fields
{PATH}
{PYTEST}{DESCRIBED}
from {package}.pipeline import Results
{EXPECTED}'''
_EXPECTED = """
EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))
"""
_NAMES = """def test_every_result_is_there(results):
    assert isinstance(results, Results)
    assert [field.name for field in fields(results)] == {RESULTS}"""
_VALUES = """@pytest.mark.parametrize("name", EXPECTED)
def test_result_equals_the_notebooks(results, name):
    assert differences(getattr(results, name), EXPECTED[name]) == []"""
_FIXTURES = {"train": "trained", "evaluate": "evaluated", "infer": "inferred"}
_COMMAND = '''@pytest.fixture(scope="module")
def {FIXTURE}(alone{BEFORE}):
    """Run `{COMMAND}` in a process of its own."""
    return alone("{COMMAND}")'''
_TRAIN = """@pytest.mark.parametrize("name", {NAMES})
def test_training_alone_gives_the_same(trained, name):
    {HOLDS}"""
_PART = """def test_{COMMAND}_goes_on_from_what_was_trained({FIXTURE}):
    for name in {NAMES}:
        {HOLDS}"""
