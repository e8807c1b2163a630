"""A process of its own for work that may take a process down, or may never end.

LibCST crashes on some deeply nested code, and takes the square of the time on some long code. So what uses it runs in a
child with a large stack and bounded memory, which is stopped when it takes too long over one thing, and whose death is
an error like any other.

    with Worker() as worker:
        source = worker.keep(load, path)         # stays in the child
        files = worker.call(generate, source)    # comes back as a copy

The function says by `at("cell 3")` what it turns to: that is what an error names.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Self, TypeVar, cast

from nb2pkg.errors import BrokenWorkError, Nb2pkgError
from nb2pkg.extraction.isolated.frames import (
    AT,
    BROKEN,
    FAILED,
    VALUE,
    Frames,
    Kept,
    announce,
    framed,
)

__all__ = ["DefectError", "Kept", "Worker", "announce"]

Result = TypeVar("Result")
_SECONDS = 30  # of processor time, for one thing
_PATIENCE = 20  # as many times that it may take on a busy machine
_HERE = str(Path(__file__).resolve().parents[3])
# the very nb2pkg that asks, and (by -P) nothing of the folder that it was started in
_PROGRAM = f"""
import sys
if {_HERE!r} not in sys.path:
    sys.path.insert(0, {_HERE!r})
from nb2pkg.extraction.isolated.child import serve
serve({{seconds}})
"""


class DefectError(Exception):
    """What went wrong in the child that is no error of ours: its traceback, to be told as a defect."""


class Worker:
    """A child process that calls functions, one at a time."""

    def __init__(self, seconds: int = _SECONDS) -> None:
        """Start it; `seconds` is the processor time that it may take for one thing."""
        self._seconds = seconds
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM.format(seconds=seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the child."""
        self.close()

    def close(self) -> None:
        """Stop the child, whatever it is at."""
        self._child.kill()
        with contextlib.suppress(BrokenPipeError):
            cast("IO[bytes]", self._child.stdin).close()
        cast("IO[bytes]", self._child.stdout).close()
        self._child.wait()

    def call(self, function: Callable[..., Result], *arguments: Any, **keywords: Any) -> Result:
        """Return a copy of what a function at module level returns; what was kept stands for itself.

        Raises what the function raises of our own errors, BrokenWorkError where the child died or took too long, and
        DefectError for anything else.
        """
        return cast("Result", self._answer(function, arguments, keywords, keep=False))

    def keep(self, function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Kept:
        """Call a function as `call` does, and leave in the child what it returns."""
        return cast("Kept", self._answer(function, arguments, keywords, keep=True))

    def _answer(self, *work: object, keep: bool) -> object:
        stdin, stdout = cast("IO[bytes]", self._child.stdin), cast("IO[bytes]", self._child.stdout)
        with contextlib.suppress(BrokenPipeError):  # the end of its answers tells how it died
            stdin.write(framed((*work, keep)))
            stdin.flush()
        frames, what = Frames(stdout.fileno()), ""
        while answer := frames.next(self._seconds * _PATIENCE):
            kind, value = answer
            if kind == AT:
                what = str(value)
            elif kind == VALUE:
                return value
            elif kind == FAILED:
                raise cast("Nb2pkgError", value)
            elif kind == BROKEN:
                raise BrokenWorkError(what, str(value))
            else:
                raise DefectError(value)
        raise BrokenWorkError(what, self._ending())

    def _ending(self) -> str:
        """Return how the child ended, or that it has not."""
        too_long = f"this takes more than {self._seconds} seconds"
        try:
            code = self._child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return too_long
        if code == -signal.SIGXCPU:
            return too_long
        with contextlib.suppress(ValueError):
            return f"the parser did not survive it ({signal.Signals(-code).name})"
        return f"the parser did not survive it (exit code {code})"
