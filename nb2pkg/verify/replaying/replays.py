"""What a replay left: what each cell showed, where it failed, and which values were there before and after it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from nb2pkg.verify.comparing.outputs import CellDisplay, shown
from nb2pkg.verify.inside.protocol import INDEX, after_cell, before_cell
from nb2pkg.verify.inside.protocol import Kept as Entry
from nb2pkg.verify.running.runs import Run


class Kept(NamedTuple):
    """The names whose values are kept before a cell runs, and after it."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Seen(NamedTuple):
    """A value as it was before or after a cell (by its number in the file)."""

    cell: int
    name: str
    is_after: bool = False


class Failure(NamedTuple):
    """The error that a cell stopped with."""

    name: str
    value: str

    def __str__(self) -> str:
        """Return it as Python prints it."""
        return f"{self.name}: {self.value}" if self.value else self.name


@dataclass(frozen=True, slots=True)
class Replay:
    """A run of cells in some order; `places` are the indices at which they ran, by their numbers in the file."""

    run: Run
    places: Mapping[int, int]

    @property
    def trouble(self) -> str:
        """Return why the run did not reach its end; nothing if it did."""
        return self.run.trouble

    def has_run(self, cell: int) -> bool:
        """Tell whether a cell was part of the run."""
        return cell in self.places and self.places[cell] < len(self.run.cells)

    def outputs(self, cell: int) -> list[dict[str, Any]]:
        """Return the outputs of a cell."""
        return self.run.cells[self.places[cell]]["outputs"]

    def shown(self, cell: int) -> CellDisplay:
        """Return what a cell showed."""
        return shown(self.outputs(cell))

    def failure(self, cell: int) -> Failure | None:
        """Return the error that a cell stopped with, None where it did not."""
        for output in self.outputs(cell):
            if output.get("output_type") == "error":
                return Failure(str(output.get("ename")), str(output.get("evalue")))
        return None

    def entry(self, seen: Seen) -> Entry | None:
        """Return what became of a value that was to be kept; None where the name was not bound."""
        place = (after_cell if seen.is_after else before_cell)(self.places[seen.cell])
        folder = self.run.spool / place
        try:
            index: dict[str, Entry] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        entry = index.get(seen.name)
        if entry is not None and "file" in entry:
            return {"file": str(folder / entry["file"])}
        return entry
