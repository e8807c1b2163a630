"""Compare the values of numpy, pandas, scipy, matplotlib, Pillow, xgboost, lightgbm, torch and polars.

A library is looked at only when a value brought it in; none is imported for its own sake.
"""

from __future__ import annotations

import sys
import warnings
from typing import Any

from . import shown
from .comparing import Comparing
from .difference import DifferentError


def check(comparison: Comparing, a: Any, b: Any, where: str, depth: int) -> bool:
    """Compare two values of one class, if a library rules here; raise DifferentError, or return whether one did."""
    for library, rule in _RULES:
        module = sys.modules.get(library)
        if module is not None and rule(comparison, module, (a, b), where, depth):
            return True
    return False


def _pandas(comparison: Comparing, pd: Any, pair: Any, where: str, depth: int) -> bool:
    for kind, rule in (
        (pd.DataFrame, pd.testing.assert_frame_equal),
        (pd.Series, pd.testing.assert_series_equal),
        (pd.Index, pd.testing.assert_index_equal),
    ):
        if isinstance(pair[0], kind):
            return _checked_by_pandas(comparison, rule, pair, where, depth)
    if isinstance(pair[0], pd.api.extensions.ExtensionArray):
        return _pandas(comparison, pd, (pd.Series(pair[0]), pd.Series(pair[1])), where, depth)
    scalars = (pd.Timestamp, pd.Timedelta, pd.Period, pd.Interval, pd.offsets.BaseOffset)
    if not isinstance(pair[0], scalars):
        return pair[0] is pd.NaT or pair[0] is pd.NA
    zones = [str(getattr(one, "tz", "")) for one in pair]
    if pair[0] != pair[1] or zones[0] != zones[1]:
        raise DifferentError(where, pair[0], pair[1])
    return True


def _checked_by_pandas(comparison: Comparing, rule: Any, pair: Any, where: str, depth: int) -> bool:
    a, b = pair
    try:
        with warnings.catch_warnings():  # of what later versions will do
            warnings.simplefilter("ignore")
            rule(a, b, rtol=comparison.rtol, atol=comparison.atol)
    except AssertionError as error:
        said = " ".join(str(error).split())[:160]
        _place_in_pandas(comparison, pair, where, depth, said)
    except Exception:  # cells that hold frames or arrays have no single truth
        comparison.check(_elements(a), _elements(b), where, depth)
    else:
        _check_what_pandas_does_not(comparison, a, b, where, depth)
    if getattr(a, "attrs", None) or getattr(b, "attrs", None):
        comparison.check(a.attrs, b.attrs, where + ".attrs", depth)
    return True


def _check_what_pandas_does_not(
    comparison: Comparing, a: Any, b: Any, where: str, depth: int
) -> None:
    """Compare the frequency of an index, and the types of objects: to pandas, 1 and 1.0 and True are the same."""
    mine, theirs = (getattr(one, "index", one) for one in (a, b))
    if getattr(mine, "freq", None) != getattr(theirs, "freq", None):
        raise DifferentError(where + ".freq", mine.freq, theirs.freq)
    if hasattr(a, "columns"):
        for number, name in enumerate(a.columns):
            columns = (a.iloc[:, number], b.iloc[:, number])
            _check_objects(comparison, *columns, f"{where}[{name!r}]", depth)
        _check_objects(comparison, a.columns, b.columns, f"{where}.columns", depth)
    else:
        _check_objects(comparison, a, b, where, depth)
    if mine is not a:
        _check_objects(comparison, mine, theirs, f"{where}.index", depth)


def _check_objects(comparison: Comparing, a: Any, b: Any, where: str, depth: int) -> None:
    if not hasattr(a, "dtype"):
        return
    if type(a.dtype).__module__.startswith("numpy") and a.dtype.kind == "f":
        comparison.check(a.to_numpy("float64"), b.to_numpy("float64"), where, depth)
    if str(a.dtype) != "object":
        return
    mine, theirs = a.tolist(), b.tolist()
    kinds = set(map(type, mine))
    if kinds <= _TOLD_BY_TYPE and list(map(type, mine)) == list(map(type, theirs)):
        return
    comparison.check(mine, theirs, where, depth)


def _place_in_pandas(comparison: Comparing, pair: Any, where: str, depth: int, said: str) -> None:
    """Say where two things of pandas differ: by shape, labels, or the columns one by one."""
    a, b = pair
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
        _place_in_column(comparison, pair, where)
    if len(comparison.found) == found:
        raise DifferentError(where, said, "something else in the package")


def _place_in_column(comparison: Comparing, pair: Any, where: str) -> None:
    strict = comparison.strict()
    for row, (mine, theirs) in enumerate(zip(pair[0].tolist(), pair[1].tolist())):
        try:
            strict.check(mine, theirs)
        except DifferentError as error:
            place = f"{where} row {row}"
            raise DifferentError(place, mine, theirs, _largest(*pair), where) from error


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


def _numpy(comparison: Comparing, np: Any, pair: Any, where: str, depth: int) -> bool:
    a, b = pair
    if isinstance(a, np.generic):
        if a.dtype != b.dtype:
            raise DifferentError(where, repr(a), repr(b))
        _numpy_arrays(comparison, np, np.asarray(a), np.asarray(b), where)
    elif isinstance(a, np.ma.MaskedArray):
        comparison.check(np.ma.getmaskarray(a), np.ma.getmaskarray(b), where + ".mask", depth)
        comparison.check(a.filled(), b.filled(), where, depth)
    elif isinstance(a, np.ndarray):
        _numpy_shapes(a, b, where)
        if a.dtype.hasobject:
            comparison.check(a.ravel().tolist(), b.ravel().tolist(), where, depth)
        else:
            _numpy_arrays(comparison, np, np.asarray(a), np.asarray(b), where)
    elif isinstance(a, np.dtype):
        if a != b:
            raise DifferentError(where, a, b)
    else:
        return False
    return True


def _numpy_shapes(a: Any, b: Any, where: str) -> None:
    if a.shape != b.shape:
        raise DifferentError(where + ".shape", a.shape, b.shape)
    if a.dtype != b.dtype:
        raise DifferentError(where + ".dtype", a.dtype, b.dtype)


def _numpy_arrays(comparison: Comparing, np: Any, a: Any, b: Any, where: str) -> None:
    if a.dtype.names:
        for name in a.dtype.names:
            _numpy_arrays(comparison, np, a[name], b[name], f"{where}[{name!r}]")
        return
    with np.errstate(all="ignore"):
        equal = (a == b) | ((a != a) & (b != b))  # noqa: PLR0124  NaN is not equal to itself
        agree = equal
        if a.dtype.kind in "fc":
            smaller = np.minimum(abs(a), abs(b))
            close = abs(a - b) <= comparison.atol + comparison.rtol * smaller
            agree = equal | (close & np.isfinite(smaller))
    if agree.all():
        _note_widest(comparison, np, (a[~equal], b[~equal]), where)
        return
    place = tuple(int(n) for n in np.argwhere(~agree)[0]) if a.ndim else ()
    largest = _largest_of(np, a, b) if a.dtype.kind in "iufc" else None
    element = where + (str(list(place)) if place else "")
    raise DifferentError(element, a[place], b[place], largest, where)


def _note_widest(comparison: Comparing, np: Any, pair: Any, where: str) -> None:
    """Note how far the furthest of two arrays' numbers are apart, all of them within tolerance."""
    a, b = pair
    if a.size:
        apart = abs(a - b)
        with np.errstate(all="ignore"):
            relative = apart / np.minimum(abs(a), abs(b))
        place = relative.argmax()
        comparison.note(float(apart[place]), float(relative[place]), where)


def _largest_of(np: Any, a: Any, b: Any) -> float | None:
    with np.errstate(all="ignore"):
        apart = abs(a.astype(complex) - b)
    finite = apart[np.isfinite(apart)]
    return float(finite.max()) if finite.size else None


def _scipy_sparse(comparison: Comparing, sparse: Any, pair: Any, where: str, depth: int) -> bool:
    a, b = pair
    if not sparse.issparse(a):
        return False
    if a.format != b.format:
        raise DifferentError(where + ".format", a.format, b.format)
    _numpy_shapes(a, b, where)
    mine, theirs = (_canonical(one) for one in pair)
    for part in ("indptr", "indices", "data"):
        comparison.check(getattr(mine, part), getattr(theirs, part), f"{where}.{part}", depth)
    # in which order a row's elements lie is no part of its value; how many are stored can be seen
    if a.nnz != b.nnz:
        comparison.cannot_tell(where, "the same matrix, stored in another way")
    return True


def _canonical(matrix: Any) -> Any:
    """Return a copy whose parts are the same whenever the matrix is."""
    made = matrix.tocsr().copy()
    made.sum_duplicates()
    made.sort_indices()
    return made


def _matplotlib(comparison: Comparing, figure: Any, pair: Any, where: str, depth: int) -> bool:
    a, b = pair
    if not isinstance(a, figure.Figure):
        return False
    from . import images

    titles = [[axes.get_title() for axes in one.axes] for one in pair]
    comparison.check(titles[0], titles[1], where + " titles", depth)
    distance = images.distance(images.drawn(a), images.drawn(b))
    if distance is None or distance > images.TOLERANCE:
        raise DifferentError(where, "a figure", "another figure", distance)
    return True


def _xgboost(comparison: Comparing, xgboost: Any, pair: Any, where: str, depth: int) -> bool:
    if not isinstance(pair[0], xgboost.Booster):
        return False
    if pair[0].save_raw() != pair[1].save_raw():
        raise DifferentError(
            where, f"a booster of {len(pair[0].save_raw())} bytes", "another booster"
        )
    return True


def _lightgbm(comparison: Comparing, lightgbm: Any, pair: Any, where: str, depth: int) -> bool:
    if not isinstance(pair[0], lightgbm.Booster):
        return False
    if pair[0].model_to_string() != pair[1].model_to_string():
        raise DifferentError(where, "a booster", "another booster")
    return True


def _torch(comparison: Comparing, torch: Any, pair: Any, where: str, depth: int) -> bool:
    if not isinstance(pair[0], torch.Tensor):
        return False
    for part in ("dtype", "layout", "requires_grad"):
        mine, theirs = (str(getattr(one, part)) for one in pair)
        if mine != theirs:
            raise DifferentError(f"{where}.{part}", mine, theirs)
    comparison.check(_numbers(torch, pair[0]), _numbers(torch, pair[1]), where, depth)
    return True


def _numbers(torch: Any, tensor: Any) -> Any:
    """Return a tensor as an array; a wider type holds exactly what numpy has no type for."""
    plain = tensor.detach().cpu()
    plain = plain.dequantize() if plain.is_quantized else plain
    plain = plain.to_dense() if plain.layout != torch.strided else plain
    try:
        return plain.resolve_conj().resolve_neg().numpy()
    except TypeError:
        return plain.to(torch.float64).numpy()


def _polars(comparison: Comparing, polars: Any, pair: Any, where: str, depth: int) -> bool:
    a, b = (_collected(polars, one) for one in pair)
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


def _catboost(comparison: Comparing, catboost: Any, pair: Any, where: str, depth: int) -> bool:
    a, b = pair
    if not isinstance(a, catboost.CatBoost):
        return False
    comparison.check(a.get_params(), b.get_params(), where + " parameters", depth)
    if a.is_fitted() != b.is_fitted() or (a.is_fitted() and a != b):
        raise DifferentError(where, "a model", "another model")
    return True


def _keras(comparison: Comparing, keras: Any, pair: Any, where: str, depth: int) -> bool:
    a, b = pair
    if not (hasattr(a, "get_weights") and hasattr(a, "get_config")):
        return False
    comparison.check(a.get_config(), b.get_config(), where + " config", depth)
    comparison.check(a.get_weights(), b.get_weights(), where + " weights", depth)
    if hasattr(a, "get_compile_config"):
        mine, theirs = a.get_compile_config(), b.get_compile_config()
        comparison.check(mine, theirs, where + " compilation", depth)
    return True


def _sklearn_trees(
    comparison: Comparing, neighbors: Any, pair: Any, where: str, depth: int
) -> bool:
    """Compare search trees without their counters of trims, leaves, splits and calls: each query moves those."""
    if not isinstance(pair[0], (neighbors.KDTree, neighbors.BallTree)):
        return False
    mine, theirs = ([*state[:7], *state[11:]] for state in (one.__getstate__() for one in pair))
    comparison.check(mine, theirs, where, depth)
    return True


def _files(comparison: Comparing, files: Any, pair: Any, where: str, depth: int) -> bool:
    a, b = pair
    if isinstance(a, files.Unreadable):
        if a.content != b.content:
            comparison.cannot_tell(where, "its bytes differ, and nobody here can read them")
        return True
    if not isinstance(a, files.Picture):
        return False
    from . import images

    agreed = images.same(a.text, b.text)
    if agreed is None:
        comparison.cannot_tell(where, "pictures cannot be read in the notebook's environment")
    elif not agreed:
        raise DifferentError(where, "a picture", "another picture")
    return True


# of these, pandas has told already whether they are equal
_TOLD_BY_TYPE = frozenset([str, int, float, bool, type(None)])
_RULES = (
    (f"{__package__}.files", _files),
    ("sklearn.neighbors", _sklearn_trees),
    ("statsmodels", shown.statsmodels),
    ("PIL.Image", shown.pillow),
    ("numpy", _numpy),
    ("pandas", _pandas),
    ("scipy.sparse", _scipy_sparse),
    ("matplotlib.figure", _matplotlib),
    ("xgboost", _xgboost),
    ("lightgbm", _lightgbm),
    ("torch", _torch),
    ("polars", _polars),
    ("catboost", _catboost),
    ("keras", _keras),
)
