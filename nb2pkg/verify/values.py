"""Which values are held against each other: what steps returned, and what was there at the end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nb2pkg.model import NotCompared
from nb2pkg.verify.project import Project, called_stages
from nb2pkg.verify.runs import Run


@dataclass(frozen=True, slots=True)
class Pair:
    """A value of the notebook and what should be the same value of the package (or of the rewritten notebook)."""

    name: str
    cell: int | None
    stages: tuple[str, ...]  # of which it is evidence
    mine: tuple[str, str]  # run and place in its spool
    theirs: tuple[str, str]
    final: bool = False
    within: bool = False  # seen within a cell, where it could be

    @property
    def is_score(self) -> bool:
        """Tell whether the notebook has no name for it: the rewritten notebook, which shows the same, stands for it."""
        return self.mine[0] == "moved"


@dataclass(frozen=True, slots=True)
class Sorted:
    """Pairs that can be asked about, with their questions, and those that cannot."""

    pairs: tuple[Pair, ...]
    questions: tuple[dict[str, Any], ...]
    not_compared: tuple[NotCompared, ...]


def pairs_of(project: Project) -> Iterator[Pair]:
    """Yield what to compare, in the order of the pipeline."""
    stages: dict[str, tuple[str, ...]] = {}
    cells: dict[str, int] = {}
    for number, step in enumerate(project.steps):
        for name in step.returns:
            stages[name], cells[name] = (step.stage,), max(step.cells)
        for name in step.holds:
            place = f"at-{max(step.cells) - 1}"
            yield Pair(
                name, max(step.cells), (step.stage,), ("first", place), ("piped", f"step-{number}")
            )
        for name in step.passing:
            mine, theirs = ("first", f"in-{number}"), ("piped", f"step-{number}")
            yield Pair(name, max(step.cells), (step.stage,), mine, theirs, within=True)
    if not project.steps:
        stages = _by_hand(project)
    for name in project.results:
        evidence = stages.get(name, ())
        yield Pair(name, cells.get(name), evidence, ("first", "end"), ("piped", "end"), final=True)
    for name in project.results:
        yield Pair(name, cells.get(name), (), ("first", "end"), ("moved", "end"))
    # the notebook shows them, and what the rewritten one shows is held against that
    for name in project.scores:
        yield Pair(name, cells.get(name), stages.get(name, ()), ("moved", "end"), ("piped", "end"))


def _by_hand(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the stages that bind a name in the pipeline: its last value speaks for all of them."""
    pipeline = project.folder / "src" / project.package / "pipeline.py"
    found: dict[str, tuple[str, ...]] = {}
    for stage, names in called_stages(pipeline):
        for name in names:
            found[name] = (*found.get(name, ()), stage)
    return found


def sort(pairs: Iterable[Pair], runs: dict[str, Run], restless: frozenset[int]) -> Sorted:
    """Tell which pairs have a value on all sides, and why the others have not.

    Of cells that show something else each time (`restless`) the scores are left out: their outputs say why.
    """
    kept, questions, left = [], [], []
    held = set()
    for pair in pairs:
        run, place = pair.mine
        if pair.is_score and pair.cell in restless:
            continue
        entries = [
            _entry(runs[run].spool, place, pair.name),
            _entry(runs[run if pair.is_score else "again"].spool, place, pair.name),
            _entry(runs[pair.theirs[0]].spool, pair.theirs[1], pair.name),
        ]
        if all(entry is not None and "file" in entry for entry in entries):
            files = dict(
                zip(("first", "again", "other"), (e["file"] for e in entries if e), strict=True)
            )
            kept.append(pair)
            questions.append({**files, "summary": pair.final or pair.is_score})
            held.add(pair.name)
        # a name that the rewritten notebook no longer needs is no loss, nor a statement that was not found
        elif "moved" not in (run, pair.theirs[0]) and not (pair.within and entries[0] is None):
            left.append(_why(pair, entries, held=pair.name in held))
    return Sorted(tuple(kept), tuple(questions), tuple(left))


def _why(pair: Pair, entries: list[dict[str, Any] | None], *, held: bool) -> NotCompared:
    """Say why a value could not be compared, and whether that is of our making."""
    for entry, whose in zip(entries, ("the notebook", "the notebook", "the package"), strict=True):
        if entry is None:
            if whose == "the notebook" and pair.final:
                # deleted before the end: it was held where it was made, or it was not
                return NotCompared(
                    pair.name, "the notebook has no such name at its end", ours=not held
                )
            return NotCompared(pair.name, f"{whose} has no such value there", ours=True)
    natural = [e["reason"] for e in entries if e and e.get("nature")]
    if len(natural) == len(entries):
        return NotCompared(pair.name, natural[0])
    reasons = [e["reason"] for e in entries if e and "reason" in e]
    return NotCompared(pair.name, reasons[0], ours=True)


def _entry(spool: Path, place: str, name: str) -> dict[str, Any] | None:
    try:
        index = json.loads((spool / place / "index.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    entry: dict[str, Any] | None = index.get(name)
    if entry is not None and "file" in entry:
        return {"file": str(spool / place / entry["file"])}
    return entry
