"""Annotations that are texts, magics that delete names, imports with a dot, and Python that is too new to be read."""

from __future__ import annotations

import sys

import pytest

from tests.lint.rules.finding import found, told

FUTURE = "from __future__ import annotations"
NAMES = "x = 1\nother = 2\nimport math"


@pytest.mark.parametrize(
    "cell",
    [
        "class Row:\n    parent: Row | None = None",
        "def f(a: Missing) -> Missing:\n    return a\nf(1)",
        "def f(*args: Missing, key: Missing, **others: Missing): pass",
        "def f():\n    def g(a: Missing): return a\n    return g(1)\nf()",
        "class A:\n    def m(self, other: A) -> B: return other\nA().m(1)",
        "limit: Missing = 3",
        "async def f(a: Missing): pass",
    ],
)
def test_annotations_that_are_kept_as_texts_read_nothing(cell):
    assert told("NB1", f"{FUTURE}\n{cell}") == []
    assert told("NB1", FUTURE, cell) == []
    assert told("NB1", cell) != []
    assert told("NB1", cell, FUTURE) != []


@pytest.mark.parametrize(
    "cell", ["def f(a: int = missing): pass", "@missing\ndef f(a: int): pass", "x: int = missing"]
)
def test_what_stands_beside_such_an_annotation_is_read(cell):
    assert told("NB1", FUTURE, cell) == [("NB101", "missing", 2)]


def test_an_annotation_that_is_kept_as_a_text_makes_no_hidden_state():
    cells = (FUTURE, "Row = 1", "def f(a: Row): return a\nf(1)", "Row = 2")

    assert told("NB1", *cells, counts=(1, 2, 4, 3)) == []


@pytest.mark.parametrize(
    "magic",
    [
        "%reset -f",
        "%reset -sf",
        "%reset -f -s",
        "reset -f",
        "%reset_selective -f ^x$",
        "%xdel x",
        "xdel x",
    ],
)
def test_a_name_that_a_magic_has_taken_away_is_missing(magic):
    assert told("NB1", NAMES, magic, "print(x)") == [("NB106", "x", 3)]
    assert told("NB1", NAMES, magic, "x = 2", "print(x)") == []
    assert told("NB1", NAMES, "print(x)", magic, counts=(1, 3, 2)) == []


@pytest.mark.parametrize(
    "magic",
    [
        "%reset",
        "%reset -f in",
        "%reset_selective -f ^y",
        "%reset_selective x",
        "%reset_selective -f (",
        "%who",
    ],
)
def test_a_magic_that_keeps_the_name_or_asks_first_takes_nothing(magic):
    assert told("NB1", NAMES, magic, "print(x)") == []


def test_a_magic_in_a_branch_may_not_happen():
    assert told("NB1", NAMES, "if other:\n    %reset -f\nprint(1)", "print(x)") == []


def test_all_names_are_reset_and_what_was_never_bound_is_still_told():
    told_of = told("NB1", NAMES, "%reset -f", "math.pi, other, nowhere")

    assert {each[:2] for each in told_of} == {
        ("NB101", "nowhere"),
        ("NB106", "math"),
        ("NB106", "other"),
    }


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from . import helper", "helper"),
        ("from .helper import load", "load"),
        ("from ..tools import *", "tools"),
        ("from .. import a, b", "a"),
    ],
)
def test_an_import_with_a_dot_fails_in_a_fresh_run(line, name):
    assert told("NB1", line) == [("NB111", name, 1)]


@pytest.mark.parametrize(
    "cells",
    [
        ("try:\n    from . import helper\nexcept ImportError:\n    import helper",),
        ("__package__ = 'tools'", "from . import helper"),
        ("def f():\n    from . import helper\n    return helper",),
    ],
)
def test_an_import_with_a_dot_that_may_not_run_is_not_reported(cells):
    assert told("NB111", *cells) == []


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads such cells")
@pytest.mark.parametrize(
    "cell",
    [
        "type Row = list[int]",
        "type Pair[T] = tuple[T, T]",
        "def first[T](xs: list[T]) -> T:\n    return xs[0]",
        "class Box[T]:\n    pass",
        "class A:\n    def m[T](self): pass",
        "d = {'a': 1}\nprint(f'{d['a']}')",
        'print(f"it\'s {d["a"]} now")',
        "print(rf'{d['a']}')",
        'print(f"{d["a"]:>{w}}")',
        "print(f\"{'\\n'.join(x)}\")",
        'x = f"{1 # one\n}"',
        'x = f"{\n    a\n}"',
    ],
)
def test_a_cell_for_a_later_python_says_with_which_to_run(cell):
    (finding,) = (each for each in found(cell) if each.code == "NB903")

    assert "needs Python 3.12 or later" in finding.message
    assert finding.help.startswith("run nb2pkg with Python 3.12 or later")


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="this Python reads such cells")
@pytest.mark.parametrize(
    "cell", ["t = t'{a}'", "try:\n    f()\nexcept ValueError, TypeError:\n    pass"]
)
def test_a_cell_for_python_3_14_says_so(cell):
    (finding,) = (each for each in found(cell) if each.code == "NB903")

    assert finding.help.startswith("run nb2pkg with Python 3.14 or later")


@pytest.mark.parametrize(
    "cell",
    [
        "print 'a'",
        "x = (1",
        "def f(x:\n    pass",
        "try:\n    f()\nexcept OSError, e:\n    pass",
        "x = f'{'",
    ],
)
def test_a_cell_that_no_python_3_reads_is_to_be_corrected(cell):
    (finding,) = (each for each in found(cell) if each.code == "NB903")

    assert finding.help.startswith("correct it")
