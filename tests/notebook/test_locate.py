"""Where source lines stand in the file, however the file is laid out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.notebook.locate import locate
from tests.support import write_notebook


def text_of(*sources: Any, **layout: Any) -> str:
    cells = [{"cell_type": "code", "metadata": {"a": [1, {}]}, "source": s} for s in sources]
    return json.dumps({"metadata": {"x": ["cells"]}, "cells": cells, "nbformat": 4}, **layout)


def test_each_line_of_a_written_notebook_is_found(tmp_path):
    path = write_notebook(tmp_path / "n.ipynb", "a = 1\n\nb = 2", "# %% [markdown]\ntext", "c = 3")
    lines = path.read_text().split("\n")

    where = locate(str(path))

    assert '"a = 1\\n"' in lines[where.line(1, 1) - 1]
    assert '"b = 2"' in lines[where.line(1, 3) - 1]
    assert '"text"' in lines[where.line(2) - 1]
    assert '"c = 3"' in lines[where.line(3, 1) - 1]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\nb", (1, 1)),  # one text: one line of the file
        (["a\n", "b"], (1, 1)),
        (["a\nb\n", "c"], (1, 1, 1)),
        (["a", "b\n", "c"], (1, 1)),
        (["a\r\n", "b\r", "c"], (1, 1, 1)),
        (["a\r", "\nb"], (1, 1)),
        (["a\n"], (1, 1)),
        ([], (1,)),
        ("", (1,)),
    ],
)
def test_there_is_a_place_for_each_line_of_the_source(source, expected):
    assert locate("n.ipynb", text_of(source)).cells == (expected,)


@given(st.lists(st.text(alphabet="ab\n\r", max_size=4), max_size=6), st.booleans())
def test_a_source_has_as_many_places_as_lines(pieces: list[str], joined: bool):  # noqa: FBT001
    whole = "".join(pieces)
    source = whole.replace("\r\n", "\n").replace("\r", "\n")

    (places,) = locate("n.ipynb", text_of(whole if joined else pieces, indent=1)).cells

    assert len(places) == source.count("\n") + 1
    assert list(places) == sorted(places)


@pytest.mark.parametrize("layout", [{"indent": 1}, {"indent": "\t"}, {"separators": (" ,", "\n:")}])
def test_the_layout_of_the_file_does_not_matter(layout):
    text = text_of(["first\n", "second"], "third", **layout)
    lines = text.split("\n")

    where = locate("n.ipynb", text)

    assert "first" in lines[where.line(1, 1) - 1]
    assert "second" in lines[where.line(1, 2) - 1]
    assert "third" in lines[where.line(2, 1) - 1]


def test_worksheets_of_format_3_count_on():
    code, raw = ({"cell_type": "code", "input": ["a\n", "b"]}, {"cell_type": "raw", "source": "c"})
    sheets = [{"cells": [code]}, {"cells": [raw]}]
    text = json.dumps({"nbformat": 3, "worksheets": sheets}, indent=1)
    lines = text.split("\n")

    where = locate("n.ipynb", text)

    assert '"b"' in lines[where.line(1, 2) - 1]
    assert '"c"' in lines[where.line(2, 1) - 1]


def test_places_that_do_not_exist_lead_to_the_nearest_that_does():
    where = locate("n.ipynb", text_of("a"))

    assert where.line(1, 9) == where.line(1, 1)
    assert where.line(5, 1) == 1
    assert where.line(0, 1) == 1


def test_the_format_says_which_of_two_sources_counts():
    old = {"cell_type": "code", "source": ["a", ["b"]], "input": ["x = 1\n", "y = 2"]}
    text = json.dumps({"nbformat": 3, "worksheets": [{"cells": [old]}], "cells": 7}, indent=1)
    lines = text.split("\n")

    assert '"y = 2"' in lines[locate("n.ipynb", text).line(1, 2) - 1]
