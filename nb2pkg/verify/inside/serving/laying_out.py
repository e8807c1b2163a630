"""The first phase: all raw rows in one file, as the package is to get them."""

from __future__ import annotations

import os
from typing import Any

from ..unpickling import load_kept
from .bunches import TARGET, source_of
from .places import Place, Raw, UnprovenError
from .served import Package, RefusedError
from .sources import Frame, delimited

_READERS = {
    ".xlsx": "read_excel",
    ".xls": "read_excel",
    ".json": "read_json",
    ".parquet": "read_parquet",
    ".feather": "read_feather",
}


def lay_out(place: Place) -> None:
    """Write all raw rows into one file, without the target.

    Raises UnprovenError where that cannot be, and RefusedError where the package does not take such rows.
    """
    entry = place.entry
    package = Package(place.job, entry["model"])
    if not package.has_raw_rows:
        raise RefusedError("the package takes rows as the notebook has prepared them")
    source, labels = _source(place, package)
    predictor = package.predictor
    given = entry["target"] or list(getattr(predictor, "target", ()))
    target = [_named(each, source.names) for each in given]
    spared = getattr(predictor, "spared", lambda _: set(target))(source.names)
    known = entry["columns"] or getattr(predictor, "columns", None) or source.names
    columns = [name for name in known if name not in target and name not in spared]
    unknown = [str(name) for name in columns if name not in source.names]
    if unknown:
        raise UnprovenError(f"{entry['file']} has no column {', '.join(unknown)}")
    if not source.size:
        raise UnprovenError(f"{entry['file']} has no rows")
    raw = Raw(source, columns, target, labels)
    place.keep_raw(raw)
    place.write_files(raw, {"all rows of the file": list(range(source.size))})


def _named(column: Any, names: list[Any]) -> Any:
    """Return the name of a column that is told by its place, if it is."""
    is_place = isinstance(column, int) and column not in names
    return names[column] if is_place and -len(names) <= column < len(names) else column


def _source(place: Place, package: Package) -> tuple[Any, list[Any] | None]:
    """Return the raw rows, and the labels that the notebook's frame has for them, where it is known."""
    entry = place.entry
    read = _as_read(place)
    frame = read if hasattr(read, "iloc") else None
    labels = None if frame is None else list(frame.index)
    given = getattr(package.settings(), entry["setting"] or "", None) or entry["file"]
    predictor = package.predictor
    path, options = str(given), dict(getattr(predictor, "options", None) or {})
    is_file = os.path.isfile(path)
    cut = delimited(path, options) if is_file else None
    is_apart = TARGET in entry["target"]
    brought = None if frame is not None else source_of(read, with_target=is_apart)
    size = len(frame) if frame is not None else brought.size if brought else None
    if cut is not None and (size is None or cut.size == size):
        return cut, labels
    if brought is not None:
        return brought, labels
    if frame is None and is_file:
        frame = _read(path, options, getattr(predictor, "reader", ""))
    if frame is None:
        raise UnprovenError(f"nothing is known of the rows of {entry['file']}")
    return Frame(frame), labels


def _as_read(place: Place) -> Any:
    """Return what the notebook's reader gave: a frame, or what holds rows; None where nobody has kept it."""
    for path in place.entry["source"]:
        found = load_kept(path, place.job["package"])
        if (hasattr(found, "columns") and hasattr(found, "iloc")) or source_of(found) is not None:
            return found
    return None


def _read(path: str, options: dict[str, Any], reader: str) -> Any:
    import pandas

    name = reader or _READERS.get(os.path.splitext(path)[1].lower(), "read_csv")
    return getattr(pandas, name)(path, **options)
