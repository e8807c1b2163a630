"""Files that runs write into their copies of the tree: they are results as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nb2pkg.verify.inside.protocol import ValueQuestion
from nb2pkg.verify.model import Difference, DifferenceKind, NotCompared
from nb2pkg.verify.names import RunName

if TYPE_CHECKING:
    from nb2pkg.verify.comparing.questions import Answer
    from nb2pkg.verify.running.runs import Runs

_WHOSE = {
    RunName.REWRITTEN: "the rewritten notebook",
    RunName.COMMANDS: "the package's commands",
    RunName.PIPELINE: "the pipeline",
}


@dataclass(frozen=True, slots=True)
class FilePair:
    """A file that the notebook and one of the package's runs have written."""

    path: str
    run: RunName
    question: ValueQuestion | None  # None: the bytes are the same


@dataclass(frozen=True, slots=True)
class FileFindings:
    """What the answers say: for each compared file whether it agrees, and what is to be reported."""

    agreed: list[bool]
    is_of_package: (
        bool  # whether one of them was written by the package itself, not by the rewritten notebook
    )
    differences: list[Difference]
    not_compared: list[NotCompared]


def pair(runs: Runs) -> tuple[list[FilePair], list[Difference]]:
    """Return the files to compare, and those that one side has not written at all."""
    pairs: list[FilePair] = []
    differences: list[Difference] = []
    mine = [path for path in runs.first.files if path in runs.again.files]
    for run in (name for name in _WHOSE if name in runs):
        theirs = runs[run].files
        pairs += [_pair(path, run, runs) for path in mine if path in theirs]
        # the pipeline leaves out what only the notebook's own cells write; the rewritten notebook leaves out nothing
        lost = [path for path in mine if path not in theirs and run == RunName.REWRITTEN]
        differences += [
            _difference(path, "written", f"not written by {_WHOSE[run]}") for path in lost
        ]
        extra = [path for path in theirs if path not in runs.first.files]
        differences += [
            _difference(path, "not written", f"written by {_WHOSE[run]}") for path in extra
        ]
    return pairs, differences


def _pair(path: str, run: RunName, runs: Runs) -> FilePair:
    digests = {runs[name].files[path] for name in (RunName.FIRST, RunName.AGAIN, run)}
    if len(digests) == 1:
        return FilePair(path, run, None)
    first, again, other = (
        str(runs[name].tree / path) for name in (RunName.FIRST, RunName.AGAIN, run)
    )
    question: ValueQuestion = {"first": first, "again": again, "other": other, "kind": "file"}
    return FilePair(path, run, question)


def sort_answers(pairs: list[FilePair], answers: list[Answer]) -> FileFindings:
    """Sort the answers about files; a pair without a question agrees by its bytes."""
    agreed: list[bool] = []
    differences: list[Difference] = []
    not_compared: list[NotCompared] = []
    waiting = iter(answers)
    for found in pairs:
        answer = next(waiting) if found.question else None
        name = f"file {found.path}"
        if answer is not None and answer.is_noisy:
            not_compared.append(
                NotCompared(name, "it differs between two runs of the notebook itself")
            )
        elif answer is not None and answer.same is None:
            not_compared.append(NotCompared(name, answer.reason, is_ours=True))
        else:
            agreed.append(answer is None or answer.same is True)
        if answer is not None and answer.same is False:
            theirs = f"{_WHOSE[found.run]}: {answer.package}"
            differences.append(_difference(found.path, answer.notebook, theirs))
    paths = {found.path for found in pairs}
    own = {found.path for found in pairs if found.run in (RunName.COMMANDS, RunName.PIPELINE)}
    return FileFindings(
        agreed, bool(paths) and own == paths and not not_compared, differences, not_compared
    )


def _difference(path: str, notebook: str, package: str) -> Difference:
    return Difference(DifferenceKind.VALUE, None, f"file {path}", notebook, package)
