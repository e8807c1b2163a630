"""Writing: whole or not at all, and never over what a person wrote."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nb2pkg.errors import CannotWriteError
from nb2pkg.extraction.write import commit, discard, restage, stage, tree, write_file
from tests.extraction.writing import write_project

MODULE = "src/heart/train.py"
LINES = [f"a_{number} = {number}" for number in range(12)]
FILES: dict[str, str | bytes] = {
    "pyproject.toml": '[project]\nname = "heart"\n',
    "README.md": "# heart\n",
    MODULE: "\n".join(LINES) + "\n",
    "notebooks/heart.ipynb": '{"cells": []}\n',
    "data.bin": b"\xff\x00",
}


def changed(line: int, text: str) -> str:
    """Return the module with one line replaced."""
    return "\n".join([*LINES[:line], text, *LINES[line + 1 :]]) + "\n"


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def siblings(folder: Path) -> list[str]:
    """Return what stands beside a folder."""
    return sorted(path.name for path in folder.parent.iterdir() if path != folder)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "heart"


@pytest.fixture
def project(target: Path) -> Path:
    write_project(FILES, target)
    return target


def test_writing_twice_gives_the_same_bytes(project):
    before = contents(project)

    written = write_project(FILES, project)

    assert contents(project) == before
    assert set(FILES) <= set(written.unchanged)
    assert siblings(project) == []


def test_a_file_of_the_users_own_stays(project):
    (project / "data").mkdir()
    (project / "data" / "heart.csv").write_text("age\n")
    (project / "empty").mkdir()
    (project / "notes.md").symlink_to("README.md")

    write_project({**FILES, MODULE: "b = 1\n"}, project)

    assert (project / "data" / "heart.csv").read_text() == "age\n"
    assert (project / "empty").is_dir()
    assert (project / "notes.md").is_symlink()
    assert (project / MODULE).read_text() == "b = 1\n"


def test_an_edit_stays_when_the_generated_text_is_what_it_was(project):
    (project / MODULE).write_text(changed(0, "mine = 1"))

    written = write_project(FILES, project)

    assert (project / MODULE).read_text() == changed(0, "mine = 1")
    assert written.kept == (MODULE,)


def test_a_refused_run_changes_nothing(project):
    (project / MODULE).write_text(changed(3, "mine = 1"))
    (project / "README.md").write_text("# my heart\n")
    before = contents(project)

    with pytest.raises(CannotWriteError) as caught:
        write_project({**FILES, MODULE: changed(3, "theirs = 2"), "README.md": "# x\n"}, project)

    assert contents(project) == before
    assert siblings(project) == []
    assert MODULE in str(caught.value)
    assert "README.md" in str(caught.value)


def test_a_new_folder_is_made_with_those_above_it(tmp_path):
    target = tmp_path / "a" / "b c" / "hërz"

    written = write_project(FILES, target)

    assert contents(target).keys() >= FILES.keys()
    assert set(written.created) >= set(FILES)
    assert (target / "data.bin").read_bytes() == FILES["data.bin"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_an_empty_folder_is_filled(tmp_path):
    write_project(FILES, tmp_path)

    assert contents(tmp_path).keys() >= FILES.keys()


def test_the_manifest_keeps_what_else_was_put_into_it(target):
    write_project({**FILES, "nb2pkg.json": '{"notebook": "heart.ipynb"}'}, target)

    manifest = json.loads((target / "nb2pkg.json").read_text())

    assert manifest["notebook"] == "heart.ipynb"
    assert set(manifest["files"]) == set(FILES)


def test_an_edit_and_a_new_text_are_merged(project):
    (project / MODULE).write_text(changed(0, "mine = 1"))

    written = write_project({**FILES, MODULE: changed(11, "theirs = 2")}, project)

    expected = "\n".join(["mine = 1", *LINES[1:11], "theirs = 2"]) + "\n"
    assert (project / MODULE).read_text() == expected
    assert written.merged == (MODULE,)


def test_a_merge_that_no_longer_parses_is_refused(project):
    (project / MODULE).write_text(changed(0, '"""'))

    with pytest.raises(CannotWriteError, match="cannot be merged"):
        write_project({**FILES, MODULE: changed(11, "theirs = 2")}, project)


def test_an_edited_notebook_is_never_merged(project):
    (project / "notebooks/heart.ipynb").write_text('{"cells": [], "mine": 1}\n')

    with pytest.raises(CannotWriteError, match=r"heart\.ipynb was edited"):
        write_project({**FILES, "notebooks/heart.ipynb": '{"cells": [1]}\n'}, project)


def test_without_git_an_edit_is_refused(project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    (project / MODULE).write_text(changed(0, "mine = 1"))

    with pytest.raises(CannotWriteError, match="cannot be merged"):
        write_project({**FILES, MODULE: changed(11, "theirs = 2")}, project)


def test_a_file_that_was_not_made_by_us_is_refused(target):
    target.mkdir(parents=True)
    (target / "README.md").write_text("my own\n")

    with pytest.raises(CannotWriteError, match=r"README\.md was not made by nb2pkg"):
        write_project(FILES, target)

    assert contents(target) == {"README.md": b"my own\n"}


def test_force_merges_what_can_be_merged_and_names_what_it_writes_over(project):
    write_project({**FILES, "README.md": "# heart\n\nold\n"}, project)
    (project / MODULE).write_text(changed(2, "mine = 1"))
    (project / "README.md").write_text("# heart\n\nmine\n")
    (project / "new.py").write_text("my own\n")
    (project / "own.txt").write_text("own\n")
    files = {**FILES, MODULE: changed(11, "theirs = 2"), "README.md": "# heart\n\nnew\n"}

    written = write_project({**files, "new.py": "theirs\n"}, project, force=True)

    assert written.merged == (MODULE,)
    assert written.overwritten == ("README.md", "new.py")
    merged = (project / MODULE).read_text()
    assert "mine = 1" in merged
    assert "theirs = 2" in merged
    assert (project / "README.md").read_text() == "# heart\n\nnew\n"
    assert (project / "own.txt").exists()


def test_force_keeps_an_edit_where_nothing_else_is_generated(project):
    (project / MODULE).write_text("mine = 1\n")

    written = write_project(FILES, project, force=True)

    assert written.kept == (MODULE,)
    assert written.overwritten == ()
    assert (project / MODULE).read_text() == "mine = 1\n"


def test_force_has_no_use_where_nothing_was_edited(project):
    written = write_project({**FILES, MODULE: "b = 1\n"}, project, force=True)

    assert MODULE in written.replaced
    assert written.overwritten == ()


def test_what_is_no_longer_generated_goes_unless_it_was_edited(project):
    write_project({**FILES, "src/old/a.py": "a = 1\n", "src/heart/b.py": "b = 1\n"}, project)
    (project / "src/heart/b.py").write_text("mine = 1\n")
    (project / "src/old/__pycache__").mkdir()

    written = write_project(FILES, project)

    assert written.removed == ("src/old/a.py",)
    assert written.kept == ("src/heart/b.py",)
    assert not (project / "src/old").exists()


def test_modes_of_files_are_kept(project):
    (project / MODULE).chmod(0o755)

    write_project({**FILES, MODULE: "b = 1\n"}, project)

    assert (project / MODULE).stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "path",
    ["../out.py", "/etc/out.py", "a/../../b", "", "a//b", ".git/hooks/x", "C:\\x", "a\nb", "a/./b"],
)
def test_no_path_leaves_the_project(path, target):
    with pytest.raises(CannotWriteError, match="no path inside"):
        write_project({path: "x"}, target)

    assert not target.parent.exists()


@pytest.mark.parametrize("paths", [("A.py", "a.py"), ("src", "src/a.py")])
def test_no_two_paths_collide(paths, target):
    with pytest.raises(CannotWriteError):
        write_project(dict.fromkeys(paths, "x"), target)

    assert not target.parent.exists()


@pytest.mark.parametrize("force", [False, True])
def test_nothing_is_written_through_a_symbolic_link(project, tmp_path, force):
    elsewhere = tmp_path / "elsewhere"
    (project / "src").rename(elsewhere)
    (project / "src").symlink_to(elsewhere)

    with pytest.raises(CannotWriteError, match="src is a symbolic link"):
        write_project({**FILES, MODULE: "b = 1\n"}, project, force=force)

    assert (elsewhere / "heart/train.py").read_text() == FILES[MODULE]


def test_a_target_that_is_a_link_stays_one(project, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(project)

    write_project({**FILES, MODULE: "b = 1\n"}, link)

    assert link.is_symlink()
    assert (project / MODULE).read_text() == "b = 1\n"


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path):
    (tmp_path / "heart").write_text("")

    with pytest.raises(CannotWriteError, match="is a file"):
        write_project(FILES, tmp_path / "heart")
    with pytest.raises(CannotWriteError, match="is a file"):
        write_project(FILES, tmp_path / "heart" / "below")


def test_a_place_that_cannot_be_written_is_an_error():
    with pytest.raises(CannotWriteError, match="cannot be written"):
        write_project(FILES, Path("/proc/nb2pkg"))


def test_a_broken_manifest_makes_nothing_ours(project):
    (project / "nb2pkg.json").write_text("{")

    with pytest.raises(CannotWriteError, match="was not made by nb2pkg"):
        write_project({**FILES, MODULE: "b = 1\n"}, project)


def test_two_runs_at_once_do_not_mix(target):
    staged = stage(FILES, target)
    try:
        with pytest.raises(CannotWriteError, match="another run"):
            write_project(FILES, target)
    finally:
        discard(staged)

    write_project(FILES, target)
    assert siblings(target) == []


def test_a_staged_project_can_be_changed_before_it_is_put_in_place(target):
    staged = stage(FILES, target)
    (staged.path / "left_by_a_test_run.txt").write_text("")
    staged = restage(staged, {"nb2pkg.json": '{"verdict": "match"}', "README.md": "# verified\n"})

    assert (staged.path / "README.md").read_text() == "# verified\n"
    commit(staged)
    discard(staged)

    assert contents(target).keys() == {*FILES, "nb2pkg.json", ".nb2pkg/base.json"}
    assert json.loads((target / "nb2pkg.json").read_text())["verdict"] == "match"


def test_an_edit_is_judged_by_the_final_text(project):
    (project / MODULE).write_text(changed(3, "mine = 1"))
    staged = stage({**FILES, MODULE: changed(3, "not verified yet")}, project)
    staged = restage(staged, FILES)

    written = commit(staged)
    discard(staged)

    assert written.kept == (MODULE,)
    assert (project / MODULE).read_text() == changed(3, "mine = 1")


def test_what_was_staged_and_discarded_leaves_no_trace(target):
    discard(stage(FILES, target))

    assert not target.parent.exists()
    assert list(target.parent.parent.iterdir()) == []


def test_a_full_disk_leaves_the_old_project(project, monkeypatch):
    before = contents(project)
    calls = iter(range(100))
    genuine = os.fsync

    def fsync(descriptor: int) -> None:
        if next(calls) == 9:  # in the middle of the second tree
            raise OSError(errno.ENOSPC, "No space left on device")
        genuine(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(CannotWriteError, match="No space left"):
        write_project({**FILES, MODULE: "b = 1\n"}, project)

    assert contents(project) == before
    assert siblings(project) == []


def test_where_folders_cannot_be_exchanged_two_renames_do(project, monkeypatch):
    monkeypatch.setattr(tree, "_exchange", lambda *_: False)

    write_project({**FILES, MODULE: "b = 1\n"}, project)

    assert (project / MODULE).read_text() == "b = 1\n"
    assert siblings(project) == []


def test_what_is_saved_while_a_project_is_put_in_place_is_not_lost(project, monkeypatch):
    (project / "notes.md").write_text("first")
    exchange = tree._exchange

    def saved_meanwhile(new: Path, target: Path) -> bool:
        (target / "data").mkdir()
        (target / "data/new.csv").write_text("1,2")
        (target / "notes.tmp").write_text("second")
        (target / "notes.tmp").replace(target / "notes.md")
        return exchange(new, target)

    monkeypatch.setattr(tree, "_exchange", saved_meanwhile)
    write_project({**FILES, MODULE: "b = 1\n"}, project)

    assert (project / "data/new.csv").read_text() == "1,2"
    assert (project / "notes.md").read_text() == "second"
    assert (project / MODULE).read_text() == "b = 1\n"


def test_the_folder_one_stands_in_is_not_replaced(project, monkeypatch):
    before = contents(project)
    monkeypatch.chdir(project / "src")

    with pytest.raises(CannotWriteError, match="you stand in"):
        write_project({**FILES, MODULE: "b = 1\n"}, project)

    assert contents(project) == before


def test_a_working_directory_that_is_gone_is_an_error(target, tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    with pytest.raises(CannotWriteError, match="is gone"):
        write_project(FILES, target)


def test_a_run_killed_between_two_renames_is_undone_by_the_next(project):
    before = contents(project)
    project.rename(project.with_name(".heart.nb2pkg-123.old"))
    project.with_name(".heart.nb2pkg-123.new").mkdir()

    written = write_project(FILES, project)

    assert set(FILES) <= set(written.unchanged)
    assert contents(project) == before
    assert siblings(project) == []


def test_a_single_file_is_replaced_and_keeps_its_mode(tmp_path):
    (tmp_path / "graph.svg").write_text("old")
    (tmp_path / "graph.svg").chmod(0o600)

    write_file(tmp_path / "graph.svg", "new")
    write_file(tmp_path / "fresh.svg", b"new")

    assert contents(tmp_path) == {"graph.svg": b"new", "fresh.svg": b"new"}
    assert (tmp_path / "graph.svg").stat().st_mode & 0o777 == 0o600


def test_a_single_file_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "folder").mkdir()

    with pytest.raises(CannotWriteError, match="cannot be written"):
        write_file(tmp_path / "folder", "new")
    with pytest.raises(CannotWriteError, match="cannot be written"):
        write_file(tmp_path / "missing" / "graph.svg", "new")

    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


WRITER = """
import sys
from pathlib import Path
from nb2pkg.extraction.write import commit, stage
new = {f"src/heart/m{n}.py": "new = 1\\n" * 50 for n in range(20)}
print("ready", flush=True)
sys.stdin.readline()
commit(stage(new, Path(sys.argv[1])))
"""


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_state(target):
    old = {f"src/heart/m{number}.py": "old = 1\n" * 50 for number in range(20)}
    write_project(old, target)
    before, chance = contents(target), random.Random(5)
    for _ in range(15):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, target], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdout.readline()
            process.stdin.write(b"\n")
            process.stdin.flush()
            time.sleep(chance.uniform(0, 0.12))
            process.kill()
        state = contents(target)
        texts = {data[:3] for path, data in state.items() if path.endswith(".py")}

        assert texts in ({b"old"}, {b"new"})
        assert (state == before) == (texts == {b"old"})
        write_project(old, target)
        assert siblings(target) == []
