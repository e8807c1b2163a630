"""Small values, which a reader can look at."""

from __future__ import annotations

import math
from typing import Any

from .rounded import FEW, TOLERANCE, evened, scale_of

MOST_ITEMS = 50
LONGEST = 1000


def short(value: Any) -> str:
    """Return a value on not too long a line."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def as_json(value: Any, left: list[int] | None = None) -> Any:
    """Return a small value in JSON; raise ValueError for a large one, or one of another kind."""
    left = [MOST_ITEMS + 1] if left is None else left
    left[0] -= 1
    if value is None or type(value) in (bool, int):
        return value
    if type(value) is str and len(value) <= LONGEST:
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"float": str(value)}
    if type(value).__module__ == "numpy" and hasattr(value, "dtype"):
        if _is_plain(value.dtype) and value.size <= FEW:
            return as_json(value.tolist(), left)
    elif type(value) in (list, tuple) and len(value) <= left[0]:
        return [as_json(each, left) for each in value]
    elif type(value) is dict and len(value) <= left[0] and all(type(key) is str for key in value):
        return {"items": [[key, as_json(each, left)] for key, each in value.items()]}
    raise ValueError("too large, or of another kind")


def _is_plain(dtype: Any) -> bool:
    """Tell whether numbers of this type are written in full."""
    return dtype.name in ("bool", "int64", "float64") or dtype.kind == "U"


def is_same(a: Any, b: Any) -> bool:
    """Compare what stands in JSON."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(is_same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(is_same(a[key], b[key]) for key in a)
    if isinstance(a, float) and isinstance(b, float):
        scale = scale_of([b])
        return bool(abs(evened(a, scale) - evened(b, scale)) <= TOLERANCE)
    return type(a) is type(b) and bool(a == b)
