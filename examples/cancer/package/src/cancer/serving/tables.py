"""Predictions as a table, and the table as a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd

from ..errors import CannotBeDoneError

NOTE = "note"


def as_table(
    predicted: Any, classes: Sequence[Any] = (), target: Sequence[Any] = ()
) -> pd.DataFrame:
    """Return predictions as a table; what has no name of its own is called `prediction`."""
    if isinstance(predicted, pd.DataFrame):
        table = predicted.copy()
        table.columns = [str(name) for name in predicted.columns]
        return table.rename(columns={NOTE: f"{NOTE}_of_the_notebook"})
    values = as_array(predicted)
    table = pd.DataFrame(values, columns=column_names(values.shape[1], classes, target))
    if isinstance(predicted, pd.Series):
        table.index = predicted.index
    if len(classes) == values.shape[1] > 1:
        table.insert(0, "prediction", [classes[i] for i in values.argmax(axis=1)])
    return table


def as_array(predicted: Any) -> Any:
    """Return predictions as an array of two dimensions."""
    if hasattr(predicted, "toarray"):
        predicted = predicted.toarray()
    try:
        values = np.asarray(predicted)
    except ValueError:  # rows of different lengths
        values = np.empty(len(predicted), dtype=object)
        values[:] = predicted
    if values.ndim < 2:
        return values.reshape(-1, 1)
    return values.reshape(len(values), -1) if values.ndim > 2 else values


def column_names(
    width: int, classes: Sequence[Any], target: Sequence[Any] = ()
) -> list[str]:
    """Return names for the columns of predictions."""
    if width == 1:
        return ["prediction"]
    if len(classes) == width:
        return [f"probability_{one}" for one in classes]
    if len(target) == width:
        return [f"prediction_{one}" for one in target]
    return [f"prediction_{i}" for i in range(width)]


def whole(
    tables: list[pd.DataFrame], notes: dict[int, list[str]], size: int
) -> pd.DataFrame:
    """Return one row for each that went in, in order, from tables whose index says which they are."""
    tables = [table for table in tables if len(table)]
    if len(tables) > 1:
        table = pd.concat(tables)
    else:
        table = tables[0] if tables else pd.DataFrame({"prediction": []}, dtype=object)
    if len(table) < size:
        table = with_gaps(table)
    table = table.reindex(range(size))
    table[NOTE] = ["; ".join(dict.fromkeys(notes.get(i, ()))) for i in range(size)]
    return table


def with_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose whole numbers stay so when values are missing."""
    api = pd.api.types
    wide = {
        name: (
            "boolean"
            if api.is_bool_dtype(kind)
            else "UInt64" if kind.kind == "u" else "Int64"
        )
        for name, kind in table.dtypes.items()
        if isinstance(kind, np.dtype) and kind.kind in "biu"
    }
    return table.astype(wide)


def has_notes(table: pd.DataFrame) -> bool:
    """Say whether any row has a note."""
    return bool((table[NOTE] != "").any())


def write(rows: Any, file: Path | None) -> None:
    """Write a table: as its suffix says, CSV into a pipe, as text on a terminal."""
    table = rows if isinstance(rows, pd.DataFrame) else as_table(rows)
    if file is not None:
        write_file(table, file)
    elif sys.stdout.isatty():
        print(table.to_string(index=False))
    else:
        table.to_csv(sys.stdout, index=False)


def write_file(table: pd.DataFrame, file: Path) -> None:
    """Write a file whole or not at all."""
    if not file.parent.is_dir():
        raise CannotBeDoneError(
            f"{file} cannot be written: there is no folder {file.parent}"
        )
    beside = file.with_name(f".{file.name}.{uuid4().hex[:8]}")
    try:
        write_as(table, beside, file.suffix.lower())
        beside.replace(file)
    except OSError as error:
        raise CannotBeDoneError(
            f"{file} cannot be written: {error.strerror or error}"
        ) from error
    except (ImportError, ValueError, TypeError) as error:
        told = " ".join(str(error).split())[:300]
        raise CannotBeDoneError(f"{file} cannot be written: {told}") from error
    finally:
        if beside.exists():
            beside.unlink()


def write_as(table: pd.DataFrame, file: Path, suffix: str) -> None:
    """Write a file in the form that a suffix stands for."""
    if suffix in (".parquet", ".pq"):
        table.to_parquet(file, index=False)
        return
    if suffix not in (".json", ".jsonl", ".ndjson"):
        table.to_csv(file, index=False)
        return
    rows = [
        {name: plain(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]
    if suffix == ".json":
        text = json.dumps(rows, indent=2, ensure_ascii=False)
    else:
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text(f"{text}\n", encoding="utf-8")


def plain(value: Any) -> Any:
    """Return a value as JSON has it: none where it is missing."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(one) for one in value]
    if pd.isna(value):
        return None
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return str(value)
    return value if isinstance(value, (str, bool, int, float)) else str(value)
