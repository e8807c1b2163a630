"""The serving notebooks are fit to be judged by: well-formed, without hidden state, and they run.

What `extract` says of them is measured by `benchmarks/serving_cases.py`; a case that has to stay right is held by
`assert extracted(case, tmp_path)` of `judging`, in a test marked `kernel`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import warnings
from collections import Counter

import pytest

from nb2pkg.config import Config
from nb2pkg.lint.check import findings
from tests.serving import data
from tests.serving.cases import MalformedError, read_case, read_cases
from tests.support import make_notebook

CASES = read_cases()
SLOW = {"wine_tsne", "adult_lightgbm"}
TOLD_APART = {
    "decision_tree",
    "k_neighbors",
}  # two models of one name: `extract` calls them after their classes
HEAD = "# title: a\n# data: -\n# model m: raw\n"


def named(cases):
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.slow] if case.name in SLOW else [])
        for case in cases
    ]


def test_there_are_enough_of_each_kind():
    first = Counter(case.truths[0].rows[0] for case in CASES)

    assert len(CASES) >= 60
    assert first["features"] + first["none"] >= 15
    assert first["horizon"] >= 2


def test_every_data_file_is_used_and_no_other_is_asked_for():
    used = {name for case in CASES for name in case.data}

    assert used == set(data.WRITERS)


def test_refusals_say_what_has_to_be_named():
    refused = [t for case in CASES for t in case.truths if t.rows == ("features",)]

    assert [truth for truth in refused if not truth.reason] == []


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("title", "titel"),
        HEAD.replace("raw", "raws"),
        HEAD.replace("# model m: raw\n", ""),
        HEAD + "# model m: none\n",
        HEAD + "import pandas\n",
    ],
)
def test_a_malformed_header_is_refused(head, tmp_path):
    path = tmp_path / "case.py"
    path.write_text(f"{head}\n# %%\nx = 1\n")

    with pytest.raises(MalformedError):
        read_case(path)


def test_a_file_is_read_as_cells(tmp_path):
    path = tmp_path / "case.py"
    path.write_text(
        HEAD + "# target: price, rent\n\n# %% [markdown]\n# # Rows\n# few\n\n# %%\n# say\nx = 1\n"
    )
    case = read_case(path)

    assert case.cells == ("# %% [markdown]\n# Rows\nfew", "# say\nx = 1")
    assert case.script == "# say\nx = 1\n"
    assert (case.data, case.target) == ((), ("price", "rent"))


def test_data_is_the_same_each_time_whatever_else_is_written(tmp_path):
    for folder, names in (("one", ["loans.csv"]), ("two", ["mall.csv", "loans.csv"])):
        (tmp_path / folder).mkdir()
        data.write(tmp_path / folder, names)

    one, two = ((tmp_path / folder / "loans.csv").read_bytes() for folder in ("one", "two"))
    assert one == two


@pytest.mark.parametrize("case", named(CASES))
def test_a_notebook_has_no_hidden_state(case):
    found = findings(make_notebook(*case.cells), Config())

    assert [(finding.code, finding.variable) for finding in found] == []


@pytest.mark.parametrize("case", named(CASES))
def test_a_notebook_runs(case, here):
    for library in case.needs:
        if importlib.util.find_spec(library) is None:
            pytest.skip(f"needs {library}")
    importlib.import_module("matplotlib").use("Agg")
    case.write(here)
    names: dict[str, object] = {"__name__": "__main__"}
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")  # what libraries warn of is the notebook's affair
        exec(compile(case.script, f"{case.name}.py", "exec"), names)

    models = {truth.model for truth in case.truths if truth.model.isidentifier()}
    assert models - names.keys() - TOLD_APART == set()
