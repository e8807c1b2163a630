"""One file in one step: a drawing, a report."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

from nb2pkg.errors import CannotWriteError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; one that stood there keeps its mode. Raises CannotWriteError."""
    target = Path(os.path.realpath(path))
    data = content if isinstance(content, bytes) else content.encode()
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _give_mode(Path(name), target)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be written: {error.strerror or error}") from error


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Write a person's own file anew, if it is still what was read. Raises CannotWriteError.

    A file that has other names is left alone: they would keep the old content.
    """
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            raise CannotWriteError(f"{path} is a link: name the file it leads to, {path.resolve()}")
        if found.st_nlink > 1:
            raise CannotWriteError(
                f"{path} has {found.st_nlink - 1} more names (hard links), which would keep the old content: "
                "make a copy of it first"
            )
        if path.read_bytes() != before:
            raise CannotWriteError(f"{path} has changed since it was read: try again")
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be written: {error.strerror or error}") from error
    write_file(path, after)


def _give_mode(made: Path, target: Path) -> None:
    """Give a temporary file the mode of the one it replaces, or that of any new file."""
    if target.exists():
        shutil.copymode(target, made)
        return
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o666 & ~mask)
