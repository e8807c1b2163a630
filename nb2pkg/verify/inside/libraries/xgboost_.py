"""Boosters of xgboost, by the bytes that they are saved as, and its matrices."""

from __future__ import annotations

import collections
from typing import Any

from ..difference import DifferentError
from ..library import Comparing, Library, Pair


def _compare(_: Comparing, xgboost: Any, pair: Pair) -> bool:
    if not isinstance(pair.a, xgboost.Booster):
        return False
    mine, theirs = pair.a.save_raw(), pair.b.save_raw()
    if mine != theirs:
        raise DifferentError(pair.where, f"a booster of {len(mine)} bytes", "another booster")
    return True


def _rebuilt(value: Any) -> tuple[Any, ...] | None:
    """Return what stands for a matrix: its parts, which lie in memory that is not Python's."""
    kind = type(value)
    if kind.__module__ != "xgboost.core" or not kind.__name__.endswith("DMatrix"):
        return None
    asked = ("get_data", "get_label", "get_weight", "get_base_margin")
    held = [(name, getattr(value, name)()) for name in asked if hasattr(value, name)]
    return collections.OrderedDict, ([*held, ("feature_names", value.feature_names)],)


LIBRARY = Library("xgboost", _compare, _rebuilt)
