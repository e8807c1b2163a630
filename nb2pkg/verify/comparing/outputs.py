"""What cells show, and when two cells show the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# what differs from run to run and means nothing, and what it becomes
_NOISE = tuple(
    (re.compile(pattern, re.MULTILINE), becomes)
    for pattern, becomes in (
        (r"\x1b\[[0-9;?]*[A-Za-z]", ""),  # colours
        (r"^.*\r(?!\n)", ""),  # a line that was written over, as progress bars do
        (r"0x[0-9a-fA-F]{6,}", "0x"),  # addresses
        (r"(?<![\w.)\]])/(?:[\w.+-]+/)+", "/"),  # folders, but not 3/4/5
        (r"<ipython-input[^>]*>", "<cell>"),
        (r"ipykernel_\d+/\d+\.py", "cell"),
        (r"^(?:CPU times|Wall time|.*per loop).*$", "time"),
        (r"\d+%\|.*", "progress"),
        (r"\b\d+(?:\.\d+)?\s?(?:ns|µs|us|ms|s|it/s)\b", "time"),
    )
)
_CLOCK = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?")
_NUMBER = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?")
_TOLERANCE = 1e-6  # printed numbers have been rounded
_PICTURES = ("image/png", "image/jpeg")
# a rich form says nothing that the plain text does not; it counts where there is no plain text
_TEXTS = ("text/plain", "text/markdown", "text/latex", "text/html", "image/svg+xml")
_SHORT = 300


@dataclass(frozen=True, slots=True)
class CellDisplay:
    """What a cell shows: text (results, prints, the error it stopped with) and pictures."""

    text: str
    pictures: tuple[str, ...]
    tables: tuple[str, ...] = ()  # HTML of what has a plain text as well, to be looked at only

    def __bool__(self) -> bool:
        """Tell whether there is anything to see."""
        return bool(self.text.strip() or self.pictures)

    @property
    def short(self) -> str:
        """Return a text for a report."""
        count = len(self.pictures)
        pictures = f"[{count} picture{'s' * (count > 1)}]" if count else ""
        text = self.text.strip()
        return " ".join(
            filter(None, [text if len(text) <= _SHORT else text[:_SHORT] + "…", pictures])
        )


def shown(outputs: Iterable[Mapping[str, Any]]) -> CellDisplay:
    """Return what a cell's outputs show; what goes to stderr are warnings and progress, and is left out."""
    texts: list[str] = []
    pictures: list[str] = []
    tables: list[str] = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream" and output.get("name") == "stdout":
            texts.append(_joined(output.get("text", "")))
        elif kind == "error":
            texts.append(f"{output.get('ename')}: {output.get('evalue')}\n")
        elif kind in {"display_data", "execute_result"}:
            data = output.get("data", {})
            found = [_joined(data[mime]).strip() for mime in _PICTURES if mime in data]
            pictures += found
            texts += [] if found else [_text(data) + "\n"]
            tables += [html] if _is_frame(html := _joined(data.get("text/html", ""))) else []
    return CellDisplay("".join(texts), tuple(pictures), tuple(tables))


def _is_frame(html: str) -> bool:
    """Tell whether this is a table of data; estimators draw themselves with tables, too."""
    return "<table" in html and "dataframe" in html


def _text(data: Mapping[str, Any]) -> str:
    for mime in _TEXTS:
        if mime in data:
            return _joined(data[mime])
    return json.dumps(data, sort_keys=True)


def _joined(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def is_same_text(mine: str, theirs: str, *, at_other_times: bool = False) -> bool:
    """Tell whether two texts say the same: noise set aside, blanks not counted, numbers as numbers.

    Times of day count, unless both were written `at_other_times`.
    """
    mine, theirs = _quiet(mine), _quiet(theirs)
    if at_other_times:
        mine, theirs = _CLOCK.sub("clock", mine), _CLOCK.sub("clock", theirs)
    if mine.split() == theirs.split():
        return True
    if _NUMBER.sub("#", mine).split() != _NUMBER.sub("#", theirs).split():
        return False
    numbers = zip(_NUMBER.findall(mine), _NUMBER.findall(theirs), strict=True)
    return all(_is_close(float(one), float(other)) for one, other in numbers)


def has_steady_difference(first: str, again: str, rewritten: str) -> bool:
    """Tell whether a text differs from one that differs from itself, in a line that does not."""
    lines = [text.splitlines() for text in (first, again, rewritten)]
    if len({len(each) for each in lines}) > 1:
        return False
    return any(
        is_same_text(one, other) and not is_same_text(one, third)
        for one, other, third in zip(*lines, strict=True)
    )


def _quiet(text: str) -> str:
    for pattern, becomes in _NOISE:
        text = pattern.sub(becomes, text)
    return text


def _is_close(one: float, other: float) -> bool:
    if one == other:  # infinite ones too
        return True
    return abs(one - other) <= _TOLERANCE * max(_TOLERANCE, abs(one), abs(other))
