"""Generated files on disk, whole or not at all; the only module that writes.

    staged = stage(files, directory)      # a complete tree beside the target, to be verified there
    staged = restage(staged, {…})         # what is known only afterwards: the verdict, expected values
    written = commit(staged)              # one atomic step; before it the target is untouched
    discard(staged)                       # … or nothing at all; due in any case

A project remembers what was generated: `nb2pkg.json` holds the hash of each file, `.nb2pkg/base.json` the text.
So a later run can tell a person's edit from its own text, and merge the two.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from nb2pkg.errors import CannotWriteError
from nb2pkg.extraction.write.decide import BASE, MANIFEST, Written, decide, digest, refuse_strangers
from nb2pkg.extraction.write.lock import acquire, release
from nb2pkg.extraction.write.paths import checked, refuse_if_inside, staging_root
from nb2pkg.extraction.write.single import replace_file, write_file
from nb2pkg.extraction.write.tree import build, carry_over, swap

__all__ = [
    "Staged",
    "Written",
    "commit",
    "discard",
    "replace_file",
    "restage",
    "stage",
    "write_file",
]


@dataclass(frozen=True, slots=True)
class Staged:
    """A generated project that stands, complete, beside the place it is meant for."""

    path: Path  # where it stands now
    directory: Path  # where it shall stand
    files: Mapping[str, bytes]
    lock: tuple[Path, int]


def stage(files: Mapping[str, str | bytes], directory: Path, *, force: bool = False) -> Staged:
    """Build the project in a hidden folder beside `directory`, and keep other runs out of there.

    A folder that `commit` would refuse in any case is refused here already, before time is spent on verification.
    """
    contents = _complete(checked(files))
    target = Path(os.path.realpath(directory))
    refuse_if_inside(target)
    try:
        root, stem = staging_root(target)
        lock = acquire(root / f"{stem}-lock")
    except OSError as error:
        raise _cannot_write(directory, error) from error
    try:
        _clear_leftovers(root, stem, target)
        refuse_strangers(contents, target, force=force)
        path = root / f"{stem}-{os.getpid()}"
        build(contents, path)
    except OSError as error:
        release(lock)
        raise _cannot_write(directory, error) from error
    except BaseException:
        release(lock)
        raise
    return Staged(path, target, contents, lock)


def restage(staged: Staged, files: Mapping[str, str | bytes]) -> Staged:
    """Add or replace files of a staged project."""
    contents = _complete({**staged.files, **checked(files)})
    shutil.rmtree(staged.path)
    try:
        build(contents, staged.path)
    except OSError as error:
        raise _cannot_write(staged.directory, error) from error
    return replace(staged, files=contents)


def commit(staged: Staged, *, force: bool = False) -> Written:
    """Put a staged project in its place: new files, a person's own files, and merged edits, all at once."""
    contents, written = decide(staged.files, staged.directory, force=force)
    final = staged.path.with_name(staged.path.name + ".new")
    try:
        build(contents, final)
        if staged.directory.is_dir():
            carry_over(staged.directory, final, leave=frozenset(written.removed))
        swap(final, staged.directory, settled=frozenset({*contents, *written.removed}))
    except OSError as error:
        raise _cannot_write(staged.directory, error) from error
    finally:
        shutil.rmtree(final, ignore_errors=True)
    return written


def discard(staged: Staged) -> None:
    """Remove what was staged and let other runs in; due after a commit as well."""
    shutil.rmtree(staged.path, ignore_errors=True)
    release(staged.lock)


def _complete(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with the record of what was generated: hashes in the manifest, texts as merge base."""
    own = {path: files[path] for path in sorted(files) if path not in (MANIFEST, BASE)}
    manifest = json.loads(files.get(MANIFEST, b"{}"))
    manifest["files"] = {path: digest(data) for path, data in own.items()}
    texts = {path: text for path, data in own.items() if (text := _text(data)) is not None}
    return {**own, MANIFEST: _json(manifest), BASE: _json(texts)}


def _text(data: bytes) -> str | None:
    """Return text as such, None for what is none."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _json(value: object) -> bytes:
    """Return a value as JSON that reads well and is the same each time."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _clear_leftovers(root: Path, stem: str, target: Path) -> None:
    """Undo what a killed run left: called with the lock held, so nobody is at work in these folders."""
    for path in sorted(root.iterdir()):
        if not path.name.startswith(f"{stem}-"):
            continue
        rest = path.name.removeprefix(f"{stem}-")
        if rest.endswith(".old") and not target.exists():
            path.rename(
                target
            )  # killed between two renames, where no atomic exchange was to be had
        elif rest.split(".")[0].isdigit():
            shutil.rmtree(path)


def _cannot_write(directory: Path, error: OSError) -> CannotWriteError:
    """Return our error for the system's."""
    return CannotWriteError(f"{directory} cannot be written: {error.strerror or error}")
