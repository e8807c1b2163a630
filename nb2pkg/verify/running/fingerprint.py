"""What a run of a notebook depends on, as one hash: the same hash, the same run.

What the hash cannot know in advance, such as files that are opened outside of the tree, the run itself tells; it is
looked at again before a kept run is used (see `nb2pkg.verify.running.cache`).
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nb2pkg import __version__
from nb2pkg.verify.inside.watching import stamp
from nb2pkg.verify.running import bundle, environment

if TYPE_CHECKING:
    from nb2pkg.verify.running.runs import NotebookJob, Space

_OUTSIDE = re.compile(r"""["'](/[^"'\n]+)["']""")
_MOST_OUTSIDE = 5_000
_RUNNING = (
    *("runnable.py", "names.py", "running/bundle.py", "running/cache.py", "running/copies.py"),
    *("running/engine.py", "running/environment.py", "running/keeper.py", "running/runner.py"),
    *("running/runs.py", "running/walls.py", "running/written_files.py"),
)


def of_tree(tree: Path) -> str:
    """Return a hash of everything that a run can see of a tree: names, contents, times and modes."""
    found = hashlib.sha256()
    for place, folders, names in os.walk(tree):
        folders.sort()
        for name in sorted([*folders, *names]):
            path = Path(place) / name
            found.update(json.dumps([str(path.relative_to(tree)), _kind(path, tree)]).encode())
    return found.hexdigest()


def _kind(path: Path, tree: Path) -> list[Any]:
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return ["link", str(path.readlink()).replace(str(tree), "")]
    if not stat.S_ISREG(found.st_mode):
        return ["folder", found.st_mode]  # its times are those of the copying
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return ["file", found.st_mode, found.st_mtime_ns, digest]


def of_run(space: Space, job: NotebookJob, place: Path) -> str | None:
    """Return the hash for a run that is laid out in `place`; None where too much lies outside of the tree."""
    outside = _outside(job.text)
    if outside is None:
        return None
    env = environment.variables(space.interpreter, place / "home")
    content = {
        "nb2pkg": [__version__, _own_code()],
        "machine": [platform.node(), *platform.uname()[2:5], os.cpu_count()],
        "notebook": job.text,
        "inside": str(space.inside),
        "tree": of_tree(place / "tree"),
        "environment": {name: value.replace(str(place), "") for name, value in env.items()},
        "interpreter": [space.interpreter.path, *space.interpreter.version],
        "installed": _installed(space.interpreter.paths),
        "limits": [space.seed, space.memory, space.flood, sorted(space.walls)],
        "outside": outside,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _own_code() -> str:
    """Return a hash of our code that runs a notebook and keeps what it leaves."""
    found = hashlib.sha256()
    for path in (*(Path(__file__).parents[1] / name for name in _RUNNING), *bundle.files()):
        found.update(path.read_bytes())
    return found.hexdigest()


def _installed(folders: tuple[str, ...]) -> list[list[Any]]:
    """Return name, version and time of installation of every distribution, and the files that extend the path."""
    marks = (".dist-info", ".egg-info", ".egg-link", ".pth")
    return [
        [str(path), path.stat().st_mtime_ns]
        for folder in map(Path, folders)
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.name.endswith(marks)
    ]


def _outside(text: str) -> list[list[Any]] | None:
    """Return the state of what absolute paths in the notebook's text lead to: compiled readers tell nobody."""
    found: list[list[Any]] = []
    for literal in sorted(set(_OUTSIDE.findall(text))):
        # a backslash of the notebook's JSON is none of a path
        for path in _below(literal.rstrip("\\")):
            found.append([path, stamp(path)])
            if len(found) > _MOST_OUTSIDE:
                return None
    return found


def _below(path: str) -> Iterator[str]:
    yield path
    if path.strip("/") and Path(path).is_dir():
        for place, folders, names in os.walk(path):
            folders.sort()
            yield from (str(Path(place) / name) for name in [*folders, *sorted(names)])
