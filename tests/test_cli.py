"""The command line: what it prints, what it exits with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nb2pkg import __version__
from nb2pkg.cli import run
from nb2pkg.lint.rules import RULES
from tests.support import write_notebook


def test_a_clean_notebook_exits_with_0(here, capsys):
    write_notebook(Path("clean.ipynb"), "x = 1", "print(x)")

    assert run(["check", "clean.ipynb"]) == 0
    assert "Nothing found in 1 notebook" in capsys.readouterr().out


def test_hidden_state_exits_with_1_and_names_the_place(here, capsys):
    write_notebook(Path("hidden.ipynb"), "print(y)", "x = 1")

    assert run(["check", "hidden.ipynb"]) == 1
    assert "hidden.ipynb:cell 1:1:7: NB101" in capsys.readouterr().out


def test_one_bad_notebook_does_not_stop_the_others(here, capsys):
    Path("bad.ipynb").write_text("{", encoding="utf-8")
    write_notebook(Path("hidden.ipynb"), "print(y)")

    assert run(["check", "--format", "json", "bad.ipynb", "hidden.ipynb"]) == 2
    told = json.loads(capsys.readouterr().out)
    codes = {book["path"]: [f["code"] for f in book["findings"]] for book in told["notebooks"]}
    assert codes == {"bad.ipynb": ["NB901"], "hidden.ipynb": ["NB101"]}


def test_warnings_fail_only_when_strict(here):
    write_notebook(Path("warned.ipynb"), "x = 1", "print(x)", counts=[3, 2])

    assert run(["check", "warned.ipynb"]) == 0
    assert run(["check", "--strict", "warned.ipynb"]) == 1


def test_another_language_is_a_note_to_check_and_a_refusal_to_extract(here, capsys):
    write_notebook(Path("r.ipynb"), "x <- 1", language="R")

    assert run(["check", "r.ipynb"]) == 0
    assert run(["extract", "r.ipynb", "-o", "out", "--no-verify"]) == 2
    assert not Path("out").exists()


def test_analyze_tells_stages_and_dependencies(here, capsys):
    write_notebook(Path("a.ipynb"), "import pandas as pd", "df = pd.read_csv('a.csv')", "df.head()")

    assert run(["analyze", "--format", "json", "a.ipynb"]) == 0
    book = json.loads(capsys.readouterr().out)["notebooks"][0]
    assert [s["stage"] for s in book["statements"]] == ["setup", "ingest", "explore"]
    assert {"from": 1, "to": 2, "name": "df", "kind": "flow", "sure": True} in book["dependencies"]


@pytest.mark.parametrize(
    ("suffix", "beginning"),
    [(".svg", "<svg"), (".html", "<!doctype html>"), (".dot", "digraph"), (".mmd", "flowchart")],
)
def test_the_graph_is_drawn_as_its_suffix_says(here, suffix, beginning):
    write_notebook(Path("a.ipynb"), "x = 1", 'y = x + 1  # <&"')

    assert run(["analyze", "a.ipynb", "--graph", f"graph{suffix}"]) == 0
    assert Path(f"graph{suffix}").read_text(encoding="utf-8").startswith(beginning)


def test_a_graph_of_unknown_kind_is_refused(here, capsys):
    write_notebook(Path("a.ipynb"), "x = 1")

    assert run(["analyze", "a.ipynb", "--graph", "graph.xyz"]) == 2
    assert ".svg" in capsys.readouterr().err


def test_a_refusal_names_cell_and_line_and_writes_nothing(here, capsys):
    cells = ("from sklearn.svm import SVC", "label = 1\nmodel = SVC().fit(X, label)")
    write_notebook(Path("a.ipynb"), *cells)

    assert run(["extract", "a.ipynb", "-o", "out", "--no-verify"]) == 2
    told = capsys.readouterr().err
    assert "cell 2 (In [2]), line 2: it reads 'X'" in told
    assert "NB101" in told
    assert not Path("out").exists()


def test_a_refusal_as_json_has_reasons_and_findings(here, capsys):
    write_notebook(Path("a.ipynb"), "from sklearn.svm import SVC", "model = SVC().fit(X, y)")

    assert run(["extract", "a.ipynb", "-o", "out", "--no-verify", "--format", "json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert len(told["refused"]) == 2
    assert {finding["variable"] for finding in told["findings"]} == {"X", "y"}


def test_extract_tells_what_it_wrote(here, capsys):
    Path("a.csv").write_text("x\n1\n", encoding="utf-8")
    write_notebook(Path("a.ipynb"), "import pandas as pd", "df = pd.read_csv('a.csv')")

    assert run(["extract", "a.ipynb", "-o", "out", "--no-verify", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["package"] == "a"
    assert told["verification"] is None
    assert [f["module"] for f in told["functions"]] == ["a.ingest"]
    assert {"src/a/pipeline.py", "README.md"} <= set(told["files"])
    assert all((Path("out") / file).exists() for file in told["files"])


def test_explain_prints_a_page(capsys):
    assert run(["explain", "nb103"]) == 0
    assert "different-history" in capsys.readouterr().out


@pytest.mark.parametrize("named", ["NB103", "different-history", "Different-History"])
def test_a_rule_is_explained_by_code_and_by_name(capsys, named):
    assert run(["explain", named]) == 0
    assert capsys.readouterr().out.startswith("# NB103 different-history\n")
    assert run(["explain", "--format", "json", named]) == 0
    (told,) = json.loads(capsys.readouterr().out)["rules"]
    assert (told["code"], told["page"][:7]) == ("NB103", "# NB103")


@pytest.mark.parametrize(
    ("named", "first", "held", "others"),
    [
        ("NB1", "NB1 hidden state", 11, "NB2"),
        ("nb4", "NB4 machine", 3, "NB1"),
        ("NB11", "NB11", 2, "NB10"),
    ],
)
def test_a_family_is_explained_by_its_rules(capsys, named, first, held, others):
    assert run(["explain", named]) == 0
    told = capsys.readouterr().out
    assert told.startswith(first)
    assert len(told.splitlines()) == held + 1
    assert others not in told


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("NB113", "NB11"),
        ("different-histori", "different-history"),
        ("NB5", "NB"),
        ("N", ""),
        ("", ""),
    ],
)
def test_what_is_no_rule_is_told_with_what_may_be_meant(capsys, named, meant):
    assert run(["explain", named]) == 2
    told = capsys.readouterr().err
    assert f"there is no rule {named}" in told
    assert meant in told


def test_all_rules_are_listed(capsys):
    assert run(["rules"]) == 0
    told = capsys.readouterr().out
    assert run(["rules", "--format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    assert [rule["code"] for rule in rules] == list(RULES)
    assert {rule["name"] for rule in rules if rule["on_by_default"]} >= {"different-history"}
    assert all(f"  {rule['code']}  {rule['name']} " in told for rule in rules)


@pytest.mark.parametrize(
    "arguments", [["explain", "NB999"], ["check"], ["nonsense"], ["check", "--select", "XY", "."]]
)
def test_bad_usage_exits_with_2_and_says_why(here, capsys, arguments):
    assert run(arguments) == 2
    assert capsys.readouterr().err


def test_the_version_is_told(capsys):
    assert run(["--version"]) == 0
    assert __version__ in capsys.readouterr().out


def test_a_defect_exits_with_3_and_says_what_to_report(here, capsys, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("boom")

    monkeypatch.setattr("nb2pkg.api.check", broken)

    assert run(["check", "."]) == 3
    assert "RuntimeError: boom" in capsys.readouterr().err


def test_an_interruption_exits_with_130(here, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("nb2pkg.api.check", interrupted)

    assert run(["check", "."]) == 130


def test_a_project_is_not_put_around_its_own_notebook(here, capsys):
    write_notebook(Path("mine.ipynb"), "x = 1", "print(x)")

    assert run(["extract", "mine.ipynb", "-o", ".", "--no-verify"]) == 2
    assert "name a folder of its own" in capsys.readouterr().err
    assert [path.name for path in here.iterdir()] == ["mine.ipynb"]


def test_stages_are_shown_with_the_lines_that_the_author_wrote(here, capsys):
    write_notebook(Path("magic.ipynb"), "%matplotlib inline\nx = 1", "print(x)")

    assert run(["analyze", "magic.ipynb"]) == 0
    assert "%matplotlib inline" in capsys.readouterr().out


def test_a_drawing_marks_cells_with_hidden_state_and_strikes_out_no_text(here):
    write_notebook(Path("hidden.ipynb"), "x = 1", "y = x + gone", "print(y)")

    assert run(["analyze", "hidden.ipynb", "--graph", "hidden.svg"]) == 1
    drawn = Path("hidden.svg").read_text(encoding="utf-8")
    assert "NB101 `gone` is defined by no cell" in drawn
    assert drawn.count('stroke="#c0392b"') == 1
    assert drawn.rindex('marker-end="url(#tip)"') < drawn.index("<rect")
