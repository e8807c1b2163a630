"""What `--python` may name."""

from __future__ import annotations

import sys
import venv
from pathlib import Path

import pytest

from nb2pkg.errors import EnvironmentProblemError
from nb2pkg.verify.running.environment import find_interpreter, named_interpreter, variables
from nb2pkg.verify.running.pythons import python_in


@pytest.fixture(autouse=True)
def nothing_of_this_machine(tmp_path, monkeypatch):
    """Hide the conda of the machine that runs the tests, and work in an empty folder."""
    for name in ("CONDA_EXE", "CONDA_ENVS_PATH", "CONDA_ENVS_DIRS", "MAMBA_ROOT_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("nb2pkg.verify.running.pythons._SHARED", ())
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def conda(folder: Path) -> Path:
    """Make what looks like a conda environment, and return its interpreter."""
    (folder / "conda-meta").mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / "bin" / "python").chmod(0o755)
    return folder / "bin" / "python"


def test_without_a_name_it_is_the_interpreter_that_runs_us():
    assert python_in(None) == sys.executable


def test_a_file_and_a_command_stay_what_they_are(monkeypatch):
    assert python_in(sys.executable) == sys.executable
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert python_in(Path(sys.executable).name) == sys.executable


@pytest.mark.parametrize("named", [".venv", "./.venv", ".", ".venv/bin/python"])
def test_a_virtual_environment_or_the_project_that_keeps_one_stands_for_its_interpreter(named):
    venv.create(".venv", with_pip=False)

    assert python_in(named) == str(Path.cwd() / ".venv" / "bin" / "python")


def test_the_folder_of_a_conda_environment_stands_for_its_interpreter(tmp_path):
    python = conda(tmp_path / "somewhere" / "ml")

    assert python_in(str(tmp_path / "somewhere" / "ml")) == str(python)
    assert python_in(f"{tmp_path}/somewhere/ml/") == str(python)


@pytest.mark.parametrize("place", ["home/miniconda3/envs", "home/.conda/envs", "own"])
def test_the_name_of_a_conda_environment_stands_for_its_interpreter(tmp_path, monkeypatch, place):
    python = conda(tmp_path / place / "ml")
    monkeypatch.setenv("CONDA_ENVS_PATH", str(tmp_path / "own"))

    assert python_in("ml") == str(python)


def test_an_environment_that_conda_has_on_its_list_and_its_base_are_found_by_name(tmp_path):
    listed = conda(tmp_path / "elsewhere" / "vision")
    (tmp_path / "home" / ".conda").mkdir(parents=True)
    (tmp_path / "home" / ".conda" / "environments.txt").write_text(
        f"{listed.parent.parent}\n/gone\n"
    )
    base = conda(tmp_path / "home" / "miniforge3")
    (base.parent.parent / "condabin").mkdir()

    assert python_in("vision") == str(listed)
    assert python_in("base") == str(base)


@pytest.mark.parametrize("named", ["gone", "gone/bin/python", "/gone", "empty"])
def test_what_is_no_environment_is_told_with_what_may_be_named(named):
    Path("empty").mkdir()

    with pytest.raises(EnvironmentProblemError, match="folder of a virtual or conda environment"):
        python_in(named)


def test_a_name_that_conda_does_not_know_is_told_with_those_that_it_does(tmp_path):
    conda(tmp_path / "home" / "miniconda3" / "envs" / "vision")

    with pytest.raises(EnvironmentProblemError, match="conda environments here: vision"):
        python_in("visoin")


def test_two_environments_at_once_are_refused():
    with pytest.raises(EnvironmentProblemError, match="give one"):
        named_interpreter(sys.executable, "python3")


def test_the_folder_of_the_environment_that_runs_us_can_run_notebooks(tmp_path):
    found = find_interpreter(sys.prefix, None)

    assert Path(found.path).parent.parent == Path(sys.prefix)
    assert variables(found, tmp_path / "run")["VIRTUAL_ENV"] == sys.prefix
