"""What is asked of the notebook's interpreter, where values can be read, and what it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from nb2pkg.verify.inside.protocol import (
    AnswerRow,
    ComparisonJob,
    PictureQuestion,
    ValueQuestion,
)
from nb2pkg.verify.running.children import Keepers
from nb2pkg.verify.running.runs import Space, run_comparison

_MOST_DEATHS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether two things are the same; None with a `reason` where that could not be told."""

    same: bool | None
    is_noisy: bool = False  # the notebook differs from itself here
    is_natural: bool = False  # what could not be told lies in the kind of value, not in us
    reason: str = ""
    notebook: str = ""
    package: str = ""
    largest: float | None = None
    summary: str | None = None
    widest: tuple[float, float] | None = (
        None  # largest distance within tolerance, absolute and relative
    )
    widest_at: str = ""
    aside: tuple[str, ...] = ()  # parts that differ between two runs of the notebook itself


def ask(
    space: Space,
    keepers: Keepers,
    questions: list[ValueQuestion | PictureQuestion],
    tolerances: tuple[float, float],
    trees: tuple[Path, ...],
) -> list[Answer]:
    """Have all questions answered; where a value kills the interpreter, only its own answer is lost.

    `trees` are where the notebook finds modules of its own.
    """
    place = space.folder / "judge"
    place.mkdir(exist_ok=True)
    job: ComparisonJob = {
        "path": [str(space.project / "src"), *(str(tree / space.inside) for tree in trees)],
        "package": space.package,
        "rtol": tolerances[0],
        "atol": tolerances[1],
        "questions": questions,
        "start": 0,
        "answers": str(place / "answers.jsonl"),
    }
    answers = Path(place / "answers.jsonl")
    answers.write_text("", encoding="utf-8")
    for _ in range(_MOST_DEATHS):
        job["start"] = len(_read(answers))
        if job["start"] >= len(questions):
            break
        (place / "job.json").write_text(json.dumps(job), encoding="utf-8")
        code = run_comparison(space, keepers, place / "job.json")
        if len(_read(answers)) < len(questions):
            _mend(answers, f"the comparison ended with exit code {code}")
    found = [_answer(row) for row in _read(answers)]
    return found + [Answer(None, reason="the comparison kept failing")] * (
        len(questions) - len(found)
    )


def _mend(answers: Path, reason: str) -> None:
    """Answer the question that was fatal, so that the next run starts behind it."""
    rows: list[AnswerRow] = [*_read(answers), {"same": None, "reason": reason}]
    answers.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def _read(answers: Path) -> list[AnswerRow]:
    """Return the complete lines; a killed process may have left half of one."""
    lines = answers.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _answer(row: AnswerRow) -> Answer:
    distance, relative, where = row.get("widest") or (None, None, "")
    return Answer(
        same=row["same"],
        is_noisy=row.get("noisy", False),
        is_natural=row.get("nature", False),
        reason=row.get("reason", ""),
        notebook=row.get("notebook", ""),
        package=row.get("package", ""),
        largest=row.get("largest"),
        summary=row.get("summary"),
        widest=None if distance is None or relative is None else (distance, relative),
        widest_at=where,
        aside=tuple(row.get("aside", ())),
    )
