"""The libraries whose values are kept or compared by rules of their own: one file for each, entered here.

A library is looked at only when a value brought it in; none is imported for its own sake.
"""

from __future__ import annotations

import sys
from typing import Any

from ..library import Comparing, Library, Pair
from . import (
    catboost_,
    connecting,
    drawing,
    keras_,
    lightgbm_,
    matplotlib_,
    numpy_,
    pandas_,
    pillow,
    polars_,
    scipy_,
    sklearn_,
    statsmodels_,
    torch_,
    xgboost_,
)

# the first that rules here is the one that decides
LIBRARIES: tuple[Library, ...] = (
    sklearn_.LIBRARY,
    statsmodels_.LIBRARY,
    pillow.LIBRARY,
    numpy_.LIBRARY,
    pandas_.LIBRARY,
    scipy_.LIBRARY,
    matplotlib_.LIBRARY,
    xgboost_.LIBRARY,
    lightgbm_.LIBRARY,
    torch_.LIBRARY,
    polars_.LIBRARY,
    catboost_.LIBRARY,
    keras_.LIBRARY,
    *drawing.LIBRARIES,
    *connecting.LIBRARIES,
)
_COMPARING = tuple((each.module, each.compare) for each in LIBRARIES if each.compare)
_BY_NAME = {library.name: library for library in LIBRARIES}


def library_of(value: Any) -> Library | None:
    """Return the library that the class of a value comes from."""
    return _BY_NAME.get((type(value).__module__ or "").partition(".")[0])


def check(comparison: Comparing, pair: Pair) -> bool:
    """Compare two values of one class, if a library rules here; raise DifferentError, or return whether one did."""
    for name, compare in _COMPARING:
        module = sys.modules.get(name)
        if module is not None and compare(comparison, module, pair):
            return True
    return False
