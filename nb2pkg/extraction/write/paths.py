"""Which paths may be written, and where a project is staged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from nb2pkg.errors import CannotWriteError

_LONGEST_STEM = 80  # leaves room for process id and suffix within the 255 bytes of a file name


def checked(files: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """Return the files as bytes; raise CannotWriteError when a path leaves the project or two collide."""
    seen: dict[str, str] = {}
    for path in sorted(files):
        if not _stays_inside(path):
            raise CannotWriteError(f"{path!r} is no path inside a project")
        twin = seen.setdefault(path.casefold(), path)
        if twin != path:
            raise CannotWriteError(f"{twin!r} and {path!r} are one file on some systems")
    for path in files:
        for parent in Path(path).parents[:-1]:
            if parent.as_posix().casefold() in seen:
                raise CannotWriteError(f"{parent.as_posix()!r} cannot be both file and folder")
    return {path: _bytes(files[path]) for path in sorted(files)}


def _stays_inside(path: str) -> bool:
    """Say whether a path is relative, plain, and below the folder it is joined to."""
    parts = path.split("/")
    return (
        path.isprintable()
        and not any(sign in path for sign in '\\:*?"<>|')
        and all(part not in ("", ".", "..") and part.casefold() != ".git" for part in parts)
    )


def _bytes(content: str | bytes) -> bytes:
    """Return text in UTF-8 with its line ends as they are."""
    return content if isinstance(content, bytes) else content.encode()


def refuse_if_inside(target: Path) -> None:
    """Raise CannotWriteError when the working directory lies in the target: it would be gone afterwards."""
    try:
        here = Path.cwd()
    except FileNotFoundError as error:
        raise CannotWriteError(
            "the folder you stand in is gone: cd into one that exists"
        ) from error
    if here.is_relative_to(target):
        raise CannotWriteError(
            f"you stand in {target}, and the folder of a project is put in its place as a whole: "
            "run the command from outside it, or name another folder with -o"
        )


def staging_root(target: Path) -> tuple[Path, str]:
    """Return the nearest existing folder above the target, and how names of our own begin in it.

    That folder is on the file system the target will be on, so that a rename can put it there.
    """
    if not target.name:
        raise CannotWriteError(f"{target} cannot be a project's folder")
    if target.exists() and not target.is_dir():
        raise CannotWriteError(f"{target} is a file, not a folder")
    root = next(parent for parent in target.parents if parent.exists())
    if not root.is_dir():
        raise CannotWriteError(f"{root} is a file, not a folder")
    name = "-".join(target.relative_to(root).parts)
    if len(name.encode()) > _LONGEST_STEM:
        name = hashlib.sha256(name.encode()).hexdigest()[:16]
    return root, f".{name}.nb2pkg"
