"""What a run cannot do: reach the network, write to the original, leave anything behind."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from nb2pkg.verify import Options, verify
from nb2pkg.verify.model import Verification
from nb2pkg.verify.running.children import possible_walls, walled
from nb2pkg.verify.running.keeper import descendants
from nb2pkg.verify.running.walls import FILES, NETWORK
from tests.support import command_line
from tests.verify import projects

LIMITS = Options(timeout=120)
ROOT = Path(__file__).parents[2]
BOTH = frozenset([FILES, NETWORK])
needs_walls = pytest.mark.skipif(
    possible_walls(BOTH) != BOTH, reason="this system lets nobody make a namespace"
)


def behind(walls: frozenset[str], own: Path, protected: Path, code: str) -> str:
    command = walled([sys.executable, "-c", code], walls, own, (protected,))
    done = subprocess.run(command, cwd=own, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


@pytest.fixture
def server():
    """Return the port of something that listens on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_accept, args=(listening,), daemon=True).start()
        yield listening.getsockname()[1]


def _accept(listening: socket.socket) -> None:
    try:
        while True:
            listening.accept()[0].close()
    except OSError:
        return


@needs_walls
def test_behind_the_wall_there_is_no_network_but_processes_can_talk(tmp_path, server):
    reach = "import socket; socket.create_connection(('127.0.0.1', {})); print('reached')"
    own = "import socket; s = socket.create_server(('127.0.0.1', 0)); "
    own += reach.format("s.getsockname()[1]")

    assert behind(frozenset(), tmp_path, tmp_path, reach.format(server)) == "reached"
    assert "refused" in behind(frozenset([NETWORK]), tmp_path, tmp_path, reach.format(server))
    assert behind(BOTH, tmp_path, tmp_path, own) == "reached"


@needs_walls
def test_behind_the_wall_only_the_own_folder_can_be_written_to(tmp_path):
    own, original = tmp_path / "own", tmp_path / "original"
    own.mkdir()
    original.mkdir()
    write = "open({!r}, 'w').write('x'); print('written')"

    assert behind(BOTH, own, original, write.format("here.txt")) == "written"
    assert behind(BOTH, own, original, write.format(str(own / "there.txt"))) == "written"
    assert "Read-only" in behind(BOTH, own, original, write.format(str(original / "a.txt")))
    # a clone of this project may lie below /tmp, which stays open to all
    elsewhere = Path.home() / "written-by-a-test-of-nb2pkg.txt"
    assert "Read-only" in behind(BOTH, own, original, write.format(str(elsewhere)))
    assert behind(frozenset(), own, original, write.format(str(original / "a.txt"))) == "written"


def test_where_no_wall_can_be_put_up_there_is_none(monkeypatch):
    refusing = [sys.executable, "-c", "raise SystemExit(126)"]
    monkeypatch.setattr("nb2pkg.verify.running.children.walled", lambda *_: refusing)

    assert possible_walls(BOTH) == frozenset()


def verified(folder: Path, options: Options, *cells: str) -> Verification:
    notebook, project = projects.lay_out(
        folder, cells=(*cells, *projects.CELLS), client=(*cells, *projects.CLIENT), manifest=None
    )
    return verify(notebook, project, options)


@needs_walls
@pytest.mark.kernel
def test_a_notebook_that_needs_the_network_is_told_of_the_option(tmp_path, server):
    cell = f"import urllib.request\nurllib.request.socket.create_connection(('127.0.0.1', {server}))\nNone"

    without = verified(tmp_path / "a", LIMITS, cell)
    allowed = verified(tmp_path / "b", replace(LIMITS, network=True), cell)

    assert without.status == "notebook-fails"
    assert "--network" in without.notes[-1]
    assert allowed.status == "match"


@needs_walls
@pytest.mark.kernel
def test_a_notebook_cannot_write_to_the_original_by_its_full_path(tmp_path):
    target = tmp_path / "a" / "tree" / "people.csv"
    cell = f"open({str(target)!r}, 'w').write('gone')\nNone"

    refused = verified(tmp_path / "a", LIMITS, cell)

    assert refused.status == "notebook-fails"
    assert "Read-only file system" in refused.notes[0]
    assert any("--write-outside" in note for note in refused.notes)
    assert target.read_text() == projects.DATA


@pytest.mark.kernel
def test_where_nothing_can_be_shut_off_the_report_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("nb2pkg.verify.possible_walls", lambda _: frozenset())

    result = verified(tmp_path, LIMITS)

    assert result.status == "match"
    assert [note for note in result.notes if "cannot cut it off" in note]
    assert [note for note in result.notes if "cannot protect them" in note]


TEN = """
import os, subprocess, sys
for _ in range(10):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", {!r}], start_new_session=True)
if os.fork() == 0:  # a daemon, forked twice
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", {!r}])
    os._exit(0)
None
"""


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("ending", "status"),
    [
        ("", "match"),
        ("os._exit(3)", "notebook-fails"),
        ("os.kill(os.getpid(), 11)", "notebook-fails"),
    ],
)
def test_ten_children_and_a_daemon_are_gone_however_the_run_ends(tmp_path, ending, status):
    cell = TEN.format(str(tmp_path), str(tmp_path)) + ending

    result = verified(tmp_path, LIMITS, cell)

    assert result.status == status
    assert not [p for p in descendants(1) if str(tmp_path) in command_line(p)]


@pytest.mark.kernel
def test_an_interruption_at_any_moment_leaves_nothing_behind():
    command = [sys.executable, "-m", "benchmarks.interrupt_verify", "--times", "3", "--seed", "5"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.kernel
def test_the_tree_is_as_it_was_and_the_size_of_a_large_one_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("nb2pkg.verify._LARGE", 0)

    result = verified(
        tmp_path, LIMITS, "open('people.csv', 'a').write('x')\nopen('new', 'w').close()\nNone"
    )

    assert "--root names a smaller tree" in result.notes[-1]
    tree = tmp_path / "tree"
    assert sorted(path.name for path in tree.iterdir()) == ["people.csv", "people.ipynb"]
    digest = hashlib.sha256((tree / "people.csv").read_bytes()).hexdigest()
    assert digest == hashlib.sha256(projects.DATA.encode()).hexdigest()
