"""What a comparison finds: a difference, or a stand-in for something without a value."""

from __future__ import annotations

from typing import Any


class DifferentError(Exception):
    """Two values differ: where, how it looks on both sides, and by how much where that is a number."""

    def __init__(
        self,
        where: str,
        mine: Any,
        theirs: Any,
        largest: float | None = None,
        within: str | None = None,
    ) -> None:
        """Keep the place and both sides; `within` is the array or column, where the place is one of its elements."""
        super().__init__(where)
        self.where, self.mine, self.theirs, self.largest = where, mine, theirs, largest
        self.within = where if within is None else within


class Token:
    """Stands for something without a value that was left out of a pickle."""

    def __init__(self, kind: str, name: str) -> None:
        """Keep what was there."""
        self.kind, self.name = kind, name

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and (self.kind, self.name) == (other.kind, other.name)

    def __hash__(self) -> int:
        return hash((self.kind, self.name))
