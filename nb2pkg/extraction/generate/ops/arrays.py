"""From the rows of a file, as numbers, to a table of predictions."""

from __future__ import annotations

import copy
import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from . import forms
from .errors import CannotBeDoneError
from .forms import header

__all__ = [
    "Predictor",
    "brought",
    "has_notes",
    "header",
    "predict",
    "selected",
    "write",
]
ALIKE = (
    20  # so many rows that fail in one way, and none that passes, are a fault of all
)
JSON = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True)
class Predictor:
    """How the notebook predicts with a model, and which of its rows the new ones have to be like."""

    function: Callable[..., Any]
    fitted: tuple[str, ...]  # what it is given of what was trained
    settings: tuple[str, ...]  # … and of the settings
    rows: str  # the rows in the notebook
    seen: str = ""  # under this name training keeps what they were like
    is_raw: bool = False  # they are as the data file holds them
    form: str = "columns"
    has_probabilities: bool = False  # it gives a probability for each class
    options: dict[str, Any] = field(default_factory=dict)  # of the notebook's reader
    unknown: str = ""  # an option that cannot be known
    casts: dict[str, str] = field(
        default_factory=dict
    )  # columns that get another type then
    prepare: Callable[..., Any] | None = None  # takes rows of the source to those above
    needs: tuple[str, ...] = ()  # what that is given of what was trained
    prepare_settings: tuple[str, ...] = ()  # … and of the settings
    source: str = ""  # under this name training keeps what the source was like
    columns: tuple[Any, ...] | None = (
        None  # of the source that are needed; None: all but the target
    )
    target: tuple[Any, ...] = ()  # what is predicted, of the source: names, or places
    unused: tuple[Any, ...] = ()  # further columns of the source that are not needed
    is_proven: bool = False  # it was seen that raw rows get what the notebook predicts

    def spared(self, known: Sequence[Any]) -> set[Any]:
        """Return the columns that a file need not have, of those that are known; a place is told by its number."""
        return forms.spared(known, (*self.target, *self.unused))


@dataclass(frozen=True)
class Table:
    """Names of columns, and rows of values; the last column is the note."""

    names: list[str]
    rows: list[list[Any]]


def predict(
    file: Path,
    predictor: Predictor,
    trained: dict[str, Any],
    settings: Any,
    *,
    outside: bool = False,  # noqa: ARG001  every row is taken as it is
    keep: Sequence[str] = (),
) -> Table:
    """Return a table of predictions for the rows of a file, one for each, with a note where there is something to say.

    `keep` are columns of the file to be handed back. Raises CannotBeDoneError for what is wrong with the file as a
    whole.
    """
    fitted = [trained[name] for name in predictor.fitted]
    like = trained.get(predictor.source) or {"columns": []}
    given = with_names(read(file, predictor), like["columns"])
    if predictor.prepare is not None:
        numbers, notes, prepare = raw(file, given, predictor, trained, settings)
    else:
        numbers, notes = prepared(file, given, predictor, fitted)
        prepare = same
    kept = [name.strip() for text in keep for name in text.split(",") if name.strip()]
    missing = [name for name in kept if name not in given.names]
    if missing:
        raise CannotBeDoneError(
            f"these columns are missing, and are to be kept: {', '.join(missing)}"
        )
    values = [getattr(settings, name) for name in predictor.settings]
    models = [one for one in fitted if hasattr(one, "classes_")]
    classes = (
        list(models[-1].classes_) if predictor.has_probabilities and models else []
    )
    found = answers(
        lambda some: predictor.function(prepare(some), *fitted, *values), numbers, notes
    )
    width = max((len(one) for one in found.values()), default=1)
    table = named(found, notes, column_names(width, classes), classes, len(numbers))
    places = [given.names.index(name) for name in kept]
    shown = [[row[place] for place in places] for row in given.rows]
    return Table(kept + table.names, [[*a, *b] for a, b in zip(shown, table.rows)])


def same(rows: Any) -> Any:
    """Return rows as they are."""
    return rows


def prepared(
    file: Path, given: Table, predictor: Predictor, fitted: list[Any]
) -> tuple[Any, dict[int, str]]:
    """Return rows that are already what a model is given, and what is wrong with some."""
    wanted = getattr(fitted[0], "n_features_in_", len(given.names))
    if not given.rows or len(given.names) != wanted:
        raise CannotBeDoneError(
            f"rows of {wanted} columns are needed, and {file} has {len(given.rows)} of {len(given.names)}"
        )
    say(
        f"rows are taken as they are in {predictor.rows}, after all that the notebook does before"
    )
    return as_numbers(given.names, given.rows)


def raw(
    file: Path,
    given: Table,
    predictor: Predictor,
    trained: dict[str, Any],
    settings: Any,
) -> tuple[Any, dict[int, str], Callable[[Any], Any]]:
    """Return rows of the source, what is wrong with some, and what takes them to those that a model is given."""
    like = trained[predictor.source]
    if not like["columns"]:
        raise CannotBeDoneError(
            "what the notebook's source brings cannot be made of a file"
        )
    if predictor.unknown:
        raise CannotBeDoneError(
            f"the notebook reads its data with {predictor.unknown}, which is not known here"
        )
    if not given.rows:
        raise CannotBeDoneError(f"{file} has no rows")
    spare = predictor.spared(like["columns"])
    wanted = [name for name in like["columns"] if name not in spare]
    missing = [str(name) for name in wanted if str(name) not in given.names]
    if missing:
        raise CannotBeDoneError(f"these columns are missing: {', '.join(missing)}")
    places = [given.names.index(str(name)) for name in wanted]
    names = [str(name) for name in wanted]
    found, notes = as_numbers(
        names, [[row[place] for place in places] for row in given.rows]
    )
    numbers = np.tile(np.asarray(like["row"], dtype="float64"), (len(found), 1))
    numbers[:, [like["columns"].index(name) for name in wanted]] = found
    if not predictor.is_proven:
        say("nobody has seen yet that raw rows get here what they get in the notebook")
    needs = [trained[name] for name in predictor.needs]
    needs += [getattr(settings, name) for name in predictor.prepare_settings]
    ready = predictor.prepare or same

    def prepare(some: Any) -> Any:
        return ready(forms.put_together(some, like["form"]), *copy.deepcopy(needs))

    return numbers, notes, prepare


def with_names(given: Table, columns: list[Any]) -> Table:
    """Return rows below the names of their columns, where these are numbers and the file does not have them."""
    is_numbered = all(isinstance(name, int) for name in columns)
    first = given.names
    if not is_numbered or {*map(str, columns)} & {*first} == {*map(str, columns)}:
        return given
    if len(first) != len(columns) or not all(map(forms.is_number, first)):
        return given
    return Table([str(name) for name in columns], [list(first), *given.rows])


def brought(source: Any, names: Any = None) -> dict[str, Any]:
    """Return what the rows were like that a source brought; columns without names have numbers."""
    rows, own, form = forms.parted(source)
    is_known = isinstance(rows, np.ndarray) and rows.dtype.kind in "iufb"
    if not is_known or not len(rows):
        return {"form": form, "columns": []}
    named = own if names is None else names
    width = rows.shape[1]
    is_named = named is not None and len({*named}) == len(named) == width
    columns: list[Any] = list(named or ()) if is_named else list(range(width))
    complete = rows[~np.isnan(rows.astype("float64")).any(axis=1)]
    row = complete[0] if len(complete) else np.nan_to_num(rows[0])
    return {"form": form, "columns": columns, "row": row.tolist(), "rows": len(rows)}


class DroppedError(Exception):
    """The notebook drops some of these rows."""


def selected(
    function: Callable[..., Any],
    rows: Any,
    *others: Any,
    where: str = "",
    is_filter: bool = True,  # noqa: ARG001  there is no way around one here
    **named: Any,
) -> Any:
    """Return what a step that selects rows makes of some, none of which it may drop: they are tried alone then."""
    size = len(rows)
    result = function(rows, *others, **named)
    if len(result) != size:
        raise DroppedError(f"the notebook drops such rows ({where})")
    return result


def say(text: str) -> None:
    """Tell whoever called on stderr."""
    print(f"{__name__.partition('.')[0]}: {text}", file=sys.stderr)


def read(file: Path, predictor: Predictor) -> Table:
    """Return the names of columns, and rows of values, of a CSV file or of one that holds JSON objects."""
    try:
        is_stdin = file.name == "-" and not file.exists()
        content = sys.stdin.buffer.read() if is_stdin else file.read_bytes()
        text = content.decode("utf-8-sig")
        if file.suffix.lower() in JSON:
            return Table(*from_json(text, in_lines=file.suffix.lower() != ".json"))
        lines = records(text, predictor)
    except OSError as error:
        raise CannotBeDoneError(
            f"{file} cannot be read: {error.strerror or error}"
        ) from error
    except (ValueError, csv.Error) as error:
        raise CannotBeDoneError(f"{file} cannot be read: {error}") from error
    names, rows = (lines[0], lines[1:]) if lines else ([], [])
    odd = [number for number, row in enumerate(rows, 1) if len(row) != len(names)]
    if odd:
        raise CannotBeDoneError(
            f"{file} cannot be read: row {odd[0]} has not {len(names)} values"
        )
    return Table(names, rows)


def records(text: str, predictor: Predictor) -> list[list[str]]:
    """Return the records of a text, parted as the notebook's own file is, or plainly where that parts nothing."""
    plain = [row for row in csv.reader(text.splitlines()) if row]
    separator = predictor.options.get("sep", ",")
    if separator == "," or (plain and len(plain[0]) > 1):
        return plain
    if len(separator) > 1:
        return [line.split() for line in text.splitlines() if line.strip()]
    return [row for row in csv.reader(text.splitlines(), delimiter=separator) if row]


def from_json(text: str, *, in_lines: bool) -> tuple[list[str], list[list[Any]]]:
    """Return the names of columns, and rows of values, of JSON objects."""
    rows = (
        [json.loads(line) for line in text.splitlines() if line.strip()]
        if in_lines
        else json.loads(text)
    )
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("it is no list of objects")
    names = list(dict.fromkeys(name for row in rows for name in row))
    return names, [[row.get(name) for name in names] for row in rows]


def as_numbers(names: list[str], rows: list[list[Any]]) -> tuple[Any, dict[int, str]]:
    """Return rows as numbers, and what is wrong with those that hold something else."""
    numbers = np.full((len(rows), len(names)), np.nan)
    notes: dict[int, str] = {}
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            try:
                numbers[i, j] = np.nan if value in ("", None) else float(value)
            except (ValueError, TypeError):
                notes[i] = (
                    f"not predicted: {names[j]} holds {value!r}, and numbers are needed"
                )
    return numbers, notes


def answers(
    function: Callable[[Any], Any], numbers: Any, notes: dict[int, str]
) -> dict[int, list[Any]]:
    """Return the values for each row that can be predicted, and note the others: all at once, else each alone."""
    good = [i for i in range(len(numbers)) if i not in notes]
    try:
        return (
            dict(zip(good, as_rows(function(numbers[good]), len(good)))) if good else {}
        )
    except Exception as error:
        if len(good) == 1:
            notes[good[0]] = f"not predicted: {told_of(error)}"
            return {}
    found: dict[int, list[Any]] = {}
    for count, i in enumerate(good, 1):
        try:
            found[i] = as_rows(function(numbers[[i]]), 1)[0]
        except Exception as error:
            notes[i] = f"not predicted: {told_of(error)}"
            told = {notes[j] for j in good[:count] if j in notes}
            if not found and count >= ALIKE and len(told) == 1:
                raise CannotBeDoneError(
                    f"no row can be predicted: {told_of(error)}"
                ) from error
    return found


def as_rows(predicted: Any, size: int) -> list[list[Any]]:
    """Return predictions as a list of values for each row."""
    values = np.asarray(predicted)
    rows: list[list[Any]] = values.reshape(
        values.shape[0] if values.ndim else 1, -1
    ).tolist()
    if len(rows) != size:
        raise ValueError(f"{len(rows)} predictions for {size} rows")
    return rows


def told_of(error: Exception) -> str:
    """Return in one line what was raised."""
    if isinstance(error, DroppedError):
        return str(error)
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def column_names(width: int, classes: list[Any]) -> list[str]:
    """Return names for the columns of predictions."""
    if width == 1:
        return ["prediction"]
    if len(classes) == width:
        return ["prediction", *(f"probability_{one}" for one in classes)]
    return [f"prediction_{i}" for i in range(width)]


def named(
    found: dict[int, list[Any]],
    notes: dict[int, str],
    names: list[str],
    classes: list[Any],
    size: int,
) -> Table:
    """Return one row for each that went in; those without a prediction are empty."""
    rows = []
    for i in range(size):
        values = found.get(i)
        if values is None:
            row: list[Any] = [None] * len(names)
        elif len(names) > len(values):
            row = [plain(classes[values.index(max(values))]), *values]
        else:
            row = values
        rows.append([*row, notes.get(i, "")])
    return Table([*names, "note"], rows)


def plain(value: Any) -> Any:
    """Return a value of numpy as one of Python."""
    return value.item() if isinstance(value, np.generic) else value


def has_notes(table: Table) -> bool:
    """Say whether any row has a note."""
    return any(row[-1] for row in table.rows)


def write(table: Table, file: Path | None) -> None:
    """Write predictions: as the suffix says, CSV into a pipe, as a table on a terminal."""
    if file is not None:
        write_file(table, file)
    elif sys.stdout.isatty():
        texts = [
            table.names,
            *([text_of(value) for value in row] for row in table.rows),
        ]
        widths = [max(map(len, column)) for column in zip(*texts)]
        print("\n".join("  ".join(map(str.rjust, row, widths)) for row in texts))
    else:
        write_csv(table, sys.stdout)


def write_file(table: Table, file: Path) -> None:
    """Write a file whole or not at all."""
    suffix = file.suffix.lower()
    if suffix in (".parquet", ".pq"):
        raise CannotBeDoneError(
            f"{file} cannot be written: that needs pandas; .csv, .json and .jsonl do not"
        )
    beside = file.with_name(f".{file.name}.{uuid4().hex[:8]}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as stream:
            if suffix in JSON:
                stream.write(as_json(table, in_lines=suffix != ".json"))
            else:
                write_csv(table, stream)
        beside.replace(file)
    except OSError as error:
        raise CannotBeDoneError(
            f"{file} cannot be written: {error.strerror or error}"
        ) from error
    finally:
        if beside.exists():
            beside.unlink()


def write_csv(table: Table, stream: Any) -> None:
    """Write names of columns, and rows, into a stream."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows([text_of(value) for value in row] for row in table.rows)


def as_json(table: Table, *, in_lines: bool) -> str:
    """Return rows as objects, in a list or one in each line."""
    rows = [dict(zip(table.names, map(missing_as_none, row))) for row in table.rows]
    if in_lines:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


def text_of(value: Any) -> str:
    """Return a value as it stands in a CSV file."""
    return "" if missing_as_none(value) is None else str(value)


def missing_as_none(value: Any) -> Any:
    """Return a value, or None where it is no number."""
    return None if isinstance(value, float) and isnan(value) else value
