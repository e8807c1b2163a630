"""What became of a notebook that was to be mended, or whose findings were to be proven."""

from __future__ import annotations

from enum import StrEnum

from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nb2pkg.config import Config
    from nb2pkg.lint.fix.model import Mending
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook


class Verdict(StrEnum):
    """What two runs say of a finding."""

    CONFIRMED = "confirmed"  # they differ there
    HARMLESS = "harmless"  # they give the same there
    NOT_REPLAYABLE = "not-replayable"  # they cannot tell


class Proved(NamedTuple):
    """A finding and what two runs say of it; `recorded` and `fresh` are what was seen, where that differs."""

    finding: Finding
    verdict: Verdict
    reason: str
    recorded: str = ""
    fresh: str = ""


class Proofs(NamedTuple):
    """The findings of one notebook; `problem` says why its runs could not be done at all."""

    path: str
    notebook: Notebook
    proved: tuple[Proved, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
    problem: str = ""
    unreadable: Finding | None = None

    def exit_code(self, config: Config) -> int:
        """Return 2 if nothing could be run, 1 if a finding is not shown to be harmless, else 0."""
        if self.unreadable is not None or self.problem:
            return 2
        return int(
            any(
                each.verdict is not Verdict.HARMLESS and config.is_failing(each.finding.severity)
                for each in self.proved
            )
        )


class Proof(NamedTuple):
    """Whether running a mended notebook gives what the record gives."""

    is_proven: bool
    reason: str
    compared: int = 0  # outputs and values
    seconds: tuple[tuple[str, float], ...] = ()


class Fixed(NamedTuple):
    """One notebook; `is_written`: the file on disk has the new order, `problem`: why it has not."""

    path: str
    mending: Mending
    is_written: bool = False
    problem: str = ""
    unreadable: Finding | None = None
    proof: Proof | None = None

    def exit_code(self, config: Config) -> int:
        """Return 2 if it could not be read or written, 1 if something is left or would be moved, else 0."""
        if self.unreadable is not None or self.problem:
            return 2
        left = any(config.is_failing(left.finding.severity) for left in self.mending.left)
        return int(left or (self.mending.is_changed and not self.is_written))
