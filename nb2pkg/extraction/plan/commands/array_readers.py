"""The options of numpy's readers of text files, as those by which pandas reads the same file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.extraction.blueprint import Source

if TYPE_CHECKING:
    from collections.abc import Callable

#: numbers are read to the last digit, as Python reads them; pandas does not otherwise
EXACT: Final = {"float_precision": repr("round_trip")}
_SKIPPING: Final = frozenset({"skiprows", "skip_header"})
_HARMLESS: Final = frozenset(
    "dtype ndmin max_rows skip_footer invalid_raise comments like fname".split()
)
_BLANKS: Final = repr(r"\s+")


def reading_of(call: ast.Call, literal: Callable[[ast.expr], str | None]) -> Source:
    """Return what is known of a file that numpy reads; `literal` gives the text of a value."""
    if len(call.args) > 2:
        return Source({}, is_raw=True, unknown="options by position")
    options = {"sep": _BLANKS, "header": "None", **EXACT}
    for keyword in call.keywords:
        text = literal(keyword.value)
        if keyword.arg in _HARMLESS or text == "None":
            continue
        known = None if text is None else _option(str(keyword.arg), text)
        if known is None:
            told = f"{keyword.arg}={ast.unparse(keyword.value)}" if keyword.arg else "**"
            return Source({}, is_raw=True, unknown=told[:80])
        options |= known
    return Source(options, is_raw=True)


def _option(name: str, text: str) -> dict[str, str] | None:
    """Return by which options of pandas a file is read in the same way; None where nobody knows."""
    if name == "delimiter" and text[:1] in {"'", '"'}:
        return {"sep": text}
    if name in _SKIPPING and text.isdigit():
        return _below(int(text))
    if name in {"encoding", "usecols"}:
        return {name: text}
    return None


def _below(lines: int) -> dict[str, str]:
    """Return the options for rows below some lines, the last of which holds names."""
    if lines == 0:
        return {}
    return {"header": "0", **({"skiprows": str(lines - 1)} if lines > 1 else {})}
