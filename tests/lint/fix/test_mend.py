"""Which cells a notebook has moved, and what is left."""

from __future__ import annotations

import pytest

from nb2pkg.config import Config
from nb2pkg.lint.fix import mend
from tests.support import make_notebook

USE, DEFINE = "print(threshold)", "threshold = 0.5"


def order_of(*cells, unsafe=False, **options) -> tuple[int, ...]:
    return mend(make_notebook(*cells, **options), Config(), unsafe=unsafe).order


def left_of(*cells, unsafe=False, **options) -> list[tuple[str, bool]]:
    done = mend(make_notebook(*cells, **options), Config(), unsafe=unsafe)
    return [(left.finding.code, left.is_guess) for left in done.left]


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        (("x = 1", "print(x)"), (1, 2)),
        (("x = 1", "print(x)"), (None, None)),
        (("print(1)", "print(2)"), (2, 1)),  # nothing depends on the order
        (("import json", "print(json)", "import json"), (3, 2, 1)),
        (("for i in range(3):\n    print(i)", "for i in range(4):\n    print(i)"), (2, 1)),
        (("x = 1", "print(x)", "x = 2"), (1, 2, 3)),
        (("x = 1", "y = 2", "print(x)", "print(y)"), (2, 1, 4, 3)),
    ],
)
def test_nothing_moves_where_a_fresh_run_gives_the_same(cells, counts):
    done = mend(make_notebook(*cells, counts=counts), Config())

    assert not done.is_changed
    assert not done.left
    assert done.order == tuple(range(1, len(cells) + 1))


@pytest.mark.parametrize(
    ("cells", "counts", "expected"),
    [
        ((USE, DEFINE), (2, 1), (2, 1)),
        ((USE, DEFINE), (None, None), (2, 1)),
        (("x = [3, 1]", "print(x)", "x.sort()"), (1, 3, 2), (1, 3, 2)),
        (("rows = [1]", "del rows", "print(rows)"), (1, 3, 2), (1, 3, 2)),
        (("rows = [1]", "del rows", "print(rows)"), (None,) * 3, (1, 3, 2)),
        # one reader moves below two definitions
        (("print(a + b)", "a = 1", "b = 2"), (3, 1, 2), (2, 3, 1)),
        # cells that have nothing to do with it keep their places
        (("import json", USE, "z = 1", DEFINE, "y = 2"), (5, 4, 3, 2, 1), (1, 4, 2, 3, 5)),
        # the value that the record has, of several
        (("x = 1", "print(x)", "x = 2", "print(x)"), (2, 3, 1, 4), (3, 1, 2, 4)),
        (("x = 1", "x = 2", "print(x)"), (2, 1, 3), (2, 1, 3)),
        # what a definition needs comes along
        (
            ("print(f(1))", "def f(v):\n    return g(v)", "def g(v):\n    return v"),
            (3, 1, 2),
            (2, 3, 1),
        ),
        # a file that only a lower cell writes
        (("print(open('a').read())", "open('a', 'w').write('1')"), (2, 1), (2, 1)),
        # draws after a seed
        (("import random", "print(random.random())", "random.seed(1)"), (1, 3, 2), (1, 3, 2)),
    ],
)
def test_the_order_of_the_record_is_restored_with_the_fewest_moves(cells, counts, expected):
    done = mend(make_notebook(*cells, counts=counts), Config())

    assert done.order == expected
    assert not done.left
    assert done.mended
    assert mend(done.after, Config()).order == tuple(range(1, len(cells) + 1))


@pytest.mark.parametrize(
    ("cells", "counts", "guess"),
    [
        # several candidates
        ((USE, DEFINE, "threshold = 0.7"), (None,) * 3, (2, 1, 3)),
        # the definition ran after its reader: it must have been run before, as whatever it was then
        ((USE, DEFINE), (1, 2), (2, 1)),
        # never run
        ((USE, DEFINE), (1, None), (2, 1)),
        (("x = 1", "x = x * 2", "print(x)"), (1, None, 2), (1, 3, 2)),
        # run twice between
        (("x = []", "print(x)", "x.append(1)"), (1, 4, 3), (1, 3, 2)),
    ],
)
def test_what_can_only_be_guessed_is_done_when_it_is_asked_for(cells, counts, guess):
    unchanged = tuple(range(1, len(cells) + 1))

    assert order_of(*cells, counts=counts) == unchanged
    assert any(is_guess for _, is_guess in left_of(*cells, counts=counts))
    assert order_of(*cells, counts=counts, unsafe=True) == guess


@pytest.mark.parametrize(
    ("cells", "counts", "expected"),
    [
        # no finding is about these, and either way one cell moves: that of the record is taken
        (
            ("import os", "print(x, os.getcwd())", "os.chdir('d')", "x = 1"),
            (1, 4, 3, 2),
            (1, 3, 4, 2),
        ),
        (
            ("import os", "print(x, os.getenv('A'))", "os.environ['A'] = 'b'", "x = 1"),
            (1, 4, 3, 2),
            (1, 3, 4, 2),
        ),
        (("print(x)\n!cat a", "!date > a", "x = 1"), (3, 2, 1), (2, 3, 1)),
        (("print(x, open('a').read())", "!date > a", "x = 1"), (3, 2, 1), (2, 3, 1)),
        # what may be done in a branch
        (("x = 1", "if x: del x", "print(y)", "y = x"), (1, 4, 3, 2), (1, 4, 2, 3)),
        # where they agree with the file, the lower cell moves
        (("print(x, open('a').read())", "!date > a", "x = 1"), (2, 3, 1), (3, 1, 2)),
        (("print(x)", "!date > a", "x = 1"), (3, 2, 1), (3, 1, 2)),
    ],
)
def test_of_equally_few_moves_those_are_made_that_follow_the_record(cells, counts, expected):
    assert order_of(*cells, counts=counts) == expected


def test_what_no_order_mends_is_left_and_the_rest_is_mended():
    cells = ("print(nope)", USE, DEFINE)

    assert order_of(*cells, counts=(3, 2, 1)) == (1, 3, 2)
    assert left_of(*cells, counts=(3, 2, 1)) == [("NB101", False)]
    assert left_of(*cells, counts=(3, 2, 1), unsafe=True) == [("NB101", False)]


@pytest.mark.parametrize(
    "cells",
    [
        ("print(x)\nx = 1",),  # within a cell
        ("a = b", "b = a"),  # a circle
    ],
)
def test_what_moving_cells_cannot_mend_says_why(cells):
    done = mend(make_notebook(*cells, counts=(None,) * len(cells)), Config(), unsafe=True)

    assert not done.is_changed
    assert done.left
    assert all(left.why for left in done.left)


def test_a_cell_that_is_no_python_is_left():
    assert order_of(USE, DEFINE, "print(", counts=(3, 1, 2)) == (2, 1, 3)
    assert left_of(USE, DEFINE, "print(", counts=(3, 1, 2)) == [("NB903", False)]


def test_a_silenced_finding_moves_nothing():
    assert order_of("print(t)  # nb2pkg: ignore[NB102]", "t = 1", counts=(2, 1)) == (1, 2)


def test_a_move_that_would_bring_another_finding_is_not_made():
    cells = ("x = 1", "%run other.py", "print(y)", "y = x")

    done = mend(make_notebook(*cells, counts=(None,) * 4), Config())

    assert {each.finding.code for each in done.left} <= {"NB102"}
    assert done.order in {(1, 2, 3, 4), (1, 2, 4, 3)}


def test_a_text_about_one_cell_moves_with_it_and_a_heading_of_many_stays():
    cells = (
        "# %% [markdown]\n# Title",
        "# %% [markdown]\nshown here",
        "print(t)",
        "# %% [markdown]\n## Part",
        "# %% [markdown]\nthe threshold",
        "t = 1",
        "u = 1",
    )

    assert order_of(*cells, counts=(2, 1, 3)) == (1, 5, 6, 2, 3, 4, 7)


def test_a_heading_over_one_cell_alone_moves_with_it():
    cells = (
        "print(t)",
        "# %% [markdown]\n## Threshold",
        "t = 1",
        "# %% [markdown]\n## Next",
        "u = 1",
    )

    assert order_of(*cells, counts=(2, 1, 3)) == (2, 3, 1, 4, 5)


def test_a_notebook_in_another_language_is_left_alone():
    done = mend(make_notebook("print(x)", "x <- 1", counts=(2, 1), language="R"), Config())

    assert not done.is_changed
