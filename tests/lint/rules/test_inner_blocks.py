"""What a statement binds on some path: no name that no cell defines. What it surely asks for first is still one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.lint.rules.finding import found
from tests.support import make_notebook

UNBOUND = {"NB101", "NB102", "NB106"}
_TEXT = Path(__file__).with_name("inner_blocks.txt").read_text(encoding="utf-8")
BOUND_ON_SOME_PATH = {
    part.partition("\n")[0]: part.partition("\n")[2].strip()
    for part in re.split(r"^## ", _TEXT, flags=re.MULTILINE)[1:]
}


def unbound(*cells, **options):
    """Return the names that are said to be bound by no cell, or by one below."""
    return [each.variable for each in found(*cells, **options) if each.code in UNBOUND]


def test_the_cases_are_there():
    assert len(BOUND_ON_SOME_PATH) > 20


@pytest.mark.parametrize("source", BOUND_ON_SOME_PATH.values(), ids=list(BOUND_ON_SOME_PATH))
def test_what_an_inner_block_has_bound_may_be_read_in_the_same_statement(source):
    assert unbound(source) == []


@pytest.mark.parametrize("source", BOUND_ON_SOME_PATH.values(), ids=list(BOUND_ON_SOME_PATH))
def test_a_cell_below_that_binds_it_too_makes_no_difference(source):
    below = "loss = last = prev = data = fh = line = parts = m = err = before = x = one = z = got = h = 1"

    assert unbound(source, below, counts=(2, 1)) == []


def test_a_training_loop_over_two_cells():
    loop = "for e in range(epochs):\n    for b in batches:\n        loss = b * e\n    history.append(loss)"

    assert not found(
        "epochs = 2; batches = [3, 4]", f"history = []\n{loop}", "print(loss, history)"
    )


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("for i in range(3):\n    print(prev)\n    prev = i", "prev"),
        ("for i in range(3):\n    total += i", "total"),
        ("for i in range(3):\n    for j in range(2):\n        print(nowhere)", "nowhere"),
        ("for i in range(2):\n    if i:\n        x = 1\n    else:\n        print(y)", "y"),
        ("for i in range(9):\n    if i > 3:\n        if i > best:\n            best = i", "best"),
        ("while cond:\n    cond = False", "cond"),
        ("try:\n    print(x)\n    x = 1\nfinally:\n    pass", "x"),
        ("with open('a') as f:\n    print(f, q)\n    q = 1", "q"),
        ("if True:\n    x = 1\n    del x\n    print(x)", "x"),
        ("for i in range(2):\n    y = y + 1\n    if i:\n        y = 2", "y"),
        ("if True:\n    if 1:\n        print(x)\n        x = 1\n    print(x)", "x"),
        (
            "for i in range(2):\n    try:\n        1 / i\n    except OSError as e:\n        pass\n    print(e)",
            "e",
        ),
    ],
)
def test_what_is_surely_read_before_anything_binds_it_is_still_found(source, name):
    assert unbound(source) == [name]
    assert unbound(source, f"{name} = 1", counts=(2, 1)) == [name]


def test_a_name_that_a_branch_binds_in_one_cell_may_be_read_in_another():
    assert unbound("import sys\nif sys.argv:\n    name = 1", "print(name)") == []


def test_a_version_from_above_still_counts_as_what_the_loop_may_read():
    cells = ("loss = 1", "for e in [1, 2]:\n    for b in []:\n        loss = 2\n    print(loss)")
    graph_reads = [each.name for each in _fresh_reads(*cells)]

    assert graph_reads == ["loss"]


def _fresh_reads(*cells):
    from nb2pkg.analysis.graph import build
    from nb2pkg.analysis.scan import scan

    return build(scan(make_notebook(*cells))).fresh.reads
