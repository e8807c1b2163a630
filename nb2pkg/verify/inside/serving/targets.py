"""Where nobody knows which column is the target: whether it can be among those that are sent."""

from __future__ import annotations

from typing import Any

import numpy

from .answers import Expected
from .places import EXPECTED, Place, Raw
from .served import Package, RefusedError
from .tables import Pairing, taken

_MOST = 200  # rows that are sent for each column


def is_known(raw: Raw, package: Package, *, is_from_elsewhere: bool) -> bool:
    """Tell whether the target is known, or there is none: what learns without one has nothing to hide.

    The rows of another file than that of training need not have it.
    """
    if raw.target:
        there = set(raw.target) & set(raw.source.names)
        return bool(there) or is_from_elsewhere
    models = [package.trained().get(name) for name in package.predictor.fitted]
    return not any(_is_supervised(model) for model in models)


def _is_supervised(model: Any) -> bool:
    """Tell whether a model was fitted to a target; one of which that cannot be told may have been."""
    kind = getattr(model, "_estimator_type", None)
    if kind is not None:
        return kind in ("classifier", "regressor")
    return hasattr(model, "predict") and not hasattr(model, "cluster_centers_")


def find_unneeded(place: Place) -> None:
    """Refuse to send columns that predictions do not need, where the target may be among them."""
    raw = place.raw()
    package = Package(place.job, place.entry["model"])
    if is_known(raw, package, is_from_elsewhere=place.entry["is_from_elsewhere"]):
        return
    expected: Expected = place.load(EXPECTED)
    package.listen()
    rows = list(dict.fromkeys(expected.positions))[:_MOST]
    unneeded = [
        name for name in raw.columns if not _is_needed(place, package, expected, rows, name)
    ]
    if unneeded:
        names = ", ".join(f"`{name}`" for name in unneeded[:5])
        named = (
            f"the target `{raw.target[0]}` is no column of it"
            if raw.target
            else "nobody knows the target"
        )
        raise RefusedError(
            f"predictions do not need {names} of {place.entry['file']}, which may be the target: {named}"
        )


def _is_needed(
    place: Place, package: Package, expected: Expected, rows: list[int], name: Any
) -> bool:
    """Tell whether the model is given other rows when a column has the values of other rows."""
    raw = place.raw()
    values = raw.source.values(name)
    if len({str(values[row]) for row in rows}) < 2:
        return True  # it says nothing about anything
    turned = raw.source.turned(name, rows)
    path = turned.write(place.path("needs"), range(len(rows)), raw.columns)
    try:
        prepared = package.answer(path).prepared
        if prepared is None or len(prepared) != len(rows):
            return True
        there = taken(expected.prepared, [expected.places[row] for row in rows])
        pairing = Pairing(prepared, there, expected.limits)
    except (RefusedError, ValueError):
        return True
    here = numpy.arange(len(rows))
    return not bool(pairing.same(here, here).all())
