"""Names that a magic reads, and where they stand in the cell as it was written."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.model import Read
from nb2pkg.analysis.scan import scan
from tests.support import make_notebook


def reads(*cells: str) -> list[Read]:
    return [read for s in scan(make_notebook(*cells)).statements for read in s.effects.reads]


def names(*cells: str) -> set[str]:
    return {read.name for read in reads(*cells)} - {"get_ipython"}


@pytest.mark.parametrize("command", ["!echo $HOME", "%cd {folder}", "x = !ls {folder}"])
def test_what_no_cell_binds_is_not_read_but_left_as_it_is(command):
    assert names(command) == set()


def test_what_a_cell_has_bound_is_filled_in():
    assert names("folder = 'a'", "!ls {folder} $HOME") == {"folder"}


def test_timed_code_is_python_and_needs_its_names():
    assert names("%timeit f(x)") == {"f", "x"}


@pytest.mark.parametrize(
    ("cell", "line", "column"),
    [
        ("!ls {folder}", 1, 6),
        ("x = 1\nfiles = !ls -l $folder", 2, 17),
        ("%timeit -n 3 open(folder)", 1, 19),
        ("%time open(folder)", 1, 12),
        ("  %time open(folder)", 1, 14),
        ("y = %time open(folder)", 1, 16),
        ("%%time\nopen(folder)", 2, 6),
        ("open(folder)", 1, 6),
    ],
)
def test_a_name_is_placed_where_the_cell_has_it(cell, line, column):
    place = next(read.place for read in reads("folder = 'a'", cell) if read.name == "folder")

    assert (place.line, place.column) == (line, column)
    assert (place.end_line, place.end_column) == (line, column + len("folder"))


def test_a_magic_spans_its_line():
    (statement,) = scan(make_notebook("if x:\n    %matplotlib inline")).statements[-1:]

    assert (statement.place.line, statement.place.column) == (1, 1)
    assert (statement.place.end_line, statement.place.end_column) == (2, 23)
