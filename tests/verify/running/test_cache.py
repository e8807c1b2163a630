"""Runs that are kept: when they stand for new ones, and when they must not."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nb2pkg.verify import Options, verify
from nb2pkg.verify.inside.protocol import ExecutedCell
from nb2pkg.verify.inside.watching import stamp
from nb2pkg.verify.model import Verification
from nb2pkg.verify.names import RunName
from nb2pkg.verify.running import cache, fingerprint
from nb2pkg.verify.running.cache import PAIR, Cache, open_cache
from nb2pkg.verify.running.environment import Interpreter
from nb2pkg.verify.running.runs import INPUTS, NotebookJob, Run, Space
from tests import support
from tests.verify import projects

LIMITS = Options(timeout=120)
JOB = NotebookJob(RunName.FIRST, "{}", ("x", "y"), {3: ("x",)})


@pytest.fixture
def space(tmp_path) -> Space:
    folder = tmp_path / "now"
    folder.mkdir()
    return Space(
        folder=folder,
        root=tmp_path,
        inside=Path(),
        left_out=frozenset(),
        project=folder / "package",
        package="people",
        interpreter=Interpreter("/usr/bin/python3", (3, 11, 0)),
        seconds=60,
        seed=0,
        memory=8_000_000_000,
        flood=1000,
    )


@pytest.fixture
def pair(tmp_path) -> dict[RunName, Run]:
    """Return what two runs of a notebook have left."""
    return {name: ended(tmp_path / "then" / name, name) for name in PAIR}


def ended(place: Path, name: RunName, **told) -> Run:
    (place / "spool" / "end").mkdir(parents=True)
    (place / "tree").mkdir()
    (place / "spool" / "end" / "index.json").write_text('{"x": {"file": "0.pkl"}}')
    (place / "spool" / "end" / "0.pkl").write_bytes(b"N.")
    (place / "tree" / "out.csv").write_text("1\n")
    (place / INPUTS).write_text(json.dumps({"files": {}, "unwatched": [], **told}))
    cell: ExecutedCell = {"kind": "code", "tags": [], "outputs": []}
    files = {"out.csv": "hash"}
    return Run(name, place / "spool", seconds=5.0, cells=(cell,), files=files, tree=place / "tree")


def opened() -> Cache:
    found = open_cache()
    assert found is not None
    return found


def test_a_pair_of_runs_comes_back_as_it_was(space, pair):
    opened().keep("key", JOB, pair)

    found = opened().find("key", JOB, space)

    assert found is not None
    first = found.runs[RunName.FIRST]
    assert (first.spool / "end" / "0.pkl").read_bytes() == b"N."
    assert (first.tree / "out.csv").read_text() == "1\n"
    assert first.tree.is_relative_to(space.folder)
    assert (first.cells, first.files) == (pair[RunName.FIRST].cells, {"out.csv": "hash"})


def test_what_was_not_kept_is_not_found(space, pair):
    opened().keep("key", JOB, pair)

    assert opened().find("other", JOB, space) is None


@pytest.mark.parametrize(
    "asked",
    [
        NotebookJob(RunName.FIRST, "{}", ("x", "z"), {}),
        NotebookJob(RunName.FIRST, "{}", ("x",), {3: ("y",)}),
        NotebookJob(RunName.FIRST, "{}", ("x",), {4: ("x",)}),
    ],
)
def test_runs_that_were_asked_for_less_do_not_answer_for_more(space, pair, asked):
    opened().keep("key", JOB, pair)

    assert opened().find("key", NotebookJob(RunName.FIRST, "{}", ("x",)), space) is not None
    assert opened().find("key", asked, space) is None


def test_runs_that_took_longer_than_allowed_do_not_count(space, pair):
    opened().keep("key", JOB, pair)

    assert opened().find("key", JOB, replace(space, seconds=4.0)) is None


def test_a_file_outside_of_the_tree_has_to_be_as_it_was(space, tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text("1")
    told = {"files": {str(outside): stamp(str(outside)), str(tmp_path / "absent"): None}}
    pair = {name: ended(tmp_path / "then" / name, name, **told) for name in PAIR}
    opened().keep("key", JOB, pair)
    assert opened().find("key", JOB, space) is not None

    outside.write_text("2")

    assert opened().find("key", JOB, space) is None


@pytest.mark.parametrize("unwatched", ["it started a shell", "it reached out to the network"])
def test_what_cannot_be_watched_is_not_kept(space, tmp_path, unwatched):
    pair = {name: ended(tmp_path / "then" / name, name, unwatched=[unwatched]) for name in PAIR}

    opened().keep("key", JOB, pair)

    assert opened().find("key", JOB, space) is None


def test_what_is_damaged_is_not_used(space, pair):
    opened().keep("key", JOB, pair)
    next(opened().folder.rglob("0.pkl")).write_bytes(b"K\x01.")

    assert opened().find("key", JOB, space) is None


def test_a_folder_that_others_can_write_to_is_not_used(own_cache):
    assert opened().folder == own_cache / "runs"

    (own_cache / "runs").chmod(0o755)

    assert open_cache() is None


def test_a_link_to_a_folder_is_not_used(own_cache, tmp_path):
    (own_cache / "runs").symlink_to(tmp_path)

    assert open_cache() is None


def test_a_user_without_a_home_goes_without_a_cache(monkeypatch):
    for variable in ("NB2PKG_CACHE_DIR", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(variable, raising=False)

    def nobody(_: int) -> None:
        raise KeyError("no such user")

    monkeypatch.setattr("pwd.getpwuid", nobody)

    assert open_cache() is None


def test_the_longest_unused_are_removed_beyond_the_limit(space, pair, monkeypatch):
    for number, key in enumerate(("old", "used")):
        opened().keep(key, JOB, pair)
        os.utime(opened().folder / key, (number, number))
    size = sum(path.lstat().st_size for path in (opened().folder / "old").rglob("*"))
    monkeypatch.setattr(cache, "MOST_BYTES", int(size * 2.5))

    opened().keep("new", JOB, pair)

    kept = [key for key in ("old", "used", "new") if opened().find(key, JOB, space)]
    assert kept == ["used", "new"]


def test_what_was_never_finished_is_removed_in_the_end(pair):
    abandoned = opened().folder / ".new-abandoned"
    abandoned.mkdir()
    opened().keep("key", JOB, pair)
    assert abandoned.exists()

    yesterday = time.time() - 25 * 3600
    os.utime(abandoned, (yesterday, yesterday))
    opened().keep("key", JOB, pair)

    assert not abandoned.exists()


CHANGES = {
    "content": lambda tree: (tree / "a.csv").write_text("2"),
    "name": lambda tree: (tree / "a.csv").rename(tree / "b.csv"),
    "time": lambda tree: os.utime(tree / "a.csv", (1, 1)),
    "mode": lambda tree: (tree / "a.csv").chmod(0o700),
    "folder": lambda tree: (tree / "folder").mkdir(),
    "link": lambda tree: (tree / "link").symlink_to("a.csv"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_a_run_can_see_of_a_tree_is_in_its_hash(tmp_path, change):
    (tmp_path / "a.csv").write_text("1")
    before = fingerprint.of_tree(tmp_path)
    assert fingerprint.of_tree(tmp_path) == before

    change(tmp_path)

    assert fingerprint.of_tree(tmp_path) != before


def key_of(space: Space, place: Path, text: str = "{}") -> str | None:
    (place / "tree").mkdir(parents=True, exist_ok=True)
    return fingerprint.of_run(space, NotebookJob(RunName.FIRST, text, ()), place)


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": 1},
        {"memory": 1},
        {"inside": Path("below")},
        {"interpreter": Interpreter("/usr/bin/python3", (3, 12, 0))},
    ],
)
def test_how_a_run_is_done_is_in_its_hash(space, tmp_path, changes):
    before = key_of(space, tmp_path / "place")
    assert key_of(space, tmp_path / "elsewhere") == before

    assert key_of(replace(space, **changes), tmp_path / "place") != before


def test_what_is_installed_is_in_the_hash(space, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    with_site = replace(space, interpreter=Interpreter("/usr/bin/python3", (3, 11), (str(site),)))
    before = key_of(with_site, tmp_path / "place")

    (site / "pandas-2.0.dist-info").mkdir()

    assert key_of(with_site, tmp_path / "place") != before


def test_a_path_outside_of_the_tree_is_in_the_hash(space, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    text = json.dumps({"source": [f'read("{data}" + "/a.h5")']})
    before = key_of(space, tmp_path / "place", text)

    (data / "a.h5").write_text("1")

    assert key_of(space, tmp_path / "place", text) != before


def test_too_much_outside_of_the_tree_is_not_kept(space, tmp_path, monkeypatch):
    monkeypatch.setattr(fingerprint, "_MOST_OUTSIDE", 3)
    for number in range(5):
        (tmp_path / str(number)).touch()

    assert key_of(space, tmp_path / "place", f"read('{tmp_path}')") is None


def is_kept(result: Verification) -> bool:
    return any("is unchanged" in note for note in result.notes)


@pytest.mark.kernel
def test_what_differs_from_a_kept_run_has_to_differ_from_a_new_one(tmp_path):
    size = tmp_path / "size"  # os.stat goes unseen, and so does a path that is put together
    size.write_text("1")
    look = f"\nimport os\nprint(os.stat(chr(47) + {str(size)[1:]!r}).st_size)"
    cells = (projects.CELLS[0] + look, *projects.CELLS[1:])
    client = (projects.CLIENT[0] + look, *projects.CLIENT[1:])
    notebook, project = projects.lay_out(tmp_path, cells=cells, client=client)
    assert verify(notebook, project, LIMITS).status == "match"
    again = verify(notebook, project, LIMITS)
    assert again.status == "match"
    assert is_kept(again)

    size.write_text("12345")
    fresh = verify(notebook, project, LIMITS)

    assert fresh.status == "match"
    assert not is_kept(fresh)


@pytest.mark.kernel
def test_only_an_unchanged_notebook_is_spared_a_run(tmp_path):
    notebook, project = projects.lay_out(tmp_path)
    first = verify(notebook, project, LIMITS)

    kept = verify(notebook, project, LIMITS)
    anew = verify(notebook, project, replace(LIMITS, cached=False))
    (notebook.parent / "people.csv").write_text(projects.DATA + "99,60,1\n")
    changed = verify(notebook, project, LIMITS)

    found = [is_kept(each) for each in (first, kept, anew, changed)]
    assert found == [False, True, False, False]
    assert (kept.status, kept.values, kept.expected) == (first.status, first.values, first.expected)
    assert dict(changed.expected)["mean"] != dict(first.expected)["mean"]


@pytest.mark.kernel
def test_a_notebook_that_starts_programs_always_runs(tmp_path):
    notebook, project = projects.lay_out(tmp_path, cells=("!true", *projects.CELLS[1:]))
    cells = ("import csv\n!true", *projects.CELLS[1:])
    support.write_notebook(notebook, *cells)
    assert verify(notebook, project, LIMITS).status == "match"

    assert not is_kept(verify(notebook, project, LIMITS))
