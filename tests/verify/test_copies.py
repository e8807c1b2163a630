"""Copies of the tree that a notebook runs in."""

from __future__ import annotations

import os

import pytest

from nb2pkg.errors import EnvironmentProblemError
from nb2pkg.verify import copies, environment


def test_a_copy_has_the_files_and_their_times(tmp_path):
    (tmp_path / "tree" / "data").mkdir(parents=True)
    original = tmp_path / "tree" / "data" / "a.csv"
    original.write_text("a\n1\n")

    copies.copy_tree(tmp_path / "tree", tmp_path / "copy")

    copy = tmp_path / "copy" / "data" / "a.csv"
    assert copy.read_text() == "a\n1\n"
    assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns


def test_what_belongs_to_tools_stays_behind(tmp_path):
    for name in (".git", "__pycache__", ".ipynb_checkpoints", "env"):
        (tmp_path / "tree" / name).mkdir(parents=True)
        (tmp_path / "tree" / name / "file").touch()
    (tmp_path / "tree" / "env" / "pyvenv.cfg").touch()
    os.mkfifo(tmp_path / "tree" / "pipe")

    copies.copy_tree(tmp_path / "tree", tmp_path / "copy")

    assert list((tmp_path / "copy").iterdir()) == []


def test_no_link_leads_out_of_the_copy(tmp_path):
    tree, outside = tmp_path / "tree", tmp_path / "outside"
    tree.mkdir()
    outside.mkdir()
    (tree / "a.csv").write_text("inside")
    (outside / "b.csv").write_text("outside")
    (tree / "absolute").symlink_to(tree / "a.csv")
    (tree / "relative").symlink_to("a.csv")
    (tree / "folder").symlink_to(outside)
    (tree / "broken").symlink_to("nowhere")
    (tree / "circle").symlink_to("circle")

    copies.copy_tree(tree, tmp_path / "copy")

    for path in (tmp_path / "copy").rglob("*"):
        assert path.resolve().is_relative_to(tmp_path / "copy")
    assert (tmp_path / "copy" / "absolute").read_text() == "inside"
    assert (tmp_path / "copy" / "folder" / "b.csv").read_text() == "outside"


def test_a_tree_that_does_not_fit_is_refused(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("a" * 1000)
    monkeypatch.setattr(copies, "_MARGIN", 10**18)

    with pytest.raises(EnvironmentProblemError, match="--root"):
        copies.check_room(tmp_path, 4, tmp_path)


def test_the_root_is_the_project_around_the_notebook(tmp_path):
    notebook = tmp_path / "a" / "b" / "x.ipynb"
    notebook.parent.mkdir(parents=True)
    assert copies.find_root(notebook) in {notebook.parent, *notebook.parent.parents}

    (tmp_path / "a" / "pyproject.toml").touch()

    assert copies.find_root(notebook) == tmp_path / "a"


def test_what_a_run_has_made_read_only_is_removed_as_well(tmp_path):
    folder = tmp_path / "run" / "inner"
    folder.mkdir(parents=True)
    (folder / "file").touch()
    folder.chmod(0o500)

    copies.remove(tmp_path / "run")

    assert not (tmp_path / "run").exists()


def test_a_run_gets_a_home_of_its_own_and_no_secrets(tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    interpreter = environment.find_interpreter(None, None)

    found = environment.variables(interpreter, tmp_path)

    assert "made-up" not in found.values()
    assert found["HOME"] == str(tmp_path)
    assert found["PYTHONHASHSEED"] == "0"


def test_an_interpreter_that_is_none_is_an_environment_problem(tmp_path):
    with pytest.raises(EnvironmentProblemError, match="no Python"):
        environment.find_interpreter(str(tmp_path / "python"), None)


def test_a_kernel_that_is_not_installed_is_named(tmp_path):
    with pytest.raises(EnvironmentProblemError, match="no kernel 'nowhere'"):
        environment.find_interpreter(None, "nowhere")
