"""Copies of the tree that a notebook runs in."""

from __future__ import annotations

import fcntl
import json
import os

import pytest

from nb2pkg.errors import EnvironmentProblemError
from nb2pkg.verify.project import MANIFEST, made_of
from nb2pkg.verify.running import copies, environment


def test_a_copy_has_the_files_and_their_times(tmp_path):
    (tmp_path / "tree" / "data").mkdir(parents=True)
    original = tmp_path / "tree" / "data" / "a.csv"
    original.write_text("a\n1\n")

    copies.copy_tree(tmp_path / "tree", tmp_path / "copy")

    copy = tmp_path / "copy" / "data" / "a.csv"
    assert copy.read_text() == "a\n1\n"
    assert copy.stat().st_mtime_ns == original.stat().st_mtime_ns


def test_a_copy_shares_its_blocks_where_the_system_can_and_is_one_in_any_case(
    tmp_path, monkeypatch
):
    asked = []

    def ioctl(copy, request, original):
        asked.append(request)
        if len(asked) == 1:
            raise OSError
        os.write(copy.fileno(), os.pread(original, 100, 0))

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    (tmp_path / "tree").mkdir()
    for name in ("first", "second"):
        (tmp_path / "tree" / name).write_text(name)

    copies.copy_tree(tmp_path / "tree", tmp_path / "copy")

    assert asked == [0x40049409] * 2
    assert [p.read_text() for p in sorted((tmp_path / "copy").iterdir())] == ["first", "second"]


def test_what_extract_is_at_work_on_stays_behind_and_so_does_what_it_made(tmp_path):
    for name in (".heart.nb2pkg-123", "heart", "data"):
        (tmp_path / "tree" / name).mkdir(parents=True)
        (tmp_path / "tree" / name / "file").touch()
    (tmp_path / "tree" / ".heart.nb2pkg-lock").touch()

    copies.copy_tree(tmp_path / "tree", tmp_path / "copy", frozenset([tmp_path / "tree" / "heart"]))

    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["data"]


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


def laid_out(folder, notebook="heart.ipynb", package="heart"):
    folder.mkdir()
    files = {"src/heart/train.py": "hash"}
    manifest = {"schema": 1, "notebook": notebook, "package": package, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    (folder / "src" / "heart").mkdir(parents=True)
    (folder / "src" / "heart" / "train.py").touch()
    return folder


def test_a_project_is_no_input_of_its_own_notebook(tmp_path):
    project = laid_out(tmp_path / "out")

    found = made_of(tmp_path / "heart.ipynb", "heart", "x = 1", [project / MANIFEST])

    assert list(found) == [project]


@pytest.mark.parametrize(
    "case", ["named", "another notebook", "own file", "notebook inside", "damaged"]
)
def test_a_folder_that_may_be_input_is_copied(tmp_path, case):
    other = "other.ipynb" if case == "another notebook" else "heart.ipynb"
    project = laid_out(tmp_path / "out", other)
    source = "import heart" if case == "named" else "x = 1"
    notebook = project / "heart.ipynb" if case == "notebook inside" else tmp_path / "heart.ipynb"
    if case == "own file":
        (project / "data.csv").touch()
    if case == "damaged":
        (project / MANIFEST).write_text("{")

    assert list(made_of(notebook, "heart", source, [project / MANIFEST])) == []
