"""Small notebooks with a trap, or with what looks like one: held against what two runs of them really show."""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import math
import random
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from tests.lint.rules.finding import ERRORS, found
from tests.support import make_notebook

AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


def _cases():
    files = ("hidden_state.txt", "hidden_state_of_members.txt", "hidden_state_of_calls.txt")
    text = "\n".join(Path(__file__).with_name(name).read_text() for name in files)
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, cells = part.partition("\n")
        name, _, order = title.rstrip(")").rpartition(" (")
        yield name, cells.strip().split("\n# %%\n"), [int(each) for each in order.split()]


CASES = list(_cases())


def run(cells, order):
    """Return what each cell shows when the cells are run in this order, by number."""
    random.seed(9)
    names: dict[str, object] = {"__name__": "__main__"}
    kept = dict(vars(math))
    try:
        return {number: _run_cell(cells[number - 1], names) for number in order}
    finally:
        vars(math).update(kept)


def _run_cell(source, names):
    """Return what a cell prints, and what its last expression gives."""
    said = io.StringIO()
    tree = ast.parse(re.sub(r"^%time ", "", source))
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with redirect_stdout(said):
        try:
            _run_code(tree, "exec", names)
            if isinstance(last, ast.Expr):
                shown = _run_code(ast.Expression(last.value), "eval", names)
                print("" if shown is None else repr(shown))
        except Exception as error:  # noqa: BLE001  (that a cell fails is something to see as well)
            print(repr(error))
    return re.sub("0x[0-9a-f]+", "", said.getvalue())


def _run_code(tree, mode, names):
    given = eval(compile(tree, "<cell>", mode, AWAIT), names)
    return asyncio.run(given) if inspect.iscoroutine(given) else given


def below(cells, counts, causes):
    """Return these cells, and those that depend on them."""
    graph = build(scan(make_notebook(*cells, counts=counts)))
    cell_of = [statement.cell for statement in graph.program.statements]
    flows = {(cell_of[e.source], cell_of[e.target]) for e in graph.dependencies if e.kind == "flow"}
    reached = set(causes)
    for number in range(1, len(cells) + 1):
        if any((cause, number) in flows for cause in reached):
            reached.add(number)
    return reached


@pytest.mark.parametrize(
    ("cells", "order"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_what_differs_is_told_and_what_is_told_differs(cells, order, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    counts = [order.index(number) + 1 for number in range(1, len(cells) + 1)]
    recorded, fresh = run(cells, order), run(cells, sorted(order))
    told = {
        each.place.cell
        for each in found(*cells, counts=counts)
        if each.code in ERRORS and each.place is not None
    }

    different = {number for number in fresh if recorded[number] != fresh[number]}

    assert different <= below(cells, counts, told)
    assert all(below(cells, counts, {number}) & different for number in told)


def test_there_are_traps_and_things_that_only_look_like_one(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    differ = [run(cells, order) != run(cells, sorted(order)) for _, cells, order in CASES]

    assert differ.count(True) > 60
    assert differ.count(False) > 10
