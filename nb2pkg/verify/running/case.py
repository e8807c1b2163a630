"""What one verification is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from nb2pkg.verify.inside.protocol import KeepBehind, ahead_of_call, behind_call, within_cell
from nb2pkg.verify.project import Project
from nb2pkg.verify.runnable import RunnableNotebook
from nb2pkg.verify.running.options import Options
from nb2pkg.verify.served_calls import CallPlace, ServedCall, names_in


class KeepAround(NamedTuple):
    """Names of which the values are kept around a statement, and in which folder."""

    place: CallPlace | None
    names: tuple[str, ...]
    folder: str
    is_ahead: bool = False


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
        for call in self.open_calls:
            names = (*names_in(call.rows), *names_in(call.prediction or ""))
            for cell in {call.cell, (call.settled or call).cell}:
                if 0 < cell <= len(self.original.cells):
                    kept[cell - 1] = tuple(dict.fromkeys([*kept.get(cell - 1, ()), *names]))
        return kept

    @property
    def open_calls(self) -> tuple[ServedCall, ...]:
        """Return the predict calls of which only runs can say whether raw rows are served."""
        return tuple(call for call in self.project.serving if call.is_open)

    def kept_within(self) -> dict[int, list[KeepBehind]]:
        """Return for cells (by index) behind which of their statements what is kept, and in which folder."""
        kept: dict[int, list[KeepBehind]] = {}
        for number, step in enumerate(self.project.steps):
            index = max(step.cells) - 1
            if step.passing and index < len(self.original.cells):
                behind = KeepBehind(*step.end, within_cell(number), list(step.passing))
                kept.setdefault(index, []).append(behind)
        for number, call in enumerate(self.open_calls):
            around = (
                KeepAround(
                    call.statement, names_in(call.rows), ahead_of_call(number), is_ahead=True
                ),
                KeepAround(
                    call.settled or call.statement,
                    names_in(call.prediction or ""),
                    behind_call(number),
                ),
            )
            for each in around:
                look = self._look(each)
                if look is not None:
                    kept.setdefault(look[0], []).append(look[1])
        return kept

    def _look(self, each: KeepAround) -> tuple[int, KeepBehind] | None:
        """Return where values around a statement are kept, with the index of its cell."""
        place = each.place
        if place is None or not each.names or not 0 < place.cell <= len(self.original.cells):
            return None
        found = place.within(self.original.cells[place.cell - 1].source)
        if found is None:
            return None
        look = KeepBehind(found.line, found.text, each.folder, list(each.names), each.is_ahead)
        return found.cell - 1, look

    def may_fail(self) -> frozenset[int]:
        """Return the indices of the cells that may fail."""
        return frozenset(index for index, cell in enumerate(self.original.cells) if cell.can_fail)

    def may_fail_rewritten(self, rewritten: RunnableNotebook) -> frozenset[int]:
        """Return the same cells by their indices in the rewritten notebook."""
        pairs = zip(self.original.places, rewritten.places, strict=False)
        return frozenset(there for here, there in pairs if self.original.cells[here].can_fail)
