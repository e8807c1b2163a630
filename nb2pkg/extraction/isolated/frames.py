"""What goes over the pipes between a worker and its parent: pickled pairs, each led by its length."""

from __future__ import annotations

import os
import pickle
import select
import time
from collections.abc import Callable
from typing import NamedTuple

AT, VALUE, FAILED, BROKEN, DEFECT = "at", "value", "failed", "broken", "defect"
_CHUNK = 1 << 20


class Kept(NamedTuple):
    """Something that stays in the child, and stands for itself in later calls."""

    number: int


_tell: list[Callable[[str], None]] = []  # in a worker: how to tell the parent


def announce(what: str) -> None:
    """Say what is looked at now; outside of a worker nobody listens."""
    for tell in _tell:
        tell(what)


def listen(tell: Callable[[str], None]) -> None:
    """Have what `announce` says told to somebody from now on."""
    _tell[:] = [tell]


def framed(value: object) -> bytes:
    """Return a value as it goes over a pipe."""
    data = pickle.dumps(value)
    return len(data).to_bytes(8, "big") + data


class Frames:
    """The values that come out of a pipe."""

    def __init__(self, descriptor: int) -> None:
        """Read from this descriptor."""
        self._descriptor = descriptor
        self._buffer = bytearray()

    def next(self, seconds: float | None = None) -> tuple[object, ...] | None:
        """Return the next value; None where the pipe has ended, or nothing has come for so long."""
        data = self._take(8, seconds)
        data = data and self._take(int.from_bytes(data, "big"), seconds)
        if data is None:
            return None
        # it comes from the other half of this very program
        value: tuple[object, ...] = pickle.loads(data)  # noqa: S301
        return value

    def _take(self, count: int, seconds: float | None) -> bytes | None:
        deadline = None if seconds is None else time.monotonic() + seconds
        while len(self._buffer) < count:
            left = None if deadline is None else max(deadline - time.monotonic(), 0)
            if not select.select([self._descriptor], [], [], left)[0]:
                return None
            chunk = os.read(self._descriptor, _CHUNK)
            if not chunk:
                return None
            self._buffer += chunk
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken
