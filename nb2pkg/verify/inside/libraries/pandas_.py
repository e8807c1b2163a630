"""Values of pandas: its own testing rules, and what these do not look at."""

from __future__ import annotations

import warnings
from typing import Any

from ..difference import DifferentError
from ..library import Comparing, Library, Pair

# of these, pandas has told already whether they are equal
_COMPARED_BY_PANDAS = frozenset([str, int, float, bool, type(None)])


def _compare(comparison: Comparing, pd: Any, pair: Pair) -> bool:
    a, b, where, _ = pair
    for kind, rule in (
        (pd.DataFrame, pd.testing.assert_frame_equal),
        (pd.Series, pd.testing.assert_series_equal),
        (pd.Index, pd.testing.assert_index_equal),
    ):
        if isinstance(a, kind):
            return _compare_by_pandas(comparison, rule, pair)
    if isinstance(a, pd.api.extensions.ExtensionArray):
        return _compare(comparison, pd, pair._replace(a=pd.Series(a), b=pd.Series(b)))
    scalars = (pd.Timestamp, pd.Timedelta, pd.Period, pd.Interval, pd.offsets.BaseOffset)
    if not isinstance(a, scalars):
        return a is pd.NaT or a is pd.NA
    zones = [str(getattr(one, "tz", "")) for one in (a, b)]
    if a != b or zones[0] != zones[1]:
        raise DifferentError(where, a, b)
    return True


def _compare_by_pandas(comparison: Comparing, rule: Any, pair: Pair) -> bool:
    a, b, where, depth = pair
    try:
        with warnings.catch_warnings():  # of what later versions will do
            warnings.simplefilter("ignore")
            rule(a, b, rtol=comparison.rtol, atol=comparison.atol)
    except AssertionError as error:
        message = " ".join(str(error).split())[:160]
        _find_difference(comparison, pair, message)
    except Exception:  # cells that hold frames or arrays have no single truth
        comparison.check(_elements(a), _elements(b), where, depth)
    else:
        _compare_what_pandas_does_not(comparison, pair)
    if getattr(a, "attrs", None) or getattr(b, "attrs", None):
        comparison.check(a.attrs, b.attrs, where + ".attrs", depth)
    return True


def _compare_what_pandas_does_not(comparison: Comparing, pair: Pair) -> None:
    """Compare the frequency of an index, and the types of objects: to pandas, 1 and 1.0 and True are the same."""
    a, b, where, depth = pair
    mine, theirs = (getattr(one, "index", one) for one in (a, b))
    if getattr(mine, "freq", None) != getattr(theirs, "freq", None):
        raise DifferentError(where + ".freq", mine.freq, theirs.freq)
    if hasattr(a, "columns"):
        for number, name in enumerate(a.columns):
            columns = (a.iloc[:, number], b.iloc[:, number])
            _compare_objects(comparison, Pair(*columns, f"{where}[{name!r}]", depth))
        _compare_objects(comparison, Pair(a.columns, b.columns, f"{where}.columns", depth))
    else:
        _compare_objects(comparison, pair)
    if mine is not a:
        _compare_objects(comparison, Pair(mine, theirs, f"{where}.index", depth))


def _compare_objects(comparison: Comparing, pair: Pair) -> None:
    a, b, where, depth = pair
    if not hasattr(a, "dtype"):
        return
    if type(a.dtype).__module__.startswith("numpy") and a.dtype.kind == "f":
        comparison.check(a.to_numpy("float64"), b.to_numpy("float64"), where, depth)
    if str(a.dtype) != "object":
        return
    mine, theirs = a.tolist(), b.tolist()
    types = list(map(type, mine))
    if _COMPARED_BY_PANDAS.issuperset(types) and types == list(map(type, theirs)):
        return
    comparison.check(mine, theirs, where, depth)


def _find_difference(comparison: Comparing, pair: Pair, message: str) -> None:
    """Say where two things of pandas differ: by shape, labels, or the columns one by one."""
    a, b, where, depth = pair
    for part in ("shape", "dtype", "columns", "index"):
        mine: Any = getattr(a, part, None)
        theirs: Any = getattr(b, part, None)
        if hasattr(mine, "equals"):
            if not mine.equals(theirs):
                raise DifferentError(f"{where}.{part}", list(mine), list(theirs))
        elif str(mine) != str(theirs):
            raise DifferentError(f"{where}.{part}", str(mine), str(theirs))
    found = len(comparison.found)
    if hasattr(a, "columns"):
        for number, name in enumerate(a.columns):
            columns = (a.iloc[:, number], b.iloc[:, number])
            comparison.check(*columns, f"{where}[{name!r}]", depth)
    else:
        _find_row(comparison, pair)
    if len(comparison.found) == found:
        raise DifferentError(where, message, "something else in the package")


def _find_row(comparison: Comparing, pair: Pair) -> None:
    a, b, where, _ = pair
    strict = comparison.strict()
    for row, (mine, theirs) in enumerate(zip(a.tolist(), b.tolist())):
        try:
            strict.check(mine, theirs)
        except DifferentError as error:
            place = f"{where} row {row}"
            raise DifferentError(place, mine, theirs, _largest(a, b), where) from error


def _elements(value: Any) -> list[Any]:
    """Return what a frame, series or index holds as plain lists, labels first."""
    if hasattr(value, "columns"):
        columns = [value.iloc[:, number].tolist() for number in range(value.shape[1])]
        return [list(value.columns), list(value.index), list(map(str, value.dtypes)), columns]
    labels = list(value.index) if hasattr(value, "index") and hasattr(value, "iloc") else []
    return [labels, str(value.dtype), list(value)]


def _largest(a: Any, b: Any) -> float | None:
    try:
        return float(abs(a.reset_index(drop=True) - b.reset_index(drop=True)).max())
    except Exception:
        return None


# answers that follow from the rest; pandas empties it itself when the object changes
# Source: pandas/_libs/properties.pyx, `cache_readonly`
LIBRARY = Library("pandas", _compare, computed=frozenset(["_cache"]))
