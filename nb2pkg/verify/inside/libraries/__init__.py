"""The libraries whose values are compared by rules of their own: one file for each, entered here.

A library is looked at only when a value brought it in; none is imported for its own sake.
"""

from __future__ import annotations

import sys

from ..library import Comparing, Library, Pair
from . import (
    catboost_,
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
)


def check(comparison: Comparing, pair: Pair) -> bool:
    """Compare two values of one class, if a library rules here; raise DifferentError, or return whether one did."""
    for library in LIBRARIES:
        module = sys.modules.get(library.module)
        if module is not None and library.compare(comparison, module, pair):
            return True
    return False
