"""Findings of one cause are shown as one, and each is known again in the next version of its notebook."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nb2pkg.config import Config
from nb2pkg.lint.check import findings
from nb2pkg.report import Report, github, sarif, text
from nb2pkg.report import json as json_report
from tests.support import make_notebook

DEFAULT = Config()


def reported(*cells: str, config: Config = DEFAULT, **options: object) -> Report:
    """Return what is said about a notebook of these cells."""
    notebook = make_notebook(*cells, **options)  # type: ignore[arg-type]
    return Report("a.ipynb", findings(notebook, config), notebook)


def told(report: Report) -> list[dict[str, Any]]:
    """Return the findings as JSON."""
    (book,) = json.loads(json_report.render([report]))["notebooks"]
    found: list[dict[str, Any]] = book["findings"]
    return found


def below() -> Report:
    """Return the report of a function that is defined at the bottom and called in four cells above."""
    calls = [f"print(rmse({number}))" for number in range(1, 5)]
    return reported(*calls, "def rmse(x):\n    return x", counts=(2, 3, 4, 5, 1))


def test_a_finding_alone_is_shown_as_before_and_no_cause_is_counted():
    shown = text.render([reported("print(gone)")])

    assert shown.count("NB101") == 1
    assert shown.endswith("Found 1 error in 1 notebook.\n")


def test_two_causes_stay_two():
    report = reported("print(gone)", "print(lost)")

    assert text.render([report]).count("NB101") == 2
    assert len({finding["cause"] for finding in told(report)}) == 2


def test_the_readers_of_one_definition_are_one_finding_in_text_and_four_elsewhere():
    report = below()
    shown = text.render([report])

    assert shown.count("NB102") == 1
    assert shown.count("help: move cell 5 (In [1])") == 1
    for number in (2, 3, 4):
        line = f"     = cell {number} (In [{number + 1}]), line 1: print(rmse({number}))"
        assert f"{line}  (`rmse` is read here too)\n" in shown
    assert shown.endswith("Found 4 errors (1 cause) in 1 notebook.\n")
    assert [finding["cell"] for finding in told(report)] == [1, 2, 3, 4]
    assert len({finding["cause"] for finding in told(report)}) == 1
    assert github.render([report]).count("NB102") == 4
    assert len(json.loads(sarif.render([report]))["runs"][0]["results"]) == 4


@pytest.mark.parametrize(
    ("code", "cells", "counts"),
    [
        ("NB101", ("print(gone)", "gone + 1", "x = [gone]"), (1, 2, 3)),
        ("NB102", ("print(a)", "a + b", "a = 1\nb = 2"), (2, 3, 1)),
        ("NB103", ("a = [2, 1]", "print(a)", "len(a)", "a.sort()"), (1, 3, 4, 2)),
        ("NB103", ("a = [1]", "a.append(2)", "print(a)", "len(a)"), (1, 4, 2, 3)),
        ("NB104", ("a = [1]", "a.append(2)", "print(a)", "len(a)"), (1, None, 2, 3)),
        ("NB106", ("a = 1", "del a", "print(a)", "a + 1"), (1, 4, 2, 3)),
        (
            "NB109",
            ("open('a.txt').read()", "open('a.txt').read()", "open('a.txt', 'w').write('x')"),
            (2, 3, 1),
        ),
    ],
)
def test_what_is_mended_in_one_place_has_one_cause(code, cells, counts):
    report = reported(*cells, counts=counts)

    assert len(report.findings) > 1
    assert {finding["code"] for finding in told(report)} == {code}
    assert len({finding["cause"] for finding in told(report)}) == 1


def test_two_notebooks_have_no_cause_in_common():
    one, other = (
        Report(path, findings(make_notebook("print(gone)", path=path), DEFAULT))
        for path in ("a.ipynb", "b.ipynb")
    )

    assert one.findings[0].cause != other.findings[0].cause
    assert text.render([one, other]).count("NB101") == 2


def test_an_ignored_reader_is_not_listed():
    shown = text.render([reported("print(gone)  # nb2pkg: ignore[NB101]", "gone + 1")])

    assert "cell 2:1:1: NB101" in shown
    assert "cell 1" not in shown


def fingerprints(report: Report) -> set[object]:
    return {finding["fingerprint"] for finding in told(report)}


CELLS = ("import math", "x = 1", "print(gone)", "y = gone + x\nprint(lost)", "print(gone)")


@pytest.mark.parametrize(
    "cells",
    [
        CELLS,
        ("import math", *CELLS),
        (CELLS[0], *CELLS[2:], CELLS[1].replace("1", "2")),
        (*CELLS[:2], CELLS[3], CELLS[2], CELLS[4]),
        (*CELLS[:3], f"# why\n{CELLS[3]}\nprint(x)", CELLS[4]),
        (*CELLS[:3], "if True:\n    y = gone + x\n    print(lost)", CELLS[4]),
    ],
)
def test_fingerprints_survive_moved_cells_and_lines_edited_elsewhere(cells):
    before = reported(*CELLS)

    config = Config(ignore=("NB102", "NB103"))
    assert fingerprints(reported(*cells, config=config)) == fingerprints(before)
    assert len(fingerprints(before)) == len(before.findings) == 4


def test_fingerprints_survive_another_run_of_the_cells():
    again = make_notebook("a = [2, 1]", "print(a)", "a.sort()", counts=(11, 13, 12))
    report = Report("a.ipynb", findings(again, DEFAULT), again)

    before = reported("a = [2, 1]", "print(a)", "a.sort()", counts=(1, 3, 2))
    assert fingerprints(report) == fingerprints(before)


def test_another_finding_has_another_fingerprint_and_sarif_has_the_same_as_json():
    report = below()
    results = json.loads(sarif.render([report]))["runs"][0]["results"]

    assert len(fingerprints(report)) == 4
    assert {each["partialFingerprints"]["nb2pkg/v1"] for each in results} == fingerprints(report)
    assert not fingerprints(report) & fingerprints(reported("print(gone)"))


def test_every_form_says_in_n_where_there_is_a_count_and_nothing_where_there_is_none():
    counted, bare = below(), reported("print(gone)", counts=(None,))

    assert "a.ipynb:cell 1:1:7: NB102 In [2]: " in text.render([counted])
    assert "::cell 1 (In [2]), line 1: " in github.render([counted])
    assert "cell 1 (In [2]), line 1: " in sarif.render([counted])
    (related,) = told(counted)[0]["related"]
    assert (related["cell"], related["execution_count"]) == (5, 1)
    for shown in (text.render([bare]), github.render([bare]), sarif.render([bare])):
        assert "In [" not in shown.split('"rules"')[0]
