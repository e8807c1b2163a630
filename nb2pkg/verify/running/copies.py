"""Throw-away copies of the tree that a notebook runs in: what happens there stays there."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Collection, Iterator
from pathlib import Path

from nb2pkg.errors import EnvironmentProblemError

_SKIPPED = frozenset(
    [
        ".git",
        ".hg",
        ".svn",
        "__pycache__",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
    ]
)
_STAGED = re.compile(r"\..+\.nb2pkg-(?:\d+|lock)")  # where `extract` is at work on a project
_ROOT_MARKS = (".git", "pyproject.toml")
_CLONE = 0x40049409  # FICLONE of Linux
_CHUNK = 1 << 20
_MARGIN = 200_000_000  # bytes that stay free


def find_root(notebook: Path) -> Path:
    """Return the nearest folder above that is a project, else the notebook's own."""
    folder = notebook.parent.resolve()
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).exists() for mark in _ROOT_MARKS):
            return candidate
    return folder


def check_room(root: Path, copies: int, target: Path) -> int:
    """Return the size of one copy; raise EnvironmentProblemError when all of them would fill the disk."""
    size = sum(
        _size(path)
        for folder, folders, names in walk(root)
        for path in _held(folder, folders, names)
    )
    free = shutil.disk_usage(target).free
    if size * copies + _MARGIN > free:
        raise EnvironmentProblemError(
            f"{copies} copies of {root} need {size * copies / 1e9:.1f} GB and {free / 1e9:.1f} GB are free in "
            f"{target}: name a smaller tree with --root, or another place with TMPDIR"
        )
    return size


def _held(folder: Path, folders: list[str], names: list[str]) -> Iterator[Path]:
    """Yield the files that a folder holds, and those that links out of the tree lead to."""
    yield from (folder / name for name in names)
    for link in (folder / name for name in folders if (folder / name).is_symlink()):
        for place, _, below in os.walk(link.resolve()):
            yield from (Path(place) / name for name in below)


def copy_tree(root: Path, target: Path, left_out: Collection[Path] = ()) -> None:
    """Copy a tree without what belongs to tools and what is left out; links never lead back into the original."""
    for folder, folders, names in walk(root, left_out):
        there = target / folder.relative_to(root)
        there.mkdir(parents=True, exist_ok=True)
        for name in names:
            _copy_file(folder / name, there / name, root, target)
        for name in folders:
            if (folder / name).is_symlink():
                _copy_link(folder / name, there / name, root, target)


def remove(folder: Path) -> None:
    """Remove a folder of ours, also what a run has made read-only in it."""

    def retry(_function: object, path: str, _error: object) -> None:
        with contextlib.suppress(OSError):
            Path(path).parent.chmod(stat.S_IRWXU)
            Path(path).unlink()

    for place, _, _ in os.walk(folder):
        with contextlib.suppress(OSError):
            Path(place).chmod(stat.S_IRWXU)
    shutil.rmtree(folder, onerror=retry)
    shutil.rmtree(folder, ignore_errors=True)


def walk(
    root: Path, left_out: Collection[Path] = ()
) -> Iterator[tuple[Path, list[str], list[str]]]:
    """Walk a tree without what belongs to tools, in a fixed order, so that all copies list their files alike."""
    for place, folders, names in os.walk(root):
        folder = Path(place)
        kept = (name for name in folders if not _is_skipped(folder / name))
        folders[:] = sorted(name for name in kept if folder / name not in left_out)
        yield folder, folders, sorted(name for name in names if not _STAGED.fullmatch(name))


def _is_skipped(folder: Path) -> bool:
    return (
        folder.name in _SKIPPED
        or _STAGED.fullmatch(folder.name) is not None
        or (folder / "pyvenv.cfg").exists()
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:  # unreadable: the copy will say so, or leave it out
        return 0


def _copy_file(source: Path, target: Path, root: Path, copy: Path) -> None:
    if source.is_symlink():
        _copy_link(source, target, root, copy)
    elif source.is_file():  # sockets, pipes and devices stay behind
        with contextlib.suppress(
            PermissionError
        ):  # what we may not read, the notebook could not either
            _copy(source, target)


def _copy(source: str | Path, target: str | Path) -> None:
    """Copy a file with its times; where the file system can, both share their blocks until one is written to."""
    with Path(source).open("rb") as original, Path(target).open("wb") as copy:
        try:
            fcntl.ioctl(copy, _CLONE, original.fileno())
        except OSError:
            shutil.copyfileobj(original, copy, _CHUNK)
    shutil.copystat(source, target)


def _copy_link(source: Path, target: Path, root: Path, copy: Path) -> None:
    """Copy a link: one into the tree points into the copy, one that leads out becomes what it points to."""
    if target.is_symlink() or target.exists():
        return
    try:
        aim = source.resolve(strict=True)
    except (OSError, RuntimeError):  # it leads nowhere, or in a circle
        return
    inside = root.resolve()
    if aim.is_relative_to(inside):
        target.symlink_to(copy / aim.relative_to(inside))
    elif aim.is_dir():
        shutil.copytree(
            aim, target, symlinks=False, ignore_dangling_symlinks=True, copy_function=_copy
        )
    elif aim.is_file():
        _copy(aim, target)
