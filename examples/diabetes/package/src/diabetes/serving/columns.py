"""Columns as they were in training: what cannot be so is a fault of its row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

WORDS = {"true": True, "false": False}


class Faults:
    """What is wrong with values, by the position of their rows."""

    def __init__(self) -> None:
        self.refused: dict[int, list[str]] = {}  # no prediction
        self.noted: dict[int, list[str]] = {}  # a prediction, with a note


def typed(
    column: pd.Series, kind: Any, options: dict[str, Any], faults: Faults
) -> pd.Series:
    """Return a column as the type that it had in training, missing where it cannot be."""
    api = pd.api.types
    if isinstance(kind, pd.CategoricalDtype):
        return categories(column, kind, faults)
    if api.is_bool_dtype(kind):
        is_settled = api.is_bool_dtype(column.dtype)
        found = column if is_settled else booleans(column, options)
        refuse(column, found, f"yes or no ({kind}) in training", faults)
        return settled(found, kind) if found.notna().all() else found
    if api.is_datetime64_any_dtype(kind):
        found = dates(column, kind, options)
        refuse(column, found, "dates in training", faults)
        return settled(found, kind)
    if api.is_numeric_dtype(kind):
        if api.is_numeric_dtype(column.dtype) and not api.is_bool_dtype(column.dtype):
            return number_type(column, kind)
        found = numbers(column, options)
        refuse(column, found, f"numbers ({kind}) in training", faults)
        return number_type(found, kind)
    return column


def refuse(column: pd.Series, found: pd.Series, was: str, faults: Faults) -> None:
    """Note the values that became missing."""
    odd = np.flatnonzero((found.isna() & column.notna()).to_numpy())
    for place in odd:
        told = f"not predicted: {column.name} holds {column.iloc[place]!r}, and {was}"
        faults.refused.setdefault(int(place), []).append(told)


def settled(column: pd.Series, kind: Any) -> pd.Series:
    """Return a column as a type, if it can be."""
    try:
        return column.astype(kind)
    except (ValueError, TypeError):
        return column


def number_type(column: pd.Series, kind: Any) -> pd.Series:
    """Return numbers as those of training, where that changes no value: whole numbers stay what they are."""
    api = pd.api.types
    if api.is_float_dtype(kind) or api.is_extension_array_dtype(kind):
        try:
            return column.astype(kind)
        except (ValueError, TypeError):
            return column
    if api.is_integer_dtype(kind) and kind != column.dtype and not column.isna().any():
        with np.errstate(all="ignore"):
            changed = column.astype(kind)
        return changed if (changed == column).all() else column
    return column


def numbers(column: pd.Series, options: dict[str, Any]) -> pd.Series:
    """Return numbers from texts, written as the reader's options have them."""
    thousands, decimal = options.get("thousands"), options.get("decimal", ".")

    def plain(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        value = value.replace(thousands, "") if thousands else value
        return value.replace(decimal, ".").strip()

    return pd.to_numeric(column.map(plain), errors="coerce")


def booleans(column: pd.Series, options: dict[str, Any]) -> pd.Series:
    """Return yes or no from texts and numbers, as an object where some are missing."""
    words = {
        **dict.fromkeys(options.get("true_values") or (), True),
        **dict.fromkeys(options.get("false_values") or (), False),
    }

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return words.get(value, WORDS.get(value.strip().lower()))
        return bool(value) if value in (0, 1) else None

    return column.astype(object).map(plain, na_action="ignore")


def dates(column: pd.Series, kind: Any, options: dict[str, Any]) -> pd.Series:
    """Return dates from texts; one that is written in another way than the first is read by itself."""
    told: dict[str, Any] = {
        name: options[name] for name in ("dayfirst", "yearfirst") if name in options
    }
    written = options.get("date_format")
    if isinstance(written, dict):
        written = written.get(column.name)
    if isinstance(written, str):
        told["format"] = written
    zone = getattr(kind, "tz", None)
    if zone is not None:
        told["utc"] = True
    if pd.api.types.is_numeric_dtype(column.dtype) and "format" not in told:
        column = column.map(lambda value: str(int(value)), na_action="ignore")
    found = pd.to_datetime(column, errors="coerce", **told)
    again = np.flatnonzero((found.isna() & column.notna()).to_numpy())
    if len(again):
        found = found.copy()
        for place in again:
            found.iloc[place] = pd.to_datetime(
                column.iloc[place], errors="coerce", **told
            )
    return found if zone is None else found.dt.tz_convert(zone)


def texts(column: pd.Series, kind: Any) -> pd.Series:
    """Return texts from whatever is there: a whole number is written as one."""

    def plain(value: Any) -> Any:
        if isinstance(value, str):
            return value
        is_whole = isinstance(value, (float, np.floating)) and float(value).is_integer()
        return str(int(value)) if is_whole else str(value)

    found = column.astype(object).map(plain, na_action="ignore")
    try:
        return found.astype(kind) if kind is not None else found
    except (ValueError, TypeError):
        return found


def categories(column: pd.Series, kind: Any, faults: Faults) -> pd.Series:
    """Return categories of training; others are taken for missing, with a note."""
    among = kind.categories
    if len(among) and all(isinstance(value, str) for value in among):
        column = texts(column, None)
    elif pd.api.types.is_numeric_dtype(among.dtype):
        column = numbers(column, {})
    odd = np.flatnonzero((column.notna() & ~column.isin(list(among))).to_numpy())
    for place in odd:
        told = f"{column.name}: {column.iloc[place]!r} was not seen in training, and is taken for missing"
        faults.noted.setdefault(int(place), []).append(told)
    return column.where(column.isin(list(among))).astype(kind)
