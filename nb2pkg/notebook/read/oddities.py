"""Which of the oddities that reading has met are worth telling."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nb2pkg.notebook.model import Notebook

# parts of what reading says, where there is nothing to do about it
_TRIFLES: Final = (
    "without a list of outputs",
    "unknown type of output",
    "does not name its language",
    "cells have ids",
    "taken as 0",
)


def oddities(notebook: Notebook) -> tuple[str, ...]:
    """Return what was odd about a notebook's file and somebody may want to mend."""
    return tuple(
        text for text in notebook.warnings if not any(trifle in text for trifle in _TRIFLES)
    )
