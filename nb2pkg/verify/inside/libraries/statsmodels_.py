"""Tables, models and results of statsmodels: by what they show, for the rest is computed when somebody looks."""

from __future__ import annotations

from typing import Any

from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, _: Any, pair: Pair) -> bool:
    """Compare tables by their cells and text, and models and results by what both sides hold."""
    a, b, where, depth = pair
    if not type(a).__module__.startswith("statsmodels.") or not hasattr(a, "__dict__"):
        return False
    if callable(getattr(a, "as_text", None)):
        comparison.check(_cells(a), _cells(b), where, depth)
        comparison.check(a.as_text(), b.as_text(), f"{where} as text", depth)
        return True
    for key in sorted((vars(a).keys() & vars(b).keys()) - {"_cache"}):
        comparison.check(vars(a)[key], vars(b)[key], f"{where}.{key}", depth)
    return True


def _cells(table: Any) -> Any:
    """Return what stands in the cells of a table, or of the tables of a summary."""
    if isinstance(table, list):
        return [[getattr(cell, "data", cell) for cell in row] for row in table]
    return [
        _cells(each) if isinstance(each, list) else each for each in getattr(table, "tables", ())
    ]


LIBRARY = Library("statsmodels", _compare)
