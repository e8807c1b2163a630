"""The text of a notebook's JSON, walked without a parser of its own: where objects, arrays and cells lie in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

OLD = 3  # the format whose cells stand in worksheets
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def cell_offsets(text: str, start: int) -> Iterator[tuple[int, bool]]:
    """Yield where each cell's object begins, and whether it is one of format 3, which stand in worksheets."""
    where = dict(members(text, start))
    is_old = "nbformat" in where and value(text, where["nbformat"])[0] == OLD
    sheets = list(items(text, where["worksheets"])) if is_old else [start]
    for sheet in sheets:
        yield from ((cell, is_old) for cell in items(text, dict(members(text, sheet))["cells"]))


def members(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of the object at an offset, each with the offset of its value."""
    position = skip(text, start + 1)
    while text[position] != "}":
        key, position = value(text, position)
        offset = skip(text, skip(text, position) + 1)  # past the colon
        yield key, offset
        position = past(text, offset)


def items(text: str, start: int) -> Iterator[int]:
    """Yield the offsets of the values in the array at an offset."""
    position = skip(text, start + 1)
    while text[position] != "]":
        yield position
        position = past(text, position)


def past(text: str, offset: int) -> int:
    """Return the offset of what follows the value at an offset: the next member or item, or the closing bracket."""
    position = skip(text, value(text, offset)[1])
    return skip(text, position + 1) if text[position] == "," else position


def value(text: str, offset: int) -> tuple[Any, int]:
    """Return the value at an offset, and where it ends."""
    found: tuple[Any, int] = _DECODER.raw_decode(text, offset)
    return found


def skip(text: str, position: int) -> int:
    """Return the offset of the first character that is no blank."""
    match = _SPACE.match(text, position)
    return match.end() if match else position
