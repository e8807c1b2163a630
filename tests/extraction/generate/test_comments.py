"""Comments behind statements: what stays in the cell when the statement has gone."""

from __future__ import annotations

import json

import pytest

from tests.extraction.harness import faithful
from tests.extraction.test_traps import DATA


def client(case) -> list[str]:
    """Return the code of the notebook's own cells as a client of the package."""
    cells = json.loads(case.files["notebooks/notebook.ipynb"])["cells"]
    return [cell["source"] for cell in cells if "nb2pkg" not in cell["metadata"].get("tags", ())]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("N = 5", "N = settings.n"),
        ('N = 5  #@param {type:"slider", min:0}', 'N = settings.n  #@param {type:"slider", min:0}'),
        ("N = 5 # how many", "N = settings.n # how many"),
        ("N = 5;  # how many", "N = settings.n  # how many"),
        ("N: int = 5  # how many", "N = settings.n  # how many"),
        ("N = (\n    5\n)  # how many", "N = settings.n  # how many"),
        ("N = 5; M = 6  # both", "N = settings.n\nM = settings.m  # both"),
        ("N = '#no comment'", "N = settings.n"),
        ("  N = 5  # indented\n  M = 6", "N = settings.n  # indented\nM = settings.m"),
    ],
)
def test_the_comment_behind_a_lifted_constant_stays(tmp_path, line, expected):
    case = faithful(tmp_path, [line, "total = [N]\nprint(total)"])

    assert client(case)[0] == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('df = pd.read_csv("data.csv")', "df = load_data(settings.data_csv)"),
        (
            'df = pd.read_csv("data.csv")  # @param {type:"string"}',
            'df = load_data(settings.data_csv)  # @param {type:"string"}',
        ),
        (
            'df = pd.read_csv(\n    "data.csv",  # the table\n)  # all of it',
            "df = load_data(settings.data_csv)  # all of it",
        ),
    ],
)
def test_the_comment_behind_a_replaced_statement_stays(tmp_path, cell, expected):
    case = faithful(tmp_path, ["import pandas as pd", cell, "total = df['age'].sum()"], DATA)

    assert client(case)[1] == expected


def test_comments_of_the_lines_of_loops_and_functions_go_with_them(tmp_path):
    cells = [
        "def f(x):\n    return x + 1  # one more",
        "n = []\nfor i in range(3):\n    n.append(f(i))  # each",
    ]

    case = faithful(tmp_path, cells)

    assert not any("# one more" in text or "# each" in text for text in client(case))
    assert "# one more" in case.code
    assert "# each" in case.code


def test_no_comment_is_said_twice_where_only_a_part_of_a_statement_changes(tmp_path):
    cells = [
        "k = 2",
        "def f(x):\n    return x * k",
        "total = f(3)  # a call",
        "print(f(4))  # a look",
    ]

    text = "\n".join(client(faithful(tmp_path, cells)))

    assert text.count("# a call") == 1
    assert text.count("# a look") == 1
