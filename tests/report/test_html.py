"""The page of a verification."""

from __future__ import annotations

from html.parser import HTMLParser

from nb2pkg.report.html import page
from nb2pkg.report.verification import to_dict, to_text
from nb2pkg.verify.model import (
    CellOutput,
    Changing,
    Difference,
    DifferenceKind,
    Divergence,
    NotCompared,
    Side,
    Status,
    Tally,
    Verification,
    Widest,
)


class Outline(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags: list[str] = []
        self.sources: list[str] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.sources += [value for name, value in attrs if name in {"src", "href"}]

    def handle_data(self, data):
        self.text += data


def outline(checked: Verification) -> Outline:
    read = Outline()
    read.feed(page(checked))
    return read


def test_a_verdict_without_anything_to_tell_has_no_empty_tables():
    read = outline(Verification(Status.MATCH))

    assert "Differences" not in read.text
    assert "Not compared" not in read.text
    assert read.tags.count("table") == 1


def test_outputs_stand_side_by_side_with_their_pictures():
    shown = CellOutput(3, agreed=False, notebook=Side("1.0", ("iVBORx",)), package=Side("2.0"))

    read = outline(Verification(Status.MISMATCH, cells=Tally(1, 0), outputs=(shown,)))

    assert read.sources == ["#cell-3", "data:image/png;base64,iVBORx"]
    assert "cell 3 differs" in read.text
    assert "0 of 1" in read.text


def test_what_a_notebook_shows_is_never_markup():
    evil = "<script>alert(1)</script>"
    evil_table = (
        f'<table onload="x()"><tr><td style="x" colspan="9 onload=x()">a{evil}</td></tr></table>'
    )
    checked = Verification(
        Status.MISMATCH,
        differences=(Difference(DifferenceKind.VALUE, 1, evil, evil, evil),),
        not_compared=(NotCompared(evil, evil),),
        notes=(evil,),
        outputs=(
            CellOutput(1, None, Side(evil, ('"><script>',), (evil_table,)), Side(evil), evil),
        ),
    )

    read = outline(checked)

    assert "script" not in read.tags
    assert read.text.count(evil) == 8


def test_the_page_needs_nothing_from_elsewhere():
    assert "http" not in page(Verification(Status.MATCH))


def test_what_differs_is_marked_on_both_sides_and_nothing_else_is():
    frame = "<table><tr><th>a</th></tr><tr><td>{}</td></tr></table>"
    shown = CellOutput(
        3,
        agreed=False,
        notebook=Side("mean 1.5 of 7", tables=(frame.format("1.5"),)),
        package=Side("mean 1.25 of 7", tables=(frame.format("1.25"),)),
    )

    written = page(Verification(Status.MISMATCH, outputs=(shown,)))

    assert written.count("<mark>1.5</mark>") == written.count("<mark>1.25</mark>") == 1
    assert "<th>a</th>" in written


def test_words_that_differ_are_marked_where_there_is_no_table():
    shown = CellOutput(3, agreed=False, notebook=Side("mean 1.5 of 7"), package=Side("mean 2 of 7"))

    written = page(Verification(Status.MISMATCH, outputs=(shown,)))

    assert "mean <mark>1.5</mark> of 7" in written
    assert "mean <mark>2</mark> of 7" in written


def test_pictures_that_differ_are_laid_over_each_other():
    shown = CellOutput(
        3, agreed=False, notebook=Side("", ("iVBORx",)), package=Side("", ("iVBORy",))
    )

    read = outline(Verification(Status.MISMATCH, outputs=(shown,)))

    assert [source[-1] for source in read.sources] == ["3", "x", "y", "x", "y"]


def test_the_page_leads_to_the_cell_where_both_part():
    parting = Divergence("x", 3, 2, "x = f(y)", "heart.features.f")
    shown = CellOutput(3, agreed=False, notebook=Side("1"), package=Side("2"), source="x = f(y)")

    read = outline(Verification(Status.MISMATCH, outputs=(shown,), divergence=parting))

    assert "#cell-3" in read.sources
    assert "cell 3, line 2: x = f(y), in the package heart.features.f" in read.text


def test_the_largest_difference_within_tolerance_is_told():
    read = outline(Verification(Status.MATCH, widest=Widest("rmse", 3e-12, 1e-12)))

    assert "3e-12 (1e-12 of the number) in rmse" in read.text


def test_what_stays_in_the_notebook_and_changes_something_is_named_where_the_two_differ():
    row = Changing(2, 1, "tool.adjust(model)", "model")
    checked = Verification(Status.MISMATCH, changing=(row,))

    assert "cell 2, line 1: tool.adjust(model) (model)" in outline(checked).text
    assert "although they change something" in to_text(checked)
    assert "    cell 2, line 1: tool.adjust(model) (model)\n" in to_text(checked)
    assert to_dict(checked)["changing"] == [row._asdict()]
    assert "although they change something" not in to_text(Verification(Status.MATCH))
