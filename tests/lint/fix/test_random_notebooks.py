"""Random notebooks of all forms of statements, mended and run: the record is shown, and nothing gets worse."""

from __future__ import annotations

from collections import Counter

from nb2pkg.config import Config
from nb2pkg.lint.fix import mend
from tests.hidden_state.books import Book, draw
from tests.hidden_state.truth import run
from tests.support import make_notebook

NOTEBOOKS = 120
WRONG = 6  # in a hundred that were moved: `check` misses a few differences, and of some it can only warn


def outcome(book: Book) -> str:
    """Return what becomes of a notebook, held against its recorded run."""
    recorded = run(book, book.recorded)
    if any(recorded[index].failed for index in book.recorded):
        return "fails by itself"
    done = mend(make_notebook(*book.sources, counts=book.counts), Config())

    def shows_the_record(order) -> bool:
        fresh = run(book, order)
        return all(fresh[index].shown == recorded[index].shown for index in book.recorded)

    if not done.is_changed:
        return "kept"
    before = shows_the_record(range(len(book.cells)))
    after = shows_the_record([number - 1 for number in done.order])
    if before and not after:
        return "worse"
    if after:
        return "mended"
    is_left = any(left.finding.severity == "error" for left in done.left)
    return "in part" if is_left else "wrong"


def test_what_is_mended_shows_the_record_and_nothing_gets_worse():
    found = Counter(outcome(draw(seed)) for seed in range(NOTEBOOKS))

    assert found["worse"] == 0
    assert found["mended"] >= NOTEBOOKS / 3
    assert found["wrong"] <= WRONG * found["mended"] / 100
