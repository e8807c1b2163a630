"""Where notebook and package part."""

from __future__ import annotations

from pathlib import Path

from nb2pkg.verify.comparing.divergence import changing_above, first_divergence
from nb2pkg.verify.model import Changing, Difference, DifferenceKind, Divergence
from nb2pkg.verify.project import Project, Step
from nb2pkg.verify.runnable import RunnableCell, RunnableNotebook

BOOK = RunnableNotebook(
    tuple(
        RunnableCell("code", source, (), ())
        for source in (
            "import pandas as pd",
            'df = pd.read_csv("a.csv")\ndf["x"] = 1\ny = 2\ndf.head()',
            "%matplotlib inline",
            "z = f(df)\nz",
        )
    )
)
STEPS = (
    Step("load", "p.ingest", "ingest", (2,), ("df",), ("df",)),
    Step("count", "p.features", "features", (4,), ("z",), ("z",)),
)
PROJECT = Project(Path(), "p", None, STEPS)


def value(cell: int | None, name: str) -> Difference:
    return Difference(DifferenceKind.VALUE, cell, name, "", "")


def parting(*differences: Difference) -> Divergence | None:
    return first_divergence(BOOK, PROJECT, differences)


def test_the_earliest_cell_counts_and_in_it_the_last_statement_that_makes_the_value():
    found = parting(
        value(None, "file a"),
        value(4, "z"),
        value(2, "df"),
        Difference(DifferenceKind.CELL, 2, "", "", ""),
    )

    assert found == Divergence("df", 2, 2, "df['x'] = 1", "p.ingest.load")


def test_what_a_cell_shows_is_its_last_statement():
    found = parting(Difference(DifferenceKind.CELL, 4, "", "", ""))

    assert found == Divergence("", 4, 2, "z", "p.features.count")


def test_a_cell_that_is_not_python_is_named_all_the_same():
    found = parting(Difference(DifferenceKind.CELL, 3, "", "", ""))

    assert found is not None
    assert (found.cell, found.function) == (3, "")


def test_without_a_cell_there_is_no_parting():
    assert parting(value(None, "file a")) is None
    assert parting() is None


def test_what_stays_above_the_first_difference_and_changes_something_is_named():
    rows = tuple(Changing(cell, 1, f"change({cell})", "something") for cell in (1, 2, 4))
    project = Project(Path(), "p", None, changing=rows)

    above = changing_above(project, Divergence("x", 3, 2, "x = 1", ""))
    assert [row.cell for row in above] == [1, 2]
    assert changing_above(project, Divergence("x", 1, 1, "x = 1", "")) == ()
    assert changing_above(project, None) == rows  # nobody knows where it begins
