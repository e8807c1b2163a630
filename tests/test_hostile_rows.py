"""The table of hostile inputs is whole: every row has tests, and they are there."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests import test_hostile_inputs
from tests.hostile_rows import ASKED, EITHER, EXTRACT, ROWS, RUNS, TABLE
from tests.verify.running import test_hostile_runs

ROOT = Path(__file__).parent.parent
CASES: dict[str, Iterable[str]] = {
    TABLE: test_hostile_inputs.FILES,
    EITHER: test_hostile_inputs.LENIENT,
    ASKED: test_hostile_inputs.ON_REQUEST,
    EXTRACT: test_hostile_inputs.EXTRACTED,
    RUNS: test_hostile_runs.CELLS,
}


def numbered(cases: Iterable[str]) -> set[int]:
    """Return the rows that the names of these cases are about."""
    words = [name.partition(":")[0].split() for name in cases]
    return {int(word[1]) for word in words if word[0] == "row"}


def test_every_row_has_a_test():
    assert list(ROWS) == list(range(1, 129))
    assert [number for number, row in ROWS.items() if not (row.what and row.tests)] == []


def test_every_test_that_a_row_names_is_there():
    named = Counter(test.partition("::")[0] for row in ROWS.values() for test in row.tests)
    there = {f"{path}::{name}" for path in named for name in functions(ROOT / path)}

    assert {test for row in ROWS.values() for test in row.tests} - there == set()


@pytest.mark.parametrize("test", CASES)
def test_tests_with_cases_have_one_for_each_of_their_rows_and_for_no_other(test):
    assert numbered(CASES[test]) == {n for n, row in ROWS.items() if test in row.tests}


def functions(path: Path) -> list[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
