"""Compare objects by what they show: what they keep beside that is computed when somebody looks."""

from __future__ import annotations

from typing import Any

from .comparing import Comparing
from .difference import DifferentError


def pillow(comparison: Comparing, image: Any, pair: Any, where: str, depth: int) -> bool:
    """Compare images of Pillow by mode, size, colours and pixels."""
    a, b = pair
    if not isinstance(a, image.Image):
        return False
    for part in ("mode", "size"):
        comparison.check(getattr(a, part), getattr(b, part), f"{where}.{part}", depth)
    comparison.check(a.getpalette(), b.getpalette(), f"{where} palette", depth)
    if a.tobytes() != b.tobytes():
        raise DifferentError(where, f"an image, {a.mode} {a.size}", "an image with other pixels")
    return True


def statsmodels(comparison: Comparing, base: Any, pair: Any, where: str, depth: int) -> bool:
    """Compare tables by their cells and text, and models and results by what both sides hold."""
    a, b = pair
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
