"""What became of a notebook that was to be mended."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nb2pkg.config import Config
    from nb2pkg.lint.fix.model import Mending
    from nb2pkg.lint.model import Finding


class Fixed(NamedTuple):
    """One notebook; `written`: the file on disk has the new order, `problem`: why it has not."""

    path: str
    mending: Mending
    written: bool = False
    problem: str = ""
    unreadable: Finding | None = None

    def exit_code(self, config: Config) -> int:
        """Return 2 if it could not be read or written, 1 if something is left or would be moved, else 0."""
        if self.unreadable is not None or self.problem:
            return 2
        left = any(config.fails(left.finding.severity) for left in self.mending.left)
        return int(left or (self.mending.changes and not self.written))
