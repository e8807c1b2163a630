"""What ends a command of this package: one line on stderr, and exit code 2."""

from __future__ import annotations

import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent


class CannotBeDoneError(Exception):
    """Something that whoever calls the command can mend; its text says what."""


def one_line(error: Exception) -> str:
    """Return what went wrong; for an error of the notebook's own code, where in the package it was."""
    text = " ".join(str(error).split())
    if isinstance(error, CannotBeDoneError):
        return text
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if HERE in Path(frame.filename).parents]
    place = f" ({Path(ours[-1].filename).name}, line {ours[-1].lineno})" if ours else ""
    return f"{type(error).__name__}: {text[:500]}{place}; --traceback shows all of it"
