"""The nouns of a mending: what moves, what that mends, what is left."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook


class Move(NamedTuple):
    """A code cell that moves; cells are called by where they stand before."""

    cell: int
    place: int  # where it stands afterwards
    texts: tuple[int, ...] = ()  # what moves with it
    above: int | None = None  # the code cell that it then stands right above; None: at the end


class Left(NamedTuple):
    """A finding that stays, and why."""

    finding: Finding
    why: str
    is_guess: bool = False  # what would mend it is a guess, and was not asked for
    before: Finding | None = None  # the same finding where the file is not written


class Mending(NamedTuple):
    """What mending a notebook comes to."""

    before: Notebook
    after: Notebook
    order: tuple[int, ...]  # by new position: where the cell stood before
    moves: tuple[Move, ...] = ()
    mended: tuple[Finding, ...] = ()  # as they were in the file before
    left: tuple[Left, ...] = ()  # as they are in the file afterwards
    findings: tuple[Finding, ...] = ()  # all that were there before

    @property
    def is_changed(self) -> bool:
        """Tell whether the file becomes another."""
        return bool(self.moves)
