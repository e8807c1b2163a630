"""Where the tests run: in a temporary folder that holds what the notebook's folder holds.

Large files are linked; one that is about to be written to becomes a copy first.
"""

import os
import random
import shutil
import sys
from itertools import islice
from pathlib import Path

import pytest

from diabetes.pipeline import run
from diabetes.settings import Settings

os.environ.setdefault("MPLBACKEND", "agg")  # figures are drawn, not shown
PROJECT = Path(__file__).resolve().parent.parent
FOLDER = Path(os.environ.get("DIABETES_NOTEBOOK_FOLDER", PROJECT / ".."))
BESIDE = []  # what the notebook reads outside of its folder
MOST_COPIED = 200_000_000  # bytes
MOST_FILES = 50_000
NO_DATA = f"the notebook's folder is not at {FOLDER}; set DIABETES_NOTEBOOK_FOLDER"


@pytest.fixture(scope="session")
def workplace(tmp_path_factory):
    """Stand in a temporary folder with the notebook's data, which itself is not written to."""
    top = tmp_path_factory.mktemp("workplace")
    folder = FOLDER.resolve()
    root = (
        folder.parents[max(path.count("..") for path in BESIDE) - 1]
        if BESIDE
        else folder
    )
    here = top / folder.relative_to(root)
    here.mkdir(parents=True, exist_ok=True)
    wanted = [folder, *(Path(os.path.normpath(folder / path)) for path in BESIDE)]
    links = laid_out(wanted, root, top)
    before = {path: stamp(path) for path in links.values()}
    if links:
        sys.addaudithook(
            lambda event, given: copy_what_is_written_to(event, given, links)
        )
    left = Path.cwd()
    os.chdir(here)
    yield here
    os.chdir(left)
    touched = [str(path) for path in before if stamp(path) != before[path]]
    assert (
        not touched
    ), f"the notebook's own files were written to: {', '.join(touched)}"


@pytest.fixture(scope="session")
def results(workplace):
    """Run the pipeline, once for all tests."""
    seed()
    try:
        return run(Settings())
    except FileNotFoundError:
        if FOLDER.is_dir():
            raise
        pytest.skip(NO_DATA)


def seed():
    """Seed the global random generators as the comparison with the notebook did."""
    random.seed(0)
    try:
        import numpy
    except ImportError:
        return
    numpy.random.seed(0)


def laid_out(wanted, root, top):
    """Copy files to where the tests run, small ones first; return the links to those that are too large."""
    found = {path for place in wanted for path in islice(files_of(place), MOST_FILES)}
    links, copied = {}, 0
    for size, path in sorted((path.stat().st_size, path) for path in found):
        there = top / path.relative_to(root)
        there.parent.mkdir(parents=True, exist_ok=True)
        copied += size
        if copied <= MOST_COPIED:
            shutil.copyfile(path, there)
        else:
            there.symlink_to(path)
            links[str(there)] = path
    return links


def files_of(place):
    """Yield the files below a place that are not hidden, nor part of this project or of an environment."""
    if place.is_file():
        yield place
    seen = set()
    for folder, names, files in os.walk(place, followlinks=True):
        seen.add(os.path.realpath(folder))
        names[:] = [name for name in names if is_data(Path(folder, name), seen)]
        paths = (Path(folder, name) for name in files if not name.startswith("."))
        yield from (
            path for path in paths if path.is_file() and os.access(path, os.R_OK)
        )


def is_data(folder, seen):
    """Tell whether a folder may hold data."""
    real = Path(os.path.realpath(folder))
    tools = folder.name.startswith(".") or folder.name in (
        "__pycache__",
        "node_modules",
    )
    return not (
        tools or str(real) in seen or real == PROJECT or (real / "pyvenv.cfg").exists()
    )


def stamp(path):
    """Return what tells whether a file was written to."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def copy_what_is_written_to(event, given, links):
    """Put a copy in the place of a link before Python opens it to write."""
    writes = event == "sqlite3.connect"
    if event == "open":
        writes = bool((given[2] or 0) & (os.O_WRONLY | os.O_RDWR))
    if not writes or not isinstance(given[0], (str, bytes, os.PathLike)):
        return
    path = os.path.abspath(os.fsdecode(given[0]))
    if path in links and os.path.islink(path):
        shutil.copyfile(links[path], f"{path}.copy")
        os.replace(f"{path}.copy", path)
