"""Rows of a file as those of the source that training read: its columns, in its order, of its types."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .columns import Faults, texts, typed
from .predictor import Predictor
from .reading import Given, Wanted

UNNAMED = "Unnamed: 0"  # as pandas calls the column of an index that was written without a name


def of_source(
    like: dict[str, Any], predictor: Predictor, keep: tuple[str, ...]
) -> Wanted:
    """Return what a file of raw rows has to hold."""
    known = like.get("columns") or list(predictor.columns or ())
    spared = predictor.spared(known)
    needed = [name for name in known if name not in spared]
    if predictor.columns is not None:
        needed = list(predictor.columns)
    index = like.get("index")
    if index is not None and pd.api.types.is_datetime64_any_dtype(index[1]):
        needed = [*needed, index_column(index)]
    return Wanted(needed, known, {*like.get("texts", ())}, like.get("types", {}), keep)


def as_source(
    given: Given,
    like: dict[str, Any],
    predictor: Predictor,
    wanted: Wanted,
    faults: Faults,
) -> pd.DataFrame:
    """Return the rows as the frame that training read.

    Columns that are neither needed nor there, and the target, hold a value that training saw.
    """
    table = given.table
    if not like.get("columns"):
        return table.reset_index(drop=True)
    made = {}
    target = {
        name
        for name in predictor.spared(like["columns"])
        if name not in predictor.unused
    }
    for name in like["columns"]:
        kind, value = like.get("types", {}).get(name), like.get("row", {}).get(name)
        is_asked = name not in target or name in wanted.names
        if name not in table.columns or not is_asked:
            made[name] = filled(len(table), value, kind, table.index)
        elif name in wanted.names:
            made[name] = as_trained(table[name], name, like, given.options, faults)
        else:
            made[name] = as_trained(table[name], name, like, given.options, Faults())
    frame = pd.DataFrame(made, columns=pd.Index(like["columns"]))
    frame.index = index_of(table, like.get("index"), given.options)
    return frame


def as_trained(
    column: pd.Series,
    name: Any,
    like: dict[str, Any],
    options: dict[str, Any],
    faults: Faults,
) -> pd.Series:
    """Return a column as the type that it had in training."""
    kind = like.get("types", {}).get(name)
    if kind is None:
        return column
    if name in like.get("texts", ()) and not isinstance(kind, pd.CategoricalDtype):
        return texts(column, kind)
    return typed(column, kind, options, faults)


def filled(size: int, value: Any, kind: Any, index: pd.Index) -> pd.Series:
    """Return a column that holds one value throughout."""
    column = pd.Series([value] * size, index=index, dtype=object)
    try:
        return column.astype(kind)
    except (ValueError, TypeError):
        return column


def index_of(table: pd.DataFrame, index: Any, options: dict[str, Any]) -> pd.Index:
    """Return the index that the notebook's reader sets, where the file has it; else one that counts rows."""
    fresh = pd.RangeIndex(len(table))
    if index is None:
        return fresh
    if not isinstance(table.index, pd.RangeIndex):
        return table.index
    name = index_column(index)
    if name not in table.columns:
        return fresh
    values = typed(table[name], index[1], options, Faults())
    return pd.Index(values, name=index[0])


def index_column(index: Any) -> Any:
    """Return the name of the column that is the index."""
    return UNNAMED if index[0] is None else index[0]
