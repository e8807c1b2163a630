"""Images of Pillow: by mode, size, colours and pixels."""

from __future__ import annotations

from typing import Any

from ..difference import DifferentError
from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, image: Any, pair: Pair) -> bool:
    a, b, where, depth = pair
    if not isinstance(a, image.Image):
        return False
    for part in ("mode", "size"):
        comparison.check(getattr(a, part), getattr(b, part), f"{where}.{part}", depth)
    comparison.check(a.getpalette(), b.getpalette(), f"{where} palette", depth)
    if a.tobytes() != b.tobytes():
        raise DifferentError(where, f"an image, {a.mode} {a.size}", "an image with other pixels")
    return True


LIBRARY = Library("PIL.Image", _compare)
