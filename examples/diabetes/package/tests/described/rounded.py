"""Floating numbers that may differ a little: few are kept, of many there is a digest that forgives it."""

from __future__ import annotations

import array
import hashlib
import math
import statistics
import sys
from typing import Any

FEW = 24  # numbers that are kept as they are
TOLERANCE = 1e-9
COARSER = {"float32": 1e-6, "complex64": 1e-6, "float16": 1e-3}
NEAR = 30  # numbers close to a border of rounding that are listed
_NOT_FINITE = {"nan": 2000.0, "inf": 3000.0, "-inf": -3000.0}  # beyond what asinh gives
_MOST = 1e300


def described_numbers(chunks: list[Any], tolerance: float) -> dict[str, Any]:
    """Describe floating numbers; those of a chunk share a scale."""
    scales = [scale_of(chunk) for chunk in chunks]
    made = {"range": range_of(chunks), "scales": scales}
    if sum(map(len, chunks)) <= FEW:
        return {
            **made,
            "values": [[_named(float(x)) for x in chunk] for chunk in chunks],
        }
    even = _all_evened(chunks, scales)
    step, offset, near = _grid(even, tolerance)
    digest = _rounded(even, step, offset, near)
    return {**made, "step": step, "offset": offset, "near": near, "digest": digest}


def is_close(chunks: list[Any], numbers: dict[str, Any], tolerance: float) -> bool:
    """Tell whether numbers are those that were described; there have to be as many of them."""
    even = _all_evened(chunks, numbers["scales"])
    if "values" in numbers:
        kept = [[float(x) for x in chunk] for chunk in numbers["values"]]
        pairs = zip(even, _all_evened(kept, numbers["scales"]))
        return not any(abs(a - b) > tolerance for a, b in pairs)
    made = _rounded(even, numbers["step"], numbers["offset"], numbers["near"])
    return bool(made == numbers["digest"])


def range_of(chunks: list[Any]) -> str:
    """Say between which numbers all others lie."""
    lowest, highest = (float(pick(map(pick, chunks))) for pick in (min, max))
    return f"from {lowest:.6g} to {highest:.6g}"


def scale_of(numbers: Any) -> float:
    """Return below what numbers of a chunk are small for it: a thousandth of the usual size."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and not isinstance(numbers, list):
        sizes = numpy.abs(numbers[numpy.isfinite(numbers) & (numbers != 0)])
        usual = float(numpy.median(sizes)) if sizes.size else 1.0
    else:
        found = [abs(x) for x in numbers if math.isfinite(x) and x]
        usual = statistics.median(found) if found else 1.0
    return min(max(float(f"{usual / 1000:.2g}"), 1 / _MOST), _MOST)


def evened(number: float, scale: float) -> float:
    """Return a number on a scale where equal steps are equal relative differences, except close to zero."""
    if not math.isfinite(number):
        return _NOT_FINITE[str(number)]
    return math.asinh(min(max(number / scale, -_MOST), _MOST))


def _all_evened(chunks: list[Any], scales: list[float]) -> Any:
    """Return all numbers of all chunks on their scales."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return [evened(x, scale) for chunk, scale in zip(chunks, scales) for x in chunk]
    made = []
    for chunk, scale in zip(chunks, scales):
        numbers = numpy.asarray(chunk, dtype="float64")
        with numpy.errstate(all="ignore"):
            even = numpy.arcsinh(numpy.clip(numbers / scale, -_MOST, _MOST))
        for name, code in _NOT_FINITE.items():
            even[numpy.isnan(numbers) if name == "nan" else numbers == float(name)] = (
                code
            )
        made.append(even)
    return numpy.concatenate(made)


def _named(number: float) -> Any:
    return number if math.isfinite(number) else str(number)


def _grid(even: Any, tolerance: float) -> tuple[float, float, list[int]]:
    """Choose how numbers are rounded, and list those that another machine might round the other way.

    These are rounded on a grid that is shifted by half a step, where they lie in the middle.
    """
    step = max(100 * tolerance, 4 * tolerance * len(even) / NEAR)
    while True:
        found = [(_near(even, step, n / 8, 2 * tolerance), n / 8) for n in range(8)]
        near, offset = min(found, key=lambda pair: len(pair[0]))
        if len(near) <= 3 * NEAR or step > 0.1:
            return step, offset, near
        step *= 4


def _near(even: Any, step: float, offset: float, margin: float) -> list[int]:
    """Return the places of numbers that lie close to a border."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        apart = (abs((x / step + offset + 0.5) % 1 - 0.5) * step for x in even)
        return [place for place, distance in enumerate(apart) if distance <= margin]
    distances = numpy.abs((even / step + offset + 0.5) % 1 - 0.5) * step
    found: list[int] = numpy.flatnonzero(distances <= margin).tolist()
    return found


def _rounded(even: Any, step: float, offset: float, near: list[int]) -> str:
    """Return a digest of rounded numbers in their order."""
    numpy = sys.modules.get("numpy")
    if numpy is None:
        shifts = dict.fromkeys(near, 0.5)
        cells = [
            math.floor(x / step + offset + shifts.get(i, 0.0))
            for i, x in enumerate(even)
        ]
        return hashlib.sha256(array.array("q", cells).tobytes()).hexdigest()[:16]
    places = even / step + offset
    places[near] += 0.5
    return hashlib.sha256(numpy.floor(places).astype("int64").tobytes()).hexdigest()[
        :16
    ]
