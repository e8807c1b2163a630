"""Which rows are predicted alone, and which go into which file."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

ALL, HALF, OTHER_HALF, SHUFFLED = "all at once", "one half", "the other half", "shuffled"
MOST_ALONE = 500
MOST_TOGETHER = 50_000
_FEW = 20  # values: then each of them has to be there
_MISSING = ("", "nan", "na", "n/a", "null", "none", "nat", "<na>", "?")


def alone(
    source: Any, columns: Sequence[str], asked: Sequence[int], others: Sequence[int]
) -> list[int]:
    """Return the rows to predict alone: all that the notebook asks for, or a sample that shows all sides of columns."""
    distinct = list(dict.fromkeys(asked))
    wanted = _telling(source, columns, [*distinct, *others])
    if len(distinct) <= MOST_ALONE:
        return [*distinct, *(row for row in wanted if row not in set(distinct))][:MOST_ALONE]
    drawn = random.Random(0).sample(distinct, MOST_ALONE)  # noqa: S311
    return list(dict.fromkeys([*wanted, *drawn]))[:MOST_ALONE]


def _telling(source: Any, columns: Sequence[str], rows: Sequence[int]) -> list[int]:
    """Return for each column rows with and without a value, with each of few values, and with the extremes."""
    found: dict[int, None] = {}
    for name in columns:
        values = source.values(name)
        first: dict[str, int] = {}
        for row in rows:
            first.setdefault(_text(values[row]), row)
        full = [text for text in first if not is_missing(text)]
        lacking = [text for text in first if is_missing(text)]
        chosen = full if len(full) <= _FEW else [full[0], *_extremes(full)]
        found.update(dict.fromkeys(first[text] for text in (*lacking[:2], *chosen)))
    return list(found)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value)


def is_missing(text: str) -> bool:
    """Tell whether a field is empty, or says so."""
    return text.strip().lower() in _MISSING


def _extremes(texts: list[str]) -> list[str]:
    try:
        return [min(texts, key=float), max(texts, key=float)]
    except ValueError:
        return [min(texts), max(texts), max(texts, key=len)]


def together(asked: Sequence[int], others: Sequence[int]) -> dict[str, list[int]]:
    """Return the rows of each file that holds several: those that are asked for, halves of all, and all shuffled."""
    drawn = random.Random(1)  # noqa: S311  (rows, no secrets)
    distinct = list(dict.fromkeys(asked))
    known = set(distinct)
    rest = [row for row in others if row not in known]
    room = max(0, MOST_TOGETHER - len(distinct))
    every = [*distinct, *(drawn.sample(rest, room) if len(rest) > room else rest)]
    drawn.shuffle(every)
    middle = (len(every) + 1) // 2
    files = {
        ALL: list(asked),
        HALF: sorted(every[:middle]),
        OTHER_HALF: sorted(every[middle:]),
        SHUFFLED: every,
    }
    return {name: rows for name, rows in files.items() if rows}


def ordered(columns: Sequence[str], number: int) -> list[str]:
    """Return columns in another order than that of the file, and another one for each number."""
    turned = list(reversed(columns))
    place = number % len(turned) if turned else 0
    return turned[place:] + turned[:place]
