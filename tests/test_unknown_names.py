"""What is asked for and does not exist is an error, never silence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nb2pkg.cli import run
from nb2pkg.report.forms import FORMS
from tests.support import write_notebook


@pytest.mark.parametrize(
    "cell",
    [
        "x = 1  # nb2pkg: stage=train",
        "x = 1  # nb2pkg: stage = features",
        "# nb2pkg: this cell is slow, see [1]\nx = 1",
        "x = '# nb2pkg: stage=tran'",
        "x = 1  # made by nb2pkg",
    ],
)
def test_what_is_understood_or_not_meant_for_us_stays_fine(here, cell):
    write_notebook(Path("a.ipynb"), cell, "print(x)")

    assert run(["check", "a.ipynb"]) == 0


def test_a_known_prefix_and_everything_can_be_selected(here):
    write_notebook(Path("a.ipynb"), "x = 1")

    assert run(["check", "--select", "nb10,NB303,ALL", "a.ipynb"]) == 0


@pytest.mark.parametrize("option", ["--select", "--extend-select", "--ignore"])
@pytest.mark.parametrize("code", ["NB777", "NB7", "NB1O1", "NB101,NB999"])
@pytest.mark.parametrize("command", ["check", "analyze"])
def test_an_unknown_code_on_the_command_line_is_an_error(here, capsys, command, option, code):
    write_notebook(Path("a.ipynb"), "x = 1")

    assert run([command, option, code, "a.ipynb"]) == 2
    assert "no such rule" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('select = ["NB777"]', "no such rule: NB777"),
        ('ignore = ["NB12"]', "no such rule: NB12"),
        ('per-file-ignores = {"a*" = ["NB888"]}', "no such rule: NB888"),
        ('selct = ["NB1"]', "did you mean select"),
        ('stages = {"load_*" = "ingst"}', "no such stage: ingst"),
        ('fail-on = "errors"', "must be one of"),
    ],
)
@pytest.mark.parametrize(
    "command", [["check"], ["analyze"], ["extract", "-o", "out", "--no-verify"]]
)
def test_an_unknown_name_in_the_settings_is_an_error(here, capsys, command, table, told):
    write_notebook(Path("a.ipynb"), "x = 1")
    Path("pyproject.toml").write_text(f"[tool.nb2pkg]\n{table}\n", encoding="utf-8")

    assert run([*command, "a.ipynb"]) == 2
    assert told in capsys.readouterr().err
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("cell", "tags", "told"),
    [
        ("x = 1  # nb2pkg: stage=tran", (), "there is no stage 'tran'; there are ingest, "),
        ("# nb2pkg: stage =\nx = 1", (), "there is no stage ''"),
        ("x = 1  # nb2pkg: stage=explore", (), "there is no stage 'explore'"),
        ("x = 1  # nb2pkg: stgae=train", (), "there is no stgae"),
        ("x = 1  # nb2pkg: ignroe[NB101]", (), "there is no ignroe"),
        ("x = 1", ("stage:tran",), "there is no stage 'tran'"),
    ],
)
def test_an_unknown_directive_is_an_error_whatever_is_selected(here, capsys, cell, tags, told):
    write_notebook(Path("a.ipynb"), cell, "print(x)", tags={1: tags})
    write_notebook(Path("other.ipynb"), "print(gone)")

    assert run(["check", "a.ipynb"]) == 2
    assert told in capsys.readouterr().out
    assert run(["analyze", "--select", "NB2", "a.ipynb"]) == 2
    assert run(["check", "--format", "json", "--select", "NB1", "."]) == 2
    books = json.loads(capsys.readouterr().out.partition("{")[2].join(["{", ""]))["notebooks"]
    assert [[f["code"] for f in book["findings"]] for book in books] == [["NB906"], ["NB101"]]
    assert run(["extract", "a.ipynb", "-o", "out", "--no-verify"]) == 2
    assert "cell 1 (In [1]), line 1: " in capsys.readouterr().err
    assert not Path("out").exists()


def test_an_ignore_of_a_rule_that_does_not_exist_is_an_error_and_a_dead_one_a_finding(here):
    write_notebook(Path("unknown.ipynb"), "x = 1  # nb2pkg: ignore[NB777]")
    write_notebook(Path("dead.ipynb"), "x = 1  # nb2pkg: ignore[NB101]")

    assert run(["check", "unknown.ipynb"]) == 2
    assert run(["check", "dead.ipynb"]) == 1


@pytest.mark.parametrize("command", ["check", "analyze"])
@pytest.mark.parametrize("form", FORMS)
def test_a_folder_without_notebooks_is_an_error_and_stops_no_others(here, capsys, command, form):
    for folder in ("empty", "scripts", "full"):
        Path(folder).mkdir()
    Path("scripts/a.py").write_text("x = 1\n", encoding="utf-8")
    write_notebook(Path("full/a.ipynb"), "print(gone)")

    assert run([command, "--format", form, "empty"]) == 2
    assert "empty: there are no notebooks" in capsys.readouterr().err
    assert run([command, "--format", form, "scripts", "full"]) == 2
    told = capsys.readouterr()
    assert "scripts: there are no notebooks" in told.err
    assert "NB101" in told.out
    assert run([command, "--format", form, "full", "full"]) == 1


def test_a_folder_whose_notebooks_are_left_out_holds_none(here):
    Path("drafts").mkdir()
    write_notebook(Path("drafts/a.ipynb"), "x = 1")

    assert run(["check", "--exclude", "*.ipynb", "."]) == 2
    assert run(["check", "--exclude", "drafts", "--force-exclude", "drafts"]) == 0


def test_without_a_path_it_is_the_working_directory(here, capsys):
    assert run(["check"]) == run(["analyze"]) == 2
    write_notebook(Path("a.ipynb"), "print(gone)")

    assert run(["check"]) == run(["analyze"]) == 1
    assert "a.ipynb:cell 1:1:7: NB101" in capsys.readouterr().out


def test_a_hook_without_notebooks_is_fine(here):
    assert run(["check", "--force-exclude"]) == 0
    write_notebook(Path("a.ipynb"), "print(gone)")
    Path("pyproject.toml").write_text("[tool.nb2pkg]\nexclude = ['a.ipynb']\n", encoding="utf-8")

    assert run(["check", "--force-exclude", "a.ipynb"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "gone.ipynb"],
        ["check", "gone"],
        ["analyze", "gone.ipynb"],
        ["extract", "gone.ipynb", "-o", "out"],
        ["verify", "gone.ipynb", "."],
        ["verify", "a.ipynb", "gone"],
        ["extract", "a.ipynb", "-o", "out", "--python", "gone/bin/python"],
        ["extract", "a.ipynb", "-o", "out", "--no-verify", "--python", "gone/bin/python"],
        ["extract", "a.ipynb", "-o", "out", "--kernel", "gone"],
        ["extract", "a.ipynb", "-o", "out", "--no-verify", "--kernel", "gone"],
        ["extract", "a.ipynb", "-o", "out", "--root", "gone"],
    ],
)
def test_a_file_an_interpreter_or_a_kernel_that_is_not_there_is_an_error(here, capsys, arguments):
    write_notebook(Path("a.ipynb"), "x = 1")

    assert run(arguments) == 2
    told = capsys.readouterr()
    assert "gone" in told.out + told.err
    assert not Path("out").exists()
