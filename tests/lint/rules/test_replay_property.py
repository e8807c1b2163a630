"""NB103 and its like, held against what two runs of generated notebooks really show."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from tests.lint.rules.finding import ERRORS, found
from tests.support import make_notebook

NAMES = ("a", "b")
name = st.sampled_from(NAMES)

# every statement makes a value that tells its whole past, so that equal outputs mean equal histories
binding = st.one_of(
    st.builds("{} = [{}]".format, name, st.integers(1, 9)),
    st.builds("{} = {} + [0]".format, name, name),
    st.builds("{} = {}".format, name, name),
)
change = st.one_of(
    st.builds("{}.append({})".format, name, st.integers(10, 99)),
    st.builds("{} += [{}]".format, name, st.integers(10, 99)),
    st.builds("{}.extend(list({}))".format, name, name),
    st.builds("push({})".format, name),
)
reading = st.builds("print({})".format, name)
CELL = st.one_of(binding, change, reading, reading)
FIRST = "a = [1]\nb = [2]\ndef push(values):\n    values.append(len(values))"


def run(cells, order):
    """Return what each cell prints when run in this order, by index."""
    names: dict[str, object] = {}
    shown = {}
    for index in order:
        said = io.StringIO()
        with redirect_stdout(said):
            exec(cells[index], names)
        shown[index] = said.getvalue()
    return shown


def told(cells, order):
    """Return the indices of cells with an error, when the cells were run in this order."""
    return {
        finding.place.cell - 1
        for finding in found(*cells, counts=_counts(order))
        if finding.code in ERRORS and finding.place
    }


def below(cells, order, causes):
    """Return the indices of these cells, and of those that depend on them in a fresh run."""
    graph = build(scan(make_notebook(*cells, counts=_counts(order))))
    cell_of = [statement.cell - 1 for statement in graph.program.statements]
    flows = {
        (cell_of[edge.source], cell_of[edge.target])
        for edge in graph.dependencies
        if edge.kind == "flow"
    }
    reached = set(causes)
    for index in range(len(cells)):
        if any((cause, index) in flows for cause in reached):
            reached.add(index)
    return reached


def _counts(order):
    return [order.index(index) + 1 for index in range(len(order))]


@settings(max_examples=400, deadline=None)
@given(st.data(), st.lists(CELL, min_size=2, max_size=6))
def test_every_cell_that_shows_something_else_has_a_finding_in_it_or_above(data, drawn):
    cells = [FIRST, *drawn]
    order = [0, *data.draw(st.permutations(range(1, len(cells))))]
    recorded, fresh = run(cells, order), run(cells, sorted(order))

    different = {index for index in fresh if recorded[index] != fresh[index]}

    assert different <= below(cells, order, told(cells, order))


@settings(max_examples=200, deadline=None)
@given(st.data(), st.lists(CELL, min_size=2, max_size=6))
def test_cells_that_read_what_they_read_in_a_fresh_run_are_left_alone(data, drawn):
    """Swapping two cells that share no name changes nothing, and nothing is said."""
    cells = [FIRST, *(cell.replace("b", "a") for cell in drawn), *(ONLY_B)]
    own, other = list(range(1, len(drawn) + 1)), list(range(len(drawn) + 1, len(cells)))
    order = [0, *_shuffled(data, own, other)]

    assert run(cells, order) == run(cells, sorted(order))
    assert told(cells, order) == set()


ONLY_B = ("b.append(3)", "print(b)", "b = b + [4]", "print(b)")


def _shuffled(data, *sequences):
    """Return the items of the sequences in some order that keeps the order of each."""
    left = [list(each) for each in sequences if each]
    order = []
    while left:
        chosen = data.draw(st.sampled_from(left))
        order.append(chosen.pop(0))
        left = [each for each in left if each]
    return order


INDEPENDENT = (
    "import math\nlimit = 3",
    "def area(r):\n    return math.pi * r * r",
    "xs = [area(r) for r in range(limit)]",
    "names = {'one': 1}\nnames['two'] = 2",
    "total = sum(i for i in range(10))",
)


@pytest.mark.parametrize("order", [order for order in permutations(range(5)) if order[0] == 0])
def test_independent_cells_in_any_order_have_no_finding(order):
    if order.index(1) > order.index(2):
        return  # the function is needed first

    assert [
        each.code for each in found(*INDEPENDENT, counts=_counts(order)) if each.code < "NB2"
    ] == []
