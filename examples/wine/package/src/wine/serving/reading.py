"""The rows of a file, read as the notebook reads its own, or plainly."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import CannotBeDoneError
from .predictor import EXCEL, Predictor, say

# options of a reader that say what values mean, and not how a file is written
PLAIN = (
    "dtype",
    "na_values",
    "keep_default_na",
    "na_filter",
    "true_values",
    "false_values",
    "converters",
    "skipinitialspace",
    "float_precision",
)
# options that would lose rows, choose columns (which is done by name), or give no table
NEVER = {
    "nrows",
    "chunksize",
    "iterator",
    "squeeze",
    "memory_map",
    "on_bad_lines",
    "error_bad_lines",
    "warn_bad_lines",
}
# pandas reads numbers to the last digit by itself, and warns who asks for that
IS_EXACT = tuple(map(int, pd.__version__.split(".")[:2])) >= (3, 1)
TEXT = ("read_csv", "read_table", "read_fwf")
PARQUET = (".parquet", ".pq")
JSON = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True)
class Wanted:
    """What a file has to hold."""

    names: list[Any]  # columns that are needed; empty where nobody knows
    known: list[Any]  # all columns of training
    texts: set[Any]
    types: dict[Any, Any]
    keep: tuple[str, ...] = ()  # columns to be handed back as they stand in the file


@dataclass(frozen=True)
class Way:
    """A way of reading a file."""

    load: Callable[[dict[str, Any]], pd.DataFrame]
    options: dict[str, Any]
    as_it_stands: Callable[[], pd.DataFrame]
    is_own: bool = True
    header: Callable[[], list[Any]] | None = (
        None  # names of columns before pandas tells equal ones apart
    )

    def table(self, wanted: Wanted) -> pd.DataFrame:
        """Return the rows: columns are texts that were texts in training, whatever they look like."""
        table = self.load(with_types(self.options, wanted))
        odd = [name for name in wanted.names if is_twofold(name, table, wanted.known)]
        header = self.header() if odd and self.header is not None else []
        twice = [str(name) for name in odd if header.count(name) > 1]
        if twice:
            raise CannotBeDoneError(
                f"these columns stand there twice: {', '.join(twice)}"
            )
        return table

    def kept(self, names: list[str]) -> pd.DataFrame:
        """Return some columns just as they stand in the file."""
        table = self.as_it_stands()
        found = table[[column(table, name) for name in names]]
        found.columns = pd.Index(names)
        return found.reset_index(drop=True)


@dataclass(frozen=True)
class Given:
    """The rows of a file."""

    table: pd.DataFrame
    kept: pd.DataFrame  # columns to be handed back
    options: dict[str, Any]  # with which it was read


def read(file: Path, predictor: Predictor, wanted: Wanted) -> Given:
    """Read a file in the first way that finds the columns that are needed.

    Raises CannotBeDoneError where there is none.
    """
    faults: list[tuple[bool, str]] = []
    for way in ways(file, predictor):
        try:
            found = way.table(wanted)
            table = named(found, wanted.known, has_header=not way.is_own)
            kept = (
                way.kept(split_names(wanted.keep, found))
                if wanted.keep
                else found.iloc[:, :0]
            )
        except OSError as error:
            raise CannotBeDoneError(
                f"{file} cannot be read: {error.strerror or error}"
            ) from error
        except ImportError as error:
            raise CannotBeDoneError(f"{file} cannot be read: {error}") from error
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            faults.append(
                (way.is_own, f"{file} cannot be read: {' '.join(str(error).split())}")
            )
            continue
        if len(table) == 0:
            raise CannotBeDoneError(f"{file} has no rows")
        missing = [str(name) for name in wanted.names if name not in table.columns]
        if missing and predictor.form == "columns":
            faults.append(
                (way.is_own, f"these columns are missing: {', '.join(missing)}")
            )
            continue
        if (
            not way.is_own
            and predictor.own_reader in TEXT
            and file.suffix.lower() not in JSON
        ):
            say(f"{file} is read as plain CSV, not as the notebook reads its data")
        return Given(table, kept, way.options)
    raise CannotBeDoneError(
        next((told for is_own, told in faults if is_own), faults[0][1])
    )


def ways(file: Path, predictor: Predictor) -> list[Way]:
    """Return the ways in which a file may be read, the likeliest first."""
    never = NEVER | ({"float_precision"} if IS_EXACT else set())
    own = {
        k: v
        for k, v in predictor.options.items()
        if k not in never and not is_sample(k, v)
    }
    plain = {name: value for name, value in own.items() if name in PLAIN}
    suffix = file.suffix.lower()
    reader = predictor.own_reader
    if suffix in PARQUET:
        return [Way(lambda _: pd.read_parquet(file), {}, lambda: pd.read_parquet(file))]
    if suffix in JSON:
        listed = Way(
            lambda options: like_csv(records(file), options),
            plain,
            lambda: records(file),
        )
        return [listed, own_json(file, own)] if reader == "read_json" else [listed]
    if suffix in EXCEL:
        excel = own if reader == "read_excel" else {}
        return [
            Way(
                lambda options: pd.read_excel(file, **options),
                without_choice(excel),
                lambda: pd.read_excel(file, **as_it_stands(excel)),
            )
        ]
    content = sys.stdin.buffer.read() if is_stdin(file) else None
    source = (lambda: file) if content is None else (lambda: BytesIO(content))
    plainly = text_way(pd.read_csv, source, plain, is_own=False)
    if reader not in TEXT:
        return [plainly]
    if own.get("header", "names" in own or 0) in (None, True):
        return [plainly, text_way(getattr(pd, reader), source, own, is_own=True)]
    own = without_choice(own)
    in_own_way = text_way(getattr(pd, reader), source, own, is_own=True)
    return (
        [in_own_way, plainly] if own != plain or reader != "read_csv" else [in_own_way]
    )


def own_json(file: Path, own: dict[str, Any]) -> Way:
    """Return the way of the notebook's reader for JSON of another shape."""
    return Way(
        lambda _: pd.read_json(file, **own),
        {},
        lambda: pd.read_json(file, **{**own, "dtype": False, "convert_dates": False}),
        is_own=False,
    )


def text_way(
    reader: Callable[..., Any],
    source: Callable[[], Any],
    options: dict[str, Any],
    *,
    is_own: bool,
) -> Way:
    """Return a way of reading text with a separator."""

    def header() -> list[Any]:
        rest = {
            name: value
            for name, value in as_it_stands(options).items()
            if name != "header"
        }
        return list(reader(source(), **rest, header=None, nrows=1).iloc[0])

    return Way(
        lambda given: from_csv(reader, source, given),
        options,
        lambda: from_csv(reader, source, as_it_stands(options)),
        is_own=is_own,
        header=header if options.get("header", "names" in options or 0) == 0 else None,
    )


def without_choice(options: dict[str, Any]) -> dict[str, Any]:
    """Return options that choose no columns: that is done by name, when all are read."""
    return {
        name: value
        for name, value in options.items()
        if name != "usecols" and (name != "index_col" or value is False)
    }


def is_twofold(name: Any, table: pd.DataFrame, known: list[Any]) -> bool:
    """Say whether there is a column that may have had the same name as another."""
    other = f"{name}.1"
    return other in table.columns and other not in known


def is_stdin(file: Path) -> bool:
    """Say whether rows come from the standard input."""
    return file.name == "-" and not file.exists()


def is_sample(name: str, value: Any) -> bool:
    """Say whether an option chooses rows by a function."""
    return name in ("skiprows", "usecols") and callable(value)


def from_csv(
    reader: Callable[..., Any], source: Callable[[], Any], options: dict[str, Any]
) -> pd.DataFrame:
    """Read text with a separator; refuse what would shift columns."""
    check_width(reader, source, options)
    table = reader(source(), **options)
    is_plain = isinstance(table.index, pd.RangeIndex) or len(table) == 0
    if options.get("index_col") is None and not is_plain:
        raise ValueError("rows have more values than there are names of columns")
    return table


def check_width(
    reader: Callable[..., Any], source: Callable[[], Any], options: dict[str, Any]
) -> None:
    """Refuse a file with more or fewer columns than the reader has names for: all of them would be other ones."""
    if "names" not in options:
        return
    about = (
        "names",
        "header",
        "dtype",
        "parse_dates",
        "index_col",
        "converters",
        "usecols",
    )
    rest = {name: value for name, value in options.items() if name not in about}
    width = reader(source(), **rest, header=None, nrows=1).shape[1]
    if width != len(options["names"]) and "usecols" not in options:
        raise ValueError(
            f"{len(options['names'])} columns are needed, and there are {width}"
        )


def records(file: Path) -> pd.DataFrame:
    """Return a list of objects, or an object in each line, as a table of these values."""
    text = file.read_text(encoding="utf-8-sig")
    if file.suffix.lower() == ".json":
        rows = json.loads(text)
    else:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("it is no list of objects")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    values = [[cell(row.get(name)) for name in columns] for row in rows]
    return pd.DataFrame(values, columns=columns, dtype=object)


def like_csv(table: pd.DataFrame, options: dict[str, Any]) -> pd.DataFrame:
    """Return objects as the types that the same values have in a CSV file."""
    if table.empty:
        return table
    written = StringIO(table.to_csv(index=False))
    return pd.read_csv(written, **options)


def cell(value: Any) -> Any:
    """Return a value of JSON as it would stand in a CSV file."""
    return (
        json.dumps(value, ensure_ascii=False)
        if isinstance(value, (list, dict))
        else value
    )


def with_types(options: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """Return options of a reader by which texts of training stay texts; all other types are given afterwards.

    Where types are known, one wrong value is a fault of its row, and not one of the file.
    """
    types = options.get("dtype") or {}
    later = {"dtype"} if wanted.types else set()
    if wanted.types and is_list_of_names(options.get("parse_dates")):
        later |= {"parse_dates"} if "date_parser" not in options else set()
    rest = {name: value for name, value in options.items() if name not in later}
    if not isinstance(types, dict):
        return {**rest, "dtype": types} if is_text_type(types) else rest
    texts = wanted.texts - {*(options.get("converters") or {})}
    given = {k: v for k, v in types.items() if not wanted.types or is_text_type(v)}
    chosen = {**dict.fromkeys(texts, str), **given}
    return {**rest, "dtype": chosen} if chosen else rest


def is_text_type(kind: Any) -> bool:
    """Say whether a reader leaves values as texts that get this type."""
    return (
        kind is str
        or kind is object
        or (isinstance(kind, str) and kind in ("str", "object"))
    )


def is_list_of_names(value: Any) -> bool:
    """Say whether dates are told column by column."""
    return value is True or (
        isinstance(value, list) and all(isinstance(name, (str, int)) for name in value)
    )


def as_it_stands(options: dict[str, Any]) -> dict[str, Any]:
    """Return options of a reader that leave all values as the texts that they are."""
    values = {
        *PLAIN,
        "parse_dates",
        "date_parser",
        "date_format",
        "index_col",
        "usecols",
    }
    rest = {name: value for name, value in options.items() if name not in values}
    return {**rest, "dtype": str, "keep_default_na": False, "na_filter": False}


def named(table: pd.DataFrame, known: list[Any], *, has_header: bool) -> pd.DataFrame:
    """Return a table whose columns have the names of training, which may be numbers there.

    Where they are, a header with another number in it is none, but a row of values.
    """
    texts = {str(name): name for name in known if not isinstance(name, str)}
    twice = [str(name) for name in table.columns[table.columns.duplicated()]]
    if twice:
        raise ValueError(f"these columns stand there twice: {', '.join(twice)}")
    if (
        texts
        and has_header
        and any(is_number(name) for name in table.columns if name not in texts)
    ):
        raise ValueError("its first row holds values, and no names")
    return table.rename(columns={name: texts.get(name, name) for name in table.columns})


def is_number(name: Any) -> bool:
    """Say whether the name of a column is a number."""
    try:
        float(name)
    except (ValueError, TypeError):
        return False
    return True


def split_names(keep: tuple[str, ...], table: pd.DataFrame) -> list[str]:
    """Return the names of the columns to keep, which stand there with commas between them."""
    names: list[str] = []
    for text in keep:
        is_one = text in map(str, table.columns)
        names += (
            [text]
            if is_one
            else [name.strip() for name in text.split(",") if name.strip()]
        )
    missing = [name for name in names if name not in map(str, table.columns)]
    if missing:
        raise CannotBeDoneError(
            f"these columns are missing, and are to be kept: {', '.join(missing)}"
        )
    return list(dict.fromkeys(names))


def column(table: pd.DataFrame, name: str) -> Any:
    """Return the label of a column that is written like this."""
    return next(label for label in table.columns if str(label) == name)
