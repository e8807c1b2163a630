"""What holds for every rule."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import nb2pkg.lint.rules
from nb2pkg.config import Config
from nb2pkg.lint.rules import RULES, all_rules
from tests.lint.rules.finding import found

ALL_RULES = all_rules()

HEADINGS = ("What it does", "Why is this bad?", "Example", "Use instead")
WITHOUT_EXAMPLE = {"NB901", "NB904", "NB905"}  # what they are about is no notebook of Python cells


def kebab(name: str) -> str:
    """Return a class's name as words."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name.removesuffix("Rule")).lower()


def example_names(kind: str) -> list[str]:
    """Return a name for each example of a kind: the code, and a number."""
    return [
        f"{rule.code}-{number}"
        for rule in ALL_RULES
        for number, _ in enumerate(getattr(rule, kind), 1)
    ]


def test_every_file_of_the_folder_is_listed():
    folder = Path(nb2pkg.lint.rules.__file__).parent
    files = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")}

    assert {rule.__module__.rpartition(".")[2] for rule in ALL_RULES} == files


def test_codes_are_unique_and_ascend():
    codes = [rule.code for rule in ALL_RULES]

    assert codes == sorted(set(codes))


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_names_of_file_class_and_rule_agree(rule):
    assert RULES[rule.code].name == rule.name == kebab(rule.__name__)
    assert rule.__module__.rpartition(".")[2].replace("_", "-") == rule.name


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_the_default_of_a_rule_is_that_of_the_settings(rule):
    assert Config().is_selected(rule.code) == rule.is_on_by_default


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_a_rule_explains_itself(rule):
    page = rule.page()

    assert re.findall(r"^## (.*)$", page, re.MULTILINE)[:4] == list(HEADINGS)
    assert page.startswith(f"# {rule.code} {rule.name}\n")


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_the_code_on_a_page_parses(rule):
    blocks = re.findall(r"```(\w+)\n(.*?)```", rule.page(), re.DOTALL)

    assert len(blocks) >= 2
    for language, block in blocks:
        if language == "python":
            ast.parse(re.sub(r"(?m)^[%!].*$", "pass", block))
        elif language == "json" and rule.code != "NB901":
            json.loads(block)


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in ALL_RULES for example in rule.valid],
    ids=example_names("valid"),
)
def test_nothing_is_said_of_a_valid_example(rule, example):
    codes = [f.code for f in found(*example.cells, counts=example.counts, failed=example.failed)]

    assert rule.code not in codes


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, example) for rule in ALL_RULES for example in rule.invalid],
    ids=example_names("invalid"),
)
def test_an_invalid_example_is_found(rule, example):
    codes = [f.code for f in found(*example.cells, counts=example.counts, failed=example.failed)]

    assert rule.code in codes


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.code)
def test_a_rule_has_examples_both_ways(rule):
    assert rule.valid
    assert bool(rule.invalid) == (rule.code not in WITHOUT_EXAMPLE)
