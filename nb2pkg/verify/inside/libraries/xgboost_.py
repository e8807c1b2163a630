"""Boosters of xgboost: by the bytes that they are saved as."""

from __future__ import annotations

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


LIBRARY = Library("xgboost", _compare)
