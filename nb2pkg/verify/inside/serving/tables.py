"""Rows of whatever form as columns of numbers and objects, and whether two rows are the same."""

from __future__ import annotations

import dataclasses
import math
from typing import Any, Tuple  # noqa: UP035  (see Limits)

import numpy

EXACT_IN_FLOATS = 2**53
_PROJECTIONS = 8  # what a sparse row is known by, beside its sum and its length
_CLOSE, _CLOSE_SINGLE = 1e-9, 1e-5  # relative, by the width of the numbers
_ROUNDING, _ROUNDING_SINGLE = 1e-12, 1e-7  # … and of what is usual in the column


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows as columns: an array each, of floats or of objects; what has no names has numbers instead."""

    names: list[str]
    columns: list[Any]
    singles: list[bool]  # which columns are of single precision
    kinds: list[str]  # of their values, by the letters of numpy
    is_named: bool = False
    labels: list[Any] | None = None  # of the rows

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.columns[0]) if self.columns else 0


def table_of(value: Any) -> Table:
    """Return rows as a table; raises TypeError for what has no rows."""
    if hasattr(value, "tocsr"):
        return _of_sparse(value.tocsr())
    if isinstance(value, list) and value and isinstance(value[0], dict):
        import pandas

        value = pandas.DataFrame.from_records(value)
    if hasattr(value, "iloc") and hasattr(value, "columns"):
        if all(str(kind) in ("float64", "int64", "bool") for kind in value.dtypes):
            return _of_numbers(value)
        columns = [value.iloc[:, number] for number in range(value.shape[1])]
        return _made(
            [str(name) for name in value.columns], columns, list(value.index), is_named=True
        )
    if hasattr(value, "iloc"):
        return _made([str(value.name)], [value], list(value.index))
    array = _array(value)
    if array.ndim == 0:
        raise TypeError(f"a {type(value).__name__} has no rows")
    flat = array.reshape(len(array), -1)
    columns = [flat[:, number] for number in range(flat.shape[1])]
    return _made([str(number) for number in range(flat.shape[1])], columns)


def taken(table: Table, rows: list[int]) -> Table:
    """Return some rows of a table, in another order."""
    labels = None if table.labels is None else [table.labels[row] for row in rows]
    columns = [column[rows] for column in table.columns]
    return dataclasses.replace(table, columns=columns, labels=labels)


def _of_numbers(frame: Any) -> Table:
    """Return a frame of plain numbers as a table, all at once."""
    numbers = frame.to_numpy(dtype="float64")
    columns = [numbers[:, number] for number in range(numbers.shape[1])]
    kinds = [kind.kind for kind in frame.dtypes]
    for number, kind in enumerate(kinds):
        if kind == "i" and (numpy.abs(numbers[:, number]) >= EXACT_IN_FLOATS).any():
            columns[number] = _objects(list(frame.iloc[:, number]))
    names = [str(name) for name in frame.columns]
    return Table(
        names, columns, [False] * len(names), kinds, is_named=True, labels=list(frame.index)
    )


def _array(value: Any) -> Any:
    if hasattr(value, "detach"):
        value = value.detach().cpu()
    if not isinstance(value, numpy.ndarray) and callable(getattr(value, "numpy", None)):
        value = value.numpy()
    return numpy.asarray(value)


def _made(
    names: list[str], columns: list[Any], labels: list[Any] | None = None, *, is_named: bool = False
) -> Table:
    singles = [
        str(getattr(column, "dtype", "")).lower() in ("float32", "float16") for column in columns
    ]
    kinds = [getattr(column.dtype, "kind", "O") for column in columns]
    return Table(names, [_plain(column) for column in columns], singles, kinds, is_named, labels)


def _plain(column: Any) -> Any:
    """Return a column as floats where it holds numbers that floats can tell apart, else as objects."""
    kind = getattr(column.dtype, "kind", "O")
    if kind in "Mm":
        return _objects([str(value) for value in column])
    if kind in "biuf" and not hasattr(column.dtype, "categories"):
        if hasattr(column, "to_numpy") and column.isna().any():
            return column.to_numpy(dtype="float64", na_value=math.nan)
        numbers = numpy.asarray(column, dtype="float64")
        if kind in "bf" or not (numpy.abs(numbers) >= EXACT_IN_FLOATS).any():
            return numbers
    return _objects(list(column))


def _objects(values: list[Any]) -> Any:
    made = numpy.empty(len(values), dtype=object)
    made[:] = values
    return made


def _of_sparse(matrix: Any) -> Table:
    """Return what sparse rows are known by: two rows that differ are the same here about as often as hashes are."""
    drawn = numpy.random.RandomState(0).standard_normal((matrix.shape[1], _PROJECTIONS))
    parts = [matrix.getnnz(axis=1).reshape(-1, 1), matrix.sum(axis=1), matrix.dot(drawn)]
    flat = numpy.concatenate([numpy.asarray(part, dtype="float64") for part in parts], axis=1)
    names = ["how many columns are not 0", "sum", *(f"projection {n}" for n in range(_PROJECTIONS))]
    columns = [flat[:, number] for number in range(flat.shape[1])]
    single = matrix.dtype.itemsize < 8
    count = len(columns)
    return Table(names, columns, [single] * count, ["f"] * count, is_named=True)


# how far apart numbers may be: as a share of the number, and at least
Limits = Tuple[float, float]  # noqa: UP006  (Python 3.8 evaluates it)


class Pairing:
    """Two tables of one form, as numbers that can be held against each other."""

    def __init__(self, mine: Table, theirs: Table, limits: list[Limits] | None = None) -> None:
        """Take two tables, and what is usual in their columns; raises ValueError with what differs in their form."""
        _require_one_form(mine, theirs)
        self.mine, self.theirs = mine, theirs
        pairs = [_encoded(a, b) for a, b in zip(mine.columns, theirs.columns)]
        self.a = numpy.stack([pair[0] for pair in pairs], axis=1)
        self.b = numpy.stack([pair[1] for pair in pairs], axis=1)
        found = [
            limit if pair[2] else (0.0, 0.0)
            for pair, limit in zip(pairs, limits or limits_in(theirs, mine.singles))
        ]
        self.relative = numpy.array([limit[0] for limit in found])
        self.absolute = numpy.array([limit[1] for limit in found])

    def same(self, here: Any, there: Any) -> Any:
        """Return for rows of mine and as many of theirs, by position, which of their columns are the same."""
        return close(self.a[here], self.b[there], self.relative, self.absolute)

    def shown(self, here: int, there: int, column: int) -> tuple[str, str, str]:
        """Return name and both values of a column."""
        name = self.mine.names[column]
        if not self.mine.is_named:
            name = self.theirs.names[column]
        mine, theirs = self.mine.columns[column][here], self.theirs.columns[column][there]
        return name, shown(mine), shown(theirs)


def close(a: Any, b: Any, relative: Any, absolute: Any) -> Any:
    """Return which numbers are the same within what was agreed; what is missing on both sides is."""
    with numpy.errstate(invalid="ignore"):
        apart = numpy.abs(a - b)
        larger = numpy.maximum(numpy.abs(a), numpy.abs(b))
        near = (apart <= relative * larger) | (apart <= absolute)
    return (near & numpy.isfinite(larger)) | (a == b) | (numpy.isnan(a) & numpy.isnan(b))


def shown(value: Any) -> str:
    """Return a value as a short text."""
    if _key(value) == "missing":
        return "missing"
    text = repr(value.item() if hasattr(value, "item") else value)
    return text if len(text) <= 60 else text[:59] + "…"


def limits_of(numbers: Any, *, is_single: bool) -> Limits:
    """Return how far apart numbers of a column may be: as a share of the number, and at least."""
    usual = numpy.abs(numbers[numpy.isfinite(numbers) & (numbers != 0)])
    scale = float(numpy.median(usual)) if len(usual) else 0.0
    if is_single:
        return _CLOSE_SINGLE, _ROUNDING_SINGLE * scale
    return _CLOSE, _ROUNDING * scale


def limits_in(table: Table, others: list[bool]) -> list[Limits]:
    """Return the limits of all columns; `others` tells which are of single precision elsewhere."""
    return [
        limits_of(column, is_single=single or other) if column.dtype == float else (0.0, 0.0)
        for column, single, other in zip(table.columns, table.singles, others)
    ]


def _require_one_form(mine: Table, theirs: Table) -> None:
    if mine.is_named and theirs.is_named and mine.names != theirs.names:
        if sorted(mine.names) == sorted(theirs.names):
            place = next(i for i, (a, b) in enumerate(zip(mine.names, theirs.names)) if a != b)
            raise ValueError(
                f"the columns are in another order: column {place + 1} is `{mine.names[place]}` in the "
                f"notebook, and `{theirs.names[place]}`"
            )
        lacks = [f"lacks `{name}`" for name in mine.names if name not in theirs.names]
        more = [f"has `{name}` besides" for name in theirs.names if name not in mine.names]
        raise ValueError(f"it {' and '.join((lacks + more)[:3])}")
    if len(mine.columns) != len(theirs.columns):
        raise ValueError(f"it has {len(theirs.columns)} columns, not {len(mine.columns)}")


def _encoded(a: Any, b: Any) -> tuple[Any, Any, bool]:
    """Return two columns as floats, and whether these are the numbers themselves."""
    if a.dtype == float and b.dtype == float:
        return a, b, True
    codes: dict[Any, float] = {}
    both = [
        numpy.array(
            [codes.setdefault(_key(value), float(len(codes))) for value in column], dtype=float
        )
        for column in (a, b)
    ]
    return both[0], both[1], False


def _key(value: Any) -> Any:
    """Return what tells an object from others."""
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return "missing"
    if isinstance(value, (bool, int, float, numpy.number, numpy.bool_)):
        is_missing = value != value  # noqa: PLR0124  NaN is not itself
        return "missing" if is_missing else ("number", value)
    if isinstance(value, str):
        return ("text", str(value))
    return (type(value).__name__, repr(value))
