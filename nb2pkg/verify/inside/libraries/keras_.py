"""Models and layers of Keras: by their configuration, weights and compilation."""

from __future__ import annotations

from typing import Any

from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, _: Any, pair: Pair) -> bool:
    a, b, where, depth = pair
    if not (hasattr(a, "get_weights") and hasattr(a, "get_config")):
        return False
    comparison.check(a.get_config(), b.get_config(), where + " config", depth)
    comparison.check(a.get_weights(), b.get_weights(), where + " weights", depth)
    if hasattr(a, "get_compile_config"):
        mine, theirs = a.get_compile_config(), b.get_compile_config()
        comparison.check(mine, theirs, where + " compilation", depth)
    return True


LIBRARY = Library("keras", _compare)
