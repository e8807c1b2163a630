"""Which notebooks are found, and which are not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from nb2pkg.config import Config
from nb2pkg.notebook.discover import notebooks

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return an empty folder that is the working directory, in no repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def touch(tree: Path, *names: str) -> None:
    for name in names:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def repository(folder: Path, *ignored: str) -> None:
    folder.mkdir(exist_ok=True)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / ".gitignore").write_text("\n".join(ignored), encoding="utf-8")


def found(*paths: str, config: Config | None = None) -> list[str]:
    return list(notebooks(paths, config or Config()))


# --- what is passed on as it is


def test_files_come_as_they_are_given(tree):
    touch(tree, "b.ipynb", "a.txt")

    assert found("b.ipynb", "a.txt", "./a.txt") == ["b.ipynb", "a.txt"]


def test_a_dash_means_standard_input(tree):
    assert found("-") == ["-"]


def test_a_path_to_nothing_is_passed_on_so_that_reading_says_so(tree):
    assert found("nowhere.ipynb", "nowhere") == ["nowhere.ipynb", "nowhere"]


def test_a_folder_that_is_named_like_a_notebook_is_passed_on(tree):
    touch(tree, "x.ipynb/a.ipynb")

    assert found("x.ipynb") == ["x.ipynb"]


def test_nothing_is_found_twice(tree):
    touch(tree, "a/b.ipynb")

    assert found("a/b.ipynb", ".", "a") == ["a/b.ipynb"]


# --- folders


def test_notebooks_below_a_folder_are_found_in_order(tree):
    touch(tree, "b.ipynb", "a/c.IPYNB", "a/-d e.ipynb", "a/x.py", "a/ipynb")

    assert found(".") == ["a/-d e.ipynb", "a/c.IPYNB", "b.ipynb"]
    assert found("a") == ["a/-d e.ipynb", "a/c.IPYNB"]
    assert found(str(tree / "a"))[0] == str(tree / "a/-d e.ipynb")


def test_a_folder_without_notebooks_holds_none(tree):
    assert found(".") == []


@pytest.mark.parametrize(
    "name",
    [
        ".ipynb_checkpoints/a-checkpoint.ipynb",
        "deep/.ipynb_checkpoints/a.ipynb",
        ".git/a.ipynb",
        "node_modules/x/a.ipynb",
        "env/lib/a.ipynb",
    ],
)
@pytest.mark.parametrize("with_git", [False, pytest.param(True, marks=needs_git)])
def test_some_folders_are_never_searched(tree, name, with_git):
    if with_git:
        repository(tree)
    touch(tree, name, "env/pyvenv.cfg", "good.ipynb")

    assert found(".") == ["good.ipynb"]


def test_what_is_excluded_is_not_searched(tree):
    touch(tree, "drafts/a.ipynb", "b.ipynb", "c.ipynb")

    assert found(".", config=Config(exclude=("drafts", "c.*"))) == ["b.ipynb"]


def test_what_is_named_itself_is_excluded_only_by_force(tree):
    touch(tree, "drafts/a.ipynb")
    config = Config(exclude=("drafts",))
    by_force = Config(exclude=("drafts",), force_exclude=True)

    assert found("drafts/a.ipynb", config=config) == ["drafts/a.ipynb"]
    assert found("drafts/a.ipynb", "drafts", "-", config=by_force) == ["-"]


def test_links_that_lead_out_of_the_folder_are_not_followed(tree):
    touch(tree, "out.ipynb", "in/a.ipynb", "in/b/c.txt")
    (tree / "in/link.ipynb").symlink_to(tree / "out.ipynb")
    (tree / "in/same.ipynb").symlink_to("a.ipynb")
    (tree / "in/other.ipynb").symlink_to("b/c.txt")
    (tree / "in/loop").symlink_to(tree / "in")

    assert found("in") == ["in/a.ipynb", "in/other.ipynb"]


# --- git


@needs_git
def test_what_git_ignores_is_not_found(tree):
    repository(tree, "build", "*_scratch.ipynb")
    touch(tree, "a.ipynb", "build/b.ipynb", "x/c_scratch.ipynb", "x/new.ipynb", "é ü.ipynb")

    assert found(".") == ["a.ipynb", "x/new.ipynb", "é ü.ipynb"]
    assert found("x") == ["x/new.ipynb"]


@needs_git
def test_what_git_ignores_can_be_named(tree):
    repository(tree, "build", "a.ipynb")
    touch(tree, "a.ipynb", "build/b.ipynb")

    assert found("a.ipynb", "build") == ["a.ipynb", "build/b.ipynb"]


@needs_git
def test_a_file_that_git_tracks_but_is_gone_is_not_found(tree):
    repository(tree)
    touch(tree, "a.ipynb", "b.ipynb")
    subprocess.run(["git", "add", "."], check=True)
    (tree / "b.ipynb").unlink()

    assert found(".") == ["a.ipynb"]


@needs_git
def test_a_repository_within_is_searched_by_its_own_rules(tree):
    repository(tree, "x.ipynb")
    repository(tree / "inner", "y.ipynb")
    touch(tree, "inner/a.ipynb", "inner/y.ipynb", "inner/.ipynb_checkpoints/a.ipynb")

    assert found(".") == ["inner/a.ipynb"]


@needs_git
def test_the_repository_of_a_running_hook_does_not_mislead(tree, monkeypatch):
    repository(tree / "one", "a.ipynb")
    repository(tree / "two")
    touch(tree, "two/a.ipynb")
    monkeypatch.setenv("GIT_DIR", str(tree / "one/.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tree / "one/.git/index"))

    assert found("two") == ["two/a.ipynb"]


@needs_git
def test_a_repository_cannot_have_a_program_of_its_choice_run(tree):
    repository(tree)
    touch(tree, "a.ipynb")
    monitor = tree / "monitor.sh"
    monitor.write_text(f"#!/bin/sh\ntouch {tree}/ran\n", encoding="utf-8")
    monitor.chmod(0o755)
    subprocess.run(["git", "config", "core.fsmonitor", str(monitor)], check=True)

    assert found(".") == ["a.ipynb"]
    assert not (tree / "ran").exists()


def test_without_git_folders_are_searched_all_the_same(tree, monkeypatch):
    (tree / ".git").mkdir()
    touch(tree, "a/b.ipynb")
    monkeypatch.setenv("PATH", str(tree / "nowhere"))

    assert found(".") == ["a/b.ipynb"]


@needs_git
def test_a_repository_that_git_cannot_read_is_searched_all_the_same(tree):
    (tree / ".git").mkdir()
    touch(tree, "a/b.ipynb")

    assert found(".") == ["a/b.ipynb"]


def test_a_folder_without_rights_is_passed_on_so_that_reading_says_so(tree, monkeypatch):
    touch(tree, "a.ipynb", "closed/b.ipynb")
    scandir = os.scandir

    def refuse(path: str) -> object:  # root may read any folder, so rights alone cannot be tested
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)

    assert found(".") == ["./closed", "a.ipynb"]
