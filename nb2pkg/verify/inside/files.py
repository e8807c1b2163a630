"""Read written files back as values that can be compared; what nobody here can read is bytes."""

from __future__ import annotations

import base64
import importlib
import os
import re
from typing import Any

from . import images
from .difference import DifferentError
from .library import Comparing, Pair

_NUMBER = re.compile(r"([-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?)")
_TEXTS = (
    ".csv",
    ".tsv",
    ".txt",
    ".json",
    ".md",
    ".html",
    ".tex",
    ".xml",
    ".yaml",
    ".yml",
    ".toml",
    ".log",
)
_PICTURES = (".png", ".jpg", ".jpeg")
_TABLES = {
    ".parquet": "read_parquet",
    ".feather": "read_feather",
    ".xlsx": "read_excel",
    ".xls": "read_excel",
}


class Unreadable:
    """Stands for a file of which only its bytes are known."""

    def __init__(self, content: bytes) -> None:
        """Keep the bytes."""
        self.content = content


class Picture:
    """A picture, compared by its pixels."""

    def __init__(self, content: bytes) -> None:
        """Keep it as base64, as outputs have it."""
        self.text = base64.b64encode(content).decode("ascii")


def check(comparison: Comparing, pair: Pair) -> bool:
    """Compare two files that are no values; raise DifferentError, or return whether these are such files."""
    a, b, where, _ = pair
    if isinstance(a, Unreadable):
        if a.content != b.content:
            comparison.cannot_tell(where, "its bytes differ, and nobody here can read them")
        return True
    if not isinstance(a, Picture):
        return False
    agreed = images.same(a.text, b.text)
    if agreed is None:
        comparison.cannot_tell(where, "pictures cannot be read in the notebook's environment")
    elif not agreed:
        raise DifferentError(where, "a picture", "another picture")
    return True


def load(path: str, unpickle: Any) -> Any:
    """Return what a file holds; `unpickle` reads a pickle from a path."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix in (".pkl", ".pickle"):
        return unpickle(path)
    if suffix == ".joblib":
        return importlib.import_module("joblib").load(path)
    if suffix in (".npy", ".npz"):
        import numpy

        found = numpy.load(path, allow_pickle=False)
        return {name: found[name] for name in found.files} if suffix == ".npz" else found
    if suffix in _TABLES:
        import pandas

        return getattr(pandas, _TABLES[suffix])(path)
    with open(path, "rb") as file:
        content = file.read()
    if suffix in _PICTURES:
        return Picture(content)
    return _words(content) if suffix in _TEXTS else Unreadable(content)


def _words(content: bytes) -> Any:
    """Return a text as its lines, numbers in them as numbers."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return Unreadable(content)
    return [[_word(part) for part in _NUMBER.split(line)] for line in text.splitlines()]


def _word(part: str) -> Any:
    return float(part) if _NUMBER.fullmatch(part) and not part.isdigit() else part
