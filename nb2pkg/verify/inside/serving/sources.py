"""The raw rows: the lines of a delimited file, or a frame as it was read; some of both as a file of their own."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
from collections.abc import Sequence
from typing import Any

_NO_TEXT = (
    ".xlsx",
    ".xls",
    ".json",
    ".jsonl",
    ".parquet",
    ".feather",
    ".pkl",
    ".pickle",
    ".gz",
    ".zip",
    ".bz2",
    ".xz",
)
# options of a reader with which its lines are not simply the rows
_UNCUT = (
    *("skiprows", "skipfooter", "nrows", "comment", "chunksize", "iterator", "delim_whitespace"),
    *(
        "lineterminator",
        "dialect",
        "escapechar",
        "skip_blank_lines",
        "on_bad_lines",
        "error_bad_lines",
    ),
)
_NAMED_BY_POSITION = ("decimal", "thousands")


@dataclasses.dataclass(frozen=True)
class Delimited:
    """The records of a delimited file as texts, below the names of its columns."""

    names: list[str]
    records: list[list[str]]
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.records)

    def values(self, name: str) -> list[Any]:
        """Return a column."""
        place = self.names.index(name)
        return [record[place] for record in self.records]

    def turned(self, name: str, rows: Sequence[int]) -> Delimited:
        """Return some rows, each with the value of another one in a column."""
        place = self.names.index(name)
        chosen = [list(self.records[row]) for row in rows]
        values = [record[place] for record in chosen]
        for record, value in zip(chosen, [*values[1:], *values[:1]]):
            record[place] = value
        return dataclasses.replace(self, records=chosen)

    def write(self, stem: str, rows: Sequence[int], columns: Sequence[str]) -> str:
        """Write some rows and columns in the same dialect; return the path."""
        places = [self.names.index(name) for name in columns]
        path = stem + ".csv"
        with open(path, "w", newline="", encoding=self.encoding) as file:
            writer = csv.writer(
                file, delimiter=self.delimiter, quotechar=self.quote, lineterminator="\n"
            )
            writer.writerow([self.names[place] for place in places])
            for row in rows:
                record = self.records[row]
                writer.writerow([record[place] for place in places])
        return path


@dataclasses.dataclass(frozen=True)
class Frame:
    """A frame as the notebook's reader gave it."""

    frame: Any

    @property
    def names(self) -> list[str]:
        """Return the names of its columns."""
        return list(self.frame.columns)

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def values(self, name: str) -> list[Any]:
        """Return a column."""
        return list(self.frame[name])

    def turned(self, name: str, rows: Sequence[int]) -> Frame:
        """Return some rows, each with the value of another one in a column."""
        chosen = self.frame.iloc[list(rows)].reset_index(drop=True)
        order = [*range(1, len(chosen)), 0]
        return Frame(chosen.assign(**{name: chosen[name].iloc[order].reset_index(drop=True)}))

    def write(self, stem: str, rows: Sequence[int], columns: Sequence[str]) -> str:
        """Write some rows and columns as parquet, or as JSON where nobody here can write that; return the path."""
        part = self.frame.iloc[list(rows)][list(columns)].reset_index(drop=True)
        try:
            part.to_parquet(stem + ".parquet", index=False)
            return stem + ".parquet"
        except Exception:
            if os.path.exists(stem + ".parquet"):
                os.remove(stem + ".parquet")
        records: Any = part.to_dict("records")
        made = [{name: _plain(value) for name, value in record.items()} for record in records]
        with open(stem + ".json", "w", encoding="utf-8") as file:
            json.dump(made, file)
        return stem + ".json"


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; numbers keep all their digits."""
    value = value.item() if hasattr(value, "item") else value
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return None if value != value else value  # noqa: PLR0124  NaN is not itself
    return None if type(value).__name__ in ("NaTType", "NAType") else str(value)


def delimited(path: str, options: dict[str, Any]) -> Delimited | None:
    """Return a file's records; None where its lines are not simply its rows, or nobody can tell."""
    if path.lower().endswith(_NO_TEXT) or any(options.get(name) for name in _UNCUT):
        return None
    delimiter = options.get("sep") or options.get("delimiter") or ","
    if len(delimiter) != 1:
        return None
    form = Delimited(
        [],
        [],
        delimiter,
        options.get("quotechar") or '"',
        options.get("encoding") or "utf-8",
    )
    try:
        records = _records(path, form, blanks=not options.get("skipinitialspace"))
    except (OSError, UnicodeError, LookupError, csv.Error):
        return None
    return _named(records, options, form) if records else None


def _records(path: str, form: Delimited, *, blanks: bool) -> list[list[str]]:
    with open(path, newline="", encoding=form.encoding) as file:
        reader = csv.reader(
            file, delimiter=form.delimiter, quotechar=form.quote, skipinitialspace=not blanks
        )
        return [record for record in reader if record]


def _named(records: list[list[str]], options: dict[str, Any], form: Delimited) -> Delimited | None:
    """Return records below the names of their columns.

    Where these are none of the file's own, it gets a header, and the plain dialect: columns can be left out then.
    """
    given = options.get("names")
    header = options.get("header", "infer" if given is None else None)
    if header not in ("infer", 0, None):
        return None
    first = [] if header is None else records.pop(0)
    width = max((len(record) for record in records), default=0)
    if given is None and header is not None:
        names = _distinct([name.lstrip("\ufeff") for name in first])
    elif any(name in options for name in _NAMED_BY_POSITION):
        return None
    else:
        names = [str(name) for name in (given if given is not None else range(width))]
        form = Delimited([], [])
    if width > len(names):
        return None
    full = [record + [""] * (len(names) - len(record)) for record in records]
    return dataclasses.replace(form, names=names, records=full)


def _distinct(header: list[str]) -> list[str]:
    """Return the names of columns as pandas has them."""
    found: list[str] = []
    for place, name in enumerate(header):
        wanted = name or f"Unnamed: {place}"
        number, tried = 0, wanted
        while tried in found:
            number += 1
            tried = f"{wanted}.{number}"
        found.append(tried)
    return found
