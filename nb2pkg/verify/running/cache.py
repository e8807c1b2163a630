"""Runs of notebooks that were done before: what they left is kept in the user's cache folder.

Only runs of the original notebook are kept, in pairs, and only those that reached their end. The folder belongs to
the user alone and is not used otherwise. What lies there is copied, its hashes are checked, and it is unpickled where
it would have been without a cache: in the notebook's interpreter, never in nb2pkg.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nb2pkg.verify.inside.protocol import Inputs
from nb2pkg.verify.inside.watching import stamp
from nb2pkg.verify.names import RunName
from nb2pkg.verify.running.runs import INPUTS, NotebookJob, Run, Space

PAIR = (RunName.FIRST, RunName.AGAIN)
MOST_BYTES = 4_000_000_000  # of the whole folder
MOST_BYTES_EACH = 1_000_000_000
_LEAST_FREE = 2_000_000_000  # bytes that the disk keeps
_ABANDONED = 24 * 3600  # seconds after which an entry that was never finished is removed
_ENTRY = "entry.json"
_NO_INPUT = ("/proc/", "/sys/", "/dev/")  # these change with every run


@dataclass(frozen=True, slots=True)
class CachedRuns:
    """Both runs of a notebook as they were kept, and when they were made."""

    runs: dict[RunName, Run]
    made: float


class Cache:
    """A folder of kept runs that only its owner can reach."""

    def __init__(self, folder: Path) -> None:
        """Use a folder that `open_cache` has looked at."""
        self.folder = folder

    @contextlib.contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        with (self.folder / ".lock").open("a") as lock:
            fcntl.flock(lock, how)
            yield

    def find(self, key: str, job: NotebookJob, space: Space) -> CachedRuns | None:
        """Return what was kept under a key, copied into this verification's folder, if it still holds for the job."""
        entry = self.folder / key
        with self._locked(fcntl.LOCK_SH):
            try:
                content = json.loads((entry / _ENTRY).read_text(encoding="utf-8"))
                if not _is_valid(content, job, space.seconds):
                    return None
                runs = {name: _restored(entry, name, content, space) for name in PAIR}
                os.utime(entry)
            except FileNotFoundError:
                return None
            except (OSError, ValueError, KeyError, TypeError):
                # damaged: as good as absent, and replaced by the runs that follow
                return None
        return CachedRuns(runs, content["made"])

    def keep(self, key: str, job: NotebookJob, runs: Mapping[RunName, Run]) -> None:
        """Keep a pair of runs, if it can be kept."""
        inputs = _inputs(runs)
        size = sum(_size(run) for run in runs.values())
        free = shutil.disk_usage(self.folder).free
        if inputs is None or size > MOST_BYTES_EACH or free - size < _LEAST_FREE:
            return
        made = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            content = _content(job, runs, inputs)
            content["hashes"] = {name: _stored(made, runs[name]) for name in PAIR}
            (made / _ENTRY).write_text(json.dumps(content), encoding="utf-8")
            with self._locked(fcntl.LOCK_EX):
                shutil.rmtree(self.folder / key, ignore_errors=True)
                made.rename(self.folder / key)
                self._prune()
        except OSError:  # a cache that cannot be written to costs time, not results
            pass
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def _prune(self) -> None:
        """Remove what nobody finished, and the longest unused entries beyond the limit."""
        left = MOST_BYTES
        entries = sorted(self.folder.iterdir(), key=_used, reverse=True)
        for entry in (entry for entry in entries if entry.is_dir()):
            left -= sum(path.lstat().st_size for path in entry.rglob("*"))
            abandoned = entry.name.startswith(".") and time.time() - _used(entry) > _ABANDONED
            if left < 0 or abandoned:
                shutil.rmtree(entry, ignore_errors=True)


def open_cache() -> Cache | None:
    """Return the user's cache, or None where no folder can be had that is the user's alone."""
    try:
        folder = _folder()
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError):  # the latter where nobody can tell the user's home
        return None
    foreign = found.st_uid != os.geteuid() or found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return None if foreign or not stat.S_ISDIR(found.st_mode) else Cache(folder)


def _folder() -> Path:
    base = os.environ.get("NB2PKG_CACHE_DIR")
    if base:
        return Path(base).absolute() / "runs"
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache").absolute() / "nb2pkg" / "runs"


def _used(entry: Path) -> float:
    try:
        return entry.stat().st_mtime
    except OSError:
        return 0.0


def _content(
    job: NotebookJob, runs: Mapping[RunName, Run], inputs: dict[str, Any]
) -> dict[str, Any]:
    return {
        "made": time.time(),
        "names": list(job.names),
        "after": {str(index): list(names) for index, names in job.after.items()},
        "within": _within(job),
        "inputs": inputs,
        "runs": {
            name: {
                "seconds": runs[name].seconds,
                "cells": list(runs[name].cells),
                "files": dict(runs[name].files),
                "warnings": list(runs[name].warnings),
            }
            for name in PAIR
        },
    }


def _is_valid(content: dict[str, Any], job: NotebookJob, seconds: float) -> bool:
    """Tell whether an entry answers a job: everything asked was kept, in time, and the inputs are as they were."""
    after = content["after"]
    return (
        set(job.names) <= set(content["names"])
        and all(set(names) <= set(after.get(str(index), ())) for index, names in job.after.items())
        and all(row in content["within"] for row in _within(job))
        and all(run["seconds"] <= seconds for run in content["runs"].values())
        and all(stamp(path) == found for path, found in content["inputs"].items())
    )


def _within(job: NotebookJob) -> list[list[Any]]:
    """Return what to keep within cells, as it comes back from JSON."""
    return [[index, *row] for index, rows in sorted(job.within.items()) for row in rows]


def _inputs(runs: Mapping[RunName, Run]) -> dict[str, Any] | None:
    """Return what the runs have read outside of their own folders; None when that cannot be known."""
    inputs: dict[str, Any] = {}
    for run in runs.values():
        place = run.spool.parent
        try:
            noted: Inputs = json.loads((place / INPUTS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if run.trouble or noted["unwatched"]:
            return None
        for path, found in noted["files"].items():
            if not _is_own(path, place) and inputs.setdefault(path, found) != found:
                return None  # it changed between two runs
    return inputs


def _is_own(path: str, place: Path) -> bool:
    """Tell whether a file is no input: the run's own, the system's state, or compiled from one that is looked at."""
    made = path.startswith(_NO_INPUT) or path.endswith((".pyc", "__pycache__"))
    return made or Path(path).is_relative_to(place)


def _size(run: Run) -> int:
    kept = sum(path.stat().st_size for path in run.spool.rglob("*") if path.is_file())
    return kept + sum((run.tree / path).stat().st_size for path in run.files)


def _stored(entry: Path, run: Run) -> dict[str, str]:
    """Copy what a run left into an entry and return the hashes of all files."""
    target = entry / run.name
    shutil.copytree(run.spool, target / "spool")
    for path in run.files:
        (target / "tree" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(run.tree / path, target / "tree" / path)
    paths = sorted(path for path in target.rglob("*") if path.is_file())
    return {str(path.relative_to(target)): _hash(path) for path in paths}


def _restored(entry: Path, name: RunName, content: dict[str, Any], space: Space) -> Run:
    """Copy what a run left beside where it would have left it; raises ValueError when it is damaged."""
    # beside the run's own folder: if this fails half-way, the run finds its folder as it should be
    place, kept = space.folder / f"kept-{name}", content["runs"][name]
    for path, digest in content["hashes"][name].items():
        if Path(path).is_absolute() or ".." in Path(path).parts:
            raise ValueError(f"{path} leads elsewhere")
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(entry / name / path, place / path)
        if _hash(place / path) != digest:
            raise ValueError(f"{path} is damaged")
    return Run(
        name,
        place / "spool",
        seconds=kept["seconds"],
        cells=tuple(kept["cells"]),
        files=kept["files"],
        tree=place / "tree",
        warnings=tuple(kept["warnings"]),
    )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
