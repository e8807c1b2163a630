"""The second phase: the raw row behind each row that the notebook predicts for, and files of them."""

from __future__ import annotations

from typing import Any

from . import sampling
from .answers import Expected
from .finding import find, labelled_rows
from .places import EXPECTED, Place, UnprovenError
from .served import Package, RefusedError, Served
from .tables import Pairing, Table, limits_in, table_of
from .values import value_of


def match(place: Place, served: Served) -> None:
    """Find the notebook's rows among those of the file as they were prepared, and write the files for the rest.

    Where some rows cannot be predicted, and the others went in parts therefore, leave only the others in the file.
    """
    entry, raw = place.entry, place.raw()
    if not served.predicted:
        note = served.answers[0].get("note", "") if served.answers else ""
        raise RefusedError(f"no row of {entry['file']} is predicted: {note}")
    if served.prepared is None and not place.has_sifted():
        place.sift(served.predicted)
        return
    if served.prepared is None:
        raise RefusedError(f"the model is not asked for one row for each row of {entry['file']}")
    sent = place.files()[0].rows
    positions = [sent[row] for row in served.predicted]
    rows = value_of(place, entry["rows"], entry["ahead"])
    mine = table_of(rows)
    asked = _behind(place, mine, served.prepared, positions, raw.labels)
    said = _predicted(place, rows)
    if len(said) != len(mine):
        raise UnprovenError(f"{len(said)} predictions for {len(mine)} rows")
    limits = limits_in(served.prepared, served.prepared.singles)
    answers = {sent[row]: served.answers[row] for row in served.predicted}
    places = {position: row for row, position in enumerate(positions)}
    place.dump(EXPECTED, Expected(asked, said, served.prepared, limits, places, answers))
    place.write_files(raw, sampling.together(asked, positions))


def _behind(
    place: Place, mine: Table, prepared: Table, positions: list[int], labels: list[Any] | None
) -> list[int]:
    """Return the raw row behind each row of the notebook; raises RefusedError for one that is not there."""
    entry = place.entry
    if not len(mine):
        raise UnprovenError(f"`{entry['rows']}` has no rows in the notebook")
    try:
        pairing = Pairing(mine, prepared)
    except ValueError as error:
        raise RefusedError(f"what the model is given is not `{entry['rows']}`: {error}") from error
    found = find(pairing, labelled_rows(positions, labels))
    if found.missing is not None:
        number, told = found.missing
        label = mine.labels[number] if mine.labels else number
        raise RefusedError(
            f"row {label} of `{entry['rows']}` is not among the rows of {entry['file']}: {told}"
        )
    return [positions[row] for row in found.rows]


def _predicted(place: Place, rows: Any) -> Table:
    """Return what the notebook predicted for its rows; where it has no name for it, what it must have been."""
    entry = place.entry
    if entry["prediction"]:
        return table_of(value_of(place, entry["prediction"], entry["behind"]))
    package = Package(place.job, entry["model"])
    predictor, trained, settings = package.predictor, package.trained(), package.settings()
    fitted = [trained[name] for name in predictor.fitted]
    values = [getattr(settings, name) for name in predictor.settings]
    return table_of(predictor.function(rows, *fitted, *values))
