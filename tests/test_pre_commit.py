"""The hook, run by pre-commit itself, which installs nb2pkg from this checkout into an environment of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import write_notebook

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
HIDDEN = ("print(gone)",)
CLEAN = ("x = 1", "print(x)")
RERUN = ("x = 1", "x = x + 1")
RERUN_COUNTS = (1, 3)
ODD_NAMES = (
    "with space.ipynb",
    "größe 数据.ipynb",
    "-dash.ipynb",
    "--strict.ipynb",
    'quote\'s "twice".ipynb',
    "$(touch here).ipynb",
    "percent%20.ipynb",
    "[a-z]*.ipynb",
    "UPPER.IPYNB",
)


@pytest.fixture(scope="session")
def shared(tmp_path_factory) -> Path:
    """Return one folder for all workers, so that the hook is installed once."""
    base: Path = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "pre-commit"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def environment(shared) -> dict[str, str]:
    """Return what commands see: no settings and no caches of the person who runs the tests."""
    private = {"HOME": shared / "home", "PRE_COMMIT_HOME": shared / "store"}
    private["PIP_CACHE_DIR"] = shared / "pip"
    for folder in private.values():
        folder.mkdir(exist_ok=True)
    nobody = {"NAME": "Nobody", "EMAIL": "nobody@example.org", "DATE": "2026-01-01T00:00:00Z"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        **{name: str(folder) for name, folder in private.items()},
        **{f"GIT_{who}_{what}": nobody[what] for who in ("AUTHOR", "COMMITTER") for what in nobody},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PRE_COMMIT_COLOR": "never",
    }


@pytest.fixture(scope="session")
def hook_repository(shared, environment) -> tuple[Path, str]:
    """Return a repository of what would be released now, and its commit."""
    target = shared / "nb2pkg"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            made = shared / "unfinished"
            for path in _released():
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / path, made / path)
            _commit_all(made, environment)
            made.rename(target)
    return target, _run(["git", "rev-parse", "HEAD"], target, environment).stdout.strip()


def _released() -> list[Path]:
    """Return the files that pre-commit needs to install nb2pkg, as they are in this checkout."""
    files = ["pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"]
    code = [path.relative_to(ROOT) for path in (ROOT / "nb2pkg").rglob("*") if path.is_file()]
    return [*map(Path, files), *(path for path in code if "__pycache__" not in path.parts)]


def _commit_all(folder: Path, environment: dict[str, str]) -> None:
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all of it"]):
        _run(["git", *command], folder, environment).check_returncode()


def _run(
    command: list[str], folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def run_hook(tmp_path, environment, hook_repository) -> Callable[..., tuple[int, str]]:
    """Return a function that runs the hook on all files of the folder `tmp_path`, as a commit would."""
    repository, commit = hook_repository

    def run(*arguments: str) -> tuple[int, str]:
        (tmp_path / ".pre-commit-config.yaml").write_text(
            f"repos:\n- repo: {repository}\n  rev: {commit}\n"
            f"  hooks:\n  - id: nb2pkg\n    args: [{', '.join(arguments)}]\n"
        )
        _commit_all(tmp_path, environment)
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files"]
        done = _run(command, tmp_path, environment)
        return done.returncode, done.stdout

    return run


def test_a_clean_notebook_passes(tmp_path, run_hook):
    write_notebook(tmp_path / "clean.ipynb", *CLEAN)

    code, said = run_hook()

    assert "Passed" in said
    assert code == 0


def test_try_repo_fails_a_notebook_with_hidden_state_and_shows_it(
    tmp_path, environment, hook_repository
):
    write_notebook(tmp_path / "clean.ipynb", *CLEAN)
    write_notebook(tmp_path / "hidden.ipynb", *HIDDEN)
    (tmp_path / "script.py").write_text("print(gone)\n")
    _commit_all(tmp_path, environment)
    command = ["try-repo", str(hook_repository[0]), "nb2pkg", "--all-files"]

    done = _run([sys.executable, "-m", "pre_commit", *command], tmp_path, environment)

    assert "hidden.ipynb:cell 1:1:7: NB101 In [1]: `gone`" in done.stdout
    assert "Found 1 error in 2 notebooks" in done.stdout
    assert "clean.ipynb" not in done.stdout
    assert "script.py" not in done.stdout
    assert done.returncode == 1


def test_other_files_are_ignored(tmp_path, run_hook):
    notebook = write_notebook(tmp_path / "hidden.txt", *HIDDEN).read_text()
    (tmp_path / "hidden.json").write_text(notebook)
    (tmp_path / "hidden.py").write_text("print(gone)\n")
    (tmp_path / "notes.ipynb.md").write_text("print(gone)\n")

    code, said = run_hook()

    assert "no files to check" in said
    assert code == 0


def test_files_may_have_odd_names(tmp_path, run_hook):
    for name in ODD_NAMES:
        write_notebook(tmp_path / name, *HIDDEN)

    code, said = run_hook()

    assert [name for name in ODD_NAMES if f"{name}:cell 1:1:7: NB101" not in said] == []
    assert code == 1


def test_an_odd_name_does_not_stop_other_files_and_options(tmp_path, run_hook):
    write_notebook(tmp_path / "-s.ipynb", *CLEAN)
    write_notebook(tmp_path / "a b.ipynb", *CLEAN)
    write_notebook(tmp_path / "rerun.ipynb", *RERUN, counts=RERUN_COUNTS)

    code, said = run_hook("--strict")

    assert "rerun.ipynb:cell 2:1:1: NB110" in said
    assert code == 1


def test_a_warning_does_not_fail_the_hook(tmp_path, run_hook):
    write_notebook(tmp_path / "rerun.ipynb", *RERUN, counts=RERUN_COUNTS)

    code, said = run_hook()

    assert "Passed" in said
    assert code == 0


def test_many_files_are_one_run(tmp_path, run_hook):
    for number in range(300):
        write_notebook(tmp_path / f"clean {number}.ipynb", *CLEAN)
    write_notebook(tmp_path / "hidden.ipynb", *HIDDEN)

    code, said = run_hook()

    assert said.count("Found 1 error in 301 notebooks") == 1
    assert code == 1


def test_excluded_files_stay_excluded_though_they_are_named(tmp_path, run_hook):
    (tmp_path / "drafts").mkdir()
    write_notebook(tmp_path / "drafts" / "hidden.ipynb", *HIDDEN)
    write_notebook(tmp_path / "clean.ipynb", *CLEAN)
    (tmp_path / "pyproject.toml").write_text('[tool.nb2pkg]\nexclude = ["drafts"]\n')

    code, said = run_hook()

    assert "Passed" in said
    assert code == 0


def test_an_unreadable_notebook_fails_the_hook(tmp_path, run_hook):
    (tmp_path / "broken.ipynb").write_text("{")

    code, said = run_hook()

    assert "NB901" in said
    assert code == 1


def test_nothing_is_written(tmp_path, run_hook, environment):
    write_notebook(tmp_path / "hidden.ipynb", *HIDDEN)

    run_hook()

    assert _run(["git", "status", "--porcelain"], tmp_path, environment).stdout == ""
