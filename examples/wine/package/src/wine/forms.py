"""What a notebook's source brings where that is no table: an array, a list, or a bunch around one of them.

Kept of it is what is not for any row; around the columns of new rows it is put together again.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

OF_ROWS = ("data", "target", "frame")


def parted(brought: Any) -> tuple[Any, list[Any] | None, dict[str, Any]]:
    """Return rows of two dimensions, the names of their columns, and the form in which they came.

    There are no rows where nobody could put such a form together again.
    """
    if not isinstance(brought, dict):
        rows, form = flat(brought)
        return rows, None, form
    rows, form = flat(brought.get("data"))
    if rows is None:
        return None, None, form
    names = brought.get("feature_names")
    form.update(bunch=type(brought), around=around(brought), alike=alike(brought, rows))
    for name in ("target", "frame"):
        value = brought.get(name)
        form[name] = None if value is None else first_of(value)
    return rows, None if names is None else list(names), form


def flat(rows: Any) -> tuple[Any, dict[str, Any]]:
    """Return rows as a table or an array of two dimensions, and what they were."""
    if hasattr(rows, "columns") and hasattr(rows, "iloc"):
        return rows, {"rows": "table"}
    if isinstance(rows, list) and all(isinstance(one, str) for one in rows):
        texts = np.array(rows, dtype=object)
        return texts.reshape(-1, 1), {"rows": "list"}
    is_plain = isinstance(rows, np.ndarray) and rows.dtype.names is None
    if not is_plain or rows.ndim not in (1, 2):
        return None, {"rows": ""}
    form = {"rows": "array", "dtype": rows.dtype, "is_flat": rows.ndim == 1}
    return rows.reshape(len(rows), -1), form


def around(bunch: dict[str, Any]) -> dict[str, Any]:
    """Return what a bunch says besides its rows."""
    size = len(bunch["data"])
    return {
        name: value
        for name, value in bunch.items()
        if name not in OF_ROWS and not is_by_row(value, size)
    }


def is_by_row(value: Any, size: int) -> bool:
    """Say whether a value may hold something for each row."""
    is_sequence = isinstance(value, (list, tuple)) or hasattr(value, "shape")
    return is_sequence and np.shape(value)[:1] == (size,)


def alike(bunch: dict[str, Any], rows: Any) -> dict[str, tuple[int, ...]]:
    """Return the members that hold the very values of the rows, and in which shape: pictures, say."""
    values = np.asarray(rows)
    return {
        name: value.shape[1:]
        for name, value in bunch.items()
        if name not in OF_ROWS
        and isinstance(value, np.ndarray)
        and value.size == values.size
        and value.shape[:1] == values.shape[:1]
        and np.array_equal(value.reshape(len(value), -1), values)
    }


def first_of(value: Any) -> Any:
    """Return the first of some rows, as a part of them."""
    return value.iloc[:1] if hasattr(value, "iloc") else np.asarray(value)[:1]


def repeated(first: Any, size: int, index: Any) -> Any:
    """Return as many rows that are all the first."""
    if not hasattr(first, "iloc"):
        return np.repeat(first, size, axis=0)
    made = first.iloc[[0] * size].copy()
    made.index = index
    return made


def put_together(table: Any, form: dict[str, Any]) -> Any:
    """Return columns of new rows in the form in which the source brings its own."""
    data = with_form(table, form)
    if "bunch" not in form:
        return data
    members = {**form["around"], "data": data}
    for name in ("target", "frame"):
        first = form[name]
        index = getattr(table, "index", None)
        members[name] = first if first is None else repeated(first, len(table), index)
    if members["frame"] is not None:
        for name in table.columns:
            members["frame"][name] = table[name]
    for name, shape in form["alike"].items():
        members[name] = np.asarray(data).reshape((len(table), *shape))
    return form["bunch"](**members)


def with_form(table: Any, form: dict[str, Any]) -> Any:
    """Return columns as the table, the array or the list that they are columns of."""
    if form["rows"] == "table":
        return table
    values = table.to_numpy() if hasattr(table, "to_numpy") else np.asarray(table)
    if form["rows"] == "list":
        return list(values[:, 0])
    typed = as_type(values, form["dtype"])
    return typed[:, 0] if form["is_flat"] else typed


def as_type(values: Any, kind: Any) -> Any:
    """Return values as the type that they had in training, where that changes none of them."""
    if kind.kind == "U":
        return values.astype(str)
    if kind.kind not in "iub":
        return np.ascontiguousarray(values, dtype=kind)
    with np.errstate(all="ignore"):
        found = values.astype(kind)
    return (
        found if np.array_equal(found, values) else np.asarray(values, dtype="float64")
    )


def header(
    file: Any,
    *,
    sep: str | None = None,
    skiprows: int = 0,
    encoding: str | None = None,
    usecols: Sequence[int] | None = None,
) -> list[str] | None:
    """Return the names above the columns of a file, in the last line that a reader skips; None without."""
    try:
        with Path(file).open(encoding=encoding or "utf-8-sig", newline="") as stream:
            lines = [stream.readline() for _ in range(skiprows + 1)]
    except (OSError, UnicodeError, TypeError, LookupError):
        return None
    last = lines[-1].strip("\r\n")
    names = last.split()
    if sep is not None and len(sep) == 1:
        names = next(csv.reader([last], delimiter=sep), [])
    if usecols is not None:
        names = [names[place] for place in usecols if -len(names) <= place < len(names)]
    if any(is_number(name) for name in names) or len({*names}) < len(names):
        return None
    return names or None


def is_number(text: str) -> bool:
    """Say whether a text is a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def spared(known: Sequence[Any], given: Sequence[Any]) -> set[Any]:
    """Return the columns that a file need not have, of those that are known; a place is told by its number."""
    names = set()
    for each in given:
        is_place = isinstance(each, int) and each not in known
        is_there = is_place and -len(known) <= each < len(known)
        names.add(known[each] if is_there else each)
    return names
