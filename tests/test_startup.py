"""What `check` costs and touches before it has found anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
HEAVY = "IPython black jupyter_client libcst nbclient nbformat networkx numpy pandas papermill rich"

PROBE = """
import sys
from nb2pkg.cli import run
code = run(sys.argv[2:])
print("loaded:", *[name for name in sys.argv[1].split() if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    "command", [["check"], ["check", "--format", "json"], ["explain", "NB103"]]
)
def test_the_quick_commands_load_no_heavy_library(command):
    paths = [] if command[0] == "explain" else [EXAMPLES / "wine" / "wine.ipynb"]

    done = subprocess.run(
        [sys.executable, "-c", PROBE, HEAVY, *command, *paths],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == "loaded:\n"
    assert done.returncode == 0


def test_the_call_of_the_hook_loads_neither_the_command_line_library_nor_typing(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PROBE,
            f"{HEAVY} click dataclasses inspect typing",
            "check",
            "--force-exclude",
            EXAMPLES / "wine" / "wine.ipynb",
        ],
        cwd=tmp_path,  # there are no settings to parse here
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == "loaded:\n"
    assert done.stdout == "Nothing found in 1 notebook.\n"
    assert done.returncode == 0


@pytest.mark.parametrize("command", ["check", "analyze"])
def test_looking_at_a_notebook_never_runs_it(command, write_notebook, tmp_path):
    mark = tmp_path / "ran"
    path = write_notebook(
        tmp_path / "a.ipynb", f"open({str(mark)!r}, 'w')", f"!touch {mark}", f"%run {mark}.py"
    )
    before = sorted(tmp_path.iterdir())

    done = subprocess.run(
        [sys.executable, "-m", "nb2pkg", command, path],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert done.returncode in (0, 1)
    assert sorted(tmp_path.iterdir()) == before
