"""What two runs of a notebook say of each of its findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from nb2pkg.analysis.graph import Graph
from nb2pkg.lint.model import Finding
from nb2pkg.mending.model import Proved, Verdict
from nb2pkg.mending.record import is_expected_to_fail, makers, name_of, upstream
from nb2pkg.verify.replaying import (
    Answer,
    CellDisplay,
    Compared,
    Failure,
    Replay,
    Seen,
    is_same_text,
)

_STOPS = frozenset({"NB101", "NB102", "NB106", "NB111"})  # what says that a fresh run stops there
_STALE = "NB105"
# what two runs that give the same say nothing about
_UNSEEN = {
    "NB108": "the value comes from outside of the notebook",
    "NB110": "both runs run the cell once; how often it was run, no count tells",
}
_NO_NAME = frozenset({"NameError", "UnboundLocalError"})
_NOISE = "the notebook does not agree with itself there: run again with another seed, it gives something else"


_UNCLEAR = "its value is the same, and yet the cell gives something else"


class Evidence(NamedTuple):
    """Both runs, what they have in common, and why nothing can be compared where that is so."""

    fresh: Replay
    recorded: Replay | None
    compared: Compared | None
    why: str
    stored: Callable[[int], CellDisplay]  # what the file has a cell show


def judged(graph: Graph, found: list[Finding], evidence: Evidence) -> tuple[Proved, ...]:
    """Return the findings with what the runs say of them."""
    judge = _Judge(graph, evidence)
    proved = tuple(judge.of(finding) for finding in found)
    return tuple(judge.unless_it_shows(each, proved) for each in proved)


class _Judge:
    """Looks at one cell after the other."""

    def __init__(self, graph: Graph, evidence: Evidence) -> None:
        self.graph, self.evidence = graph, evidence
        self.notebook = graph.program.notebook
        self.fresh, self.recorded = evidence.fresh, evidence.recorded

    def of(self, finding: Finding) -> Proved:
        if self.fresh.trouble:
            return self._not(finding, f"the fresh run: {self.fresh.trouble}")
        if finding.place is None or not self.fresh.has_run(finding.place.cell):
            return self._not(finding, "a fresh run does not come to the cell")
        if finding.code in _STOPS:
            return self._stopping(finding, finding.place.cell)
        return self._differing(finding, finding.place.cell)

    def _stopping(self, finding: Finding, cell: int) -> Proved:
        failure = self.fresh.failure(cell)
        if failure is None:
            return Proved(finding, Verdict.HARMLESS, "a fresh run gets through the cell")
        name = name_of(self.graph, finding)
        missing = self.fresh.entry(Seen(cell, name)) is None
        if finding.code == "NB111" or (
            failure.name in _NO_NAME and (missing or _names(failure, name))
        ):
            return Proved(finding, Verdict.CONFIRMED, "a fresh run stops there", fresh=str(failure))
        return self._not(
            finding, f"a fresh run stops in the cell before it comes to that: {failure}"
        )

    def _differing(self, finding: Finding, cell: int) -> Proved:
        hindrance = self._hindrance(finding, cell)
        compared = self.evidence.compared
        if finding.code == _STALE and self._shows_what_is_stored(cell):
            return Proved(finding, Verdict.HARMLESS, "a fresh run shows what the file has there")
        if hindrance or compared is None:
            return self._not(finding, hindrance)
        value = compared.values.get(Seen(cell, name_of(self.graph, finding)))
        if value is not None and value.same is False:
            return self._confirmed(finding, "its value is another one", value)
        if value is not None and value.is_noisy:
            return self._not(finding, _NOISE)
        if value is not None and value.same:
            return self._same(finding)
        failure, expected = self.fresh.failure(cell), self._recorded_failure(cell)
        if failure is not None and expected is None:
            return Proved(finding, Verdict.CONFIRMED, "a fresh run stops there", fresh=str(failure))
        return self._by_cell(finding, cell, "" if value is None else value.reason)

    def _shows_what_is_stored(self, cell: int) -> bool:
        """Tell whether an output in the file is surely that of a fresh run; pictures depend on more than the code."""
        stored, fresh = self.evidence.stored(cell), self.fresh.shown(cell)
        if not stored.text.strip() or stored.pictures or self.fresh.failure(cell) is not None:
            return False
        return is_same_text(stored.text, fresh.text, at_other_times=True)

    def _by_cell(self, finding: Finding, cell: int, reason: str) -> Proved:
        """Judge by what the cell shows and makes, where a value cannot be compared: `reason` says why."""
        answers = self._given(cell)
        different = next((answer for answer in answers if answer.same is False), None)
        if different is not None:
            return self._confirmed(finding, "the cell gives something else", different)
        if any(answer.is_noisy for answer in answers):
            return self._not(finding, _NOISE)
        if any(answer.same for answer in answers):
            return self._same(finding)
        return self._not(finding, reason or "there is nothing that could be compared")

    def _given(self, cell: int) -> list[Answer]:
        """Return what is known of all that a cell makes, and of its output where it shows anything."""
        compared = self.evidence.compared or Compared({}, {})
        answers = [a for seen, a in compared.values.items() if seen.cell == cell and seen.is_after]
        output = compared.outputs.get(cell)
        if output is None or self.recorded is None:
            return answers
        return [*answers, output] if self.recorded.shown(cell) or output.same is False else answers

    def unless_it_shows(self, one: Proved, proved: Sequence[Proved]) -> Proved:
        """Return what is said of a value that is the same where the cell gives something else all the same.

        Another finding may account for that, there or in a cell before it. If none does, values were not all there is.
        """
        if one.verdict is not Verdict.HARMLESS or one.finding.place is None:
            return one
        cell = one.finding.place.cell
        if one.finding.code == _STALE and self._shows_what_is_stored(cell):
            return one
        different = next((answer for answer in self._given(cell) if answer.same is False), None)
        if different is None or self._hindrance(one.finding, cell):
            return one
        cells = {cell, *upstream(self.graph, cell)}
        others = {p.verdict for p in proved if p.finding.place and p.finding.place.cell in cells}
        if Verdict.CONFIRMED in others:
            return one
        if Verdict.NOT_REPLAYABLE in others:
            return self._not(one.finding, _UNCLEAR)
        return self._confirmed(one.finding, "the cell gives something else", different)

    def _same(self, finding: Finding) -> Proved:
        """Call a finding harmless, unless it is about something that no run of ours can show."""
        if finding.code in _UNSEEN:
            return self._not(finding, _UNSEEN[finding.code])
        return Proved(finding, Verdict.HARMLESS, "both runs give the same")

    def _hindrance(self, finding: Finding, cell: int) -> str:
        """Return why the recorded order says nothing of a cell; nothing where it does."""
        recorded = self.recorded
        if recorded is None or self.evidence.compared is None:
            return self.evidence.why
        if not recorded.has_run(cell):
            return "the cell has no count: it is no part of the recorded run"
        failure = self._recorded_failure(cell)
        if failure is not None and not is_expected_to_fail(self.notebook, cell):
            return f"the cell fails in the recorded order: {failure}"
        name = name_of(self.graph, finding)
        for maker in sorted(makers(self.graph, cell, name) - {cell}):
            if recorded.has_run(maker) and not is_expected_to_fail(self.notebook, maker):
                failure = recorded.failure(maker)
                if failure is not None:
                    return f"cell {maker}, which it needs, fails in the recorded order: {failure}"
        seen = Seen(cell, name)
        if seen in self.evidence.compared.values and recorded.entry(seen) is None:
            return f"`{name}` is not there in the recorded order: the record is not complete"
        return ""

    def _recorded_failure(self, cell: int) -> Failure | None:
        if self.recorded is None or not self.recorded.has_run(cell):
            return None
        return self.recorded.failure(cell)

    def _confirmed(self, finding: Finding, reason: str, answer: Answer) -> Proved:
        return Proved(finding, Verdict.CONFIRMED, reason, answer.notebook, answer.package)

    def _not(self, finding: Finding, reason: str) -> Proved:
        return Proved(finding, Verdict.NOT_REPLAYABLE, reason)


def _names(failure: Failure, name: str) -> bool:
    return f"'{name}'" in failure.value
