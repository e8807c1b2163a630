"""Rows that a source brought in another form than a table: an array, or a bunch around rows and their target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy

from .sources import Delimited, Frame

TARGET = "target"


def source_of(brought: Any, *, with_target: bool = False) -> Any:
    """Return rows as a source, a bunch with its target if that is wanted; None for what holds no rows."""
    names: Sequence[Any] = ()
    target = None
    if isinstance(brought, dict):
        target = brought.get(TARGET) if with_target else None
        names, brought = brought.get("feature_names") or (), brought.get("data")
    if hasattr(brought, "columns") and hasattr(brought, "iloc"):
        if target is None or TARGET in brought.columns:
            return Frame(brought)
        return Frame(brought.assign(**{TARGET: _whole(target)}))
    if isinstance(brought, list) and all(isinstance(one, str) for one in brought):
        brought = numpy.array(brought, dtype=object)
    if not isinstance(brought, numpy.ndarray) or brought.dtype.names or brought.ndim > 2:
        return None
    rows = brought.reshape(len(brought), -1).tolist()
    width = len(rows[0]) if rows else 0
    columns = [str(name) for name in names]
    if len(columns) != width:
        columns = [str(number) for number in range(width)]
    records = [[_text(value) for value in row] for row in rows]
    if target is not None:
        columns.append(TARGET)
        for record, value in zip(records, _whole(target)):
            record.append(str(value))
    return Delimited(columns, records)


def _whole(target: Any) -> list[Any]:
    """Return what is predicted for each row, as one value."""
    array = numpy.asarray(target)
    return array.tolist() if array.ndim == 1 else [str(row) for row in array.tolist()]


def _text(value: Any) -> str:
    """Return a value as it stands in a file, with all digits."""
    is_missing = value is None or value != value  # noqa: PLR0124  NaN is not itself
    return "" if is_missing else value if isinstance(value, str) else repr(value)
