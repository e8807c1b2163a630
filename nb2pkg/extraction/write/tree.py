"""Trees on disk: build one, carry a person's files into it, and put it in place in one step."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def build(files: Mapping[str, bytes], root: Path) -> None:
    """Write a complete tree and make sure it has reached the disk; on failure leave nothing behind."""
    try:
        root.mkdir()
        for path, data in files.items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for folder, _, _ in os.walk(root):
            _sync(Path(folder))
    except BaseException:
        shutil.rmtree(root, ignore_errors=True)
        raise


def carry_over(old: Path, new: Path, *, leave: frozenset[str]) -> None:
    """Give the new tree everything of the old one that it has no version of its own of, `leave` excepted.

    Files are linked, not copied: a project may hold data and environments of any size. Where both trees have a
    file, the new one gets the mode of the old.
    """
    device = old.stat().st_dev
    for walked, names, files in os.walk(old, onerror=_raise):
        folder = Path(walked)
        if folder.stat().st_dev != device:
            raise OSError(errno.EXDEV, f"{folder} is another file system")
        twin = new / folder.relative_to(old)
        twin.mkdir(exist_ok=True)
        # a symbolic link to a folder is listed among the folders, but is carried over as the link it is
        links = [name for name in names if (folder / name).is_symlink()]
        for name in [*files, *links]:
            if (folder / name).relative_to(old).as_posix() not in leave:
                _carry(folder / name, twin / name)
        _inherit(folder, twin)
    for path in leave:
        _prune((new / path).parent, new)


def _raise(error: OSError) -> None:
    """Refuse to go on: what cannot be listed would be lost."""
    raise error


def _carry(source: Path, target: Path) -> None:
    """Link one file into the new tree, or hand its mode on to the new version."""
    if target.exists():
        _inherit(source, target)
        return
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target, follow_symlinks=False)
        _inherit(source, target)


def _inherit(source: Path, target: Path) -> None:
    """Give the new file or folder the mode and the owner of the old one."""
    if source.is_symlink():
        return
    shutil.copymode(source, target)
    before, now = source.stat(), target.stat()
    if (before.st_uid, before.st_gid) != (now.st_uid, now.st_gid):
        with contextlib.suppress(PermissionError):  # only root gives files away
            os.chown(target, before.st_uid, before.st_gid)


def _prune(folder: Path, root: Path) -> None:
    """Remove folders that held nothing but generated files, and what Python cached of those."""
    while folder != root:
        if folder.is_dir():
            if {entry.name for entry in os.scandir(folder)} - {"__pycache__"}:
                return
            shutil.rmtree(folder)
        folder = folder.parent


def swap(new: Path, target: Path, *, settled: frozenset[str] = frozenset()) -> None:
    """Put a tree in the target's place; what stood there before is removed.

    What somebody saved in the old tree after `carry_over` had passed by is brought along first, except for the paths
    in `settled`, about which it was decided before.
    """
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        new.rename(target)
        _sync(target.parent)
        return
    if _exchange(new, target):
        old = new
    else:
        old = new.with_suffix(".old")
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise
    rescue(old, target, settled)
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def rescue(old: Path, new: Path, settled: frozenset[str]) -> None:
    """Bring over what the old tree has and the new one has not, or has as it was before."""
    for walked, names, files in os.walk(old, onerror=_raise):
        folder = Path(walked)
        links = [name for name in names if (folder / name).is_symlink()]
        for name in [*files, *links]:
            path = (folder / name).relative_to(old)
            if path.as_posix() not in settled and not _same(folder / name, new / path):
                (new / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).replace(new / path)


def _same(one: Path, other: Path) -> bool:
    """Say whether two paths are one file, or a file and its copy."""
    if not os.path.lexists(other):
        return False
    left, right = one.lstat(), other.lstat()
    if (left.st_dev, left.st_ino) == (right.st_dev, right.st_ino):
        return True
    return (left.st_size, left.st_mtime_ns) == (right.st_size, right.st_mtime_ns)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; say False where the system cannot do that."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return bool(done == 0)


def _sync(folder: Path) -> None:
    """Make sure a folder's entries have reached the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
