"""Keep values in files, without a trace in the namespace that is looked at."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from typing import Any, BinaryIO

from .libraries import library_of
from .pickling import Pickler
from .protocol import INDEX, Kept
from .valueless import is_figure, no_value

MOST_BYTES = 2_000_000_000
LEAST_ROOM = 1_000_000_000  # bytes that stay free on the disk
# modules of Python whose objects are connections, locks and processes
_CONNECTIONS = frozenset(
    "_io _thread asyncio concurrent ctypes multiprocessing queue".split()
    + "socket sqlite3 ssl subprocess threading weakref".split()
)


class _TooLargeError(Exception):
    """A value needs more room than we give one."""


def keep(namespace: dict[str, Any], names: list[str], folder: str) -> None:
    """Pickle the values of `names` into `folder`; its index says what became of each."""
    os.makedirs(folder, exist_ok=True)
    index: dict[str, Kept] = {}
    for number, name in enumerate(names):
        if name in namespace:
            index[name] = _kept(namespace[name], folder, f"{number}.pkl")
    partial = os.path.join(folder, "index.part")
    with open(partial, "w", encoding="utf-8") as file:
        json.dump(index, file)
    os.replace(partial, os.path.join(folder, INDEX))


def _kept(value: Any, folder: str, name: str) -> Kept:
    """Return in which file a value was put, or why it was not, and whether that is in the nature of the value."""
    reason, path = no_value(value), os.path.join(folder, name)
    if reason:
        return {"reason": reason, "nature": True}
    if shutil.disk_usage(folder).free < LEAST_ROOM:
        return {"reason": "there is no room on the disk to keep it", "nature": False}
    # a figure consists of drawings: it is kept whole, and compared by what it looks like
    made = pickle.Pickler if is_figure(value) else Pickler
    try:
        with open(path + ".part", "wb") as file:
            made(_Bounded(file), protocol=4).dump(value)
        os.replace(path + ".part", path)
    except Exception as error:
        if os.path.exists(path + ".part"):
            os.remove(path + ".part")
        return _refusal(value, error)
    return {"file": name}


def _refusal(value: Any, error: Exception) -> Kept:
    kind, library = type(value), library_of(value)
    if (library and library.is_connecting) or (kind.__module__ or "").partition(".")[
        0
    ] in _CONNECTIONS:
        return {"reason": "a connection, lock or process", "nature": True}
    if hasattr(kind, "__next__"):
        return {"reason": "an iterator", "nature": True}
    name = f"{kind.__module__}.{kind.__qualname__}"
    return {"reason": f"{name} cannot be kept: {str(error)[:200]}", "nature": False}


class _Bounded:
    """A file that refuses to grow beyond what we keep of one value."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, MOST_BYTES

    def write(self, data: Any) -> int:
        """Write, or refuse."""
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError(f"larger than {MOST_BYTES} bytes")
        return self._file.write(data)
