"""Which rows a step drops that selects rows: they stay in the answer, with a note."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import pandas as pd


class UnalignedError(Exception):
    """It cannot be told which row became what."""


class NothingLeftError(Exception):
    """All rows were dropped."""


class Watch:
    """Follows rows, by their positions, through steps that drop some of them."""

    def __init__(self, index: pd.Index, *, outside: bool) -> None:
        self.index = index
        self.outside = outside  # filters are not applied
        self.kept = list(range(len(index)))
        self.notes: dict[int, list[str]] = {}

    def positions(self, rows: Any) -> list[int]:
        """Return for each of some rows which of the first ones it was: by its label, else by where it stands."""
        size = length(rows)
        index = getattr(rows, "index", None)
        if isinstance(index, pd.Index) and self.index.is_unique and index.is_unique:
            found = places(index, self.index)
            is_known = (
                size > 0
                and (found >= 0).all()
                and set(found.tolist()) <= set(self.kept)
            )
            if is_known and (size == len(self.kept) or not is_fresh(index)):
                return [int(place) for place in found]
        if size == len(self.kept):
            return list(self.kept)
        if size == 0:
            return []
        raise UnalignedError(f"{len(self.kept)} rows became {size}")

    def selected(
        self, function: Callable[[Any], Any], rows: Any, where: str, *, is_filter: bool
    ) -> Any:
        """Return what a step leaves of some rows, and note what it drops."""
        before = self.positions(rows)
        result = function(copied(rows))
        left = remaining(function, rows, result)
        dropped = sorted(set(range(len(before))) - set(left))
        is_applied = not (is_filter and self.outside and is_alike(rows, result))
        told = (
            "not predicted: the notebook drops such rows"
            if is_applied
            else "the notebook drops such rows"
        )
        for place in dropped:
            self.notes.setdefault(before[place], []).append(
                f"{told} ({where})" if where else told
            )
        if not is_applied:
            return rows if dropped else result
        self.kept = [before[place] for place in left]
        if dropped and not left:
            raise NothingLeftError
        if dropped and isinstance(result, (pd.DataFrame, pd.Series)):
            result.index = rows.index[left] if hasattr(rows, "index") else result.index
        return result


WATCH: ContextVar[Watch | None] = ContextVar("WATCH", default=None)


@contextmanager
def watching(index: pd.Index, *, outside: bool) -> Iterator[Watch]:
    """Note what `selected` drops of the rows with this index."""
    watch = Watch(index, outside=outside)
    token = WATCH.set(watch)
    try:
        yield watch
    finally:
        WATCH.reset(token)


def selected(
    function: Callable[..., Any],
    rows: Any,
    *others: Any,
    where: str = "",
    is_filter: bool = True,
    **named: Any,
) -> Any:
    """Return what a step that selects rows makes of some; `where` it is in the notebook.

    A filter asks for values, and is not applied where predictions for rows outside are wanted.
    """
    watch = WATCH.get()
    if watch is None:
        return function(rows, *others, **named)
    return watch.selected(
        lambda some: function(some, *others, **named), rows, where, is_filter=is_filter
    )


def remaining(function: Callable[[Any], Any], rows: Any, result: Any) -> list[int]:
    """Return which of the rows, by position, a step has left; by halves where labels do not tell."""
    before, after = length(rows), length(result)
    if after > before:
        raise UnalignedError(f"{before} rows became {after}")
    index, labels = getattr(result, "index", None), getattr(rows, "index", None)
    if after == before:
        return list(range(before))
    if after == 0:
        return []
    if (
        isinstance(index, pd.Index)
        and isinstance(labels, pd.Index)
        and not is_fresh(index)
    ):
        found = (
            places(index, labels)
            if labels.is_unique and index.is_unique
            else np.array([-1])
        )
        if (found >= 0).all():
            return [int(place) for place in found]
    return halved(function, rows, 0, before, after)


def halved(
    function: Callable[[Any], Any], rows: Any, start: int, end: int, kept: int
) -> list[int]:
    """Return which rows of a stretch are left, of which it is known how many there are."""
    if kept == end - start:
        return list(range(start, end))
    if kept == 0:
        return []
    middle = (start + end) // 2
    part = rows.iloc[start:middle] if hasattr(rows, "iloc") else rows[start:middle]
    first = length(function(copied(part)))
    if not 0 <= kept - first <= end - middle or first > middle - start:
        raise UnalignedError("which rows are dropped depends on the others")
    return [
        *halved(function, rows, start, middle, first),
        *halved(function, rows, middle, end, kept - first),
    ]


def places(index: pd.Index, among: pd.Index) -> Any:
    """Return where labels stand among others, -1 for those that do not."""
    try:
        return np.asarray(among.get_indexer(index))
    except (TypeError, ValueError):
        return np.full(len(index), -1)


def is_fresh(index: pd.Index) -> bool:
    """Say whether an index counts rows from 0, as one that was set anew does."""
    return bool(len(index) == 0 or list(index) == list(range(len(index))))


def is_alike(rows: Any, result: Any) -> bool:
    """Say whether a result is the rows themselves, but for how many there are."""
    if isinstance(rows, pd.DataFrame):
        return isinstance(result, pd.DataFrame) and rows.columns.equals(result.columns)
    return type(rows) is type(result)


def length(rows: Any) -> int:
    """Return how many rows there are."""
    shape = getattr(rows, "shape", None)
    if shape:
        return int(shape[0])
    try:
        return len(rows)
    except TypeError as error:
        raise UnalignedError(f"{type(rows).__name__} has no rows") from error


def copied(rows: Any) -> Any:
    """Return rows that may be changed in place."""
    return rows.copy() if hasattr(rows, "copy") else rows
