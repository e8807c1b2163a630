"""Which values are held against each other: what steps returned, and what was there at the end."""

from __future__ import annotations

import filecmp
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from nb2pkg.verify.inside.protocol import (
    END,
    INDEX,
    Kept,
    ValueQuestion,
    after_cell,
    of_step,
    within_cell,
)
from nb2pkg.verify.model import NotCompared
from nb2pkg.verify.names import RunName
from nb2pkg.verify.project import Project, called_stages
from nb2pkg.verify.running.processes import homes, last_homes
from nb2pkg.verify.running.runs import Runs


class Source(NamedTuple):
    """Where a value was kept: a run, and a place in its spool."""

    run: RunName
    place: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A value of the notebook and what should be the same value of the package (or of the rewritten notebook)."""

    name: str
    cell: int | None
    stages: tuple[str, ...]  # of which it is evidence
    mine: Source
    theirs: Source
    is_final: bool = False
    is_within_cell: bool = False  # seen within a cell, where it could be

    @property
    def is_score(self) -> bool:
        """Tell whether the notebook has no name for it: the rewritten notebook, which shows the same, stands for it."""
        return self.mine.run == RunName.REWRITTEN

    @property
    def is_in_passing(self) -> bool:
        """Tell whether the run goes on behind it in another order or another process than the notebook.

        How far random generators inside of objects are by then is the notebook's order and nothing else: what is
        drawn from them is compared where it goes.
        """
        return self.mine.place != END or self.theirs.run == RunName.COMMANDS

    @property
    def command(self) -> str:
        """Return the command of the package that made it, or nothing where the rewritten notebook did."""
        return self.theirs.place.partition("/")[0] if "/" in self.theirs.place else ""


@dataclass(frozen=True, slots=True)
class SortedPairs:
    """Pairs that can be asked about, with their questions, and those that cannot."""

    pairs: tuple[Pair, ...]
    questions: tuple[ValueQuestion, ...]
    not_compared: tuple[NotCompared, ...]


def pairs_of(project: Project) -> Iterator[Pair]:
    """Yield what to compare, in the order of the pipeline: of a step once for each process in which it runs."""
    stages: dict[str, tuple[str, ...]] = {}
    cells: dict[str, int] = {}
    for number, step in enumerate(project.steps):
        cell = max(step.cells)
        evidence: tuple[str, ...] = (step.stage,)
        for name in step.returns:
            stages[name], cells[name] = evidence, cell
        sources = [
            Source(run, f"{command}/{of_step(number)}") for run, command in homes(project, number)
        ]
        for name in step.holds:
            mine = Source(RunName.FIRST, after_cell(cell - 1))
            yield from (Pair(name, cell, evidence, mine, theirs) for theirs in sources)
        for name in step.passing:
            mine = Source(RunName.FIRST, within_cell(number))
            yield from (
                Pair(name, cell, evidence, mine, theirs, is_within_cell=True) for theirs in sources
            )
    if not project.steps:
        stages = _by_hand(project)
    original, rewritten = Source(RunName.FIRST, END), Source(RunName.REWRITTEN, END)
    for name in project.results:
        for theirs in _ends(project, name):
            yield Pair(name, cells.get(name), stages.get(name, ()), original, theirs, is_final=True)
    for name in project.results:
        yield Pair(name, cells.get(name), (), original, rewritten)
    # the notebook shows them, and what the rewritten one shows is held against that
    for name in project.scores:
        for theirs in _ends(project, name):
            yield Pair(name, cells.get(name), stages.get(name, ()), rewritten, theirs)


def _ends(project: Project, name: str) -> list[Source]:
    return [Source(run, f"{command}/{END}") for run, command in last_homes(project, name)]


def _by_hand(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the stages that bind a name in the pipeline: its last value speaks for all of them."""
    pipeline = project.folder / "src" / project.package / "pipeline.py"
    found: dict[str, tuple[str, ...]] = {}
    for stage, names in called_stages(pipeline):
        for name in names:
            found[name] = (*found.get(name, ()), stage)
    return found


def sort(pairs: Iterable[Pair], runs: Runs, restless: frozenset[int]) -> SortedPairs:
    """Tell which pairs have a value on all sides, and why the others have not.

    Of cells that show something else each time (`restless`) the scores are left out: their outputs say why.
    """
    kept: list[Pair] = []
    questions: list[ValueQuestion] = []
    not_compared: list[NotCompared] = []
    compared: dict[tuple[str, bool], list[str]] = {}
    for pair in pairs:
        run, place = pair.mine
        if pair.is_score and pair.cell in restless:
            continue
        entries = [
            _entry(runs[run].spool, place, pair.name),
            _entry(runs[run if pair.is_score else RunName.AGAIN].spool, place, pair.name),
            _entry(runs[pair.theirs.run].spool, pair.theirs.place, pair.name),
        ]
        files = [entry["file"] for entry in entries if entry and "file" in entry]
        if len(files) == len(entries):
            question = _question(pair, *files)
            others = compared.setdefault((question["first"], pair.is_final), [])
            if any(filecmp.cmp(question["other"], other, shallow=False) for other in others):
                continue  # several processes made the same
            others.append(question["other"])
            kept.append(pair)
            questions.append(question)
        # a name that the rewritten notebook no longer needs is no loss, nor a statement that was not found
        elif RunName.REWRITTEN not in (run, pair.theirs.run) and not (
            pair.is_within_cell and entries[0] is None
        ):
            held = any(each.name == pair.name for each in kept)
            not_compared.append(_why(pair, entries, held=held))
    return SortedPairs(tuple(kept), tuple(questions), tuple(not_compared))


def _question(pair: Pair, first: str, again: str, other: str) -> ValueQuestion:
    return {
        "first": first,
        "again": again,
        "other": other,
        "summary": pair.is_final or pair.is_score,
        "passing": pair.is_in_passing,
    }


def _why(pair: Pair, entries: list[Kept | None], *, held: bool) -> NotCompared:
    """Say why a value could not be compared, and whether that is of our making."""
    for entry, whose in zip(entries, ("the notebook", "the notebook", "the package"), strict=True):
        if entry is None:
            if whose == "the notebook" and pair.is_final:
                # deleted before the end: it was held where it was made, or it was not
                return NotCompared(
                    pair.name, "the notebook has no such name at its end", is_ours=not held
                )
            return NotCompared(pair.name, f"{whose} has no such value there", is_ours=True)
    natural = [e["reason"] for e in entries if e and e.get("nature")]
    if len(natural) == len(entries):
        return NotCompared(pair.name, natural[0])
    reasons = [e["reason"] for e in entries if e and "reason" in e]
    return NotCompared(pair.name, reasons[0], is_ours=True)


def _entry(spool: Path, place: str, name: str) -> Kept | None:
    try:
        index: dict[str, Kept] = json.loads((spool / place / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    entry = index.get(name)
    if entry is not None and "file" in entry:
        return {"file": str(spool / place / entry["file"])}
    return entry
