"""One file in one step: a drawing, a report."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from nb2pkg.errors import CannotWriteError

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; one that stood there keeps mode, owner, attributes. Raises CannotWriteError."""
    target = Path(os.path.realpath(path))
    data = content if isinstance(content, bytes) else content.encode()
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _give_looks(Path(name), target)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be written: {error.strerror or error}") from error


def replace_file(path: Path, before: bytes, after: bytes) -> None:
    """Write a person's own file anew, if it is still what was read. Raises CannotWriteError.

    A file that has other names is left alone: they would keep the old content. So is one that is write-protected, or
    another user's: a folder that one may write to allows to replace these as well.
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
        if not found.st_mode & _WRITABLE:
            raise CannotWriteError(f"{path} is write-protected: make it writable first")
        if hasattr(os, "geteuid") and os.geteuid() not in (found.st_uid, 0):
            raise CannotWriteError(f"{path} belongs to another user, and would no longer")
        if path.read_bytes() != before:
            raise CannotWriteError(f"{path} has changed since it was read: try again")
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be written: {error.strerror or error}") from error
    write_file(path, after)


def _give_looks(made: Path, target: Path) -> None:
    """Give a temporary file what the one that it replaces has besides its content, or the mode of any new file."""
    if target.exists():
        found = target.stat()
        with suppress(OSError):  # who may not give a file away keeps it
            _give_owner(made, found)
        made.chmod(stat.S_IMODE(found.st_mode))
        _give_attributes(made, target)
        return
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o666 & ~mask)


def _give_owner(made: Path, found: os.stat_result) -> None:
    now = made.stat()
    if (now.st_uid, now.st_gid) != (found.st_uid, found.st_gid):
        os.chown(made, found.st_uid, found.st_gid)


def _give_attributes(made: Path, target: Path) -> None:
    """Copy extended attributes, such as access control lists, where the system has them."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for name in os.listxattr(target):
            with suppress(OSError):  # some belong to the system
                os.setxattr(made, name, os.getxattr(target, name))
