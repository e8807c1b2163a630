"""For which rows a package predicts, and what was seen of it: as text, as a table of a page, and as JSON."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from nb2pkg.report.counts import with_counts
from nb2pkg.secrets import without_secrets
from nb2pkg.verify.model import Checked, RowsKind, Serving

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.report.counts import Counts

_TAKEN: Final = {
    RowsKind.RAW: "raw rows",
    RowsKind.FEATURES: "prepared rows",
    RowsKind.UNPROVEN: "raw rows, unproven",
    RowsKind.HORIZON: "steps ahead, no rows",
    RowsKind.NONE: "none",
}


def to_dicts(serving: Iterable[Serving]) -> list[dict[str, Any]]:
    """Return the JSON objects."""
    return [
        {
            "model": each.model,
            "rows": each.rows,
            "source": each.source or None,
            "columns": None if each.columns is None else list(each.columns),
            "reason": None if each.reason is None else without_secrets(each.reason),
            "checked": None if each.checked is None else _checked(each.checked),
            "cells": list(each.cells),
        }
        for each in serving
    ]


def _checked(checked: Checked) -> dict[str, Any]:
    return {
        "rows": checked.rows,
        "same": checked.same,
        "halves": checked.halves,
        "shuffled": checked.shuffled,
        "alone": {"tried": checked.tried, "same": checked.alone},
        "without_target": checked.is_without_target,
    }


def to_lines(serving: Iterable[Serving], counts: Counts) -> list[str]:
    """Return a line for each model, for a person to read."""
    told = [(each.model, _sentence(each, counts)) for each in serving]
    width = max((len(model) for model, _ in told), default=0)
    return [f"  infer {model:<{width}}  {sentence}" for model, sentence in told]


def _sentence(each: Serving, counts: Counts) -> str:
    parts = [_taken(each), *_reasons(each, counts)]
    if each.is_broken:
        parts.insert(0, "the package says that raw rows were proven, and they are not")
    if each.rows is RowsKind.RAW and each.checked is not None:
        parts.append(_seen(each.checked))
    return ": ".join(parts)


def _taken(each: Serving) -> str:
    """Say which rows a package takes."""
    if each.source and each.rows in {RowsKind.RAW, RowsKind.UNPROVEN}:
        doubt = ", unproven" if each.rows is RowsKind.UNPROVEN else ""
        return f"raw rows of {each.source}{doubt}"
    return _TAKEN[each.rows]


def _reasons(each: Serving, counts: Counts) -> list[str]:
    return [with_counts(without_secrets(each.reason), counts)] if each.reason else []


def _seen(checked: Checked) -> str:
    ways = (checked.same, checked.halves, checked.shuffled)
    together = " ".join(f"{count}" for count in ways)
    return (
        f"{checked.same} of {checked.rows} as in the notebook "
        f"(at once, in halves, shuffled: {together}; alone: {checked.alone} of {checked.tried})"
    )


def closing(serving: Sequence[Serving], package: str) -> str:
    """Return one sentence that says what can be done with the package now; nothing where raw rows are not served."""
    proven = [each for each in serving if each.rows is RowsKind.RAW and each.checked is not None]
    if not proven:
        return ""
    source = proven[0].source
    checks = [each.checked for each in proven if each.checked and each.source == source]
    same, rows = sum(check.same for check in checks), sum(check.rows for check in checks)
    model = f" --model {proven[0].model}" if len(serving) > 1 else ""
    return (
        f"serves raw rows of {source}: {same} of {rows} as in the notebook; "
        f"try: python -m {package} infer{model} --input {source}\n"
    )


def table(serving: Iterable[Serving], counts: Counts) -> str:
    """Return the section of a page."""
    rows = "".join(_row(each, counts) for each in serving)
    head = "".join(
        f"<th scope=col>{name}</th>"
        for name in ("model", "rows", "as in the notebook", "halves", "shuffled", "alone", "why")
    )
    if not rows:
        return ""
    return (
        "<h2>Rows that <code>infer</code> takes</h2>"
        f"<table><thead><tr>{head}</tr></thead>{rows}</table>"
    )


def _row(each: Serving, counts: Counts) -> str:
    cells = [each.model, _taken(each), *_figures(each.checked)]
    cells.append("".join(_reasons(each, counts)))
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"


def _figures(checked: Checked | None) -> list[str]:
    if checked is None:
        return [""] * 4
    together = (checked.same, checked.halves, checked.shuffled)
    return [
        *(f"{count} of {checked.rows}" for count in together),
        f"{checked.alone} of {checked.tried}",
    ]
