"""A verdict of `unverified` names what could not be compared, however much else there is to tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nb2pkg.extraction.generate.readme import verdict
from nb2pkg.report.verification import to_text
from nb2pkg.verify.comparing.files import FileFindings, FilePair, sort_answers
from nb2pkg.verify.comparing.verdict import Findings, judge_files
from nb2pkg.verify.model import NotCompared, Status, Tally, Verification
from nb2pkg.verify.names import RunName
from nb2pkg.verify.project import Project, Step

NATURAL = tuple(NotCompared(f"axes{n}", "a drawing, compared as output") for n in range(30))
OURS = tuple(NotCompared(f"image{n}", "PIL.Image cannot be kept", is_ours=True) for n in range(12))
CHECKED = Verification(
    Status.UNVERIFIED, cells=Tally(28, 28), values=Tally(69, 69), not_compared=(*OURS, *NATURAL)
)


def test_every_reason_that_forbids_a_match_is_shown_and_marked():
    said = to_text(CHECKED)

    for thing in OURS:
        assert f"not compared, so this is no match: {thing.name}: {thing.reason}" in said
    assert "30 more not compared" in said


def test_a_reason_that_lies_in_the_values_forbids_no_match():
    said = to_text(CHECKED._replace(status=Status.MATCH, not_compared=NATURAL[:1]))

    assert "  not compared: axes0: a drawing, compared as output" in said
    assert "no match" not in said


def test_the_readme_names_the_reasons():
    assert "image0: PIL.Image cannot be kept" in verdict(CHECKED)
    assert "axes0" not in verdict(CHECKED)
    assert "Not compared" not in verdict(
        CHECKED._replace(status=Status.MATCH, not_compared=NATURAL)
    )


def test_where_nothing_could_be_compared_that_is_the_reason():
    findings = Findings()
    findings.not_compared += findings.missing(Project(Path(), "made", None))

    assert findings.status() == "unverified"
    assert any(thing.is_ours and "nor a value" in thing.reason for thing in findings.not_compared)


def test_agreeing_files_speak_for_the_only_stage_that_does_nothing_but_write():
    load = Step("load", "made.ingest", "ingest", (1,), ("df",), ("df",))
    save = Step("save", "made.features", "features", (2,), (), ())
    more = Step("note", "made.evaluate", "evaluate", (3,), (), ())
    one = Project(Path(), "made", None, steps=(load, save), stages=("ingest", "features"))
    two = replace(one, steps=(*one.steps, more), stages=(*one.stages, "evaluate"))

    assert missing_of(one, written([True], of_package=True)) == set()
    assert missing_of(one, written([True], of_package=False)) == {"stage features"}
    assert missing_of(one, written([True, False], of_package=True)) == {"stage features"}
    assert missing_of(two, written([True], of_package=True)) == {"stage features", "stage evaluate"}


def test_files_speak_for_a_stage_only_where_the_package_itself_has_written_all_of_them():
    def spoken(*pairs):
        return sort_answers([FilePair(path, run, None) for path, run in pairs], []).is_of_package

    assert spoken(("a.csv", RunName.REWRITTEN), ("a.csv", RunName.COMMANDS))
    assert spoken(
        ("a.csv", RunName.REWRITTEN),
        ("b.csv", RunName.REWRITTEN),
        ("a.csv", RunName.COMMANDS),
        ("b.csv", RunName.PIPELINE),
    )
    assert not spoken()
    assert not spoken(("a.csv", RunName.REWRITTEN))
    assert not spoken(
        ("a.csv", RunName.REWRITTEN), ("b.csv", RunName.REWRITTEN), ("a.csv", RunName.COMMANDS)
    )


def missing_of(project, told):
    findings = Findings(values=[True], evidence={"ingest"})
    judge_files(findings, [], told)
    return {thing.name for thing in findings.missing(project)}


def written(agreed, *, of_package):
    return FileFindings(agreed, of_package, [], [])
