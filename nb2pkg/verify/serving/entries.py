"""What the proof needs of each predict call: where the notebook's own values lie, and where the raw rows are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from nb2pkg.verify.inside.protocol import (
    INDEX,
    Kept,
    ServingEntry,
    after_cell,
    ahead_of_call,
    behind_call,
    of_step,
    within_cell,
)
from nb2pkg.verify.names import RunName
from nb2pkg.verify.project import Project
from nb2pkg.verify.running.case import Case
from nb2pkg.verify.running.processes import homes
from nb2pkg.verify.running.runs import Runs
from nb2pkg.verify.served_calls import ServedCall, names_in


def entries_of(case: Case, runs: Runs) -> list[ServingEntry]:
    """Return an entry for each predict call that only runs can tell about."""
    return [_entry(call, number, case.project, runs) for number, call in enumerate(case.open_calls)]


def _entry(call: ServedCall, number: int, project: Project, runs: Runs) -> ServingEntry:
    spool = runs.first.spool
    at_end = after_cell(call.cell - 1)
    settled = after_cell((call.settled or call).cell - 1)
    return {
        "model": call.model,
        "rows": call.rows,
        "prediction": call.prediction,
        "names": {text: list(names_in(text)) for text in (call.rows, call.prediction or "")},
        "ahead": _kept(spool, ahead_of_call(number), at_end),
        "behind": _kept(spool, behind_call(number), settled),
        "source": list(_sources(call, project, runs)),
        "setting": call.setting,
        "file": call.file,
        "columns": None if call.columns is None else list(call.columns),
        "target": list(call.target),
        "is_from_elsewhere": call.is_from_elsewhere,
        "cell": call.cell,
    }


def _kept(spool: Path, exact: str, otherwise: str) -> dict[str, Kept]:
    """Return what was kept around a statement; of one that ends its cell, or was not found, at the cell's end."""
    return {**_index(spool / otherwise), **_index(spool / exact)}


def _index(folder: Path) -> dict[str, Kept]:
    try:
        index: dict[str, Kept] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {
        name: {"file": str(folder / kept["file"])} if "file" in kept else kept
        for name, kept in index.items()
    }


def _sources(call: ServedCall, project: Project, runs: Runs) -> Iterator[str]:
    """Yield files with the frame as it was read: what the first step that gives it returned, there and here."""
    name = call.source
    numbers = [n for n, step in enumerate(project.steps) if name in step.returns]
    for number in numbers[:1] if name else ():
        places = [
            runs[run].spool / command / of_step(number)
            for run, command in homes(project, number)
            if run in runs
        ]
        step = project.steps[number]
        within = after_cell(max(step.cells) - 1) if name in step.holds else within_cell(number)
        for folder in (*places, runs[RunName.FIRST].spool / within):
            kept = _index(folder).get(str(name), {})
            if "file" in kept:
                yield kept["file"]
