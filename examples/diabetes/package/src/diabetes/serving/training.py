"""What training keeps of the rows that it saw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .. import forms

FIRST = (
    1000  # rows among which one without missing values is looked for before all of them
)


def seen(rows: Any, names: Any = None) -> dict[str, Any]:
    """Return what rows were like: names, types and ranges of the columns, and one row of values."""
    if isinstance(rows, pd.Series):
        return {"columns": [rows.name], "texts": [rows.name] if has_texts(rows) else []}
    if not isinstance(rows, (pd.DataFrame, np.ndarray)) or rows.ndim != 2:
        return {}
    named = names if isinstance(rows, np.ndarray) else rows.columns
    table = pd.DataFrame(rows)
    if named is not None and len(named) == table.shape[1]:
        table.columns = pd.Index(list(named))
    if not table.columns.is_unique:
        return {}
    numbers = table.select_dtypes("number")
    return {
        "array": isinstance(rows, np.ndarray),
        "columns": None if named is None else list(table.columns),
        "types": dict(table.dtypes.items()) if named is not None else {},
        "texts": [name for name in table if has_texts(table[name])],
        "range": {name: (numbers[name].min(), numbers[name].max()) for name in numbers},
        "row": stand_in(table),
        "rows": len(table),
        "index": (
            None if is_plain(table.index) else (table.index.name, table.index.dtype)
        ),
    }


def brought(source: Any, names: Any = None) -> dict[str, Any]:
    """Return what the rows of a source were like that brings no table; columns without names have numbers."""
    rows, own, form = forms.parted(source)
    if rows is None:
        return {"form": form, "columns": []}
    named = own if names is None else names
    if isinstance(rows, np.ndarray):
        width = rows.shape[1]
        is_named = named is not None and len({*named}) == len(named) == width
        return {**seen(rows, named if is_named else range(width)), "form": form}
    return {**seen(rows), "form": form}


def has_texts(column: pd.Series) -> bool:
    """Say whether a column holds texts, or categories that are texts."""
    kind = column.dtype
    values = kind.categories if isinstance(kind, pd.CategoricalDtype) else column
    return bool(pd.api.types.infer_dtype(values, skipna=True) == "string")


def is_plain(index: pd.Index) -> bool:
    """Say whether an index only counts rows, or is none that a reader could set again."""
    return isinstance(index, (pd.RangeIndex, pd.MultiIndex))


def stand_in(table: pd.DataFrame) -> dict[Any, Any]:
    """Return values that training saw: the first row without missing ones, else the first value of each column."""
    complete = table.head(FIRST).dropna()
    if complete.empty:
        complete = table.dropna()
    if not complete.empty:
        return {name: complete[name].iloc[0] for name in table}
    values = ((name, table[name].dropna()) for name in table)
    return {name: found.iloc[0] for name, found in values if len(found)}
