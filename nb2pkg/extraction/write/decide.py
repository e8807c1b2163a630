"""What becomes of each file when a project is generated over an existing folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nb2pkg.errors import CannotWriteError
from nb2pkg.extraction.write.merge import merge

MANIFEST = "nb2pkg.json"
BASE = ".nb2pkg/base.json"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of each generated file, by path within the project."""

    created: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()  # a person's edit and the new text, both
    kept: tuple[
        str, ...
    ] = ()  # a person's edit; what was generated has not changed, or is no longer
    removed: tuple[str, ...] = ()  # generated before, not any more
    overwritten: tuple[
        str, ...
    ] = ()  # by force: a person's file, or an edit that could not be merged


@dataclass(frozen=True, slots=True)
class _Fate:
    """What becomes of one file: its new bytes, or the reason why it must not be touched."""

    name: str
    data: bytes = b""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Record:
    """What a folder remembers of the run that generated it."""

    hashes: Mapping[str, str]
    bases: Mapping[str, bytes]


def decide(
    files: Mapping[str, bytes], target: Path, *, force: bool
) -> tuple[dict[str, bytes], Written]:
    """Return the bytes to write; raise CannotWriteError, listing them, when edits would be lost."""
    record = _Record(read_manifest(target), _read_bases(target))
    fates = {path: _fate(path, new, target, record, force=force) for path, new in files.items()}
    problems = sorted(fate.problem for fate in fates.values() if fate.problem)
    if problems:
        raise CannotWriteError(_refusal(target, problems))
    removed, spared = _no_longer_generated(files, target, record)

    def named(name: str) -> tuple[str, ...]:
        return tuple(path for path in sorted(fates) if fates[path].name == name)

    written = Written(
        created=named("created"),
        replaced=named("replaced"),
        unchanged=named("unchanged"),
        merged=named("merged"),
        kept=tuple(sorted([*named("kept"), *spared])),
        removed=tuple(removed),
        overwritten=named("overwritten"),
    )
    return {path: fate.data for path, fate in fates.items()}, written


def refuse_strangers(files: Mapping[str, bytes], target: Path, *, force: bool) -> None:
    """Raise CannotWriteError for what stands in the way whatever the files will hold in the end.

    Whether an edit can be merged is another question: only the final text can answer it.
    """
    record = _Record(read_manifest(target), {})
    fates = [_fate(path, new, target, record, force=force) for path, new in files.items()]
    problems = sorted(fate.problem for fate in fates if fate.name == "refused")
    if problems:
        raise CannotWriteError(_refusal(target, problems))


def digest(data: bytes) -> str:
    """Return what the manifest remembers a file by."""
    return hashlib.sha256(data).hexdigest()


def read_manifest(target: Path) -> dict[str, str]:
    """Return path and hash of what was generated; empty when the folder was not made by us."""
    found = _read_json(target / MANIFEST).get("files", {})
    if not isinstance(found, dict):
        return {}
    return {path: value for path, value in found.items() if isinstance(value, str)}


def _read_bases(target: Path) -> dict[str, bytes]:
    """Return the generated texts as they were, for merging."""
    found = _read_json(target / BASE)
    return {path: text.encode() for path, text in found.items() if isinstance(text, str)}


def _read_json(path: Path) -> dict[str, object]:
    """Return a JSON object; empty when there is none: then nothing in the folder counts as ours."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _fate(path: str, new: bytes, target: Path, record: _Record, *, force: bool) -> _Fate:
    """Decide for one file."""
    old, obstacle = _existing(target, path)
    if obstacle:
        return _Fate("refused", problem=obstacle)
    if old is None:
        return _Fate("created", new)
    if old == new:
        return _Fate("unchanged", new)
    if record.hashes.get(path) == digest(old):
        return _Fate("replaced", new)
    if path in (MANIFEST, BASE) and record.hashes:
        return _Fate("replaced", new)
    if path in record.hashes:
        fate = _merged(path, old, new, record)
    else:
        fate = _Fate("refused", problem=f"{path} was not made by nb2pkg")
    return _Fate("overwritten", new) if force and fate.problem else fate


def _merged(path: str, old: bytes, new: bytes, record: _Record) -> _Fate:
    """Keep an edit when the generated text is the same as before; merge it when that has changed."""
    base = record.bases.get(path)
    if base is not None and digest(base) == record.hashes[path]:
        if new == base:
            return _Fate("kept", old)
        data = merge(path, old, base, new)
        if data is not None:
            return _Fate("merged", data)
    return _Fate("unmerged", problem=f"{path} was edited, and the edit cannot be merged")


def _existing(target: Path, path: str) -> tuple[bytes | None, str]:
    """Return a file's bytes (None: there is none), or what stands in its way."""
    place = target
    for part in path.split("/"):
        if place != target and place.exists() and not place.is_dir():
            return None, f"{place.relative_to(target)} is a file, not a folder"
        place /= part
        if place.is_symlink():
            return None, f"{place.relative_to(target)} is a symbolic link"
    if not place.exists():
        return None, ""
    if not place.is_file():
        return None, f"{path} is not a regular file"
    try:
        return place.read_bytes(), ""
    except OSError as error:
        return None, f"{path} cannot be read: {error.strerror}"


def _no_longer_generated(
    files: Mapping[str, bytes], target: Path, record: _Record
) -> tuple[list[str], list[str]]:
    """Split what was generated before, and is not now, into files to remove and edited ones to spare."""
    removed: list[str] = []
    spared: list[str] = []
    for path in sorted(record.hashes.keys() - files.keys()):
        old, _ = _existing(target, path)
        if old is not None:
            gone = digest(old) == record.hashes[path]
            (removed if gone else spared).append(path)
    return removed, spared


def _refusal(target: Path, problems: list[str]) -> str:
    """Return the message for a folder that must not be written to."""
    lines = "\n".join(f"  {problem}" for problem in problems)
    return f"{target} is left as it was (--force merges what can be merged, and writes over the rest):\n{lines}"
