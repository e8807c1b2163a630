"""What the tests share: the results of a run, and a way to run commands."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from workplace import (
    ENVIRONMENT,
    FOLDER,
    PROJECT,
    SECRETS,
    guard_links,
    laid_out,
    seed,
    stamp,
)

from wine.pipeline import run
from wine.settings import Settings

os.environ.setdefault("MPLBACKEND", "agg")  # figures are drawn, not shown
NO_DATA = f"the notebook's folder is not at {FOLDER}; set WINE_NOTEBOOK_FOLDER"


@pytest.fixture(scope="session")
def workplace(tmp_path_factory):
    """Stand in a temporary folder with the notebook's data, which itself is not written to."""
    top = tmp_path_factory.mktemp("workplace")
    here, linked = laid_out(top)
    guard_links(top)
    before = {path: stamp(path) for path in linked}
    left = Path.cwd()
    os.chdir(here)
    yield here
    os.chdir(left)
    touched = ", ".join(str(path) for path in before if stamp(path) != before[path])
    assert not touched, f"the notebook's own files were written to: {touched}"


@pytest.fixture(scope="session")
def results(workplace):
    """Run the pipeline, once for all tests."""
    unset = [name for name in SECRETS if name not in os.environ]
    if unset:
        pytest.skip(f"secrets are not set, see .env.example: {', '.join(unset)}")
    seed()
    try:
        return run(Settings())
    except FileNotFoundError:
        if FOLDER.is_dir():
            raise
        pytest.skip(NO_DATA)


@pytest.fixture(scope="session")
def alone(results, tmp_path_factory):
    """Give what runs a command in a process of its own; all of them share a fresh copy of the data."""
    top = tmp_path_factory.mktemp("commands")
    here, _ = laid_out(top / "tree")
    path = [str(PROJECT / "src"), *filter(None, [ENVIRONMENT.get("PYTHONPATH")])]
    env = {
        **ENVIRONMENT,
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(path),
    }

    def run_alone(command):
        """Run a command; return for each name that it gives how the value differs from the notebook's."""
        process = [
            sys.executable,
            str(Path(__file__).with_name("own_process.py")),
            command,
            str(top),
        ]
        said, found = top / f"{command}.txt", top / f"{command}.json"
        with said.open("w") as output:
            streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
            subprocess.run(process, cwd=here, env=env, check=False, **streams)
        if not found.exists():
            pytest.fail(
                f"`{command}` fails: {said.read_text(errors='replace')[-2000:]}"
            )
        return json.loads(found.read_text(encoding="utf-8"))

    return run_alone
