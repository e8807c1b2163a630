"""Cells that do not behave: each in a real kernel, between two cells that do."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from nb2pkg.verify.names import RunName
from nb2pkg.verify.runnable import read_runnable, to_run
from nb2pkg.verify.running import environment, runs
from nb2pkg.verify.running.children import Keepers
from nb2pkg.verify.running.runs import NotebookJob, Run, Space
from tests.support import write_notebook

LIMIT = 60.0
SHORT = 12.0  # for what has no end
TICKING = """
import threading, time
def tick():
    while True:
        print("tick")
        time.sleep(0.01)
threading.Thread(target=tick, daemon=True).start()
"""
FILES = """
import os
open("new.txt", "w").close()
os.remove("data.csv")
os.mkdir("below")
os.chdir("below")
open("inner.txt", "w").close()
"""


class End(NamedTuple):
    """What is to be said of the run; nothing when it reaches its end."""

    said: str = ""
    seconds: float = LIMIT


DIES = End("DeadKernelError: the kernel")
CELLS: dict[str, tuple[str, End]] = {
    "row 113: killed": ("import os\nos.kill(os.getpid(), 9)", DIES),
    "row 113: all files closed": ("import os\nos.closerange(0, 4096)", DIES),
    "row 114: cannot be interrupted": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass",
        End("no end after 12 seconds", SHORT),
    ),
    "row 116: exit": ("exit()", DIES),
    "row 116: quit": ("quit()", DIES),
    "row 117: getpass": ("import getpass\ngetpass.getpass()", End("StdinNotImplementedError")),
    "row 118: a fork that returns": ("import os\nchild = os.fork()", End()),
    "row 119: no standard output": (
        "import sys\nsys.stdout = None",
        End("no end after 12 seconds", SHORT),
    ),
    "row 120: a thread that prints": (TICKING, End()),
    "row 122: 20,000 prints": ("for n in range(20_000):\n    print(n)", End()),
    "row 123: a command that fails unseen": ("!false", End()),
    "row 123: a cell of bash that fails": ("%%bash\nexit 3", End("CalledProcessError")),
    "row 125: files and folders": (FILES, End()),
    "row 126: half a surrogate pair": ("print('\\ud800')", End()),
}


@pytest.mark.kernel
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", CELLS)
def test_a_hostile_cell_has_the_end_that_it_should(tmp_path, name):
    cell, end = CELLS[name]
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "data.csv").write_text("a\n1\n")

    run = ran(
        tree, end.seconds, "before = 1", cell, "import time\ntime.sleep(0.5)\nprint(before + 1)"
    )

    assert end.said in run.trouble
    assert bool(run.trouble) == bool(end.said)
    assert run.has_timed_out == (end.seconds == SHORT)
    if not run.trouble:
        assert "2\n" in "".join(output["text"] for output in run.cells[2]["outputs"])
    assert sorted(path.name for path in tree.iterdir()) == ["data.csv", "odd.ipynb"]


def ran(tree: Path, seconds: float, *cells: str) -> Run:
    """Run a notebook of these cells in a copy of the tree that it stands in."""
    book = read_runnable(write_notebook(tree / "odd.ipynb", *cells))
    folder = tree.parent / "runs"
    folder.mkdir()
    space = Space(
        folder=folder,
        root=tree,
        inside=Path(),
        left_out=frozenset(),
        project=folder / "package",
        package="odd",
        interpreter=environment.find_interpreter(None, None),
        seconds=seconds,
        seed=0,
        memory=8_000_000_000,
        flood=5_000_000,
    )
    runs.lay_out_tools(space)
    keepers = Keepers()
    try:
        job = NotebookJob(RunName.FIRST, to_run(book, frozenset()), names=("before",))
        return runs.run_notebook(space, keepers, job)
    finally:
        keepers.stop()
