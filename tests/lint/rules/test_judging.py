"""What judges random notebooks: it tells what is wrong from what is right and alike by coincidence."""

from __future__ import annotations

import pytest

from tests.hidden_state.books import Book, Cell, Statement, draw
from tests.hidden_state.judging import judge
from tests.hidden_state.truth import truth


def book(*cells):
    """Return a notebook of (count, code) pairs."""
    return Book(tuple(Cell(count, (Statement("", text),)) for count, text in cells))


def test_what_is_bound_by_another_cell_and_looks_alike_is_no_invention():
    same = book((1, "a = [1]"), (3, "print(a)"), (2, "a = a + []"))

    verdict = judge(same)

    assert not verdict.differs
    assert verdict.invented == ()
    assert verdict.alike == ((1, "a"),)


def test_what_only_looks_different_to_us_is_an_invention(monkeypatch):
    same = book((1, "a = [1]"), (3, "print(a)"), (2, "b = [2]"))
    swapped = book((1, "a = [1]"), (3, "print(a)"), (2, "a.append(2)"))
    real = truth(same)
    monkeypatch.setattr("tests.hidden_state.judging.truth", lambda _: real)

    assert judge(swapped).invented == ((1, "a"),)


@pytest.mark.parametrize(
    ("statement", "is_event"),
    [("a = a", False), ("a = [*a]", True), ("a.append(2)", True), ("a.reverse()", False)],
)
def test_the_past_of_a_name_is_what_bound_or_changed_its_object(statement, is_event):
    real = truth(book((1, "a = [1]"), (3, "print(a)"), (2, statement)))

    assert ("a" in real.pasts[1]) == is_event


def test_what_is_undone_in_the_same_cell_is_seen():
    real = truth(book((1, "a = [1]"), (3, "a.append(2)\na.pop()"), (2, "a[0] += 1")))

    assert real.names[1] == {"a"}


def test_a_notebook_that_has_deleted_everything_shows_something_all_the_same():
    assert draw(200_748).cells
