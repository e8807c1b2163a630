"""Compare kept values and pictures; one line of JSON for each, so that a death costs one answer only."""

from __future__ import annotations

import filecmp
import json
import os
import re
import sys
import warnings
from typing import Any

from . import described, files, images, same
from .difference import DifferentError
from .protocol import AnswerRow, ComparisonJob, PictureQuestion, ValueQuestion
from .unpickling import Main, load_kept

LONGEST = 300
# what a search keeps of its own run time, and a vectorizer of an address, says nothing about what was found: it may
# differ between two runs, and the rest of the value is compared
_BESIDES = re.compile(r"time|duration|elapsed|seconds|\._stop_words_id$")
_NOISY: AnswerRow = {"same": None, "noisy": True}


def main(path: str) -> None:
    """Answer the questions of a job file, from the one it says to start with."""
    with open(path, encoding="utf-8") as file:
        job: ComparisonJob = json.load(file)
    sys.path[:0] = job["path"]
    sys.setrecursionlimit(20_000)
    warnings.simplefilter("ignore")
    os.environ["MPLBACKEND"] = "agg"
    sys.modules["__main__"] = Main(job["package"])
    with open(job["answers"], "a", encoding="utf-8") as answers:
        for question in job["questions"][job["start"] :]:
            json.dump(_answer(question, job), answers)
            answers.write("\n")
            answers.flush()


def _answer(question: ValueQuestion | PictureQuestion, job: ComparisonJob) -> AnswerRow:
    if "pictures" in question:
        return {"same": _same_picture(question["pictures"])}
    try:
        return _compared(question, job)
    except Exception as error:
        return {"same": None, "reason": f"{type(error).__name__}: {str(error)[:200]}"}


def _same_picture(pictures: list[str]) -> bool | None:
    try:
        return images.same(*pictures)
    except Exception:
        return False


def _compared(question: ValueQuestion, job: ComparisonJob) -> AnswerRow:
    """Compare two runs of the notebook first: what differs there, be it little, is noise."""
    load = _load_file if question.get("kind") == "file" else load_kept
    package = job["package"]
    first = load(question["first"], package)
    again = first
    places: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()
    if not filecmp.cmp(question["first"], question["again"], shallow=False):
        again = load(question["again"], package)
        places = _places(first, again, 0.0, 0.0)
        besides = frozenset(place for place in places if _BESIDES.search(place))
        if _places(first, again, job["rtol"], job["atol"]) - besides:
            return _NOISY
    states = not question.get("passing")
    comparison = same.Comparison(job["rtol"], job["atol"], besides, states=states)
    other = load(question["other"], package)
    answer = _verdict(comparison, first, other)
    if answer["same"] is False and answer["within"] in places:
        return _NOISY
    answer["widest"] = comparison.widest
    answer["aside"] = sorted({error.within for error in comparison.found})
    if question.get("summary") and answer["same"]:
        answer["summary"] = _summary(first, again, other)
    return answer


def _places(first: Any, again: Any, rtol: float, atol: float) -> frozenset[str]:
    """Return where two runs of the notebook differ."""
    comparison = same.Comparison(rtol, atol, collecting=True)
    comparison.check(first, again)
    return frozenset(error.within for error in comparison.found)


def _summary(value: Any, *others: Any) -> str | None:
    """Describe a value for the tests of the package, as closely as its other copies fit."""
    return _fitting(described.describe, value, others) or _fitting(described.outline, value, others)


def _fitting(how: Any, value: Any, others: tuple[Any, ...]) -> str | None:
    """Return a description that all copies of a value fit; None where there is none."""
    try:
        text = json.dumps(how(value), allow_nan=False)
        fits = not any(described.differences(other, json.loads(text)) for other in others)
    except Exception:  # objects of strangers may do anything when they are looked at
        return None
    return text if fits else None


def _verdict(comparison: same.Comparison, a: Any, b: Any) -> AnswerRow:
    try:
        comparison.check(a, b)
    except DifferentError as error:
        return {
            "same": False,
            "within": error.within,
            "notebook": _shown(error.where, error.mine),
            "package": _shown(error.where, error.theirs),
            "largest": None if error.largest is None else float(error.largest),
        }
    if comparison.unknown:
        return {"same": None, "reason": " ".join(comparison.unknown[0])}
    if not comparison.valued:
        return {
            "same": None,
            "reason": "it holds nothing but functions or drawings",
            "nature": True,
        }
    return {"same": True}


def _shown(where: str, value: Any) -> str:
    try:
        text = value if isinstance(value, str) else repr(value)
    except Exception:
        text = object.__repr__(value)
    text = f"{where.lstrip('.')}: {text}" if where else text
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _load_file(path: str, package: str) -> Any:
    return files.load(path, lambda place: load_kept(place, package))


if __name__ == "__main__":
    main(sys.argv[1])
