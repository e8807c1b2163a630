"""Say in JSON what a value is, so that a test can hold a later run against it."""

from __future__ import annotations

import math
import sys
from typing import Any

MOST_ITEMS = 50
LONGEST = 1000


def summary(value: Any) -> dict[str, Any]:
    """Return a small description of a value that is the same in every run that gives the same value."""
    plain = _scalar(value)
    if plain is not None:
        return plain
    return _small(value) or _of_library(value) or _other(value)


def _small(value: Any) -> dict[str, Any] | None:
    """Describe a short list or dictionary of scalars by what it holds."""
    if not isinstance(value, (list, tuple, dict)) or len(value) > MOST_ITEMS:
        return None
    items = [_scalar(item) for item in (value.values() if isinstance(value, dict) else value)]
    plain = [item["value"] for item in items if item is not None]
    if len(plain) < len(items):
        return None
    if not isinstance(value, dict):
        return {"kind": "list", "value": plain}
    if not all(type(key) is str for key in value):
        return None
    return {"kind": "dict", "value": dict(zip(value, plain))}


def _scalar(value: Any) -> dict[str, Any] | None:
    if value is None or type(value) in (bool, int):
        return {"kind": type(value).__name__ if value is not None else "none", "value": value}
    if type(value) is str:
        return {"kind": "str", "value": value} if len(value) <= LONGEST else None
    if type(value) is float:
        return {"kind": "float", "value": _number(value)}
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, numpy.generic) and value.dtype.kind in "biuf":
        return _scalar(value.item())
    return None


def _number(value: float) -> float | str:
    """Return a number that JSON knows, or its name."""
    return value if math.isfinite(value) else str(value)


def _of_library(value: Any) -> dict[str, Any] | None:
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if pandas is not None and isinstance(value, pandas.DataFrame):
        return {
            "kind": "frame",
            "shape": list(value.shape),
            "columns": [str(name) for name in value.columns],
            "sums": _sums(value),
        }
    if pandas is not None and isinstance(value, pandas.Series):
        return _with_sum(
            {"kind": "series", "shape": list(value.shape), "dtype": str(value.dtype)}, value
        )
    if numpy is not None and isinstance(value, numpy.ndarray):
        return _with_sum(
            {"kind": "array", "shape": list(value.shape), "dtype": str(value.dtype)}, value
        )
    if callable(getattr(value, "get_params", None)):
        return {"kind": "estimator", "class": _class(value)}
    return None


def _sums(frame: Any) -> dict[str, float | str]:
    sums = {}
    for number, name in enumerate(frame.columns):
        column = frame.iloc[:, number]
        if getattr(column.dtype, "kind", "O") in "biuf":
            sums[str(name)] = _number(float(column.sum()))
    return sums


def _with_sum(made: dict[str, Any], value: Any) -> dict[str, Any]:
    if getattr(value.dtype, "kind", "O") in "biuf":
        made["sum"] = _number(float(value.sum()))
    return made


def _other(value: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": "object", "class": _class(value)}
    if hasattr(value, "__len__"):
        try:
            made["length"] = len(value)
        except Exception:
            return made
    return made


def _class(value: Any) -> str:
    """Return the name of a class; that of the notebook's own classes has no module to rely on."""
    kind = type(value)
    return f"{kind.__module__}.{kind.__qualname__}"
