"""The fewest moves, and where cells go."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.lint.fix.demands import Demands
from nb2pkg.lint.fix.moves import arranged, moved_cells


@pytest.mark.parametrize(
    ("demands", "order", "moved"),
    [
        ([], (1, 2, 3, 4), set()),
        ([(1, 2), (2, 4)], (1, 2, 3, 4), set()),
        ([(4, 2)], (1, 4, 2, 3), {4}),  # a definition moves up, right above its reader
        ([(3, 1), (4, 1)], (2, 3, 4, 1), {1}),  # a reader moves down: one move, not two
        ([(4, 3), (3, 2), (2, 1)], (4, 3, 2, 1), {2, 3, 4}),
        ([(3, 1), (1, 2)], (3, 1, 2, 4), {3}),
        ([(3, 2), (4, 2), (2, 1)], (3, 4, 2, 1), {1, 2}),
    ],
)
def test_as_few_cells_move_as_can_be(demands, order, moved):
    wanted = Demands(demands)
    cells = [1, 2, 3, 4]

    found = moved_cells(cells, wanted)

    assert found == moved
    assert arranged(cells, {}, found, wanted) == order


def test_texts_go_with_their_cell_and_others_stay():
    # 1 is a title, 2 a text of cell 3, 4 a section, 5 a text of cell 6
    demands = Demands([(6, 3)])
    texts = {3: [2], 6: [5]}

    moved = moved_cells([3, 6, 7], demands)

    assert arranged(range(1, 8), texts, moved, demands) == (1, 5, 6, 2, 3, 4, 7)


def test_a_circle_is_refused_and_leaves_what_was_there():
    demands = Demands([(1, 2)])

    assert demands.add([(2, 3)])
    assert not demands.add([(4, 5), (3, 1)])
    assert demands.before(5) == frozenset()
    assert demands.before(3) == {1, 2}


@st.composite
def problems(draw):
    size = draw(st.integers(1, 6))
    real = draw(st.permutations(range(1, size + 1)))
    pairs = list(combinations(real, 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return size, chosen


@given(problems())
def test_no_order_that_meets_all_demands_moves_fewer_cells(problem):
    size, pairs = problem
    demands, cells = Demands(pairs), list(range(1, size + 1))

    moved = moved_cells(cells, demands)
    order = arranged(cells, {}, moved, demands)

    assert sorted(order) == cells
    assert all(order.index(first) < order.index(after) for first, after in pairs)
    assert [cell for cell in order if cell not in moved] == [c for c in cells if c not in moved]
    for count in range(len(moved)):
        for stay in combinations(cells, size - count):
            assert any(a > b and a in demands.before(b) for a in stay for b in stay)


def test_many_cells_in_the_opposite_order_take_no_deep_recursion():
    cells = list(range(1, 400))
    demands = Demands((cell + 1, cell) for cell in cells[:-1])

    moved = moved_cells(cells, demands)

    assert len(moved) == len(cells) - 1
    assert arranged(cells, {}, moved, demands) == tuple(reversed(cells))
