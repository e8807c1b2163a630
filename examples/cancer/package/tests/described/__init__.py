"""Say in JSON what a value is, and tell later whether another value is the same.

Whatever is discrete (types, shapes, labels, texts, whole numbers, their order) has to be equal. Floating numbers may
differ by a relative 1e-9, since other machines calculate a little differently. Of many numbers there is one digest of
all of them, rounded, in their order; each column has a scale of its own, so that large numbers hide nothing in others.
"""

from __future__ import annotations

from typing import Any

from .flat import Flat
from .parts import parts_of
from .rounded import described_numbers, is_close, range_of
from .small import as_json, is_same, short


def describe(value: Any) -> dict[str, Any]:
    """Return what is known of a value: its kind, and its parts."""
    parts = {name: _described(part) for name, part in parts_of(value).items()}
    return {**outline(value), "parts": parts}


def outline(value: Any) -> dict[str, Any]:
    """Return only of what kind a value is."""
    kind, shape = type(value), getattr(value, "shape", None)
    if (
        kind.__module__ == "numpy"
        and shape == ()
        and kind.__name__ in ("float64", "int64", "str_")
    ):
        kind = type(
            value.item()
        )  # versions of libraries differ in which of the two they return
    shaped = (
        isinstance(shape, tuple) and all(isinstance(n, int) for n in shape) and shape
    )
    return {
        "kind": kind.__qualname__,
        **({"shape": list(shape)} if shaped and shape else {}),
    }


def differences(value: Any, expected: dict[str, Any]) -> list[str]:
    """Say in which respects a value is not what was described; in none: it is the same."""
    now = outline(value)
    told = [
        f"its {name} is {now.get(name)}, and was {expected.get(name)}"
        for name in ("kind", "shape")
        if now.get(name) != expected.get(name)
    ]
    if told or "parts" not in expected:
        return told
    parts = parts_of(value)
    if list(parts) != list(expected["parts"]):
        return [f"it has {', '.join(parts)}, and had {', '.join(expected['parts'])}"]
    said = {
        name: _difference(part, expected["parts"][name]) for name, part in parts.items()
    }
    return [f"{name}: {text}" if name else text for name, text in said.items() if text]


def _described(value: Any) -> dict[str, Any]:
    """Describe one part: small ones as they are."""
    try:
        return {"value": as_json(value)}
    except ValueError:
        flat = Flat(value)
    return {
        "exact": flat.digest(),
        **(
            {"numbers": described_numbers(flat.chunks, flat.tolerance)}
            if flat.chunks
            else {}
        ),
    }


def _difference(value: Any, expected: dict[str, Any]) -> str:
    if "value" in expected:
        try:
            now = as_json(value)
        except ValueError:
            now = value
        agreed = is_same(now, expected["value"])
        return (
            "" if agreed else f"it is {short(now)}, and was {short(expected['value'])}"
        )
    flat = Flat(value)
    if flat.digest() != expected["exact"]:
        return "its types, labels, texts, whole numbers or their order are not what they were"
    numbers = expected.get("numbers")
    if numbers is None or is_close(flat.chunks, numbers, flat.tolerance):
        return ""
    range_now = range_of(flat.chunks)
    return f"its numbers or their order are not what they were: {range_now}, and was {numbers['range']}"
