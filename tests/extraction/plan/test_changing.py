"""Statements that stay in the notebook although they change something stand in the manifest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.generate.project import manifest
from nb2pkg.extraction.plan import plan
from nb2pkg.extraction.stages.label import label
from nb2pkg.notebook.model import Notebook

Make = Callable[..., Notebook]
READ = "import pandas as pd\ndf = pd.read_csv('data.csv')"
MODEL = "from sklearn.linear_model import Ridge\nmodel = Ridge().fit(df[['a']], df['b'])"


def _changing(notebook: Notebook) -> list[tuple[int, int, str, str]]:
    graph = build(scan(notebook))
    made = manifest(plan(graph, label(graph), "package", "notebook.ipynb"))
    return [(i["cell"], i["line"], i["text"], i["what"]) for i in made["changing"]]


@pytest.mark.parametrize(
    "look", ["df.head()", "print(df.shape)", "df['a'].plot()", "note = 'text'", "# nothing"]
)
def test_what_only_looks_changes_nothing(make_notebook: Make, look: str) -> None:
    assert _changing(make_notebook(READ, look, MODEL)) == []


def test_what_the_package_does_itself_is_not_left_behind(make_notebook: Make) -> None:
    assert _changing(make_notebook(READ, "df['a'] = df['a'] * 2", MODEL)) == []


def test_a_command_that_stays_is_named_with_its_place_and_first_line(make_notebook: Make) -> None:
    found = _changing(make_notebook(READ, "1\n!python prepare.py &", MODEL))
    assert [(cell, line) for cell, line, _, _ in found] == [(2, 2)]
    assert found[0][3] == "whatever its command changes"


def test_an_object_of_the_package_that_a_look_may_change_is_named(make_notebook: Make) -> None:
    found = _changing(make_notebook(READ, MODEL, "import tool\ntool.adjust(model)", "model.coef_"))
    assert [(cell, line, text) for cell, line, text, _ in found] == [(3, 2, "tool.adjust(model)")]
    assert "model" in found[0][3]
