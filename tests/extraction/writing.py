"""A project written in one go, as `extract` writes one that is not verified."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nb2pkg.extraction.write import Written, commit, discard, stage


def write_project(
    files: Mapping[str, str | bytes], directory: Path, *, force: bool = False
) -> Written:
    """Write a project in one go; raise CannotWriteError, with nothing changed, when that is not possible."""
    staged = stage(files, directory, force=force)
    try:
        return commit(staged, force=force)
    finally:
        discard(staged)
