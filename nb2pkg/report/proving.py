"""What two runs say of the findings of notebooks: for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from nb2pkg.mending.model import Proofs, Proved, Verdict
from nb2pkg.report import Report
from nb2pkg.report.json import SCHEMA, finding_dicts
from nb2pkg.report.text import place_name, printable
from nb2pkg.secrets import without_secrets

_WORDS = {
    Verdict.CONFIRMED: "confirmed",
    Verdict.HARMLESS: "harmless",
    Verdict.NOT_REPLAYABLE: "not replayable",
}
_LONGEST = 200  # characters of a value


def to_text(done: Sequence[Proofs]) -> str:
    """Return the findings with what the runs say of them, and a closing line."""
    lines = [line for each in done for line in _lines(each)]
    return "\n".join([*lines, _summary(done)]) + "\n"


def to_json(done: Sequence[Proofs]) -> str:
    """Return the same as one JSON document."""
    return (
        json.dumps({"schema": SCHEMA, "notebooks": [_notebook(each) for each in done]}, indent=2)
        + "\n"
    )


def _lines(proofs: Proofs) -> Iterator[str]:
    path = printable(proofs.path)
    if proofs.unreadable is not None:
        yield f"{path}: {proofs.unreadable.code} {printable(proofs.unreadable.message)}"
    for each in proofs.proved:
        finding = each.finding
        weak = "" if finding.severity == "error" else f" ({finding.severity})"
        count = "" if finding.execution_count is None else f" In [{finding.execution_count}]:"
        where = printable(place_name(proofs.path, finding.place))
        yield f"{where}: {finding.code}{weak}{count} {printable(finding.message)}"
        yield f"     = {_WORDS[each.verdict]}: {_line(each.reason)}"
        if each.recorded:
            yield f"       recorded order: {_line(each.recorded)}"
        if each.fresh:
            yield f"       fresh run:      {_line(each.fresh)}"
    if proofs.problem:
        yield f"{path}: {printable(proofs.problem)}"


def _line(text: str) -> str:
    """Return a value as one line, without secrets."""
    whole = printable(without_secrets(" ".join(text.split())))
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}…"


def _summary(done: Sequence[Proofs]) -> str:
    proved = [each for proofs in done for each in proofs.proved]
    if not proved:
        undone = sum(bool(each.problem or each.unreadable) for each in done)
        if undone:
            return f"{undone} notebook{'s' * (undone > 1)} could not be read or run."
        return "There is no finding to prove."
    counts = {verdict: sum(p.verdict is verdict for p in proved) for verdict in Verdict}
    told = ", ".join(f"{count} {_WORDS[v]}" for v, count in counts.items() if count)
    return f"{len(proved)} finding{'s' * (len(proved) > 1)}: {told}."


def _notebook(proofs: Proofs) -> dict[str, Any]:
    problem = proofs.problem
    if proofs.unreadable is not None:
        problem = proofs.unreadable.message
    return {
        "path": proofs.path,
        "findings": [
            {**found, **_verdict(each)}
            for found, each in zip(_dicts(proofs), proofs.proved, strict=True)
        ],
        "seconds": dict(proofs.seconds),
        "problem": problem or None,
    }


def _dicts(proofs: Proofs) -> list[dict[str, Any]]:
    findings = tuple(each.finding for each in proofs.proved)
    return finding_dicts(Report(proofs.path, findings, proofs.notebook))


def _verdict(proved: Proved) -> dict[str, Any]:
    return {
        "verdict": proved.verdict.value,
        "reason": without_secrets(proved.reason),
        "recorded": without_secrets(proved.recorded) or None,
        "fresh": without_secrets(proved.fresh) or None,
    }
