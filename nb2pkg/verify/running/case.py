"""What one verification is about."""

from __future__ import annotations

from dataclasses import dataclass

from nb2pkg.verify.inside.protocol import KeepBehind, within_cell
from nb2pkg.verify.project import Project
from nb2pkg.verify.runnable import RunnableNotebook
from nb2pkg.verify.running.options import Options


@dataclass(frozen=True, slots=True)
class Case:
    """A notebook, the project made of it, and how close they have to be."""

    original: RunnableNotebook
    rewritten: RunnableNotebook | None
    project: Project
    options: Options

    def kept_after(self) -> dict[int, tuple[str, ...]]:
        """Return after which cells (by index) which names are kept."""
        kept: dict[int, tuple[str, ...]] = {}
        for step in self.project.steps:
            index = max(step.cells) - 1
            if step.holds and index < len(self.original.cells):
                kept[index] = tuple(dict.fromkeys([*kept.get(index, ()), *step.holds]))
        return kept

    def kept_within(self) -> dict[int, list[KeepBehind]]:
        """Return for cells (by index) behind which of their statements what is kept, and in which folder."""
        kept: dict[int, list[KeepBehind]] = {}
        for number, step in enumerate(self.project.steps):
            index = max(step.cells) - 1
            if step.passing and index < len(self.original.cells):
                behind = KeepBehind(*step.end, within_cell(number), list(step.passing))
                kept.setdefault(index, []).append(behind)
        return kept

    def may_fail(self) -> frozenset[int]:
        """Return the indices of the cells that may fail."""
        return frozenset(index for index, cell in enumerate(self.original.cells) if cell.can_fail)

    def may_fail_rewritten(self, rewritten: RunnableNotebook) -> frozenset[int]:
        """Return the same cells by their indices in the rewritten notebook."""
        pairs = zip(self.original.places, rewritten.places, strict=False)
        return frozenset(there for here, there in pairs if self.original.cells[here].can_fail)
