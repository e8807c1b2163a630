"""Rows that are sent one by one, each as a file of its own, through the entry that `infer` uses."""

from __future__ import annotations

import os

from ..process import seed
from . import sampling
from .answers import Expected, Fault, Judged, judge
from .places import EXPECTED, Place
from .served import Package, RefusedError

ALONE = "alone"


def send_alone(place: Place, share: int) -> None:
    """Send the share of one process, and leave what came of each row; every process has other rows."""
    raw = place.raw()
    expected: Expected = place.load(EXPECTED)
    asked, count = expected.positions, place.job["places"]
    wanted = {row: number for number, row in reversed(list(enumerate(asked)))}
    rows = sampling.alone(raw.source, raw.columns, asked, list(expected.places))
    package = Package(place.job, place.entry["model"])
    package.listen()
    found: list[tuple[int, Judged]] = []
    for number in range(share, len(rows), count):
        row = rows[number]
        seed(2_000_003 + number)
        columns = sampling.ordered(raw.columns, number)
        path = raw.source.write(place.path(f"alone-{share}"), [row], columns)
        try:
            served = package.answer(path)
            judged = judge(expected, [row], served, [wanted.get(row)])
        except RefusedError as error:
            judged = Judged({}, Fault(row, str(error)))
        found.append((number, judged))
    place.dump(_file(share), found)


def load_alone(place: Place) -> list[Judged]:
    """Return what came of each row, in their order."""
    shares = (_file(share) for share in range(place.job["places"]))
    parts = [place.load(name) for name in shares if os.path.exists(place.path(name))]
    numbered: list[tuple[int, Judged]] = sorted(
        (each for part in parts for each in part), key=lambda each: each[0]
    )
    return [judged for _, judged in numbered]


def _file(share: int) -> str:
    return f"alone-{share}.pkl"
