"""The page of a verification."""

from __future__ import annotations

from html.parser import HTMLParser

from nb2pkg.model import CellOutput, Difference, NotCompared, Tally, Verification
from nb2pkg.report.html import page


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
    read = outline(Verification("match"))

    assert "Differences" not in read.text
    assert "Not compared" not in read.text
    assert read.tags.count("table") == 1


def test_outputs_stand_side_by_side_with_their_pictures():
    shown = CellOutput(
        3, agreed=False, notebook="1.0", package="2.0", notebook_pictures=("iVBORx",)
    )

    read = outline(Verification("mismatch", cells=Tally(1, 0), outputs=(shown,)))

    assert read.sources == ["data:image/png;base64,iVBORx"]
    assert "cell 3 differs" in read.text
    assert "0 of 1" in read.text


def test_what_a_notebook_shows_is_never_markup():
    evil = "<script>alert(1)</script>"
    checked = Verification(
        "mismatch",
        differences=(Difference("value", 1, evil, evil, evil),),
        not_compared=(NotCompared(evil, evil),),
        notes=(evil,),
        outputs=(CellOutput(1, None, evil, evil, ('"><script>',)),),
    )

    read = outline(checked)

    assert "script" not in read.tags
    assert read.text.count(evil) == 8


def test_the_page_needs_nothing_from_elsewhere():
    assert "http" not in page(Verification("match"))
