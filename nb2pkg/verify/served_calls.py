"""Predict calls of the notebook, as the manifest tells what the package serves for each."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from nb2pkg.notebook.ipython import to_python
from nb2pkg.trees import tree_of, tree_or_none
from nb2pkg.verify.model import RowsKind
from nb2pkg.verify.overrides import ProjectSetting


@dataclass(frozen=True, slots=True)
class CallPlace:
    """A top-level statement: its cell, and its last line there; without its text, any of its lines."""

    cell: int
    line: int
    text: str = ""

    def within(self, source: str) -> CallPlace | None:
        """Return the same place with last line and text, as they are in a cell's source."""
        if self.text:
            return self
        text = to_python(source).text
        for statement in getattr(tree_or_none(text), "body", ()):
            if statement.lineno <= self.line <= (statement.end_lineno or 0):
                found = ast.get_source_segment(text, statement) or ""
                return replace(self, line=statement.end_lineno or 0, text=found)
        return None


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
    is_from_elsewhere: bool = (
        False  # the model was fitted on rows of another file, which has the target
    )
    verdict: RowsKind | None = None  # known from the code alone
    reason: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether only runs can say what is served."""
        return self.verdict is None and bool(self.rows)


def served_calls(
    rows: Iterable[Mapping[str, Any]], settings: Iterable[ProjectSetting]
) -> tuple[ServedCall, ...]:
    """Read the rows of a manifest; what they do not say has its default, and the name of a file its setting says."""
    paths = {setting.name: PurePath(str(setting.default)).name for setting in settings}
    return tuple(_served(row, paths) for row in rows)


def names_in(expression: str) -> tuple[str, ...]:
    """Return the names that occur in an expression, in their order."""
    try:
        found = [n.id for n in ast.walk(tree_of(expression)) if isinstance(n, ast.Name)]
    except (SyntaxError, ValueError):
        found = []
    return tuple(dict.fromkeys(found))


def _served(row: Mapping[str, Any], paths: Mapping[str, str]) -> ServedCall:
    columns = row.get("columns")
    cell = row.get("cell") or 0
    return ServedCall(
        model=str(row.get("model", "")),
        cell=cell,
        rows=row.get("rows_variable") or "",
        prediction=row.get("prediction") or None,
        statement=_place(row.get("statement") or row, cell),
        settled=_place(row.get("settled"), cell),
        source=row.get("source_variable"),
        file=row.get("file") or paths.get(row.get("setting") or "", ""),
        setting=row.get("setting"),
        columns=None if columns is None else tuple(columns),
        target=_texts(row.get("target")),
        is_from_elsewhere=bool(row.get("is_from_elsewhere")),
        verdict=_verdict(row),
        reason=row.get("reason"),
    )


def _texts(given: str | Iterable[str] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def _place(row: Mapping[str, Any] | None, cell: int) -> CallPlace | None:
    if not row or not row.get("line"):
        return None
    return CallPlace(row.get("cell") or cell, row["line"], row.get("text") or "")


def _verdict(row: Mapping[str, Any]) -> RowsKind | None:
    """Return what the code alone says; that raw rows are served is never said there."""
    told = row.get("rows")
    if told in {RowsKind.FEATURES, RowsKind.HORIZON, RowsKind.NONE}:
        return RowsKind(told)
    return RowsKind.FEATURES if row.get("reason") else None
