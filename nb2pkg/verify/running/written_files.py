"""Which files a run has written into its copy of the tree."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

Stamp = tuple[int, int]  # time of change and size
_MOST = 500


def stamps(tree: Path) -> dict[str, Stamp]:
    """Return what tells later whether a file has been written to."""
    return {str(path.relative_to(tree)): _stamp(path) for path in _files(tree)}


def written(tree: Path, before: Mapping[str, Stamp]) -> dict[str, str]:
    """Return the hashes of files that are new or changed, by their paths in the tree."""
    found: dict[str, str] = {}
    for path in _files(tree):
        name = str(path.relative_to(tree))
        if before.get(name) != _stamp(path) and len(found) < _MOST:
            with path.open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _files(tree: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(tree):
        # what is hidden belongs to tools: caches, checkpoints, locks
        folders[:] = sorted(n for n in folders if not n.startswith((".", "__pycache__")))
        for name in sorted(names):
            path = Path(place) / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path


def _stamp(path: Path) -> Stamp:
    found = path.stat()
    return found.st_mtime_ns, found.st_size
