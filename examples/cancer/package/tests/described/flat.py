"""Values taken apart: what has to be equal, and floating numbers."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
import hashlib
import pathlib
import re
import sys
from typing import Any

from .parts import NAMED, is_time_name, parts_of, state
from .rounded import COARSER, TOLERANCE

DEEPEST = 12
MOST_NODES = 300_000
_SIMPLE = (
    bytes,
    bytearray,
    range,
    slice,
    datetime.date,
    datetime.time,
    datetime.timedelta,
)
_TEXTS = (decimal.Decimal, fractions.Fraction, enum.Enum, pathlib.PurePath, re.Pattern)


class Flat:
    """A value taken apart: what has to be equal goes into a hash, floating numbers into chunks of one scale each."""

    def __init__(self, value: Any) -> None:
        """Take a value apart."""
        self.chunks: list[Any] = []
        self.tolerance = TOLERANCE
        self._hash = hashlib.sha256()
        self._nodes = 0
        self._single: list[float] = []  # numbers that follow each other
        self._above: set[int] = set()
        self._add(value, 0)
        self._end_chunk()

    def digest(self) -> str:
        """Return what stands for all that has to be equal."""
        return self._hash.hexdigest()[:16]

    def _say(self, *words: object) -> None:
        self._hash.update(
            ("\x1f".join(map(str, words)) + "\x1e").encode("utf-8", "replace")
        )

    def _end_chunk(self) -> None:
        if self._single:
            self.chunks.append(self._single)
            self._single = []

    def _add(self, value: Any, depth: int) -> None:
        self._nodes += 1
        if depth > DEEPEST or self._nodes > MOST_NODES or id(value) in self._above:
            self._say("…")
        elif type(value) is float:
            self._say("float")
            self._single.append(value)
        elif value is None or isinstance(value, (bool, int, str, *_SIMPLE)):
            self._say(type(value).__name__, repr(value))
        elif isinstance(value, (*NAMED, *_TEXTS)):
            self._say(type(value).__name__, getattr(value, "__name__", value))
        else:
            self._above.add(id(value))
            self._add_parts(value, depth + 1)
            self._above.discard(id(value))

    def _add_parts(self, value: Any, depth: int) -> None:
        if isinstance(value, (list, tuple, dict, set, frozenset)):
            self._say(type(value).__name__, len(value))
            self._add_items(value, depth)
        elif not self._add_of_library(value, depth):
            self._say(type(value).__qualname__)
            for name, held in state(value):
                self._say(name)
                self._add(held, depth)

    def _add_items(self, value: Any, depth: int) -> None:
        if isinstance(value, dict):
            for key, held in value.items():
                if depth == 1 or not is_time_name(key):
                    self._add(key, depth)
                    self._add(held, depth)
        elif isinstance(value, (set, frozenset)):
            self._say(*sorted(map(repr, value)))
        elif set(map(type, value)) <= {str, int, bool, type(None)}:
            self._say(repr(list(value)))
        else:
            for held in value:
                self._add(held, depth)

    def _add_of_library(self, value: Any, depth: int) -> bool:
        """Take apart what arrays and tables consist of; return whether this is one."""
        numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
        if callable(getattr(value, "detach", None)) and hasattr(value, "cpu"):  # torch
            value = value.detach().cpu().numpy()
        if callable(getattr(value, "tocsr", None)):  # scipy
            self._add_sparse(value.tocsr(), depth)
        elif numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
            self._add_array(numpy.asarray(value), depth)
        elif pandas is not None and isinstance(value, pandas.DataFrame):
            self._add(list(parts_of(value).items()), depth)
        elif pandas is not None and isinstance(value, pandas.RangeIndex):
            self._say(value)
        elif hasattr(value, "tobytes") and hasattr(value, "getpalette"):  # Pillow
            self._add(
                [value.mode, value.size, value.getpalette(), value.tobytes()], depth
            )
        elif callable(getattr(value, "as_text", None)):  # tables of statsmodels
            self._add(value.as_text(), depth)
        elif hasattr(value, "to_dict") and hasattr(value, "schema"):  # polars
            self._add(value.to_dict(as_series=False), depth)
        elif hasattr(value, "dtype") and (
            hasattr(value, "tolist") or hasattr(value, "to_list")
        ):
            self._add_column(value, depth)
        else:
            return False
        return True

    def _add_column(self, column: Any, depth: int) -> None:
        dtype = column.dtype
        self._say(dtype, len(column), *map(str, getattr(column, "names", ())))
        if type(dtype).__module__.startswith("numpy") and dtype.kind in "biufcmM":
            self._add_array(column.to_numpy(), depth)
        else:
            held = column.tolist() if hasattr(column, "tolist") else column.to_list()
            self._add_items(held, depth)

    def _add_array(self, values: Any, depth: int) -> None:
        kind = values.dtype.kind
        self._say("array", values.dtype, *values.shape)
        if values.dtype.names:
            for name in values.dtype.names:
                self._add_array(values[name], depth)
        elif kind in "fc":
            self._end_chunk()
            self.tolerance = max(
                self.tolerance, COARSER.get(values.dtype.name, TOLERANCE)
            )
            parts = (values.real, values.imag) if kind == "c" else (values,)
            self.chunks += [
                part.astype("float64").ravel() for part in parts if part.size
            ]
        elif kind in "biumM":
            self._hash.update(
                values.astype("uint64" if kind == "u" else "int64").tobytes()
            )
        else:
            self._add_items(values.ravel().tolist(), depth)

    def _add_sparse(self, matrix: Any, depth: int) -> None:
        made = matrix.copy()
        made.sum_duplicates()
        for part in (made.shape, made.indptr, made.indices, made.data):
            self._add(part, depth)
