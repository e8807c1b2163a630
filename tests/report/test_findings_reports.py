"""Findings as text, JSON, workflow commands and SARIF."""

from __future__ import annotations

import json

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.config import Config
from nb2pkg.lint.check import findings
from nb2pkg.lint.model import Finding
from nb2pkg.lint.rules.unreadable_notebook import UnreadableNotebook
from nb2pkg.notebook.model import Notebook
from nb2pkg.notebook.read import read
from nb2pkg.report import Report, github, sarif, text
from nb2pkg.report import json as json_report
from nb2pkg.stage import Label, Stage
from tests.support import make_notebook, write_notebook


def reported(notebook: Notebook, path: str = "a.ipynb") -> Report:
    """Return what is said about a notebook."""
    return Report(path, findings(notebook, Config(select=("ALL",), ignore=("NB2",))), notebook)


def out_of_order() -> Report:
    """Return the report of a notebook with hidden state."""
    return reported(make_notebook("a = [2, 1]", "print(a)", "a.sort()", counts=(1, 3, 2)))


def test_a_clean_notebook_gets_one_line():
    assert text.render([reported(make_notebook("a = 1"))]) == "Nothing found in 1 notebook.\n"


def test_text_shows_the_line_the_other_place_and_what_to_do():
    assert text.render([out_of_order()]) == (
        "a.ipynb:cell 2:1:7: NB103 In [3]: `a` was read after cell 3 (In [2]) had changed it; "
        "a fresh run has not reached that yet\n"
        "   1 | print(a)\n"
        "     |       ^\n"
        "     = cell 3 (In [2]), line 1: a.sort()  (done before, when the outputs were made)\n"
        "     = help: move cell 3 (In [2]) above this cell if its effect is meant here, "
        "or give its result another name\n"
        "Found 1 error in 1 notebook.\n"
    )


def test_there_is_no_colour_unless_asked_for():
    assert "\x1b" not in text.render([out_of_order()])
    assert "\x1b[31mNB103\x1b[0m" in text.render([out_of_order()], colour=True)


def test_warnings_are_marked_and_counted():
    shown = text.render([reported(make_notebook("a = 1", "print(a)", counts=(3, 2)))])

    assert "NB105 (warning) " in shown
    assert shown.endswith("Found 1 warning in 1 notebook.\n")


def test_what_a_terminal_would_act_on_is_not_shown():
    shown = text.render([reported(make_notebook("print(x)  # \x1b[2J\x07"))])

    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_a_very_long_line_is_cut_where_it_matters():
    shown = text.render([reported(make_notebook("print(" + "1, " * 500 + "unknown)"))])
    line, carets = shown.splitlines()[1:3]

    assert len(line) < 130
    assert line[carets.index("^") :].startswith("unknown")


@pytest.mark.parametrize(
    "render",
    [text.render, json_report.render, github.render, sarif.render],
    ids=["text", "json", "github", "sarif"],
)
def test_a_secret_is_shown_nowhere(render):
    secret = "c0rrect-h0rse"

    assert secret not in render([reported(make_notebook(f"password = '{secret}'; print(unknown)"))])


def test_a_line_of_data_is_not_shown():
    shown = text.render([reported(make_notebook("print(unknown, '" + "a-" * 500_000 + "')"))])

    assert "(1000018 characters)" in shown


def test_wide_characters_do_not_shift_the_mark():
    line, carets = text.render([reported(make_notebook("print('東京', x)"))]).splitlines()[1:3]

    assert carets.index("^") == line.index("x") + 2


def test_json_says_all_there_is_about_a_finding():
    data = json.loads(json_report.render([out_of_order()]))

    assert data["schema"] == 1
    (notebook,) = data["notebooks"]
    assert notebook["path"] == "a.ipynb"
    (finding,) = notebook["findings"]
    assert finding["related"] == [
        {
            "cell": 3,
            "line": 1,
            "column": 1,
            "execution_count": 2,
            "message": "done before, when the outputs were made",
        }
    ]
    assert {key: finding[key] for key in ("code", "name", "severity", "variable", "cell")} == {
        "code": "NB103",
        "name": "different-history",
        "severity": "error",
        "variable": "a",
        "cell": 2,
    }
    assert (finding["cell_id"], finding["execution_count"]) == ("c2", 3)
    assert [finding[key] for key in ("line", "column", "end_line", "end_column")] == [1, 7, 1, 8]


def test_json_of_an_analysis_holds_statements_and_dependencies():
    notebook = make_notebook("a = [1]", "a.append(2)")
    labels = (Label(Stage.INGEST, ("it is first",)), Label(Stage.FEATURES))
    report = Report("a.ipynb", (), notebook, build(scan(notebook)), labels)
    (data,) = json.loads(json_report.render([report]))["notebooks"]

    assert data["statements"][1] == {
        "id": 1,
        "cell": 2,
        "line": 1,
        "end_line": 1,
        "stage": "features",
        "place": "notebook",
        "reasons": [],
        "reads": ["a"],
        "binds": [],
        "mutates": ["a"],
    }
    flow = {"from": 0, "to": 1, "name": "a", "kind": "flow", "sure": True}
    assert flow in data["dependencies"]


def test_an_unreadable_notebook_is_reported_without_a_place():
    finding = UnreadableNotebook.about("bad.ipynb", "it is empty", "restore it")
    report = Report("bad.ipynb", (finding,))

    assert "bad.ipynb: NB901 it is empty" in text.render([report])
    (data,) = json.loads(json_report.render([report]))["notebooks"]
    assert data["findings"][0]["cell"] is None
    assert github.render([report]).startswith(
        "::error title=NB901 unreadable-notebook,file=bad.ipynb::"
    )
    assert json.loads(sarif.render([report]))["runs"][0]["results"][0]["ruleId"] == "NB901"


def written(tmp_path, monkeypatch) -> tuple[Report, int]:
    """Write a notebook, and return its report and the line of the file that its finding is about."""
    monkeypatch.chdir(tmp_path)
    path = write_notebook("a b.ipynb", "x = 1\nprint(unknown)")
    lines = path.read_text().splitlines()
    (line,) = (number for number, each in enumerate(lines, 1) if "unknown" in each)
    return reported(read("a b.ipynb"), "a b.ipynb"), line


def test_workflow_commands_name_the_line_of_the_file(tmp_path, monkeypatch):
    report, line = written(tmp_path, monkeypatch)

    assert github.render([report]).startswith(
        f"::error title=NB101 undefined-name,file=a b.ipynb,line={line},endLine={line}::cell 1 (In [1]), line 2: "
    )


def test_workflow_commands_are_escaped():
    finding = Finding("NB101", "undefined-name", "note", "100%\nsure")
    shown = github.render([Report("a,b:c.ipynb", (finding,))])

    assert shown == "::notice title=NB101 undefined-name,file=a%2Cb%3Ac.ipynb::100%25%0Asure\n"


def test_sarif_has_relative_places_and_lasting_fingerprints(tmp_path, monkeypatch):
    report, line = written(tmp_path, monkeypatch)
    run = json.loads(sarif.render([report]))["runs"][0]
    (result,) = run["results"]
    (location,) = result["locations"]
    moved = reported(make_notebook("1 + 1", "print(unknown)"), "a b.ipynb")
    (other,) = json.loads(sarif.render([moved]))["runs"][0]["results"]

    assert location["physicalLocation"]["artifactLocation"]["uri"] == "a%20b.ipynb"
    assert location["physicalLocation"]["region"]["startLine"] == line
    assert location["logicalLocations"][0]["kind"] == "cell"
    assert result["partialFingerprints"] == other["partialFingerprints"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} >= {"NB101", "NB103"}
