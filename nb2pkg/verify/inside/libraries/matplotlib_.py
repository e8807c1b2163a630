"""Figures of matplotlib: by their titles and by what they look like."""

from __future__ import annotations

from typing import Any

from .. import images
from ..difference import DifferentError
from ..library import Comparing, Library, Pair


def _compare(comparison: Comparing, figure: Any, pair: Pair) -> bool:
    a, b, where, depth = pair
    if not isinstance(a, figure.Figure):
        return False
    titles = [[axes.get_title() for axes in one.axes] for one in (a, b)]
    comparison.check(titles[0], titles[1], where + " titles", depth)
    distance = images.distance(images.drawn(a), images.drawn(b))
    if distance is None or distance > images.TOLERANCE:
        raise DifferentError(where, "a figure", "another figure", distance)
    return True


def _is_figure(value: Any) -> bool:
    return type(value).__module__ == "matplotlib.figure" and hasattr(value, "savefig")


LIBRARY = Library("matplotlib.figure", _compare, is_drawing=True, is_figure=_is_figure)
