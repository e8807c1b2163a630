"""Values of numpy: scalars, arrays, masked arrays, and types."""

from __future__ import annotations

from typing import Any

from ..difference import DifferentError
from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, np: Any, pair: Pair) -> bool:
    a, b, where, depth = pair
    if isinstance(a, np.generic):
        if a.dtype != b.dtype:
            raise DifferentError(where, repr(a), repr(b))
        _compare_arrays(comparison, np, np.asarray(a), np.asarray(b), where)
    elif isinstance(a, np.ma.MaskedArray):
        comparison.check(np.ma.getmaskarray(a), np.ma.getmaskarray(b), where + ".mask", depth)
        comparison.check(a.filled(), b.filled(), where, depth)
    elif isinstance(a, np.ndarray):
        compare_shapes(a, b, where)
        if a.dtype.hasobject:
            comparison.check(a.ravel().tolist(), b.ravel().tolist(), where, depth)
        else:
            _compare_arrays(comparison, np, np.asarray(a), np.asarray(b), where)
    elif isinstance(a, np.dtype):
        if a != b:
            raise DifferentError(where, a, b)
    else:
        return False
    return True


def compare_shapes(a: Any, b: Any, where: str) -> None:
    """Raise DifferentError where two arrays or matrices differ in shape or type."""
    if a.shape != b.shape:
        raise DifferentError(where + ".shape", a.shape, b.shape)
    if a.dtype != b.dtype:
        raise DifferentError(where + ".dtype", a.dtype, b.dtype)


def _compare_arrays(comparison: Comparing, np: Any, a: Any, b: Any, where: str) -> None:
    if a.dtype.names:
        for name in a.dtype.names:
            _compare_arrays(comparison, np, a[name], b[name], f"{where}[{name!r}]")
        return
    with np.errstate(all="ignore"):
        equal = (a == b) | ((a != a) & (b != b))  # noqa: PLR0124  NaN is not equal to itself
        agree = equal
        if a.dtype.kind in "fc":
            smaller = np.minimum(abs(a), abs(b))
            close = abs(a - b) <= comparison.atol + comparison.rtol * smaller
            agree = equal | (close & np.isfinite(smaller))
    if agree.all():
        _note_widest(comparison, np, (a[~equal], b[~equal]), where)
        return
    place = tuple(int(n) for n in np.argwhere(~agree)[0]) if a.ndim else ()
    largest = _largest(np, a, b) if a.dtype.kind in "iufc" else None
    element = where + (str(list(place)) if place else "")
    raise DifferentError(element, a[place], b[place], largest, where)


def _note_widest(comparison: Comparing, np: Any, unequal: tuple[Any, Any], where: str) -> None:
    """Note how far the furthest of two arrays' numbers are apart, all of them within tolerance."""
    a, b = unequal
    if a.size:
        apart = abs(a - b)
        with np.errstate(all="ignore"):
            relative = apart / np.minimum(abs(a), abs(b))
        place = relative.argmax()
        comparison.note(float(apart[place]), float(relative[place]), where)


def _largest(np: Any, a: Any, b: Any) -> float | None:
    with np.errstate(all="ignore"):
        apart = abs(a.astype(complex) - b)
    finite = apart[np.isfinite(apart)]
    return float(finite.max()) if finite.size else None


LIBRARY = Library("numpy", _compare)
