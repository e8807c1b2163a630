"""Kinds of things that have no value to compare: code, iterators, open files, drawings."""

from __future__ import annotations

import io
import types
from typing import Any

from .libraries import library_of

CALLABLES = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
_KINDS: tuple[tuple[Any, str], ...] = (
    (types.ModuleType, "a module"),
    (type, "a class"),
    (CALLABLES, "a function"),
    ((types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType), "a generator"),
)
# what writes into an open file and has no value beside it; the file itself is compared
_AROUND_FILES = frozenset({"_csv.writer", "csv.DictWriter", "zipfile.ZipFile", "tarfile.TarFile"})


def no_value(value: Any) -> str:
    """Say what kind of thing without a value to compare this is, or return an empty text."""
    for kinds, name in _KINDS:
        if isinstance(value, kinds):
            return name
    if is_open_file(value):
        return "an open file"
    if hasattr(type(value), "__next__") and not hasattr(value, "__dict__"):
        return "an iterator"
    return "a drawing, compared as output" if is_drawing(value) else ""


def is_open_file(value: Any) -> bool:
    """Tell whether something is an open file, or writes into one."""
    kind = type(value)
    if f"{kind.__module__}.{kind.__qualname__}" in _AROUND_FILES:
        return True
    return isinstance(value, io.IOBase) and not isinstance(value, (io.BytesIO, io.StringIO))


def is_drawing(value: Any) -> bool:
    """Tell whether something is a part of a drawing, and no figure."""
    library = library_of(value)
    return library is not None and library.is_drawing and not library.is_figure(value)


def is_figure(value: Any) -> bool:
    """Tell whether something is a whole drawing, which is compared by what it looks like."""
    library = library_of(value)
    return library is not None and library.is_figure(value)
