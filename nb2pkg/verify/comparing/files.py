"""Files that runs write into their copies of the tree: they are results as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nb2pkg.verify.model import Difference, NotCompared
from nb2pkg.verify.names import COMMANDS, WHOLE

if TYPE_CHECKING:
    from nb2pkg.verify.comparing.questions import Answer
    from nb2pkg.verify.running.runs import Run

_WHOSE = {
    "moved": "the rewritten notebook",
    COMMANDS: "the package's commands",
    WHOLE: "the pipeline",
}


@dataclass(frozen=True, slots=True)
class FilePair:
    """A file that the notebook and one of the package's runs have written."""

    path: str
    run: str
    question: dict[str, Any] | None  # None: the bytes are the same


@dataclass(frozen=True, slots=True)
class Told:
    """What the answers say: for each compared file whether it agrees, and what is to be reported."""

    agreed: list[bool]
    of_package: (
        bool  # whether one of them was written by the package itself, not by the rewritten notebook
    )
    differences: list[Difference]
    not_compared: list[NotCompared]


def pair(done: Mapping[str, Run]) -> tuple[list[FilePair], list[Difference]]:
    """Return the files to compare, and those that one side has not written at all."""
    pairs: list[FilePair] = []
    differences: list[Difference] = []
    mine = {
        path: digest for path, digest in done["first"].files.items() if path in done["again"].files
    }
    for run in (name for name in _WHOSE if name in done):
        theirs = done[run].files
        pairs += [_pair(path, run, done) for path in mine if path in theirs]
        # the pipeline leaves out what only the notebook's own cells write; the rewritten notebook leaves out nothing
        lost = [path for path in mine if path not in theirs and run == "moved"]
        differences += [
            _difference(path, "written", f"not written by {_WHOSE[run]}") for path in lost
        ]
        extra = [path for path in theirs if path not in done["first"].files]
        differences += [
            _difference(path, "not written", f"written by {_WHOSE[run]}") for path in extra
        ]
    return pairs, differences


def _pair(path: str, run: str, done: Mapping[str, Run]) -> FilePair:
    digests = {done[name].files[path] for name in ("first", "again", run)}
    if len(digests) == 1:
        return FilePair(path, run, None)
    sides = {"first": "first", "again": "again", "other": run}
    question = {side: str(done[name].tree / path) for side, name in sides.items()}
    return FilePair(path, run, {**question, "kind": "file"})


def sort_answers(pairs: list[FilePair], answers: list[Answer]) -> Told:
    """Sort the answers about files; a pair without a question agrees by its bytes."""
    agreed: list[bool] = []
    differences: list[Difference] = []
    left: list[NotCompared] = []
    waiting = iter(answers)
    for found in pairs:
        answer = next(waiting) if found.question else None
        name = f"file {found.path}"
        if answer is not None and answer.noisy:
            left.append(NotCompared(name, "it differs between two runs of the notebook itself"))
        elif answer is not None and answer.same is None:
            left.append(NotCompared(name, answer.reason, ours=True))
        else:
            agreed.append(answer is None or answer.same is True)
        if answer is not None and answer.same is False:
            said = f"{_WHOSE[found.run]}: {answer.package}"
            differences.append(_difference(found.path, answer.notebook, said))
    paths = {found.path for found in pairs}
    own = {found.path for found in pairs if found.run in (COMMANDS, WHOLE)}
    return Told(agreed, bool(paths) and own == paths and not left, differences, left)


def _difference(path: str, notebook: str, package: str) -> Difference:
    return Difference("value", None, f"file {path}", notebook, package)
