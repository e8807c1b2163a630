"""Which notebooks a list of paths stands for."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nb2pkg.config import Config

_SKIPPED = frozenset(
    {".git", ".hg", ".ipynb_checkpoints", ".nox", ".tox", "__pycache__", "node_modules"}
)
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")
_GIT_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR")


def notebooks(paths: Iterable[str], config: Config) -> Iterator[str]:
    """Yield each notebook once: files as given, folders searched, `-` as it is.

    A path that does not exist is passed on, so that reading it says so; what was named itself is
    held against `exclude` only under `force_exclude`.
    """
    yield from listed(paths, config)[0]


def listed(paths: Iterable[str], config: Config) -> tuple[list[str], list[str]]:
    """Return the notebooks as `notebooks` does, and the folders among the paths that hold none."""
    made: list[str] = []
    empty: list[str] = []
    seen: set[str] = set()
    for path in paths:
        named = list(_named(path, config))
        if not named and not (config.force_exclude and config.is_excluded(path)):
            empty.append(path)
        for found in named:
            key = found if found == "-" else os.path.realpath(found)
            if key not in seen:
                seen.add(key)
                made.append(found)
    return made, empty


def _named(path: str, config: Config) -> Iterable[str]:
    if path == "-":
        return [path]
    if config.force_exclude and config.is_excluded(path):
        return []
    if os.path.isdir(path) and not _is_notebook(path):
        # a link comes after the file it may lead to, which is the better name for it
        return sorted(_search(path, config), key=lambda found: (os.path.islink(found), found))
    return [path]


def _search(folder: str, config: Config) -> Iterator[str]:
    """Yield the notebooks below a folder, of those that git does not ignore where git knows."""
    listed = _git_files(folder)
    if listed is None:
        yield from _walk(folder, config)
        return
    for relative in listed:
        path = _join(folder, relative)
        if _is_notebook(relative):
            if _is_wanted(path, folder, config):
                yield path
        elif _is_nested_repository(relative, path) and not _is_skipped(path, folder, config):
            yield from _search(path, config)


def _walk(folder: str, config: Config) -> Iterator[str]:
    unreadable: list[str] = []

    def note(error: OSError) -> None:
        unreadable.append(str(error.filename))

    for parent, folders, files in os.walk(folder, onerror=note):
        folders[:] = [name for name in folders if not _is_closed(_join(parent, name), config)]
        for name in files:
            path = _join(parent, name)
            if _is_notebook(name) and _is_inside(path, folder) and not config.is_excluded(path):
                yield path
    yield from unreadable  # reading them fails, and says why


def _join(folder: str, name: str) -> str:
    return os.path.normpath(f"{folder}/{name}")


def _is_notebook(name: str) -> bool:
    return name.lower().endswith(".ipynb")


def _is_wanted(path: str, folder: str, config: Config) -> bool:
    return (
        not _is_skipped(path, folder, config)
        and not config.is_excluded(path)
        and os.path.lexists(path)
        and _is_inside(path, folder)
    )


def _is_skipped(path: str, folder: str, config: Config) -> bool:
    """Say whether a folder between the searched one and a path is one that is never searched."""
    parts = os.path.relpath(path, folder).split(os.sep)
    if os.path.isfile(path):
        parts.pop()
    parents = (os.sep.join(parts[:count]) for count in range(1, len(parts) + 1))
    return any(_is_closed(_join(folder, parent), config) for parent in parents)


def _is_closed(folder: str, config: Config) -> bool:
    return (
        os.path.basename(folder) in _SKIPPED
        or _is_environment(folder)
        or config.is_excluded(folder)
    )


@lru_cache(maxsize=4096)
def _is_environment(folder: str) -> bool:
    return any(os.path.exists(os.path.join(folder, mark)) for mark in _ENVIRONMENT_MARKS)


def _is_inside(path: str, folder: str) -> bool:
    """Say whether a found path is a file of this folder: a link may lead anywhere."""
    try:
        if not stat.S_ISLNK(os.lstat(path).st_mode):
            return True
    except OSError:
        return True
    root = os.path.realpath(folder)
    return os.path.commonpath((os.path.realpath(path), root)) == root


def _is_nested_repository(relative: str, path: str) -> bool:
    """Say whether git names a folder: that is a repository of its own, whose files it does not list."""
    return relative.endswith("/") or (os.path.isdir(path) and not os.path.islink(path))


def _git_files(folder: str) -> list[str] | None:
    """Return what git tracks or would track below a folder; None where git cannot tell."""
    root = os.path.realpath(folder)
    if not any(os.path.exists(os.path.join(parent, ".git")) for parent in _upwards(root)):
        return None
    listed = _git(folder, "ls-files", "-co", "--exclude-standard", "-z")
    if listed is None:
        return None
    files = sorted({name for name in listed.split("\0") if name})
    if not files and _git(folder, "check-ignore", "-q", "--", root) is not None:
        return None  # the folder itself is ignored, and yet was asked for
    return files


def _upwards(folder: str) -> Iterator[str]:
    """Yield a folder and all folders above it."""
    while True:
        yield folder
        above = os.path.dirname(folder)
        if above == folder:
            return
        folder = above


def _git(folder: str, *arguments: str) -> str | None:
    """Run git and return what it says, or None if it is missing or fails."""
    import subprocess

    # A monitor that a repository configures would be a program of its choice.
    command = ["git", "-C", folder, "-c", "core.fsmonitor=false", *arguments]
    environment = {key: value for key, value in os.environ.items() if key not in _GIT_VARIABLES}
    try:
        done = subprocess.run(
            command, capture_output=True, env=environment, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return os.fsdecode(done.stdout) if done.returncode == 0 else None
