"""What `extract` says of serving a case's raw rows, held against the truth about it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.serving.cases import Case, Truth

Entry = Mapping[str, Any]


class Verdict(StrEnum):
    """How an entry of `serving` stands to the truth."""

    RIGHT = "right"
    WRONG_RAW = (
        "WRONG RAW"  # raw rows are promised where they cannot be served, or the target is asked for
    )
    TOO_MODEST = "too modest"  # raw rows could be served, and are not
    OTHER = "other"  # refused as it should be, but as another kind
    UNNAMED = "unnamed"  # refused as it should be, but without a reason that names the statement
    EXTRA = "extra"  # about a model of which the truth says nothing
    FAILED = "failed"  # `extract` came to no report


@dataclass(frozen=True)
class Judged:
    """What was expected of a model, what was said, and how the two agree."""

    model: str
    expected: str
    got: str
    reason: str
    verdict: Verdict


@dataclass(frozen=True)
class Outcome:
    """What came of a case."""

    case: Case
    judged: tuple[Judged, ...]
    seconds: float

    def __bool__(self) -> bool:
        return {one.verdict for one in self.judged} <= {Verdict.RIGHT, Verdict.EXTRA}


def extracted(
    case: Case, folder: Path, python: str = sys.executable, seconds: float = 600
) -> Outcome:
    """Extract a case with verification, in a folder of its own, and judge what is said of serving."""
    notebook = case.write(folder)
    command = [
        sys.executable,
        "-m",
        "nb2pkg",
        "extract",
        notebook.name,
        "-o",
        "project",
        "--format",
        "json",
    ]
    command += ["--root", ".", "--python", python]
    began = time.monotonic()
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=seconds
        )
        judged = _judged(case, done.returncode, done.stdout, done.stderr)
    except subprocess.TimeoutExpired:
        judged = _failed(case, f"no report within {seconds:.0f} s")
    return Outcome(case, judged, time.monotonic() - began)


def _judged(case: Case, code: int, output: str, errors: str) -> tuple[Judged, ...]:
    try:
        report = json.loads(output)
    except json.JSONDecodeError:
        report = {}
    if "package" not in report:
        last = (errors.strip() or "no report").splitlines()[-1]
        return _failed(case, f"exit {code}: {last}")
    return judge(
        case, report.get("serving", ()), (report.get("verification") or {}).get("status", "")
    )


def _failed(case: Case, reason: str) -> tuple[Judged, ...]:
    return tuple(
        Judged(truth.model, " or ".join(truth.rows), "-", reason, Verdict.FAILED)
        for truth in case.truths
    )


def judge(case: Case, serving: Sequence[Entry], status: str = "match") -> tuple[Judged, ...]:
    """Return how each truth stands to the entries of `serving`, then the entries that none speaks of."""
    judged = []
    for truth in case.truths:
        entries = [entry for entry in serving if fnmatchcase(entry["model"], truth.model)]
        judged += [_of_entry(case, truth, entry) for entry in entries] or [_of_none(truth, status)]
    known = [truth.model for truth in case.truths]
    for entry in serving:
        if not any(fnmatchcase(entry["model"], model) for model in known):
            reason = entry.get("reason") or ""
            judged.append(Judged(entry["model"], "-", entry["rows"], reason, Verdict.EXTRA))
    return tuple(judged)


def _of_none(truth: Truth, status: str) -> Judged:
    verdict = Verdict.UNNAMED if "none" in truth.rows else Verdict.TOO_MODEST
    reason = "no entry" if status == "match" else f"no entry; verification: {status}"
    return Judged(truth.model, " or ".join(truth.rows), "-", reason, verdict)


def _of_entry(case: Case, truth: Truth, entry: Entry) -> Judged:
    rows, reason = entry["rows"], entry.get("reason") or ""
    asked = set(case.target) & set(entry.get("columns") or ())
    if rows == "raw" and asked:
        verdict, reason = Verdict.WRONG_RAW, f"asks for {', '.join(sorted(asked))}"
    else:
        verdict = _verdict(truth, rows, reason)
    return Judged(entry["model"], " or ".join(truth.rows), rows, reason, verdict)


def _verdict(truth: Truth, rows: str, reason: str) -> Verdict:
    if rows not in truth.rows:
        if "raw" in truth.rows:
            return Verdict.TOO_MODEST
        return Verdict.WRONG_RAW if rows in {"raw", "unproven"} else Verdict.OTHER
    is_named = any(_plain(part) in _plain(reason) for part in truth.reason)
    return Verdict.RIGHT if is_named or rows == "raw" or not truth.reason else Verdict.UNNAMED


def _plain(code: str) -> str:
    """Return code without spaces and with one kind of quotes: how a reason prints it is its own affair."""
    return "".join(code.split()).replace("'", '"')


def counted(outcomes: Iterable[Outcome]) -> Counter[Verdict]:
    """Return how many models got each verdict."""
    return Counter(one.verdict for outcome in outcomes for one in outcome.judged)
