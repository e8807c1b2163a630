"""Whether what `infer` says of rows is what the notebook said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy

from .served import RefusedError, Served, predictions
from .tables import Limits, Pairing, Table, close, limits_of, shown, taken

_TRUTH = {"True": 1.0, "False": 0.0}


class Expected(NamedTuple):
    """What is known of the raw rows: how they are prepared, and what the notebook predicts for some of them."""

    positions: list[int]  # the raw row behind each row of the notebook
    said: Table  # the notebook's predictions
    prepared: Table  # all raw rows that can be predicted
    limits: list[Limits]  # of their columns
    places: dict[int, int]  # where each raw row stands among them
    answers: dict[int, dict[str, str]]  # what `infer` says of each when it is given all


class Fault(NamedTuple):
    """Where a row is not what it was: its position in the file, or none, and what differs."""

    row: int | None
    text: str


class Judged(NamedTuple):
    """How many of the notebook's rows came out the same in one file, and the first fault."""

    right: dict[int, bool]  # by raw row
    fault: Fault | None = None

    @property
    def is_right(self) -> bool:
        """Tell whether all rows came out the same."""
        return self.fault is None and bool(self.right) and all(self.right.values())


def judge(
    expected: Expected, rows: Sequence[int], served: Served, wanted: Sequence[int | None]
) -> Judged:
    """Hold the answers for raw rows against what is wanted of each: a row of the notebook, or None."""
    if len(served.answers) != len(rows):
        return Judged({}, Fault(None, f"{len(served.answers)} answers for {len(rows)} rows"))
    if len(served.predicted) != len(rows):
        lost = next(
            n for n, row in enumerate(served.answers) if not any(row[c] for c in predictions(row))
        )
        return Judged(
            {}, Fault(rows[lost], f"it is not predicted: {served.answers[lost].get('note', '')}")
        )
    prepared, fault = _same_features(expected, rows, served)
    if fault is not None and not prepared:
        return Judged({}, fault)
    right: dict[int, bool] = {}
    predicted, differing = _same_answers(expected, rows, served, wanted)
    for row, features, answer in zip(rows, prepared, predicted):
        right[row] = bool(features and answer) and right.get(row, True)
    return Judged(right, fault or differing)


def _same_features(
    expected: Expected, rows: Sequence[int], served: Served
) -> tuple[list[bool], Fault | None]:
    """Tell which rows were prepared as they are when all are given."""
    if served.prepared is None:
        return [], Fault(None, "the model is not asked for one row for each row")
    there = [expected.places[row] for row in rows]
    try:
        pairing = Pairing(served.prepared, taken(expected.prepared, there), expected.limits)
    except ValueError as error:
        return [], Fault(None, f"the model is given another form of rows than for all: {error}")
    here = numpy.arange(len(rows))
    agrees = pairing.same(here, here)
    whole = agrees.all(axis=1)
    if whole.all():
        return [True] * len(rows), None
    first = int((~whole).argmax())
    name, apart, together = pairing.shown(first, first, int((~agrees[first]).argmax()))
    told = f"`{name}` is {apart}, and {together} where all rows of the file are given"
    return [bool(one) for one in whole], Fault(rows[first], told)


def _same_answers(
    expected: Expected, rows: Sequence[int], served: Served, wanted: Sequence[int | None]
) -> tuple[list[bool], Fault | None]:
    """Tell which rows are predicted as the notebook does, or, where it does not, as when all are given."""
    mine = {n: number for n, number in enumerate(wanted) if number is not None}
    others = [n for n, number in enumerate(wanted) if number is None]
    found = [True] * len(rows)
    faults: list[Fault] = []

    def hold(places: Sequence[int], same: list[bool], name: str, other: list[str]) -> None:
        for n, agrees, text in zip(places, same, other):
            found[n] = found[n] and agrees
            if not agrees:
                faults.append(Fault(rows[n], f"`{name}` is {served.answers[n][name]}, and {text}"))

    for number, name in enumerate(answering(served.answers[0], expected.said)):
        said = expected.said.columns[number][list(mine.values())] if mine else []
        same = agreeing(expected.said, number, said, [served.answers[n][name] for n in mine])
        hold(list(mine), same, name, [f"{shown(value)} in the notebook" for value in said])
    for name in predictions(served.answers[0]):
        before = [expected.answers[rows[n]][name] for n in others]
        same = _like_before([served.answers[n][name] for n in others], before)
        hold(
            others, same, name, [f"{text} where all rows of the file are given" for text in before]
        )
    return found, faults[0] if faults else None


def answering(row: dict[str, str], said: Table) -> list[str]:
    """Return the columns of an answer that stand for the notebook's prediction; raises RefusedError where none can."""
    if said.is_named and set(said.names) <= set(row):
        return said.names
    for names in (
        [name for name in row if name == "prediction" or name.startswith("prediction_")],
        [name for name in row if name.startswith("probability_")],
    ):
        if len(names) == len(said.columns):
            return names
    raise RefusedError(
        f"the notebook has {len(said.columns)} columns of predictions, and `infer` has {', '.join(row)}"
    )


def agreeing(said: Table, number: int, values: Any, texts: list[str]) -> list[bool]:
    """Return for some values of a column of the notebook's predictions whether texts say the same."""
    column = said.columns[number]
    if column.dtype == object:
        return [_same_label(value, text) for value, text in zip(values, texts)]
    try:
        numbers = numpy.array([_TRUTH[text] if text in _TRUTH else float(text) for text in texts])
    except ValueError:
        return [str(value) == text for value, text in zip(values, texts)]
    if said.kinds[number] in "biu":
        return [bool(same) for same in values == numbers] if len(texts) else []
    limits = limits_of(column, is_single=said.singles[number])
    return [bool(same) for same in close(values, numbers, *limits)] if len(texts) else []


def _same_label(value: Any, text: str) -> bool:
    if str(value) == text:
        return True
    try:
        return not isinstance(value, str) and float(value) == float(text)
    except (TypeError, ValueError):
        return False


def _like_before(texts: list[str], before: list[str]) -> list[bool]:
    try:
        a, b = numpy.array(texts, dtype=float), numpy.array(before, dtype=float)
    except ValueError:
        return [one == other for one, other in zip(texts, before)]
    return [bool(same) for same in close(a, b, *limits_of(b, is_single=False))]
