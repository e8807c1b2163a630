"""A verdict as text, and as the JSON of the specification."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from nb2pkg.report import serving
from nb2pkg.report.counts import cell_named, with_counts
from nb2pkg.secrets import without_secrets
from nb2pkg.verify.model import (
    Changing,
    Divergence,
    NotCompared,
    Status,
    Tally,
    Verification,
    Widest,
)

if TYPE_CHECKING:
    from nb2pkg.report.counts import Counts

MEANING: Final = {
    Status.MATCH: "notebook and package gave the same",
    Status.MISMATCH: "notebook and package differ",
    Status.UNVERIFIED: "nothing differed, but not enough could be compared to say that they match",
    Status.NOTEBOOK_FAILS: "the notebook does not run by itself",
    Status.PACKAGE_FAILS: "the package does not run",
    Status.TIMEOUT: "a run took too long",
}
#: what `verify` and `extract` exit with
EXIT_CODES: Final = {
    Status.MATCH: 0,
    Status.MISMATCH: 1,
    Status.UNVERIFIED: 1,
    Status.PACKAGE_FAILS: 1,
    Status.NOTEBOOK_FAILS: 2,
    Status.TIMEOUT: 2,
}
_MOST = 10


def exit_code(checked: Verification) -> int:
    """Return what `verify` exits with: a package that no longer serves what it says was proven has failed, too."""
    return EXIT_CODES[checked.status] or int(any(each.is_broken for each in checked.serving))


def to_dict(checked: Verification) -> dict[str, Any]:
    """Return the JSON object of a verification."""
    counts = dict(checked.counts)
    return {
        "schema": 1,
        "status": checked.status,
        "cells": _tally(checked.cells),
        "values": _tally(checked.values),
        "stored": _tally(checked.stored),
        "differences": [
            {
                "kind": d.kind,
                "cell": d.cell,
                "execution_count": None if d.cell is None else counts.get(d.cell),
                "name": d.name,
                "notebook": without_secrets(d.notebook),
                "package": without_secrets(d.package),
            }
            for d in checked.differences
        ],
        "not_compared": [{"name": n.name, "reason": n.reason} for n in checked.not_compared],
        "first_difference": _divergence(checked.divergence),
        "changing": [{**c._asdict(), "text": without_secrets(c.text)} for c in checked.changing],
        "largest_difference": _widest(checked.widest),
        "serving": serving.to_dicts(checked.serving),
        "seconds": {name: round(seconds, 1) for name, seconds in checked.seconds},
        "notes": [without_secrets(note) for note in checked.notes],
    }


def _divergence(divergence: Divergence | None) -> dict[str, Any] | None:
    if divergence is None:
        return None
    return {**divergence._asdict(), "statement": without_secrets(divergence.statement)}


def _widest(widest: Widest | None) -> dict[str, Any] | None:
    """Return the largest difference within tolerance; JSON knows no infinite numbers."""
    if widest is None:
        return None
    relative = widest.relative if math.isfinite(widest.relative) else None
    return {"name": widest.name, "absolute": widest.distance, "relative": relative}


def divergence_text(divergence: Divergence, counts: Counts) -> str:
    """Say where notebook and package part."""
    by = f", in the package {divergence.function}" if divergence.function else ""
    return (
        f"{cell_named(divergence.cell, counts)}, line {divergence.line}: {divergence.statement}{by}"
    )


LEFT_BEHIND: Final = "these stay in the notebook above it although they change something, or may"


def changing_text(changing: Changing, counts: Counts) -> str:
    """Say what stays in the notebook although it changes something."""
    place = f"{cell_named(changing.cell, counts)}, line {changing.line}"
    return f"{place}: {without_secrets(changing.text)} ({changing.what})"


def widest_text(widest: Widest) -> str:
    """Say how far apart numbers were that count as the same."""
    return f"{widest.distance:.1g} ({widest.relative:.1g} of the number) in {widest.name}"


def _tally(tally: Tally) -> dict[str, int]:
    return {"compared": tally.compared, "matched": tally.matched}


def to_text(checked: Verification) -> str:
    """Return the verdict with what it rests on, for a person to read."""
    counts = dict(checked.counts)
    lines = [
        f"{checked.status}: {MEANING[checked.status]}",
        (
            f"  cell outputs {share(checked.cells)}, values {share(checked.values)} agree; "
            f"stored outputs {share(checked.stored)} like a fresh run"
        ),
    ]
    if checked.divergence is not None:
        lines.append(
            f"  they part at {without_secrets(divergence_text(checked.divergence, counts))}"
        )
    if checked.changing:
        lines.append(f"  {LEFT_BEHIND}:")
    lines += [f"    {changing_text(c, counts)}" for c in checked.changing[-_MOST:]]
    for d in checked.differences[:_MOST]:
        where = cell_named(d.cell, counts) if d.cell is not None else "results"
        lines.append(
            f"  differs: {where}, {d.name}\n    notebook: {without_secrets(d.notebook)}\n"
            f"    package:  {without_secrets(d.package)}"
        )
    if len(checked.differences) > _MOST:
        lines.append(f"  … and {len(checked.differences) - _MOST} more differences")
    if checked.widest is not None:
        lines.append(f"  largest difference within tolerance: {widest_text(checked.widest)}")
    lines += serving.to_lines(checked.serving, counts)
    shown = checked.not_compared[: max(_MOST, sum(n.is_ours for n in checked.not_compared))]
    left_out = [f"  {_left_out(n)}: {n.name}: {n.reason}" for n in shown]
    if len(shown) < len(checked.not_compared):
        left_out.append(f"  … and {len(checked.not_compared) - len(shown)} more not compared")
    notes = (f"  note: {without_secrets(note)}" for note in checked.notes)
    lines += [with_counts(line, counts) for line in (*left_out, *notes)]
    return "\n".join(lines) + "\n"


def _left_out(thing: NotCompared) -> str:
    """Say whether a thing that was not compared is why no match can be said."""
    return "not compared, so this is no match" if thing.is_ours else "not compared"


def share(tally: Tally) -> str:
    """Return how many of the things compared agreed: `3 of 4`."""
    return f"{tally.matched} of {tally.compared}"


def failure(checked: Verification, path: str, timeout: float) -> str:
    """Return why nothing was written for a notebook that could not be run, and what to do about it."""
    counts = dict(checked.counts)
    told = [f"{path}: {checked.status}: {MEANING[checked.status]}; nothing was written"]
    told += [f"  {without_secrets(note)}" for note in checked.notes]
    told.append(f"  what to do: {_remedy(checked, timeout)}")
    return "\n".join(with_counts(line, counts) for line in told) + "\n"


def _remedy(checked: Verification, timeout: float) -> str:
    unproven = "--no-verify writes the package without proof"
    if checked.status is Status.TIMEOUT:
        return f"--timeout gives each run more than {timeout:g} seconds; {unproven}"
    return (
        'mend the notebook until "Restart Kernel and Run All Cells" runs through, or name the environment '
        f"that it needs (--python, --kernel), or where its files are (--set, --map); {unproven}"
    )
