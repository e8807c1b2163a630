"""What expressions of the notebook were in its own run."""

from __future__ import annotations

import importlib
from typing import Any

from ..protocol import Kept
from ..unpickling import load_kept
from .places import Place, UnprovenError

_STAGES = ("infer", "features", "train", "evaluate", "ingest", "commands")


def value_of(place: Place, text: str, kept: dict[str, Kept]) -> Any:
    """Return what an expression was; what the notebook imports or defines is the package's.

    Raises UnprovenError where a name in it was not kept.
    """
    package, entry = place.job["package"], place.entry
    names: dict[str, Any] = {}
    for name in entry["names"][text]:
        if "file" in kept.get(name, {}):
            names[name] = load_kept(kept[name]["file"], package)
        else:
            names.update(_of_package(package, name))
    try:
        return eval(text, names)  # noqa: S307  (it is the notebook's own)
    except NameError as error:
        lost = [f"{name}: {kept[name]['reason']}" for name in kept if "reason" in kept[name]]
        told = f"`{text}` of cell {entry['cell']} is not known: {error}"
        raise UnprovenError("; ".join(lost) or told) from error


def _of_package(package: str, name: str) -> dict[str, Any]:
    for stage in _STAGES:
        try:
            module = importlib.import_module(f"{package}.{stage}")
        except ImportError:
            continue
        if hasattr(module, name):
            return {name: getattr(module, name)}
    return {}
