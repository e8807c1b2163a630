"""A fact about a library has one home: it lies in `knowledge`, and there it is said once."""

from __future__ import annotations

from itertools import combinations

import pytest

from nb2pkg.analysis import kinds, knowledge
from nb2pkg.analysis.knowledge import (
    arrays,
    deep_learning,
    frames,
    learning,
    libraries,
    lifting,
    phrases,
    plots,
    python,
    readers,
    showing,
    stages,
)
from nb2pkg.analysis.knowledge.call import IF_DISCARDED, NOTHING, Call, named
from tests.analysis.knowledge.tables import CODE, HOME, assigned, tables

#: file, or folder -> why it has tables that look like those of a library
ELSEWHERE = {
    "verify/inside/": "runs by itself in the notebook's interpreter, from a copy: it can import nothing of ours",
    "extraction/generate/ops/": "goes into packages as it is: it can import nothing of ours",
    "analysis/graph/resources.py": "names of magics",
    "analysis/kinds.py": "names of kinds",
    "analysis/resources.py": "names of resources",
    "extraction/plan/commands/predictors.py": "libraries of tables, by which their kinds are told",
    "extraction/plan/naming/phrases.py": "verbs of our own phrases",
}

#: tables of which one has most names of the other -> why neither is made of the other
BOTH = {
    "anywhere.CALLING callbacks.CALLING": "what calls a function before it returns; what does no more than call it",
    "anywhere.SETTLED showing.PANDAS_3_RETURNS": "those of pandas 3 are few of them",
    "frames._EXCEL readers.ENGINES": "modules that read workbooks; values of `engine=`, which are called so",
    "frames._SAME_KIND showing.PANDAS_3_RETURNS": "those of pandas 3 are few of them",
    "pure.HARMLESS python.ASKING": "functions that do nothing by themselves; those that ask objects",
    "phrases.CALLS phrases.SERVING": "phrases of calls; those that are weak",
    "pure.ASKING python.USES": "what touches anything; what only asks",
    "pure.BUILTINS pure.SHADOWED": "pure builtins; those whose names numpy has as well",
    "pure.IMMUTABLE_METHODS python.METHODS": "kinds of results; results that nobody can change",
    "pure.SHALLOW python.ARGUMENT_KEPT": "what may hold its arguments; what holds their members alone",
    "pure.SHALLOW python.RETURNS": "kinds of results; what holds the members of its arguments",
    "pure.STARRED python.MODULES": "all modules; those that people import with a star",
}
_MOST = 0.9
_FEW = 4
RECORDS = [
    record
    for module in (arrays, deep_learning, frames, learning, plots, python)
    for value in vars(module).values()
    if isinstance(value, tuple) and value and isinstance(value[0], Call)
    for record in value
]


@pytest.fixture(scope="module")
def elsewhere():
    return list(tables(CODE, but=HOME))


def test_no_table_of_library_names_lies_elsewhere(elsewhere):
    found = [
        f"{table.file}:{table.line}: {' '.join(table.names[:6])}"
        for table in elsewhere
        if not table.file.startswith(tuple(ELSEWHERE))
    ]

    assert (
        found == []
    ), "move it into nb2pkg/analysis/knowledge, beside what is known of that library"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_each_exception_is_still_needed(elsewhere, place):
    assert any(table.file.startswith(place) for table in elsewhere)


def test_a_table_and_a_text_of_words_are_found_and_prose_is_not(tmp_path):
    folder = tmp_path / "somewhere"
    folder.mkdir()
    (folder / "code.py").write_text(
        'SAVING = {"to_csv", "to_parquet"}\n'
        'def f(name):\n    return name in "append extend insert".split()\n'
        'SAID = "read the notebook and write the project"\n'
        'WAYS = ("one", "two", "fit")\n',
        encoding="utf-8",
    )

    found = [table.names for table in tables(folder, root=folder)]

    assert found == [("to_csv", "to_parquet"), ("append", "extend", "insert")]


def test_no_two_tables_list_the_same_names_by_hand():
    listed = [(name, names) for name, names in assigned(HOME) if len(names) >= _FEW]
    twice = {
        f"{one} {other}"
        for (one, some), (other, others) in combinations(listed, 2)
        if len(some & others) >= max(_FEW, _MOST * min(len(some), len(others)))
    }

    assert twice - BOTH.keys() == set(), "make one of the other, or both of records"
    assert BOTH.keys() - twice == set()


def test_a_call_has_one_record():
    names = [record.name for record in RECORDS]

    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("anywhere.PURE", lambda record: record.alone == NOTHING),
        ("anywhere.MUTATING_IF_DISCARDED", lambda record: record.alone == IF_DISCARDED),
        ("phrases.CALLS", lambda record: record.phrase),
        ("stages.STAGES", lambda record: record.stage),
        ("readers.NEEDED", lambda record: record.needs),
    ],
)
def test_what_a_record_says_is_not_listed_again(table, said):
    by_hand = dict(assigned(HOME))[table]
    records = [record for record in RECORDS if said(record)]

    assert {named(record) for record in records} & by_hand == set()
    assert {record.name for record in records} & by_hand == set()


def test_whoever_asks_about_a_call_is_answered_by_its_record():
    assert knowledge.METHODS["pandas.DataFrame"]["to_parquet"] is kinds.NONE
    assert knowledge.WRITES_FILE["pandas.Series.to_parquet"] == 0
    assert "to_parquet" in knowledge.PURE_ANYWHERE
    assert lifting.PATHS["to_parquet"] == 0
    assert [*map(set, readers.NEEDED["to_parquet"])] == [{"pyarrow"}, {"fastparquet"}]
    assert "to_parquet" in showing.SAVING
    assert phrases.CALLS["to_parquet"] == "save {receiver}"


def test_whoever_asks_about_a_library_is_answered_by_its_record():
    assert knowledge.key(kinds.instance("xgboost.XGBClassifier")) == "estimator"
    assert "xgboost" in knowledge.MODULES & knowledge.KNOWN_LIBRARIES
    assert "xgboost" in knowledge.ESTIMATOR_LIBRARIES & libraries.LISTED
    assert "xgboost." in libraries.SEED_THEMSELVES
    assert stages.STAGES["xgboost."] == ("train", 7.0)
    assert "xgboost" in phrases.ESTIMATED
