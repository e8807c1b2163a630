"""What the phases of one entry leave for each other, as files in its folder."""

from __future__ import annotations

import json
import os
import pickle
from typing import Any, NamedTuple

from ..protocol import ServingAnswer, ServingChecked, ServingEntry, ServingJob
from . import sampling

EXPECTED = "expected.pkl"
_VERDICT, _RAW, _FILES, _SIFTED = "verdict of {}.json", "raw.pkl", "files.json", "sifted.pkl"


class UnprovenError(Exception):
    """The proof cannot be made; the text says why."""


class Raw(NamedTuple):
    """The raw rows, which of their columns are sent and which never, and the labels that the notebook's frame has."""

    source: Any
    columns: list[Any]
    target: list[Any]
    labels: list[Any] | None


class Sent(NamedTuple):
    """A file of raw rows: how they are sent, and which they are."""

    how: str
    rows: list[int]
    path: str


class Place:
    """The folder of one entry, and what is asked of the package there."""

    def __init__(self, job: ServingJob, number: int, phase: str = "") -> None:
        """Take a folder that exists, for a phase that may come to a verdict."""
        self.job, self._phase = job, phase
        self.entry: ServingEntry = job["entries"][number]
        self.folder = os.path.join(job["work"], str(number))

    def path(self, name: str) -> str:
        """Return where a file lies."""
        return os.path.join(self.folder, name)

    def verdict(self, phases: list[str]) -> ServingAnswer | None:
        """Return the verdict of the first of some phases that has come to one."""
        for phase in phases:
            try:
                with open(self.path(_VERDICT.format(phase)), encoding="utf-8") as file:
                    found: ServingAnswer = json.load(file)
            except OSError:
                continue
            return found
        return None

    def decide(self, rows: str, reason: str | None, checked: ServingChecked | None = None) -> None:
        """Leave a verdict."""
        columns = [str(name) for name in self.raw().columns] if self.has_raw() else None
        verdict: ServingAnswer = {
            "rows": rows,
            "reason": reason,
            "checked": checked,
            "columns": columns,
        }
        with open(self.path(_VERDICT.format(self._phase)), "w", encoding="utf-8") as file:
            json.dump(verdict, file)

    def raw(self) -> Raw:
        """Return the raw rows."""
        raw: Raw = self.load(_RAW)
        return raw

    def has_raw(self) -> bool:
        """Tell whether they are known."""
        return os.path.exists(self.path(_RAW))

    def keep_raw(self, raw: Raw) -> None:
        """Leave the raw rows."""
        self.dump(_RAW, raw)

    def files(self) -> list[Sent]:
        """Return the files of raw rows."""
        try:
            with open(self.path(_FILES), encoding="utf-8") as file:
                return [Sent(*row) for row in json.load(file)]
        except OSError:
            return []

    def write_files(self, raw: Raw, sets: dict[str, list[int]]) -> None:
        """Write a file of rows for each set, behind those that there are."""
        files = self.files()
        for how, rows in sets.items():
            files.append(self._written(raw, how, rows, len(files)))
        self._note(files)

    def sift(self, rows: list[int]) -> None:
        """Write the first file once more, with some of its rows only."""
        first = self.files()[0]
        sifted = self._written(self.raw(), first.how, [first.rows[row] for row in rows], 0)
        self._note([sifted])
        self.dump(_SIFTED, len(rows))

    def has_sifted(self) -> bool:
        """Tell whether the first file was written once more."""
        return os.path.exists(self.path(_SIFTED))

    def has_found(self) -> bool:
        """Tell whether the rows behind those of the notebook are known."""
        return os.path.exists(self.path(EXPECTED))

    def _written(self, raw: Raw, how: str, rows: list[int], number: int) -> Sent:
        columns = sampling.ordered(raw.columns, number)
        return Sent(how, rows, raw.source.write(self.path(f"rows-{number}"), rows, columns))

    def _note(self, files: list[Sent]) -> None:
        with open(self.path(_FILES), "w", encoding="utf-8") as file:
            json.dump(files, file)

    def dump(self, name: str, value: Any) -> None:
        """Leave a value."""
        with open(self.path(name), "wb") as file:
            pickle.dump(value, file, protocol=4)

    def load(self, name: str) -> Any:
        """Return a value that a phase has left."""
        with open(self.path(name), "rb") as file:
            return pickle.load(file)  # noqa: S301  (it is ours)
