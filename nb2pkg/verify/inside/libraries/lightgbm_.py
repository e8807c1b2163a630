"""Boosters of lightgbm: by the text that they are saved as."""

from __future__ import annotations

from typing import Any

from ..difference import DifferentError
from ..library import Comparing, Library, Pair


def _compare(_: Comparing, lightgbm: Any, pair: Pair) -> bool:
    if not isinstance(pair.a, lightgbm.Booster):
        return False
    if pair.a.model_to_string() != pair.b.model_to_string():
        raise DifferentError(pair.where, "a booster", "another booster")
    return True


LIBRARY = Library("lightgbm", _compare)
