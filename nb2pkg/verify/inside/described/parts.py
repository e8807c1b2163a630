"""Which parts of a value are told apart where something differs."""

from __future__ import annotations

import inspect
import re
import sys
import types
from collections.abc import Iterator
from typing import Any

from .rounded import FEW

MOST_PARTS = 16
MOST_NAMES = 50
NAMED = (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType)
_TELLS_TIME = re.compile(r"(^|_)(time|duration|elapsed|seconds)s?(_|$)")
# what models tell when they are asked, and keep elsewhere
_TOLD = ("coef_", "intercept_", "feature_importances_", "params", "pvalues", "bse")


class Columns(list):  # type: ignore[type-arg]
    """Neighbouring columns of a table."""


def parts_of(value: Any) -> dict[str, Any]:
    """Return the parts of a value by their names."""
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if pandas is not None and isinstance(value, pandas.DataFrame):
        names = [str(name) for name in value.columns]
        columns = [value.iloc[:, number] for number in range(len(names))]
        told = list(value.columns) if len(names) <= MOST_NAMES else value.columns
        return {"columns": told, "index": value.index, **_grouped(names, columns)}
    if pandas is not None and isinstance(value, pandas.Series):
        return {"name": value.name, "index": value.index, "values": Columns([value])}
    if numpy is not None and isinstance(value, numpy.ndarray):
        if value.ndim == 2 and value.size > FEW and value.dtype.names is None:
            names = [f"column {number}" for number in range(value.shape[1])]
            return _grouped(names, list(value.T))
    elif is_model(value):
        return {"settings": settings(value), **dict(learned(value))}
    return {"": value}


def _grouped(names: list[str], columns: list[Any]) -> dict[str, Any]:
    """Return columns under their names; where there are many, neighbours together."""
    size = -(-len(names) // MOST_PARTS) or 1
    found: dict[str, Any] = {}
    for start in range(0, len(names), size):
        held = names[start : start + size]
        label = held[0] if len(held) == 1 else f"{held[0]} to {held[-1]}"
        label = f"{label} ({start})" if label in {*found, "columns", "index"} else label
        found[label] = Columns(columns[start : start + size])
    return found


def is_time_name(name: Any) -> bool:
    """Tell whether something by this name is another one in each run."""
    return isinstance(name, str) and _TELLS_TIME.search(name) is not None


def is_model(value: Any) -> bool:
    """Tell whether something has settings and learns, as the models of scikit-learn do."""
    return callable(getattr(value, "get_params", None)) and not isinstance(value, type)


def settings(model: Any) -> dict[str, Any]:
    """Return the settings of a model that are not those of every model of its class."""
    try:
        given = model.get_params(deep=False)
        usual = inspect.signature(type(model)).parameters
    except Exception:  # it only looks like one
        return {}
    return {
        name: held
        for name, held in sorted(given.items())
        if name not in usual or repr(held) != repr(usual[name].default)
    }


def learned(model: Any) -> Iterator[tuple[str, Any]]:
    """Yield what a model has learned: by the custom of scikit-learn such names end in an underscore."""
    held = getattr(model, "__dict__", {})
    names = {name for name in held if name.endswith("_") and not name.startswith("_")}
    for name in sorted(names.union(_TOLD)):
        found = held[name] if name in held else _told(model, name)
        if type(found) is dict:
            found = {key: each for key, each in found.items() if not is_time_name(key)}
        if found is not None and not is_time_name(name) and not isinstance(found, NAMED):
            yield name, found


def _told(model: Any, name: str) -> Any:
    """Return what a model says when it is asked, or None: not every model has an answer."""
    try:
        return getattr(model, name, None)
    except Exception:
        return None


def state(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield what an object consists of, without what is private to its class."""
    if is_model(value):
        yield "settings", settings(value)
        yield from learned(value)
    elif callable(getattr(value, "state_dict", None)):  # torch
        yield from value.state_dict().items()
    elif callable(getattr(value, "get_weights", None)):  # Keras
        yield "weights", value.get_weights()
    elif hasattr(value, "__dict__"):
        for name, held in sorted(vars(value).items()):
            if not name.startswith("_") and not is_time_name(name):
                yield name, held
    elif type(value).__name__ == "Tree":  # of scikit-learn
        yield "tree", value.__getstate__()
