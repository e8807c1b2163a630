"""`nb2pkg fix` as people call it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from nb2pkg.cli import run
from nb2pkg.notebook.reorder import reordered_bytes
from tests.support import write_notebook

TANGLED = ("x = [3, 1]", "print(x)", "x.sort()")
COUNTS = (1, 3, 2)


@pytest.fixture
def tangled(tmp_path):
    return write_notebook(tmp_path / "a.ipynb", *TANGLED, counts=COUNTS)


def test_cells_move_and_no_other_byte_changes(tangled, capsys):
    tangled.chmod(0o640)
    before = tangled.read_bytes()

    assert run(["fix", str(tangled)]) == 0

    assert tangled.read_bytes() == reordered_bytes(before, [1, 3, 2])
    assert tangled.stat().st_mode & 0o777 == 0o640
    out = capsys.readouterr().out
    assert "moved cell 3 (In [2]) above cell 2 (In [3])" in out
    assert "NB103 `x` in cell 2 (In [3]): mended" in out
    assert "Moved 1 cell in 1 notebook; nothing left." in out


def test_fixing_twice_is_fixing_once(tangled, capsys):
    run(["fix", str(tangled)])
    once = tangled.read_bytes()

    assert run(["fix", str(tangled)]) == 0
    assert tangled.read_bytes() == once
    assert capsys.readouterr().out.endswith("Nothing to move; nothing left.\n")


def test_a_diff_writes_nothing(tangled, capsys):
    before = tangled.read_bytes()

    assert run(["fix", "--diff", str(tangled)]) == 1

    assert tangled.read_bytes() == before
    out = capsys.readouterr().out
    assert "would move cell 3 (In [2]) above cell 2 (In [3])" in out
    assert "\n+cell 3 (In [2]): x.sort()\n cell 2 (In [3]): print(x)\n" in out


def test_a_diff_of_what_needs_no_move_is_empty(tmp_path, capsys):
    path = write_notebook(tmp_path / "a.ipynb", "x = 1", "print(x)")

    assert run(["fix", "--diff", str(path)]) == 0
    assert capsys.readouterr().out == "Nothing to move; nothing left.\n"


def test_what_is_left_is_said_with_rule_cell_and_why(tmp_path, capsys):
    path = write_notebook(tmp_path / "a.ipynb", "print(nope)", "x = 1")

    assert run(["fix", str(path)]) == 1

    out = capsys.readouterr().out
    assert f"{path}:cell 1:1:7: NB101 In [1]: `nope`" in out
    assert "= left: no cell defines it" in out


def test_a_guess_takes_its_flag(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", "print(x)", "x = 1", counts=(1, 2))

    assert run(["fix", str(path)]) == 1
    assert run(["fix", "--unsafe-fixes", str(path)]) == 0
    assert [c["source"] for c in json.loads(path.read_text())["cells"]] == [["x = 1"], ["print(x)"]]


def test_json_tells_the_same(tangled, capsys):
    assert run(["fix", "--format", "json", str(tangled)]) == 0

    (told,) = json.loads(capsys.readouterr().out)["notebooks"]
    assert (told["changed"], told["written"], told["order"]) == (True, True, [1, 3, 2])
    assert told["moves"] == [
        {"cell": 3, "cell_id": "c3", "execution_count": 2, "to": 2, "above": 2, "texts": []}
    ]
    assert [(f["code"], f["variable"], f["cell"]) for f in told["mended"]] == [("NB103", "x", 2)]
    assert told["left"] == []


def test_cells_that_are_left_are_where_the_file_has_them(tmp_path, capsys):
    cells = ("print(t)", "print(nope)", "t = 1")
    path = write_notebook(tmp_path / "a.ipynb", *cells, counts=(2, 3, 1))

    run(["fix", "--diff", "--format", "json", str(path)])
    (diff,) = json.loads(capsys.readouterr().out)["notebooks"]
    run(["fix", "--format", "json", str(path)])
    (done,) = json.loads(capsys.readouterr().out)["notebooks"]

    assert [left["cell"] for left in diff["left"]] == [2]
    assert [left["cell"] for left in done["left"]] == [3]


def test_one_bad_notebook_does_not_stop_the_others(tangled, tmp_path, capsys):
    (tmp_path / "bad.ipynb").write_text("{")

    assert run(["fix", str(tmp_path / "bad.ipynb"), str(tangled)]) == 2
    out = capsys.readouterr().out
    assert "bad.ipynb: NB901" in out
    assert "moved cell 3" in out


def test_what_could_not_be_read_is_not_said_to_be_in_order(tmp_path, capsys):
    (tmp_path / "b.ipynb").write_text("{")

    assert run(["fix", str(tmp_path / "b.ipynb")]) == 2
    assert capsys.readouterr().out.endswith("\n1 notebook could not be read.\n")
    assert run(["fix", "--format", "json", str(tmp_path / "b.ipynb")]) == 2
    assert json.loads(capsys.readouterr().out)["notebooks"][0]["order"] == []


def test_a_cell_that_is_no_python_keeps_the_exit_code_from_being_0(tmp_path, capsys):
    path = write_notebook(tmp_path / "a.ipynb", "print(x", "x = 1")

    assert run(["fix", str(path)]) == 1
    assert "NB903" in capsys.readouterr().out


def test_another_language_is_said(tmp_path, capsys):
    path = write_notebook(tmp_path / "a.ipynb", "x <- 1", language="R")

    assert run(["fix", str(path)]) == 0
    assert "NB904 (note)" in capsys.readouterr().out


def test_an_environment_that_is_not_there_is_a_problem_and_no_verdict(tangled, capsys):
    before = tangled.read_bytes()

    assert run(["fix", "--prove", "--python", "/no/such/python", str(tangled)]) == 2

    assert tangled.read_bytes() == before
    out = capsys.readouterr().out
    assert "not written: it cannot be run: /no/such/python" in out
    assert out.endswith("; 1 notebook could not be written.\n")


@pytest.mark.parametrize("command", ["fix", "prove"])
def test_an_option_that_does_nothing_is_not_offered(tangled, command):
    assert run([command, "--no-cache", str(tangled)]) == 2


def test_links_are_left_alone(tangled, tmp_path, capsys):
    (tmp_path / "link.ipynb").symlink_to(tangled)
    before = tangled.read_bytes()

    assert run(["fix", str(tmp_path / "link.ipynb")]) == 2
    assert "is a link: name the file it leads to" in capsys.readouterr().out
    os.link(tangled, tmp_path / "other.ipynb")
    assert run(["fix", str(tangled)]) == 2
    assert "hard links" in capsys.readouterr().out
    assert tangled.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "a.ipynb",
        "link.ipynb",
        "other.ipynb",
    ]


def test_a_write_protected_file_is_left_alone(tangled, capsys):
    tangled.chmod(0o444)
    before = tangled.read_bytes()

    assert run(["fix", str(tangled)]) == 2

    assert tangled.read_bytes() == before
    assert "is write-protected" in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="users are of POSIX")
def test_a_file_of_another_user_is_left_alone(tangled, capsys, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: tangled.stat().st_uid + 1)
    before = tangled.read_bytes()

    assert run(["fix", str(tangled)]) == 2

    assert tangled.read_bytes() == before
    assert "belongs to another user" in capsys.readouterr().out


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives a file away")
def test_root_leaves_a_file_to_its_owner(tangled):
    os.chown(tangled, 1234, 1235)

    assert run(["fix", str(tangled)]) == 0

    assert (tangled.stat().st_uid, tangled.stat().st_gid) == (1234, 1235)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="extended attributes are of Linux")
def test_extended_attributes_stay(tangled):
    try:
        os.setxattr(tangled, "user.course", b"physics")
    except OSError:
        pytest.skip("this file system has none")

    assert run(["fix", str(tangled)]) == 0

    assert os.getxattr(tangled, "user.course") == b"physics"


def test_ignored_rules_are_not_mended(tangled):
    before = tangled.read_bytes()

    assert run(["fix", "--ignore", "NB103", str(tangled)]) == 0
    assert tangled.read_bytes() == before


def test_a_folder_is_mended_as_a_whole(tangled, tmp_path, capsys):
    write_notebook(tmp_path / "b.ipynb", *TANGLED, counts=COUNTS)

    assert run(["fix", str(tmp_path)]) == 0
    assert "Moved 2 cells in 2 notebooks; nothing left." in capsys.readouterr().out


def test_standard_input_can_be_looked_at_and_not_written(tangled, capsys, monkeypatch):
    def given() -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(tangled.read_bytes())))

    given()
    assert run(["fix", "--diff", "-"]) == 1
    assert "would move cell 3" in capsys.readouterr().out
    given()
    assert run(["fix", "-"]) == 2
    assert "standard input is no file" in capsys.readouterr().out


def test_warnings_count_when_they_are_asked_for(tmp_path, capsys):
    path = write_notebook(tmp_path / "a.ipynb", "rate = 1", "print(rate)", counts=(3, 2))

    assert run(["fix", str(path)]) == 0
    assert "NB105 (warning)" in capsys.readouterr().out
    assert run(["fix", "--strict", str(path)]) == 1


def test_what_nothing_has_to_be_run_for_loads_no_kernel(tangled):
    probe = (
        "import sys; from nb2pkg.cli import run; run(sys.argv[1:]);"
        "sys.exit(sorted({'papermill', 'nbclient', 'libcst', 'black'} & set(sys.modules)) or 0)"
    )

    done = subprocess.run(
        [sys.executable, "-c", probe, "fix", tangled], capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
