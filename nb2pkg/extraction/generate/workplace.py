"""Where the tests of a generated project run: temporary folders that hold the notebook's data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nb2pkg.extraction.generate.layout import formatted
from nb2pkg.extraction.generate.settings import hidden_variables

if TYPE_CHECKING:
    from nb2pkg.extraction.blueprint import Plan

_UPWARD = re.compile(r"""["'](\.\.(?:/\.\.)*)(?:/([^"'/{}*?\\\n]*)|["'])""")


def workplace_module(plan: Plan, data: str) -> str:
    """Return tests/workplace.py; `data` is the notebook's folder, relative to the project."""
    return formatted(
        _WORKPLACE.replace("{SECRETS}", repr(tuple(name for name, _, _ in hidden_variables(plan))))
        .replace("{BESIDE}", repr(tuple(_beside(plan))))
        .replace("{DATA}", repr(data))
        .replace("{PREFIX}", plan.package.upper())
    )


def _beside(plan: Plan) -> list[str]:
    """Return what the notebook's paths lead to outside of its own folder: `../data` for `../data/people.csv`."""
    texts = [statement.text for statement in plan.program.statements]
    texts += [
        repr(setting.value)
        for setting in plan.configuration.settings
        if isinstance(setting.value, str)
    ]
    found = (match for text in texts for match in _UPWARD.finditer(text))
    return sorted({f"{match[1]}/{match[2]}" if match[2] else match[1] for match in found})


_WORKPLACE = '''"""Where the tests run: in temporary folders that hold what the notebook's folder holds.

Large files are linked; one that is about to be written to becomes a copy first.
"""

import os
import random
import shutil
import sys
from itertools import islice
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("{PREFIX}_NOTEBOOK_FOLDER", PROJECT / {DATA}))
BESIDE = {BESIDE}  # what the notebook reads outside of its folder
SECRETS = {SECRETS}  # variables that have to be set
# what commands start with: what the tests found, without settings that are none of the notebook's
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if name in SECRETS or not name.startswith("{PREFIX}_")
}
MOST_COPIED = 200_000_000  # bytes
MOST_FILES = 50_000


def seed():
    """Seed the global random generators as the comparison with the notebook did."""
    random.seed(0)
    try:
        import numpy
    except ImportError:
        return
    numpy.random.seed(0)


def laid_out(top):
    """Copy the notebook's data to a folder, small files first; return its place there, and what is linked."""
    folder = FOLDER.resolve()
    root = folder.parents[max(path.count("..") for path in BESIDE) - 1] if BESIDE else folder
    here = top / folder.relative_to(root)
    here.mkdir(parents=True, exist_ok=True)
    wanted = [folder, *(Path(os.path.normpath(folder / path)) for path in BESIDE)]
    found = {path for place in wanted for path in islice(files_of(place), MOST_FILES)}
    linked, copied = [], 0
    for size, path in sorted((path.stat().st_size, path) for path in found):
        there = top / path.relative_to(root)
        there.parent.mkdir(parents=True, exist_ok=True)
        copied += size
        if copied <= MOST_COPIED:
            shutil.copyfile(path, there)
        else:
            there.symlink_to(path)
            linked.append(path)
    return here, linked


def files_of(place):
    """Yield the files below a place that are not hidden, nor part of this project or of an environment."""
    if place.is_file():
        yield place
    seen = set()
    for folder, names, files in os.walk(place, followlinks=True):
        seen.add(os.path.realpath(folder))
        names[:] = [name for name in names if is_data(Path(folder, name), seen)]
        paths = (Path(folder, name) for name in files if not name.startswith("."))
        yield from (path for path in paths if path.is_file() and os.access(path, os.R_OK))


def is_data(folder, seen):
    """Tell whether a folder may hold data."""
    real = Path(os.path.realpath(folder))
    tools = folder.name.startswith(".") or folder.name in ("__pycache__", "node_modules")
    return not (tools or str(real) in seen or real == PROJECT or (real / "pyvenv.cfg").exists())


def stamp(path):
    """Return what tells whether a file was written to."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def guard_links(top):
    """See to it that Python has a copy in the place of a link before it opens it to write."""
    top = os.path.realpath(top)
    if any(path.is_symlink() for path in Path(top).rglob("*")):
        sys.addaudithook(lambda event, given: copy_what_is_written_to(event, given, top))


def copy_what_is_written_to(event, given, top):
    """Put a copy in the place of a link that leads out of a folder, if it is about to be written to."""
    writes = event == "sqlite3.connect"
    if event == "open":
        writes = bool((given[2] or 0) & (os.O_WRONLY | os.O_RDWR))
    if not writes or not isinstance(given[0], (str, bytes, os.PathLike)):
        return
    path = os.path.abspath(os.fsdecode(given[0]))
    if os.path.islink(path) and is_below(os.path.dirname(path), top) and not is_below(path, top):
        shutil.copyfile(path, f"{path}.copy")
        os.replace(f"{path}.copy", path)


def is_below(path, top):
    """Tell whether a path leads to a folder or into it."""
    found = Path(os.path.realpath(path))
    return Path(top) in (found, *found.parents)
'''
