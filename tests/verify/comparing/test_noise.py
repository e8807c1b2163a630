"""What hangs on values that differ between two runs of the notebook itself."""

from __future__ import annotations

import pytest

from nb2pkg.verify.comparing.noise import Noise
from nb2pkg.verify.comparing.outputs import shown
from nb2pkg.verify.comparing.questions import Answer
from nb2pkg.verify.comparing.values import Pair, Source
from nb2pkg.verify.comparing.verdict import CellTriple, Findings, judge_cell, judge_values
from nb2pkg.verify.model import NotCompared
from nb2pkg.verify.names import RunName
from nb2pkg.verify.runnable import RunnableCell, RunnableNotebook

BOOK = RunnableNotebook(
    tuple(
        RunnableCell("code", source, (), ())
        for source in (
            "import matplotlib.pyplot as plt",
            "search = make()\nsearch.fit(X)",
            "search.best_params_",
            "best = search.best_params_['depth']\nplt.plot(best)",
            "model = Tree(max_depth=best)\nother = Tree(max_depth=3)",
            "model.fit(X)\nother.fit(X)\nbest = 3",
            "other.score(X)",
        )
    )
)
NOISE = Noise(BOOK, {("search", 2)})


def test_what_is_made_of_a_noisy_value_may_differ_as_well():
    assert NOISE.of_value("best", 4) == "search"
    assert NOISE.of_value("model", None) == "search"
    assert NOISE.of_output(3) == "search"


def test_what_is_not_made_of_it_may_not():
    assert NOISE.of_value("other", None) is None
    assert NOISE.of_value("best", None) is None  # bound anew to something else
    assert NOISE.of_value("plt", None) is None
    assert NOISE.of_output(2) is None
    assert NOISE.of_output(7) is None
    assert Noise(BOOK, ()).of_output(3) is None


def test_a_noisy_value_seen_at_the_end_is_noisy_from_where_it_was_made():
    noise = Noise(BOOK, {("best", None)})

    assert noise.of_value("model", 5) == "best"
    assert noise.of_value("best", 3) is None


def test_a_difference_that_may_be_noise_is_neither_a_match_nor_a_mismatch():
    findings = Findings()
    pairs = tuple(
        Pair(name, 5, ("train",), Source(RunName.FIRST, "at-4"), Source(RunName.COMMANDS, "step-1"))
        for name in ("model", "other")
    )
    alike = Answer(same=True)
    apart = Answer(same=False, notebook="Tree(2)", package="Tree(4)")
    judge_values(findings, pairs, [apart, alike], NOISE)
    assert (findings.status(), findings.values) == ("unverified", [True])
    assert findings.not_compared == [
        NotCompared(
            "model (cell 5)",
            "it differs, which may be because search differs between two runs of the notebook itself",
            is_ours=True,
        )
    ]

    judge_values(findings, pairs, [alike, apart], NOISE)
    assert findings.status() == "mismatch"


def test_what_a_cell_shows_of_a_noisy_value_is_neither_a_match_nor_a_mismatch():
    two, four = (
        shown([{"output_type": "stream", "name": "stdout", "text": text}]) for text in ("2", "4")
    )
    for cell, said in ((3, "unverified"), (7, "mismatch")):
        findings = Findings(values=[True])
        judge_cell(findings, CellTriple(cell, two, two, four), [], frozenset(), NOISE)
        assert findings.status() == said


@pytest.mark.parametrize(
    "start",
    [
        "threading.Thread(target=tick).start()",
        "class Ticker(Thread):\n    pass\nTicker().start()",
        "task = asyncio.create_task(tick())",
    ],
)
def test_what_goes_on_behind_its_cell_may_print_into_any_later_one(start):
    cells = ("x = 1", start, "print(x)", "print(x)")
    book = RunnableNotebook(tuple(RunnableCell("code", source, (), ()) for source in cells))
    one, two = (
        shown([{"output_type": "stream", "name": "stdout", "text": text}])
        for text in ("1\ntick", "1\ntick\ntick")
    )

    def status(cell: int, restless: list[int]) -> str:
        findings = Findings(values=[True])
        noise = Noise(book, (), restless)
        judge_cell(findings, CellTriple(cell, one, one, two), [], frozenset(), noise)
        return findings.status()

    assert status(4, restless=[3]) == status(3, restless=[4]) == "unverified"
    assert status(1, restless=[3]) == "mismatch"  # nothing has been started yet
    assert status(4, restless=[]) == "mismatch"  # the notebook repeats itself
    assert status(4, restless=[1]) == "mismatch"  # what differs has another reason
    assert status(3, restless=[3]) != "match"


def test_without_anything_that_goes_on_a_restless_cell_excuses_no_other():
    assert Noise(BOOK, (), [3]).of_output(4) is None
