"""Which raw row is behind each row that the notebook predicts for: found by value."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy

from .tables import Pairing

_NEAR = 1e-6  # of a number: how far around it a candidate is looked for


class Found(NamedTuple):
    """For each row of the notebook its row among the prepared ones; or the first that is not there, and why."""

    rows: list[int]
    missing: tuple[int, str] | None = None


def find(pairing: Pairing, labelled: dict[Any, int]) -> Found:
    """Find each row of mine among theirs; `labelled` says which of theirs has a label of mine."""
    count = len(pairing.mine)
    rows = _by_label(pairing, labelled)
    if (rows < 0).any():
        _by_bytes(pairing, rows)
    if (rows < 0).any():
        _by_neighbourhood(pairing, rows)
    for here in range(count):
        if rows[here] < 0:
            return Found([], (here, _nearest(pairing, here, labelled)))
    return Found([int(row) for row in rows])


def _by_label(pairing: Pairing, labelled: dict[Any, int]) -> Any:
    """Return the rows with the same label and the same values, and -1 for the others."""
    labels = pairing.mine.labels
    if labels is None or not labelled:
        return numpy.full(len(pairing.mine), -1)
    there = numpy.array([labelled.get(label, -1) for label in labels], dtype=int)
    if len(pairing.theirs):
        agrees = pairing.same(numpy.arange(len(there)), there).all(axis=1)
        there[~agrees] = -1
    return there


def _by_bytes(pairing: Pairing, rows: Any) -> None:
    """Find rows that are the same to the last bit; of several such each is taken once, as long as there are."""
    places: dict[bytes, list[int]] = {}
    for there, key in enumerate(_keys(pairing.b)):
        places.setdefault(key, []).append(there)
    taken: dict[bytes, int] = {}
    for here, key in enumerate(_keys(pairing.a)):
        if rows[here] < 0 and key in places:
            number = taken.get(key, 0)
            rows[here] = places[key][number % len(places[key])]
            taken[key] = number + 1


def _keys(numbers: Any) -> list[bytes]:
    steady = numpy.where(numpy.isnan(numbers), numpy.nan, numbers) + 0.0  # one NaN, one zero
    return [row.tobytes() for row in numpy.ascontiguousarray(steady)]


def _by_neighbourhood(pairing: Pairing, rows: Any) -> None:
    """Find rows that are the same within what was agreed, among those whose most varied number is close."""
    column = _most_varied(pairing.b)
    numbers = numpy.where(numpy.isnan(pairing.b[:, column]), numpy.inf, pairing.b[:, column])
    order = numpy.argsort(numbers, kind="stable")
    ranked = numbers[order]
    for here in numpy.flatnonzero(rows < 0):
        value = pairing.a[here, column]
        value = numpy.inf if numpy.isnan(value) else value
        around = _NEAR * abs(value) + pairing.absolute[column] if numpy.isfinite(value) else 0.0
        low = numpy.searchsorted(ranked, value - around, "left")
        high = numpy.searchsorted(ranked, value + around, "right")
        candidates = order[low:high]
        agrees = pairing.same(numpy.full(len(candidates), here), candidates).all(axis=1)
        if agrees.any():
            rows[here] = candidates[agrees.argmax()]


def _most_varied(numbers: Any) -> int:
    return int(numpy.argmax([len(numpy.unique(numbers[:, n])) for n in range(numbers.shape[1])]))


def _nearest(pairing: Pairing, here: int, labelled: dict[Any, int]) -> str:
    """Say in which column a row first differs from the prepared row that is most like it."""
    labels = pairing.mine.labels
    there = labelled.get(labels[here], -1) if labels else -1
    if not len(pairing.theirs):
        return "there are no prepared rows"
    if there < 0:
        everywhere = numpy.arange(len(pairing.theirs))
        there = int(
            pairing.same(numpy.full(len(everywhere), here), everywhere).sum(axis=1).argmax()
        )
    column = int((~pairing.same([here], [there])[0]).argmax())
    name, mine, theirs = pairing.shown(here, there, column)
    return f"`{name}` is {mine} in the notebook, and {theirs} when prepared from the file"


def labelled_rows(positions: list[int], labels: list[Any] | None) -> dict[Any, int]:
    """Return which prepared row has which label; `labels` are those of the notebook's frame as it was read."""
    rows = {position: there for there, position in enumerate(positions)}
    if labels is None or len(set(map(_hashed, labels))) < len(labels):
        return dict(rows)
    return {label: rows[place] for place, label in enumerate(labels) if place in rows}


def _hashed(label: Any) -> Any:
    return label if getattr(label, "__hash__", None) else repr(label)
