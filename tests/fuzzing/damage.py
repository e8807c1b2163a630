"""Damage: to the characters of a source, to the JSON of a notebook, to the bytes of its file."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

_ODD = (
    "\0", "\ud800", "\udfff", "\ufeff", "\f", "\r", "\r\n", "\t", "\x1b[2J", "\u2028", "\u202e", "\xa0", "\\", "\\\n", "'", '"""',
    "(", ")" * 5, "{", "#", "\n    ", "\n\t", ";", "?", "%", "%%", "!", "=", ":", "@", "🐍", "ﬁ", "٣", "\N{COMBINING ACUTE ACCENT}",
    "lambda:", "(" * 250, "[" * 120, "-" * 400, "x." * 300, "a and " * 300, "9" * 5000, "not " * 500, "f'{" * 20, "yield ",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 3.5, 10**30, float("nan"), float("inf"), "", "code", "markdown", "4", "\ud800", "x = 1", [], [1],
    ["x = 1\n", "y"], [None], {}, {"a": 1}, {"name": "R"}, [[[]]], "python", {"name": "python3", "language": "julia"}, ["a", ["b"]],
)  # fmt: skip
_BYTES = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xc3", b"\r\n", b'"', b"{", b"}", b",", b"[" * 200, b"NaN", b"<<<<<<< HEAD\n", b"=======\n",
    b'"nbformat": 3,', b"9" * 5000, b"\\u0000", b"\\ud800", b" ", b"\xed\xa0\x80",
)  # fmt: skip
_ENCODINGS = (
    "utf-16",
    "utf-16-le",
    "utf-32",
    "utf-8-sig",
    "latin-1",
    "cp1252",
    "utf-7",
    "shift-jis",
)


def characters(chance: random.Random, source: str) -> str:
    """Return a source with odd characters put in, and others taken out or repeated."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, more = chance.randrange(len(source) + 1), chance.randrange(1, 12)
        how = chance.randrange(4)
        if how < 2:
            source = source[:at] + chance.choice(_ODD) + source[at:]
        elif how == 2:
            source = source[:at] + source[at + more :]
        else:
            source = source[:at] + source[at : at + more] * 2 + source[at + more :]
    return source


def structure(chance: random.Random, book: dict[str, Any]) -> Any:
    """Return the JSON of a notebook with something in it replaced, renamed, doubled or taken away; changes its argument."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        holder, key = _anywhere(chance, book)
        if holder is None:
            return copy.deepcopy(chance.choice(_VALUES))
        how = chance.randrange(5)
        if how == 0:
            del holder[key]
        elif how == 1 and isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        elif how == 1:
            name = chance.choice(("id", "source", "cell_type", "nbformat", "metadata", "x"))
            holder[name] = copy.deepcopy(holder[key])
        elif how == 2:
            holder[key] = [holder[key]]
        else:
            holder[key] = copy.deepcopy(chance.choice(_VALUES))
    return book


def _anywhere(chance: random.Random, book: Any) -> tuple[Any, Any]:
    """Return a container in the JSON and a key in it; None where the walk ends at once."""
    holder, key, value = None, None, book
    for _ in range(chance.choice((1, 2, 3, 4, 6))):
        if not isinstance(value, dict | list) or not value:
            break
        holder = value
        key = (
            chance.choice(sorted(value))
            if isinstance(value, dict)
            else chance.randrange(len(value))
        )
        value = value[key]
    return holder, key


def encoded(chance: random.Random, book: Any) -> bytes:
    """Return the JSON as bytes, now and then in an encoding or a form that no notebook has."""
    text = json.dumps(book, indent=chance.choice((None, 1)), ensure_ascii=chance.random() < 0.5)
    if chance.random() < 0.01:
        return text.encode(chance.choice(_ENCODINGS), "replace")
    if chance.random() < 0.01:
        text = text.replace(": ", ": " * chance.choice((0, 2)), 1).replace("\n", "\r\n")
    return text.encode("utf-8", "surrogatepass" if chance.random() < 0.2 else "replace")


def bytewise(chance: random.Random, data: bytes) -> bytes:
    """Return the bytes of a file with some put in, taken out, or cut off."""
    at = chance.randrange(len(data) + 1)
    how = chance.randrange(5)
    if how == 0:
        return data[:at]
    if how == 1:
        return data[:at] + data[at + chance.randrange(1, 40) :]
    if how == 2 and at < len(data):
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    return data[:at] + chance.choice(_BYTES) + data[at:]
