"""One run at a time for each target: a lock that the system takes back when its holder dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from nb2pkg.errors import CannotWriteError


def acquire(path: Path) -> tuple[Path, int]:
    """Lock a file of this name; raise CannotWriteError when another run holds it."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise CannotWriteError(f"another run is at work there: it holds {path}") from error
        if _is_at(path, descriptor):
            return path, descriptor
        os.close(descriptor)  # its holder removed it between our two calls: take the next one


def _is_at(path: Path, descriptor: int) -> bool:
    """Say whether the open file is the one that stands at the path."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def release(lock: tuple[Path, int]) -> None:
    """Remove the lock file, then let go of it; does nothing when that was done before."""
    path, descriptor = lock
    if path.exists() and _is_at(path, descriptor):
        path.unlink()
        os.close(descriptor)
