"""Hold replays against each other: values, and what cells show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from nb2pkg.verify.comparing.outputs import CellDisplay, is_same_text
from nb2pkg.verify.comparing.questions import Answer
from nb2pkg.verify.inside.protocol import PictureQuestion, ValueQuestion
from nb2pkg.verify.replaying.replays import Replay, Seen

Ask = Callable[[list[ValueQuestion | PictureQuestion]], list[Answer]]
Three = tuple[Replay, Replay, Replay]  # a run, the same once more, and another one
_SAME, _NOISY = Answer(same=True), Answer(None, is_noisy=True)


class Compared(NamedTuple):
    """Whether values, and outputs, are the same in two runs."""

    values: dict[Seen, Answer]
    outputs: dict[int, Answer]  # by cell; only of those that both runs ran
    files: dict[str, Answer] = {}  # noqa: RUF012  (by path in the tree; of those that were written)


def compare(three: Three, values: Sequence[Seen], cells: Sequence[int], ask: Ask) -> Compared:
    """Compare two runs; what a run and the same run once more have not in common is noise."""
    about_values: dict[Seen, Answer | ValueQuestion] = {v: _about(three, v) for v in values}
    shown = {cell: _shown(three, cell) for cell in cells if all(run.has_run(cell) for run in three)}
    pictures = [(cell, pair) for cell, found in shown.items() for pair in _pictures(found)]
    questions: list[ValueQuestion | PictureQuestion] = [
        each for each in about_values.values() if not isinstance(each, Answer)
    ]
    questions += [{"pictures": list(pair)} for _, pair in pictures]
    files = dict(_files(three))
    questions += [each for each in files.values() if not isinstance(each, Answer)]
    answers = iter(ask(questions) if questions else [])
    found = {
        seen: each if isinstance(each, Answer) else next(answers)
        for seen, each in about_values.items()
    }
    by_cell: dict[int, list[Answer]] = {}
    for (cell, _), answer in zip(pictures, islice(answers, len(pictures)), strict=True):
        by_cell.setdefault(cell, []).append(answer)
    judged = {
        cell: _parted_by_failure(three, cell) or _judged(each, by_cell.get(cell, []))
        for cell, each in shown.items()
    }
    written = {
        path: each if isinstance(each, Answer) else _by_bytes(three, path, next(answers))
        for path, each in files.items()
    }
    return Compared(found, judged, written)


def _files(three: Three) -> Iterator[tuple[str, Answer | ValueQuestion]]:
    """Yield the files that a run writes each time, with the question to ask about each, or the answer."""
    runs = [replay.run for replay in three]
    first, again, other = runs
    for path in sorted(first.files.keys() & again.files.keys()):
        if path not in other.files:
            yield path, Answer(same=False, notebook="written", package="not written")
        elif len({run.files[path] for run in runs}) == 1:
            yield path, _SAME
        else:
            paths = [str(run.tree / path) for run in runs]
            yield path, {"first": paths[0], "again": paths[1], "other": paths[2], "kind": "file"}


def _by_bytes(three: Three, path: str, answer: Answer) -> Answer:
    """Return the answer about a file; of one that nobody can read the bytes tell."""
    if answer.same is not None or answer.is_noisy:
        return answer
    first, again, _ = (replay.run.files[path] for replay in three)
    return answer if first != again else replace(answer, same=False)


def _parted_by_failure(three: Three, cell: int) -> Answer | None:
    """Return the answer where a cell fails in one run and not in the other, whatever else it shows."""
    first, again, other = (run.failure(cell) for run in three)
    names = [None if failure is None else failure.name for failure in (first, again, other)]
    if names[0] != names[1] or names[0] == names[2]:
        return None
    return Answer(same=False, notebook=str(first or "no error"), package=str(other or "no error"))


def _about(three: Three, seen: Seen) -> Answer | ValueQuestion:
    """Return the question to ask about a value, or the answer where that is known."""
    if not all(run.has_run(seen.cell) for run in three):
        return Answer(None, reason="the cell did not run")
    entries = [run.entry(seen) for run in three]
    first, again, other = entries
    if (first is None) != (again is None):
        return _NOISY
    if first is None or again is None or other is None:
        if first is None and other is None:
            return Answer(None, reason="no such name in either run")
        return Answer(same=False, notebook=_there(first), package=_there(other))
    if "file" in first and "file" in again and "file" in other:
        return {"first": first["file"], "again": again["file"], "other": other["file"]}
    reasons = [entry for entry in (first, again, other) if "reason" in entry]
    natural = len(reasons) == len(entries) and all(entry.get("nature") for entry in reasons)
    return Answer(None, is_natural=natural, reason=reasons[0]["reason"])


def _there(entry: object) -> str:
    return "no such name" if entry is None else "there is one"


def _shown(three: Three, cell: int) -> tuple[CellDisplay, CellDisplay, CellDisplay]:
    first, again, other = (run.shown(cell) for run in three)
    return first, again, other


def _pictures(found: tuple[CellDisplay, CellDisplay, CellDisplay]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of pictures to look at: of the run and the same run once more, then of the other one."""
    first, again, other = found
    if len(first.pictures) == len(again.pictures) == len(other.pictures):
        yield from zip(first.pictures, again.pictures, strict=True)
        yield from zip(first.pictures, other.pictures, strict=True)


def _judged(
    found: tuple[CellDisplay, CellDisplay, CellDisplay], pictures: Sequence[Answer]
) -> Answer:
    first, again, other = found
    half = len(pictures) // 2
    if not is_same_text(first.text, again.text, at_other_times=True):
        return _NOISY
    if any(answer.same is False for answer in pictures[:half]):
        return _NOISY
    same = (
        is_same_text(first.text, other.text, at_other_times=True)
        and len(first.pictures) == len(other.pictures)
        and not any(answer.same is False for answer in pictures[half:])
    )
    return _SAME if same else Answer(same=False, notebook=first.short, package=other.short)
