"""What can stop nb2pkg: every exception carries what a caller needs to say where and why."""

from __future__ import annotations


class Nb2pkgError(Exception):
    """Base of all errors that are the input's or the machine's fault, not ours (exit code 2)."""

    def __reduce__(self) -> tuple[object, ...]:
        """Come out of another process as it went in, whatever `__init__` takes."""
        return _again, (type(self), self.args, self.__dict__)


def _again(
    kind: type[Nb2pkgError], args: tuple[object, ...], fields: dict[str, object]
) -> Nb2pkgError:
    """Make an error anew."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(fields)
    return error


class BrokenWorkError(Nb2pkgError):
    """Work that its process did not survive, or did not end in time: `what` it was about, and `how` it ended."""

    def __init__(self, what: str, how: str) -> None:
        """Keep both."""
        super().__init__(f"{what}: {how}" if what else how)
        self.what, self.how = what, how


class UnreadableNotebookError(Nb2pkgError):
    """A notebook that cannot be read: `reason` says why, `remedy` what to do about it."""

    def __init__(self, path: str, reason: str, remedy: str = "") -> None:
        """Keep the path and both halves of the message."""
        super().__init__(f"{path}: {reason}" + (f" ({remedy})" if remedy else ""))
        self.path, self.reason, self.remedy = path, reason, remedy


class ConfigurationError(Nb2pkgError):
    """Settings that make no sense; `problems` maps each faulty key to what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        """Keep all problems: they are reported at once."""
        super().__init__("; ".join(f"{key}: {text}" for key, text in problems.items()))
        self.problems = problems


class CannotExtractError(Nb2pkgError):
    """A notebook that cannot be turned into a package faithfully; `reasons` name cell, line and cause."""

    def __init__(self, path: str, reasons: tuple[str, ...]) -> None:
        """Keep the reasons in notebook order."""
        super().__init__(f"{path}: " + "; ".join(reasons))
        self.path, self.reasons = path, reasons


class CannotWriteError(Nb2pkgError):
    """The output folder cannot be written, or holds something that must not be overwritten."""


class EnvironmentProblemError(Nb2pkgError):
    """The interpreter or kernel that the notebook needs cannot be used."""
