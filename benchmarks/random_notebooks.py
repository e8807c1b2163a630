"""Does `check` see hidden state? Random notebooks are run in both orders, and held against what is said of them.

    python benchmarks/random_notebooks.py --count 50000 [--seed N] [--jobs 2] [--flavour data]
    python benchmarks/random_notebooks.py --only 4711                # one seed again, shrunken

A notebook is run in the order of its execution counts and from top to bottom. Missed: a cell shows something else, and
neither it nor a cell that it depends on has a finding. Invented: there is an error about a name that stands for the
same in both runs, and nothing that depends on it shows anything else. Where other statements have made the same of a
name by coincidence, what is said of it is right; it is counted apart. Where a fresh run fails, and that is told,
nobody asks what comes of it. What goes wrong is shrunken by leaving out cells and statements, and counted by the forms
of the statements that are left. The flavour "data" needs pandas and scikit-learn.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.hidden_state.books import Book, draw  # noqa: E402
from tests.hidden_state.judging import judge  # noqa: E402
from tests.hidden_state.shrinking import cause, shrunken, text  # noqa: E402

_AT_ONCE = 20


class Wrong(NamedTuple):
    """A notebook of which the wrong thing was said, as small as it could be made."""

    seed: int
    kind: str
    cause: str
    text: str


class Looked(NamedTuple):
    """What came of a seed."""

    outcome: str
    wrong: tuple[Wrong, ...] = ()
    is_alike: bool = False  # something was told of what is the same by coincidence


def main() -> int:
    """Judge the notebooks that the command line asks for; return 1 where something was missed or invented."""
    given = _arguments()
    began = time.monotonic()
    outcomes: Counter[str] = Counter()
    wrong: list[Wrong] = []
    alike = 0
    try:
        for looked in _looked_at(given):
            outcomes[looked.outcome] += 1
            wrong += looked.wrong
            alike += looked.is_alike
            if outcomes.total() % 1000 == 0:
                print(f"{outcomes.total()} done, {len(wrong)} wrong", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        print("interrupted")
    for kind in ("missed", "invented"):
        _print_causes(kind, [each for each in wrong if each.kind == kind], given.show)
    kinds = Counter(each.kind for each in wrong)
    print(
        f"{outcomes.total()} notebooks: {outcomes['fails']} fail in the recorded order, {outcomes['differs']} differ, "
        f"{kinds['missed']} missed, {kinds['invented']} invented, "
        f"{alike} told of values that are alike by coincidence, {time.monotonic() - began:.0f} s"
    )
    return int(bool(wrong))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Hold findings against random notebooks.")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--only", type=int, help="one seed alone")
    parser.add_argument("--flavour", choices=("python", "data"), default="python")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, default=60, help="causes to show, with an example each")
    return parser.parse_args()


def _looked_at(given: argparse.Namespace) -> Iterator[Looked]:
    seeds = range(given.seed, given.seed + given.count)
    if given.only is not None:
        seeds = range(given.only, given.only + 1)
    work = [(seed, given.flavour) for seed in seeds]
    if given.jobs == 1:
        yield from map(_look, work)
        return
    with multiprocessing.get_context("fork").Pool(given.jobs) as pool:
        yield from pool.imap(_look, work, chunksize=_AT_ONCE)


def _look(work: tuple[int, str]) -> Looked:
    seed, flavour = work
    book = draw(seed, flavour)
    verdict = judge(book)
    if verdict.fails:
        return Looked("fails")
    wrong = tuple(_wrong(seed, book, kind) for kind in verdict.kinds)
    return Looked("differs" if verdict.differs else "same", wrong, bool(verdict.alike))


def _wrong(seed: int, book: Book, kind: str) -> Wrong:
    small = shrunken(book, lambda less: kind in judge(less).kinds)
    return Wrong(seed, kind, cause(small), text(small))


def _print_causes(kind: str, wrong: list[Wrong], most: int) -> None:
    by_cause: defaultdict[str, list[Wrong]] = defaultdict(list)
    for each in wrong:
        by_cause[each.cause].append(each)
    ranked = sorted(by_cause.items(), key=lambda item: (-len(item[1]), item[0]))
    for name, those in ranked[:most]:
        example = min(those, key=lambda each: len(each.text))
        print(f"{kind} {len(those)}: {name} (seed {example.seed})\n{example.text}")
    if len(ranked) > most:
        print(f"{kind}: and {len(ranked) - most} more causes")


if __name__ == "__main__":
    raise SystemExit(main())
