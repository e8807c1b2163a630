"""From what was found to what may be said: a wrong `match` is the worst defect there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nb2pkg.verify.comparing.files import FileFindings
from nb2pkg.verify.comparing.noise import Noise
from nb2pkg.verify.comparing.outputs import CellDisplay, has_steady_difference, is_same_text, shown
from nb2pkg.verify.comparing.questions import Answer
from nb2pkg.verify.comparing.values import Pair
from nb2pkg.verify.model import (
    CellOutput,
    Difference,
    DifferenceKind,
    NotCompared,
    Side,
    Status,
    Tally,
    Widest,
)
from nb2pkg.verify.names import RunName
from nb2pkg.verify.project import Project
from nb2pkg.verify.runnable import RunnableNotebook

_REPEATS = "it differs between two runs of the notebook itself"


@dataclass
class Findings:
    """What the comparison has found so far."""

    cells: list[bool] = field(default_factory=list)  # one entry for each comparison: did it agree
    values: list[bool] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    not_compared: list[NotCompared] = field(default_factory=list)
    evidence: set[str] = field(default_factory=set)  # stages of which something was compared
    expected: dict[str, str] = field(default_factory=dict)
    outputs: list[CellOutput] = field(default_factory=list)
    widest: Widest | None = None
    blamed: set[str] = field(default_factory=set)  # commands of the package whose values differ
    has_agreeing_files: bool = (
        False  # whether the package itself wrote files, and all that were written agree
    )

    def missing(self, project: Project) -> list[NotCompared]:
        """Return the stages of which nothing was compared."""
        reason = "nothing of this stage could be compared"
        evidence = self.evidence | self._of_files(project)
        names = [stage for stage in project.stages if stage not in evidence]
        missing = [NotCompared(f"stage {stage}", reason, is_ours=True) for stage in names]
        if not project.has_manifest and not self.values:
            # nobody says which stages there are: only results can speak for the package
            reason = "none of its results could be compared"
            missing.append(NotCompared("pipeline", reason, is_ours=True))
        if not (self.cells or self.values):
            reason = "neither an output nor a value could be compared"
            missing.append(NotCompared("notebook and package", reason, is_ours=True))
        return missing

    def _of_files(self, project: Project) -> set[str]:
        """Return the stage that files are evidence of: the only one whose steps give nothing else."""
        speaking = {step.stage for step in project.steps if step.returns or step.is_shown}
        silent = {step.stage for step in project.steps} - speaking
        return silent if self.has_agreeing_files and len(silent) == 1 else set()

    def note_unclear(self, name: str, origin: str) -> None:
        """Note what differs and was made of something noisy: that may be the reason, and need not be."""
        reason = f"it differs, which may be because {origin} differs between two runs of the notebook itself"
        self.not_compared.append(NotCompared(name, reason, is_ours=True))

    def note_widest(self, pair: Pair, answer: Answer) -> None:
        """Keep the largest distance of numbers that counted as the same."""
        if answer.same and answer.widest is not None:
            distance, relative = answer.widest
            if self.widest is None or relative > self.widest.relative:
                self.widest = Widest(pair.name + answer.widest_at, distance, relative)

    def status(self) -> Status:
        """Return what may be said."""
        if self.differences:
            return Status.MISMATCH
        if not (self.cells or self.values) or any(thing.is_ours for thing in self.not_compared):
            return Status.UNVERIFIED
        return Status.MATCH


def tally(agreed: list[bool]) -> Tally:
    """Count."""
    return Tally(len(agreed), sum(agreed))


@dataclass(frozen=True, slots=True)
class CellTriple:
    """What one cell showed in both runs of the notebook and in the rewritten one."""

    number: int  # 1-based, in the original
    first: CellDisplay
    again: CellDisplay
    rewritten: CellDisplay

    @property
    def is_restless(self) -> bool:
        """Tell whether the notebook's own runs showed different texts."""
        return not is_same_text(self.first.text, self.again.text)

    @property
    def pictures(self) -> list[tuple[str, str]]:
        """Return pairs of pictures to compare: both runs of the notebook, then notebook and package."""
        if not len(self.first.pictures) == len(self.again.pictures) == len(self.rewritten.pictures):
            return []
        noise = zip(self.first.pictures, self.again.pictures, strict=True)
        return [*noise, *zip(self.first.pictures, self.rewritten.pictures, strict=True)]


def judge_cell(
    findings: Findings,
    triple: CellTriple,
    pictures: list[Answer],
    stages: frozenset[str],
    noise: Noise,
) -> None:
    """Compare one cell's outputs; one that shows nothing on either side is no evidence and not counted."""
    first, again, rewritten = triple.first, triple.again, triple.rewritten
    if not (first or again or rewritten):
        return
    agreed = _agreement(findings, triple, pictures)
    origin = noise.of_output(triple.number)
    if agreed is False and origin is not None:
        findings.note_unclear(f"output of cell {triple.number}", origin)
        agreed = None
    findings.outputs.append(CellOutput(triple.number, agreed, _side(first), _side(rewritten)))
    if agreed is None:
        return
    findings.cells.append(agreed)
    findings.evidence |= stages
    if not agreed:
        findings.differences.append(
            Difference(DifferenceKind.CELL, triple.number, "", first.short, rewritten.short)
        )


def _side(shown: CellDisplay) -> Side:
    return Side(shown.text, shown.pictures, shown.tables)


def _agreement(findings: Findings, triple: CellTriple, pictures: list[Answer]) -> bool | None:
    """Tell whether notebook and package agree; None, with a reason noted, where that cannot be said."""
    half = len(pictures) // 2
    name = f"output of cell {triple.number}"
    first, again, rewritten = triple.first, triple.again, triple.rewritten
    # where two runs of the notebook tell the same time of day, it is none of the clock
    has_clock = triple.is_restless
    if not _same(first, again, pictures[:half], has_clock=has_clock):
        if has_steady_difference(first.text, again.text, rewritten.text):
            return False
        findings.not_compared.append(NotCompared(name, _REPEATS))
        return None
    agreed = _same(first, rewritten, pictures[half:], has_clock=has_clock)
    unclear = [answer.reason for answer in pictures if answer.same is None]
    if unclear and agreed:
        reason = unclear[0] or "pictures cannot be read in the notebook's environment"
        findings.not_compared.append(NotCompared(name, reason, is_ours=True))
        return None
    return agreed


def _same(
    mine: CellDisplay, theirs: CellDisplay, pictures: list[Answer], *, has_clock: bool
) -> bool:
    return (
        is_same_text(mine.text, theirs.text, at_other_times=has_clock)
        and len(mine.pictures) == len(theirs.pictures)
        and all(answer.same is not False for answer in pictures)
    )


def judge_values(
    findings: Findings, pairs: tuple[Pair, ...], answers: list[Answer], noise: Noise
) -> None:
    """Sort the answers about values; of a name that differs only the first place is reported."""
    reported: set[str] = set()
    for pair, answer in zip(pairs, answers, strict=True):
        origin = _origin(pair, noise)
        if answer.is_noisy:
            findings.not_compared.append(NotCompared(_named(pair), _REPEATS))
        elif answer.same is False and origin is not None:
            findings.note_unclear(_named(pair), origin)
        elif answer.same is None:
            findings.not_compared.append(
                NotCompared(_named(pair), answer.reason, is_ours=not answer.is_natural)
            )
        else:
            if answer.aside:
                reason = f"{_REPEATS}; the rest is compared"
                name = f"{_named(pair)}: {', '.join(place.lstrip('.') for place in answer.aside)}"
                findings.not_compared.append(NotCompared(name, reason))
            findings.note_widest(pair, answer)
            findings.values.append(answer.same)
            findings.evidence |= set(pair.stages)
            findings.blamed |= set() if answer.same else {pair.command}
            if not answer.same and pair.name not in reported:
                reported.add(pair.name)
                findings.differences.append(_difference(pair, answer))
            if answer.same and answer.summary is not None:
                findings.expected[pair.name] = answer.summary


def _origin(pair: Pair, noise: Noise) -> str | None:
    """Return the noisy value that a value may hang on."""
    if pair.is_score and pair.cell is not None:
        return noise.of_output(pair.cell)
    return noise.of_value(pair.name, None if pair.is_final else pair.cell)


def judge_files(findings: Findings, lost: list[Difference], files: FileFindings) -> None:
    """Add what is known of written files; they count as values."""
    findings.values += [*files.agreed, *(False for _ in lost)]
    findings.differences += [*lost, *files.differences]
    findings.not_compared += files.not_compared
    findings.has_agreeing_files = files.is_of_package and all(files.agreed) and not lost


def _named(pair: Pair) -> str:
    return pair.name if pair.is_final or pair.cell is None else f"{pair.name} (cell {pair.cell})"


def _difference(pair: Pair, answer: Answer) -> Difference:
    largest = f" (largest difference {answer.largest:g})" if answer.largest is not None else ""
    whose = "rewritten notebook: " if pair.theirs.run == RunName.REWRITTEN else ""
    return Difference(
        DifferenceKind.VALUE,
        pair.cell,
        pair.name,
        answer.notebook,
        f"{whose}{answer.package}{largest}",
    )


def stored_tally(runnable: RunnableNotebook, executed: Sequence[Mapping[str, Any]]) -> Tally:
    """Compare the texts saved in the file with those of a fresh run; cells without saved text are left out."""
    agreed = []
    for cell, fresh in zip(runnable.cells, executed, strict=True):
        stored = shown(cell.outputs).text
        if stored.strip():
            executed_text = shown(fresh["outputs"]).text
            agreed.append(is_same_text(stored, executed_text, at_other_times=True))
    return tally(agreed)
