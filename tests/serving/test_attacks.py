"""What would be served wrongly although no row of its file shows it is refused for what its words say.

In the notebooks of `attacks` each age is there, each customer comes once, nobody is older than 150: the proof, which
compares rows, cannot see that a median, a shift or a count is of the rows at hand.
"""

from __future__ import annotations

import pytest

from nb2pkg.errors import CannotExtractError
from nb2pkg.extraction.extract import Request, _source
from nb2pkg.extraction.plan import plan
from nb2pkg.extraction.stages.label import label
from tests.serving.cases import ATTACKS, read_cases
from tests.support import write_notebook

CASES = {case.name: case for case in read_cases(ATTACKS)}
HARMLESS = sorted(name for name, case in CASES.items() if "raw" in case.truths[0].rows)


def has_preparation(case, folder):
    notebook = write_notebook(folder / f"{case.name}.ipynb", *case.cells)
    try:
        graph = _source(Request(str(notebook))).graph
        made = plan(graph, label(graph, ()), "package", notebook.name)
    except CannotExtractError:
        return False
    return any(each.preparation for each in made.commands.predictors)


@pytest.mark.parametrize("name", sorted(CASES.keys() - set(HARMLESS)))
def test_rows_are_not_taken_one_by_one(name, tmp_path):
    assert not has_preparation(CASES[name], tmp_path)


def test_what_becomes_of_predictions_changes_nothing_about_rows(tmp_path):
    behind = [name for name in HARMLESS if name.startswith("after_")]

    assert len(behind) > 5
    assert all(has_preparation(CASES[name], tmp_path) for name in behind)
