"""Frames, series, plans and expressions of polars."""

from __future__ import annotations

from typing import Any

from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, polars: Any, pair: Pair) -> bool:
    where, depth = pair.where, pair.depth
    a, b = (_collected(polars, one) for one in (pair.a, pair.b))
    if isinstance(a, polars.Expr):
        comparison.check(a.meta.serialize(), b.meta.serialize(), where, depth)
        return True
    if not isinstance(a, polars.DataFrame):
        return False
    mine, theirs = ([[name, str(kind)] for name, kind in one.schema.items()] for one in (a, b))
    comparison.check(mine, theirs, where + ".schema", depth)
    comparison.check(a.shape, b.shape, where + ".shape", depth)
    for name in () if a.equals(b) else a.columns:
        comparison.check(a[name].to_list(), b[name].to_list(), f"{where}[{name!r}]", depth)
    return True


def _collected(polars: Any, value: Any) -> Any:
    """Return a frame for a series and for what was only planned."""
    if isinstance(value, polars.LazyFrame):
        return value.collect()
    return value.to_frame() if isinstance(value, polars.Series) else value


LIBRARY = Library("polars", _compare)
