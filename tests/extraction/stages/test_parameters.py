"""Cells with papermill's tags: what they name are settings, and the injected ones win."""

from __future__ import annotations

import pytest

from tests.extraction.generate.projects import project
from tests.extraction.harness import faithful
from tests.extraction.test_traps import DATA

READ = "import pandas as pd\ndf = pd.read_csv(path)\nX = df[columns].head(rows) * scale\nprint(X.sum())"


def settings(case) -> dict[str, object]:
    return {setting.name: setting.value for setting in case.plan.configuration.settings}


def test_a_cell_without_the_tag_keeps_what_only_a_parameter_makes_a_setting(tmp_path):
    cells = [
        "n = 5\nnames = ['age']\nidle = None",
        "from sklearn.dummy import DummyClassifier\nm = DummyClassifier().fit([[n]], [1])\nprint(m)",
    ]

    assert settings(faithful(tmp_path, cells)) == {"n": 5}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a = 1\nb = 0.5\nc = 'x'\nd = True", {"a": 1, "b": 0.5, "c": "x", "d": True}),
        ("depth = None\nminus = -1", {"depth": None, "minus": -1}),
        ("names = ['a', 'b']\nbox = (1, 2)", {"names": ["a", "b"], "box": (1, 2)}),
        ("grid = {'C': [1, 10], 'penalty': 'l2'}", {"grid": {"C": [1, 10], "penalty": "l2"}}),
        ("a: int = 3  # how many", {"a": 3}),
        ("a, b = 1, 'two'\nc = d = 4", {"a": 1, "b": "two", "c": 4, "d": 4}),
    ],
)
def test_every_literal_that_a_tagged_cell_names_is_a_setting(tmp_path, cell, expected):
    names = ", ".join(expected)
    cells = [cell, f"total = len([{names}])\nprint({names}, total)"]

    case = faithful(tmp_path, cells, tags={1: ["parameters"]})

    assert settings(case) == expected


def test_injected_values_are_the_defaults_and_both_cells_stay_in_place(tmp_path):
    cells = [
        "path = 'data.csv'\ncolumns = ['age']\nrows = 5\nscale = 1",
        "# Parameters\nscale = 3\ncolumns = ['age', 'income']\nextra = 0",
        READ,
    ]

    case = faithful(tmp_path, cells, DATA, tags={1: ["parameters"], 2: ["injected-parameters"]})

    assert settings(case) == {
        "path": "data.csv",
        "rows": 5,
        "scale": 3,
        "columns": ["age", "income"],
        "extra": 0,
    }
    sources = [cell["source"] for cell in case.client]
    assert "scale = 1" in sources[1]
    assert "scale = settings.scale" in sources[2]
    assert [(left.cell, left.line) for left in case.plan.staying.left] == [(1, 2), (1, 4)]


def test_injected_values_alone_are_settings_too(tmp_path):
    cells = ["path = 'data.csv'\nrows = 4\ncolumns = ['age']\nscale = 2", READ]

    case = faithful(tmp_path, cells, DATA, tags={1: ["injected-parameters"]})

    assert settings(case)["rows"] == 4


@pytest.mark.parametrize(
    "below",
    [
        "data = data + '.csv'",
        "if data:\n    data = 'other'",
        "if 1 > 2:\n    data = 'other'",
        "for data in ['x', 'y']:\n    pass",
        "def more():\n    return data * 2\ndata = more()",
    ],
)
def test_a_parameter_may_be_bound_anew_further_down(tmp_path, below):
    cells = ["data = 'first'", below, "size = len(data)\nprint(size, data)"]

    case = faithful(tmp_path, cells, tags={1: ["parameters"]})

    assert settings(case) == {"data": "first"}


def test_what_the_cell_computes_before_values_are_injected_keeps_the_first_ones(tmp_path):
    cells = ["a = 2\nb = a * 10", "a = 5", "c = a + b\nprint(a, b, c)"]

    case = faithful(tmp_path, cells, tags={1: ["parameters"], 2: ["injected-parameters"]})

    assert settings(case) == {"a": 5}
    assert any("b is no setting: it is computed" in item.reason for item in case.plan.staying.unset)


@pytest.mark.parametrize(
    ("cell", "rest", "reason"),
    [
        ("n = 6 * 7", "m = n + 1\nprint(m)", "n is no setting: it is computed"),
        ("n = {1, 2}", "m = len(n)\nprint(m)", "n is no setting: it is computed"),
        ("n = [1]", "n.append(2)\nprint(n)", "n is no setting: it is changed further down"),
        ("n = 3", "m = n + 1\ndel n", "n is no setting: it is taken away further down"),
    ],
)
def test_what_cannot_be_a_setting_is_told_with_a_reason(tmp_path, cell, rest, reason):
    case = faithful(tmp_path, [cell, rest], tags={1: ["parameters"]})

    told = [item.reason for item in (*case.plan.staying.left, *case.plan.staying.unset)]
    assert not case.plan.configuration.settings
    assert len(told) == 1
    assert told[0].startswith(reason)
    assert reason in case.files["README.md"]


def test_settings_of_every_kind_can_be_given_from_outside(tmp_path):
    cell = "names = ['a']\nbox = (1, 2)\ngrid = {'C': 1}\ndepth = None"
    made = project(tmp_path, cell, "told = [names, box, grid, depth]", tags={1: ["parameters"]})
    file = made.folder / "own.toml"
    file.write_text('names = ["b"]\nbox = [3]\ngrid = {C = 2}\ndepth = 4\n')

    assert "told  [['a'], (1, 2), {'C': 1}, None]" in made.command("run").stdout
    assert "told  [['b'], (3,), {'C': 2}, 4]" in made.command("run", "--config", "own.toml").stdout
    given = made.command("run", "--set", "names=['c', 'd']", "--set", "depth=auto").stdout
    assert "told  [['c', 'd'], (1, 2), {'C': 1}, 'auto']" in given
    assert "names must be list, not 'c'" in made.command("run", "--set", "names=c").stderr


def test_a_tuple_is_the_same_setting_when_it_comes_back_from_what_was_saved(tmp_path):
    cells = (
        "sizes = (3, 2)",
        "from sklearn.neural_network import MLPClassifier\nX, y = [[0], [1], [2], [3]], [0, 0, 1, 1]",
        "net = MLPClassifier(sizes, solver='lbfgs', random_state=0).fit(X, y)",
        "score = net.score(X, y)\nprint(score)",
    )
    made = project(tmp_path, *cells, tags={1: ["parameters"]})

    assert made.inside("train").returncode == 0
    assert made.inside("evaluate").returncode == 0
    assert "sizes is (4,), and was [3, 2]" in made.inside("evaluate", "--set", "sizes=(4,)").stderr
