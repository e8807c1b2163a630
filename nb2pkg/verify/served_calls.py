"""Predict calls of the notebook, as the manifest tells what the package serves for each."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nb2pkg.trees import tree_of
from nb2pkg.verify.model import RowsKind


@dataclass(frozen=True, slots=True)
class CallPlace:
    """A top-level statement: its cell, its last line there, and its text."""

    cell: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ServedCall:
    """A predict call, the rows behind it, and why raw rows cannot be served, where that is known from the code.

    `rows` and `prediction` are expressions of the notebook. They are looked at around `statement`, and, where the
    prediction is something else later, behind `settled`; without these, at the end of the cell.
    """

    model: str
    cell: int
    rows: str
    prediction: str | None = None
    statement: CallPlace | None = None
    settled: CallPlace | None = None
    source: str | None = None  # the variable of the frame as it was read
    file: str = ""
    setting: str | None = None  # with the path of the file
    columns: tuple[str, ...] | None = None
    target: tuple[str, ...] = ()
    verdict: RowsKind | None = None  # known from the code alone
    reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether only runs can say what is served."""
        return self.verdict is None and bool(self.rows)


def served_calls(rows: Iterable[Mapping[str, Any]]) -> tuple[ServedCall, ...]:
    """Read the rows of a manifest; what they do not say has its default."""
    return tuple(_served(row) for row in rows)


def names_in(expression: str) -> tuple[str, ...]:
    """Return the names that occur in an expression, in their order."""
    try:
        found = [n.id for n in ast.walk(tree_of(expression)) if isinstance(n, ast.Name)]
    except (SyntaxError, ValueError):
        found = []
    return tuple(dict.fromkeys(found))


def _served(row: Mapping[str, Any]) -> ServedCall:
    columns = row.get("columns")
    cell = row.get("cell") or 0
    return ServedCall(
        model=str(row.get("model", "")),
        cell=cell,
        rows=row.get("rows_variable") or "",
        prediction=row.get("prediction") or None,
        statement=_place(row.get("statement"), cell),
        settled=_place(row.get("settled"), cell),
        source=row.get("source_variable"),
        file=row.get("file") or "",
        setting=row.get("setting"),
        columns=None if columns is None else tuple(columns),
        target=_texts(row.get("target")),
        verdict=_verdict(row),
        reason=row.get("reason"),
    )


def _texts(given: str | Iterable[str] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _place(row: Mapping[str, Any] | None, cell: int) -> CallPlace | None:
    if not row or not row.get("text"):
        return None
    return CallPlace(row.get("cell") or cell, row.get("line") or 0, row["text"])


def _verdict(row: Mapping[str, Any]) -> RowsKind | None:
    """Return what the code alone says; that raw rows are served is never said there."""
    told = row.get("rows")
    if told in {RowsKind.FEATURES, RowsKind.HORIZON, RowsKind.NONE}:
        return RowsKind(told)
    return RowsKind.FEATURES if row.get("reason") else None
