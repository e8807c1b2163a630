"""What the command line says beside its results."""

from __future__ import annotations

import sys

from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

OK, IMPOSSIBLE, DEFECT, INTERRUPTED = 0, 2, 3, 130  # exit codes; 1: there are findings


def tell(text: str) -> None:
    """Print a message where it is in nobody's way."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201  (this is where nb2pkg speaks)


def tell_empty(folders: Sequence[str]) -> int:
    """Say which folders hold no notebooks; return the exit code for that."""
    for folder in folders:
        tell(
            f"nb2pkg: {folder}: there are no notebooks in this folder (what git ignores, and what `exclude` names, "
            "does not count)"
        )
    return IMPOSSIBLE if folders else OK
