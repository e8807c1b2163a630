"""Search trees of scikit-learn: without their counters."""

from __future__ import annotations

from typing import Any

from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, neighbors: Any, pair: Pair) -> bool:
    """Compare search trees without their counters of trims, leaves, splits and calls: each query moves those."""
    if not isinstance(pair.a, (neighbors.KDTree, neighbors.BallTree)):
        return False
    states = (one.__getstate__() for one in (pair.a, pair.b))
    mine, theirs = ([*state[:7], *state[11:]] for state in states)
    comparison.check(mine, theirs, pair.where, pair.depth)
    return True


LIBRARY = Library("sklearn.neighbors", _compare)
