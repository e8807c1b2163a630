"""Variables that a text of SQL takes for tables."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.knowledge.queries import created, tables
from nb2pkg.lint.quick import is_surely_clean
from tests.lint.rules.finding import told
from tests.support import make_notebook


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("select * from people", ["people"]),
        ("SELECT a FROM people p\nJOIN towns AS t ON p.id = t.id", ["people", "towns"]),
        ("with x as (select * from people), y as (select * from x) select * from y", ["people"]),
        ("from people", ["people"]),
        ("select * from a, b as c where n in (select n from d)", ["a", "b", "d"]),
        ("create table t as select * from people", ["people"]),
        ("select * from 'a.csv'", []),
        ("select * from read_csv('a.csv')", []),
        ("select * from main.people", []),
        ("select 1 -- from people", []),
        ("select 'from people'", []),
    ],
)
def test_the_tables_of_a_text(text, read):
    assert tables(text) == read


def test_the_tables_that_a_text_makes():
    assert created("create or replace table if not exists t as select * from people") == ["t"]
    assert created("select * from people") == []


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("import duckdb", "duckdb.sql('select * from people')"),
        ("import duckdb as db", "db.query('select * from people').df()"),
        ("from duckdb import sql", "rows = sql('''\nselect *\nfrom people\n''')"),
        ("import polars as pl", "pl.sql('select * from people').collect()"),
        ("from pandasql import sqldf", "sqldf('select * from people', globals())"),
        ("import duckdb", "duckdb.sql(f'select * from people limit {1}')"),
        ("import duckdb", "def ask():\n    return duckdb.sql('select * from people')\nask()"),
    ],
)
def test_a_frame_in_a_text_is_read(imports, call):
    assert ("NB102", "people", 2) in told("NB1", imports, call, "people = 1", counts=(1, 3, 2))
    assert ("NB103", "people", 3) in told(
        "NB1", imports, "people = [1]", call, "people = [2]", counts=(1, 2, 4, 3)
    )
    assert told("NB102", imports, "people = 1", call) == []
    assert not is_surely_clean(make_notebook(imports, call, "people = 1"))


@pytest.mark.parametrize(
    "cells",
    [
        ("import duckdb", "duckdb.sql('select * from people')"),
        ("import duckdb", "people = duckdb.sql('select * from people').df()"),
        (
            "import duckdb",
            "duckdb.sql('create table people as select 1')",
            "duckdb.sql('select * from people')",
            "people = 1",
        ),
        (
            "import duckdb",
            "con = duckdb.connect('a.db')\ncon.sql('select * from people')",
            "people = 1",
        ),
        ("import sqlite3", "sqlite3.connect('a').execute('select * from people')", "people = 1"),
    ],
)
def test_a_table_of_a_database_is_no_variable(cells):
    assert told("NB101", *cells) == []
    assert told("NB102", *cells) == []
