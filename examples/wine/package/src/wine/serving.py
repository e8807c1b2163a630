"""From the rows of a file, read as the notebook reads its own, to a table of predictions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from wine.errors import CannotBeDoneError


@dataclass(frozen=True)
class Predictor:
    """How the notebook predicts with a model, and which of its rows the new ones have to be like."""

    function: Callable[..., Any]
    fitted: tuple[str, ...]  # what it is given of what was trained
    settings: tuple[str, ...]  # … and of the settings
    rows: str  # the rows in the notebook
    seen: str = ""  # under this name training keeps what they were like
    is_raw: bool = False  # they are as the data file holds them
    form: str = "columns"  # or "texts", or "records"
    has_probabilities: bool = False  # it gives a probability for each class
    options: dict[str, Any] = field(default_factory=dict)  # of the notebook's reader
    unknown: str = ""  # an option that cannot be known
    casts: dict[str, str] = field(
        default_factory=dict
    )  # columns that get another type then


def predict(
    file: Path,
    predictor: Predictor,
    trained: dict[str, Any],
    settings: Any,
    *,
    outside: bool,
) -> Any:
    """Return a table of predictions for the rows of a file."""
    fitted = [trained[name] for name in predictor.fitted]
    rows = rows_of(
        file, predictor, trained.get(predictor.seen) or {}, fitted[0], outside=outside
    )
    if not predictor.is_raw:
        say(
            f"rows are taken as they are in {predictor.rows}, after all that the notebook does before"
        )
    values = [getattr(settings, name) for name in predictor.settings]
    models = [one for one in fitted if hasattr(one, "classes_")]
    classes = (
        list(models[-1].classes_) if predictor.has_probabilities and models else []
    )
    return as_table(predictor.function(rows, *fitted, *values), classes)


def say(text: str) -> None:
    """Tell whoever called on stderr."""
    print(f"wine: {text}", file=sys.stderr)


# options of a reader that say what values mean, and not how a file is written
PLAIN = (
    "dtype",
    "na_values",
    "keep_default_na",
    "na_filter",
    "true_values",
    "false_values",
    "converters",
)


def seen(rows: Any, names: Any = None) -> dict[str, Any]:
    """Return what the rows were like that something was fitted on: names, types and ranges of the columns."""
    if isinstance(rows, pd.Series):
        return {"columns": [rows.name], "texts": [rows.name] if has_texts(rows) else []}
    if not isinstance(rows, (pd.DataFrame, np.ndarray)) or rows.ndim != 2:
        return {}
    named = names if isinstance(rows, np.ndarray) else rows.columns
    table = pd.DataFrame(rows)
    if named is not None and len(named) == table.shape[1]:
        table.columns = pd.Index(list(named))
    if not table.columns.is_unique:
        return {}
    numbers = table.select_dtypes("number")
    return {
        "array": isinstance(rows, np.ndarray),
        "columns": None if named is None else list(table.columns),
        "types": dict(table.dtypes.items()) if named is not None else {},
        "texts": [name for name in table if has_texts(table[name])],
        "range": {name: (numbers[name].min(), numbers[name].max()) for name in numbers},
    }


def rows_of(
    file: Path,
    predictor: Predictor,
    like: dict[str, Any],
    fitted: Any,
    *,
    outside: bool,
) -> Any:
    """Return the rows of a file as what something was fitted on."""
    if predictor.unknown:
        raise CannotBeDoneError(
            f"the notebook reads its data with {predictor.unknown}, which is not known here"
        )
    names = like.get("columns") or list(getattr(fitted, "feature_names_in_", ()))
    table = read(file, predictor, names, like.get("texts", []))
    if predictor.form == "records":
        return table.to_dict("records")
    if predictor.form == "texts":
        return one_column(table, names)
    if not names:
        return by_position(table, fitted)
    table = table[names].copy()
    for name, kind in like.get("types", {}).items():
        table[name] = as_type(table[name], kind)
    if not predictor.is_raw:
        check_range(table, like.get("range", {}), predictor.rows, outside=outside)
    array = like.get("array", not hasattr(fitted, "feature_names_in_"))
    return table.to_numpy() if array else table


def read(
    file: Path, predictor: Predictor, names: list[Any], texts: list[Any]
) -> pd.DataFrame:
    """Read a file as the notebook reads its own; plainly where only that finds the columns that are needed."""
    own = predictor.options
    plain = {name: value for name, value in own.items() if name in PLAIN}
    headless = own.get("header", "names" in own or 0) in (None, True)
    faults: list[str] = []
    for options in (plain, own) if headless else (own, plain):
        try:
            table = pd.read_csv(
                file, **with_texts(options, {*texts} - {*predictor.casts})
            )
            check_width(file, options)
        except OSError as error:
            raise CannotBeDoneError(
                f"{file} cannot be read: {error.strerror or error}"
            ) from error
        except (ValueError, KeyError, TypeError, IndexError) as error:
            faults.append(f"{file} cannot be read: {' '.join(str(error).split())}")
            continue
        missing = [str(name) for name in names if name not in table.columns]
        if missing and predictor.form == "columns":
            faults.append(f"these columns are missing: {', '.join(missing)}")
            continue
        if options != own:
            say(f"{file} is read as plain CSV, not as the notebook reads its data")
        if table.empty:
            raise CannotBeDoneError(f"{file} has no rows")
        return cast(table, predictor.casts)
    raise CannotBeDoneError(faults[-1 if headless else 0])


def with_texts(options: dict[str, Any], texts: set[Any]) -> dict[str, Any]:
    """Return options of a reader by which columns are texts that were texts in training, whatever they look like."""
    types = options.get("dtype") or {}
    if not isinstance(types, dict):
        return options
    texts = texts - {*(options.get("converters") or {})}
    return {**options, "dtype": {**dict.fromkeys(texts, str), **types}}


def check_width(file: Path, options: dict[str, Any]) -> None:
    """Refuse a file with more or fewer columns than the reader has names for: all of them would be other ones."""
    if "names" not in options:
        return
    about = ("names", "header", "dtype", "parse_dates", "index_col", "converters")
    rest = {name: value for name, value in options.items() if name not in about}
    width = pd.read_csv(file, **rest, header=None, nrows=1).shape[1]
    if width != len(options["names"]):
        raise ValueError(
            f"{len(options['names'])} columns are needed, and there are {width}"
        )


def one_column(table: pd.DataFrame, names: list[Any]) -> pd.Series:
    """Return the column of texts: the one of that name, or the only one."""
    if names and names[0] in table:
        return table[names[0]]
    if table.shape[1] > 1:
        told = (
            f"this column is missing: {names[0]}" if names else "one column is needed"
        )
        raise CannotBeDoneError(told)
    return table.iloc[:, 0]


def cast(table: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """Give columns the types that the notebook gives them after reading."""
    try:
        return table.astype(
            {name: kind for name, kind in kinds.items() if name in table}
        )
    except (ValueError, TypeError) as error:
        raise CannotBeDoneError(f"{', '.join(kinds)}: {error}") from error


def by_position(table: pd.DataFrame, fitted: Any) -> Any:
    """Return a table as an array: where nobody knows the names of columns, their number has to be right."""
    wanted = getattr(fitted, "n_features_in_", table.shape[1])
    if table.shape[1] != wanted:
        raise CannotBeDoneError(
            f"{wanted} columns are needed, and there are {table.shape[1]}"
        )
    say("the columns are taken as they stand: the notebook has no names for them")
    return table.to_numpy()


def has_texts(column: pd.Series) -> bool:
    """Say whether a column holds texts, or categories that are texts."""
    kind = column.dtype
    values = kind.categories if isinstance(kind, pd.CategoricalDtype) else column
    return bool(pd.api.types.infer_dtype(values, skipna=True) == "string")


def as_type(column: pd.Series, kind: Any) -> pd.Series:
    """Return a column as the type that it had in training; raises CannotBeDoneError where it cannot be."""
    if isinstance(kind, pd.CategoricalDtype):
        new = [
            value for value in column.dropna().unique() if value not in kind.categories
        ]
        if new:
            say(
                f"{column.name}: not seen in training, and taken for missing: {', '.join(map(str, new[:5]))}"
            )
        return column.astype(kind)
    if pd.api.types.is_datetime64_any_dtype(kind):
        return pd.to_datetime(column)
    if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_numeric_dtype(
        column.dtype
    ):
        odd = next(
            (value for value in column if not isinstance(value, (int, float))), None
        )
        raise CannotBeDoneError(
            f"{column.name} holds {odd!r}, and numbers ({kind}) in training"
        )
    return column.astype(kind) if pd.api.types.is_float_dtype(kind) else column


def check_range(
    table: pd.DataFrame, ranges: dict[Any, Any], rows: str, *, outside: bool
) -> None:
    """Tell of numbers far outside of what was seen in training; refuse where they are those of another world."""
    varying = {name: ends for name, ends in ranges.items() if ends[1] > ends[0]}
    far = pd.DataFrame(
        {
            name: (table[name] < 2 * low - high) | (table[name] > 2 * high - low)
            for name, (low, high) in varying.items()
        }
    )
    names = [name for name in far if far[name].any()]
    if not names:
        return
    name, (low, high) = names[0], varying[names[0]]
    told = (
        f"{len(names)} of {len(varying)} columns are far from what was seen in {rows}: "
        f"{name} is {table[name].min():g} to {table[name].max():g}, and was {low:g} to {high:g}"
    )
    if far.any(axis=1).all() and 3 * len(names) >= len(varying) and not outside:
        raise CannotBeDoneError(
            f"{told}; give rows as they are there, or --outside predict"
        )
    say(told)


def as_table(predicted: Any, classes: list[Any]) -> pd.DataFrame:
    """Return predictions as a table; what has no name of its own is called `prediction`."""
    if isinstance(predicted, pd.DataFrame):
        return predicted
    values = np.asarray(predicted)
    values = values.reshape(-1, 1) if values.ndim < 2 else values
    table = pd.DataFrame(values, columns=column_names(values.shape[1], classes))
    if len(classes) == values.shape[1] > 1:
        table.insert(0, "prediction", [classes[i] for i in values.argmax(axis=1)])
    return table


def column_names(width: int, classes: list[Any]) -> list[str]:
    """Return names for the columns of predictions."""
    if width == 1:
        return ["prediction"]
    if len(classes) == width:
        return [f"probability_{one}" for one in classes]
    return [f"prediction_{i}" for i in range(width)]


def write(rows: Any, file: Path | None) -> None:
    """Write predictions: CSV into a file or a pipe, a table on a terminal."""
    table = rows if isinstance(rows, pd.DataFrame) else as_table(rows, [])
    if file is None and sys.stdout.isatty():
        print(table.to_string(index=False))
    else:
        table.to_csv(file or sys.stdout, index=False)
