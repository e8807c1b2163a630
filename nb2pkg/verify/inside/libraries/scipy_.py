"""Sparse matrices of scipy: by what they hold, in whatever order it lies."""

from __future__ import annotations

from typing import Any

from ..difference import DifferentError
from ..library import Comparing, Library, Pair
from .numpy_ import compare_shapes


def _compare(comparison: Comparing, sparse: Any, pair: Pair) -> bool:
    a, b, where, depth = pair
    if not sparse.issparse(a):
        return False
    if a.format != b.format:
        raise DifferentError(where + ".format", a.format, b.format)
    compare_shapes(a, b, where)
    mine, theirs = (_canonical(one) for one in (a, b))
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


LIBRARY = Library("scipy.sparse", _compare)
