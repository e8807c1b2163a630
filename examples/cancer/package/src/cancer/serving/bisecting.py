"""All rows at once; where that fails, in parts, until it is known which rows it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from ..errors import CannotBeDoneError

ALIKE = (
    20  # so many rows that fail in one way, and none that passes, are a fault of all
)
PACKAGE = Path(__file__).resolve().parents[1]


class Answers:
    """What became of rows, by position: tables of predictions, and notes."""

    def __init__(self) -> None:
        self.tables: list[Any] = []
        self.notes: dict[int, list[str]] = {}

    def note(self, notes: dict[int, list[str]]) -> None:
        """Add notes to those that there are."""
        for position, texts in notes.items():
            self.notes.setdefault(position, []).extend(texts)


def in_parts(
    positions: Sequence[int],
    attempt: Callable[[Sequence[int]], Any],
    is_complete: Callable[[int], bool],
) -> Answers:
    """Return answers for all rows: `attempt` gives a table and notes for some, or raises.

    Rows with missing values are parted from the others first, as they are what mostly fails.
    """
    answers = Answers()
    open_parts = [list(positions)] if len(positions) else []
    faults: list[str] = []
    while open_parts:
        part = open_parts.pop()
        try:
            table, notes = attempt(part)
        except CannotBeDoneError:
            raise
        except Exception as error:
            if len(part) > 1:
                open_parts += reversed(parted(part, is_complete))
                continue
            told = told_of(error)
            answers.note({part[0]: [f"not predicted: {told}"]})
            faults.append(told)
            if not answers.tables and len(faults) >= ALIKE and len(set(faults)) == 1:
                raise CannotBeDoneError(f"no row can be predicted: {told}") from error
            continue
        answers.note(notes)
        if len(table):
            answers.tables.append(table)
    return answers


def parted(part: list[int], is_complete: Callable[[int], bool]) -> list[list[int]]:
    """Return the rows of a part in two: the complete ones and the others, else halves."""
    complete = [position for position in part if is_complete(position)]
    if 0 < len(complete) < len(part):
        full = set(complete)
        return [complete, [position for position in part if position not in full]]
    middle = len(part) // 2
    return [part[:middle], part[middle:]]


def told_of(error: BaseException) -> str:
    """Return in one line what was raised, and by which statement of which cell."""
    text = " ".join(str(error).split())[:300]
    what = f"{type(error).__name__}: {text}" if text else type(error).__name__
    place = place_of(error.__traceback__)
    return f"{place}: {what}" if place else what


def place_of(trace: TracebackType | None) -> str:
    """Return the innermost line of the notebook's own code: cell, where the step tells it, and statement."""
    found = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        file = Path(code.co_filename).resolve()
        if (
            PACKAGE in file.parents
            and Path(__file__).resolve().parent not in file.parents
        ):
            step = trace.tb_frame.f_globals.get(code.co_name)
            cell = re.search(
                r"\((cells? [\d, and]+)\)", getattr(step, "__doc__", None) or ""
            )
            where = cell.group(1) if cell else f"{file.stem}.{code.co_name}"
            line = line_of(file, trace.tb_lineno)
            found = f"{where}: {line}" if line else where
        trace = trace.tb_next
    return found


def line_of(file: Path, number: int) -> str:
    """Return a line of a file, if there is one."""
    try:
        return file.read_text(encoding="utf-8").splitlines()[number - 1].strip()
    except (OSError, IndexError, ValueError):
        return ""
