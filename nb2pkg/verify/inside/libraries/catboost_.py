"""Models of catboost: by their parameters and by its own equality."""

from __future__ import annotations

from typing import Any

from ..difference import DifferentError
from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, catboost: Any, pair: Pair) -> bool:
    a, b, where, depth = pair
    if not isinstance(a, catboost.CatBoost):
        return False
    comparison.check(a.get_params(), b.get_params(), where + " parameters", depth)
    if a.is_fitted() != b.is_fitted() or (a.is_fitted() and a != b):
        raise DifferentError(where, "a model", "another model")
    return True


LIBRARY = Library("catboost", _compare)
