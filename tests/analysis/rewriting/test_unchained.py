"""Chains of methods that become a statement for each."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.rewriting.unchained import unchained
from nb2pkg.notebook.model import Place


def _rewritten(make_notebook, source, line=1):
    place = Place(1, line, 0, line, 0)
    notebook, _ = unchained(make_notebook(source), [place])
    (cell,) = notebook.code_cells
    return cell.source


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (
            'df = pd.read_csv("a.csv").dropna().reset_index(drop=True)',
            'df = pd.read_csv("a.csv")\ndf = df.dropna()\ndf = df.reset_index(drop=True)',
        ),
        (
            "new = old[old.a > 0].drop(columns='b')",
            "new = old[old.a > 0]\nnew = new.drop(columns='b')",
        ),
        (
            "df = df.loc[df.a > 0, ['a', 'b']].copy()  # few",
            "df = df.loc[df.a > 0, ['a', 'b']]\ndf = df.copy()  # few",
        ),
        ("x = df.dropna()['a']", "x = df.dropna()\nx = x['a']"),
        (
            "df = (pd.read_csv('ü.csv')\n      .dropna()  # gaps\n      .head(9))",
            "df = pd.read_csv('ü.csv')\ndf = (df\n      .dropna())\ndf = (df  # gaps\n      .head(9))",
        ),
        ("x = df.a.str.lower().map(d)", "x = df.a.str.lower()\nx = x.map(d)"),
        ("X, T = train[use], test[use]", "X = train[use]\nT = test[use]"),
        ("for t in [a, b]:\n    t['x'] = 1", "tables = [a, b]\nfor t in tables:\n    t['x'] = 1"),
        (
            "a, b = a.align(b, join='left', axis=1)",
            (
                "shared_columns = a.align(b, join='left', axis=1)[0].columns\n"
                "a = a.reindex(columns=shared_columns)\nb = b.reindex(columns=shared_columns)"
            ),
        ),
    ],
)
def test_each_link_of_a_chain_becomes_a_statement(make_notebook, source, wanted):
    made = _rewritten(make_notebook, source)

    compile(made, "cell", "exec")
    assert made == wanted


@pytest.mark.parametrize(
    "source",
    [
        "df = df.dropna()",  # no chain
        "df = make(1)",
        "df = df.dropna().join(df)",  # what comes later reads the variable
        "df = df.dropna().assign(a=lambda d: df.a)",
        "df.a = df.b.dropna().map(f)",
        "a, b = df.dropna().align(e)",
        "a = b = df.dropna().copy()",
        "x = 1; df = df.dropna().copy()",
        "df = df.dropna().copy(); x = 1",
        "%time df = df.dropna().copy()",
    ],
)
def test_what_is_no_chain_or_has_to_stay_one_stays(make_notebook, source):
    assert _rewritten(make_notebook, source) == source


def test_only_the_lines_that_are_asked_for_change(make_notebook):
    source = "a = x.b().c()\nd = x.b().c()"

    assert _rewritten(make_notebook, source, line=2) == "a = x.b().c()\nd = x.b()\nd = d.c()"
