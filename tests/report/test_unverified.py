"""A verdict of `unverified` names what could not be compared, however much else there is to tell."""

from __future__ import annotations

from pathlib import Path

from nb2pkg.generate.readme import verdict
from nb2pkg.model import NotCompared, Tally, Verification
from nb2pkg.report.verification import to_text
from nb2pkg.verify.project import Project
from nb2pkg.verify.verdict import Findings

NATURAL = tuple(NotCompared(f"axes{n}", "a drawing, compared as output") for n in range(30))
OURS = tuple(NotCompared(f"image{n}", "PIL.Image cannot be kept", ours=True) for n in range(12))
CHECKED = Verification(
    "unverified", cells=Tally(28, 28), values=Tally(69, 69), not_compared=(*OURS, *NATURAL)
)


def test_every_reason_that_forbids_a_match_is_shown_and_marked():
    said = to_text(CHECKED)

    for thing in OURS:
        assert f"not compared, so this is no match: {thing.name}: {thing.reason}" in said
    assert "30 more not compared" in said


def test_a_reason_that_lies_in_the_values_forbids_no_match():
    said = to_text(CHECKED._replace(status="match", not_compared=NATURAL[:1]))

    assert "  not compared: axes0: a drawing, compared as output" in said
    assert "no match" not in said


def test_the_readme_names_the_reasons():
    assert "image0: PIL.Image cannot be kept" in verdict(CHECKED)
    assert "axes0" not in verdict(CHECKED)
    assert "Not compared" not in verdict(CHECKED._replace(status="match", not_compared=NATURAL))


def test_where_nothing_could_be_compared_that_is_the_reason():
    findings = Findings()
    findings.not_compared += findings.missing(Project(Path(), "made", None))

    assert findings.status() == "unverified"
    assert any(thing.ours and "nor a value" in thing.reason for thing in findings.not_compared)
