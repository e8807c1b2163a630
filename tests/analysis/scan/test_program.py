import sys

import pytest

from tests.analysis.scan.scanning import last_effects, names, program


def test_an_empty_notebook_has_no_statements():
    assert program().statements == ()


def test_cells_without_code_have_no_statements():
    assert program("", "# only a comment", "   \n").statements == ()


def test_statements_are_numbered_in_file_order_and_know_their_cell():
    found = program("a = 1; b = 2", "c = 3").statements

    assert [(s.id, s.cell, s.kind, s.text) for s in found] == [
        (0, 1, "assign", "a = 1"),
        (1, 1, "assign", "b = 2"),
        (2, 2, "assign", "c = 3"),
    ]


def _span(place):
    return (place.line, place.column, place.end_line, place.end_column)


def test_places_count_lines_and_characters_from_one():
    first, second = program("x = 'äöü'; y = z\n").statements

    assert _span(first.place) == (1, 1, 1, 10)
    assert _span(second.place) == (1, 12, 1, 17)
    assert _span(second.effects.reads[0].place) == (1, 16, 1, 17)


def test_a_statement_begins_at_its_first_decorator():
    found = program("x = 1\n@a\n@b\ndef f():\n    pass").statements[1]

    assert (_span(found.place), found.text) == ((2, 1, 5, 9), "@a\n@b\ndef f():\n    pass")


def test_what_was_taken_from_the_start_of_a_line_is_counted_in():
    found = program("%time x = y").statements[0]

    assert _span(found.effects.reads[0].place)[:2] == (1, 11)


@pytest.mark.parametrize(
    ("line", "column"),
    [("print(f'{abc}')", 10), ("print(f'''\n{abc}''')", 2), ("f'{x}{abc!r:{w}}'", 7)],
)
def test_names_in_f_strings_are_found_on_every_version_of_python(line, column):
    reads = {read.name: read.place for read in last_effects(line).reads}

    assert reads["abc"].column == column


DISPLAYS = [
    ("x = 1", False),
    ("x", True),
    ("x;", False),
    ("x; # y", False),
    ("x  # ;", True),
    ("x\n", True),
    ("x\ny = 1", False),
    ("if x:\n    x", False),
    ("print(x)", True),
]


@pytest.mark.parametrize(("source", "expected"), DISPLAYS)
def test_the_last_expression_of_a_cell_is_displayed(source, expected):
    assert last_effects(source).is_displayed == expected


def test_only_the_last_expression_is_displayed():
    assert [s.effects.is_displayed for s in program("x\ny").statements] == [False, True]


PROBLEMS = [
    ("x = (", "never closed"),
    ("print 'a'", "Python 2"),
    ("try:\n    pass\nexcept A, e:\n    pass", "Python 2"),
    ("print x", "Python 2"),
    ("x = \udc80", "surrogate"),
    ("x = 1\x00", "null"),
    ("return 1", "outside function"),
    ("x = 1\nif x:\n    break", "outside loop"),
    ("x = yield", "outside function"),
    ("x = " + "(" * 300 + ")" * 300, "too many nested"),
    ("x = " + "-" * 100_000 + "1", "deeply"),
]


@pytest.mark.parametrize(("source", "part"), PROBLEMS, ids=range(len(PROBLEMS)))
def test_a_cell_that_does_not_parse_is_a_problem_and_the_others_are_analysed(source, part):
    found = program(source, "y = 1")

    assert [problem.cell for problem in found.problems] == [1]
    assert part in found.problems[0].message
    assert [statement.cell for statement in found.statements] == [2]


@pytest.mark.parametrize(
    ("source", "version"),
    [
        ("type X = int", (3, 12)),
        ("x = 1\ntype X[T] = list[T]", (3, 12)),
        ("def f[T](x: T) -> T:\n    return x", (3, 12)),
        ("class A[T]:\n    pass", (3, 12)),
        ("a = {'b': 1}\nx = f'{a['b']}, {a['b']}'", (3, 12)),
        ("x = f'{', '.join('ab')}'", (3, 12)),
        ("x = f'{\"\\n\".join('ab')}'", (3, 12)),
        ("x = t'{1}'", (3, 14)),
        ("lazy import json", (3, 15)),
    ],
)
def test_what_only_a_later_python_understands_is_named_with_its_version(source, version):
    problems = program(source).problems

    if sys.version_info >= version:
        assert problems == ()
    else:
        assert f"this needs Python {version[0]}.{version[1]} or later" in problems[0].message


@pytest.mark.parametrize(
    "source",
    ["type x", "type == 3 4", "x = f'{a'", "x = f'it's'", "x = list'a'", "def f(x[T]): pass"],
)
def test_a_mere_mistake_is_not_taken_for_a_later_python(source):
    assert "needs Python" not in program(source).problems[0].message


DEEP = [
    "x = " + " + ".join(["y"] * 900),
    "x = y" + ".f()" * 900,
    "x = y" + ".a" * 900,
    "x = y" + "[0]" * 900,
    "x = " + "lambda: " * 90 + "y",
    "x = " + "[" * 90 + "y" + "]" * 90,
    "x = " + " and ".join(["y"] * 20_000),
    "x = [" + "y, " * 20_000 + "]",
]


@pytest.mark.parametrize("source", DEEP, ids=range(len(DEEP)))
def test_what_the_parser_can_nest_is_analysed(source):
    limit = sys.getrecursionlimit()

    found = program(source)

    assert not found.problems
    effects = found.statements[0].effects
    assert "y" in names(effects) | {n for f in effects.defines for n in names(f)}
    assert sys.getrecursionlimit() == limit


def test_warnings_of_the_parser_are_kept_from_the_user():
    assert program("x = '\\d'", "if x is 'a': pass").problems == ()


def test_cells_that_are_never_executed_say_nothing(make_notebook):
    from nb2pkg.analysis.scan import scan

    found = scan(make_notebook("x = 1", "y = 2", tags={1: ["skip-execution"]}))

    assert [statement.text for statement in found.statements] == ["y = 2"]


MAGICS = [
    ("%matplotlib inline", set(), set(), False),
    ("x = !ls", {"x"}, set(), False),
    ("%%time\nx = y", {"x"}, {"y"}, False),
    ("%time x = y", {"x"}, {"y"}, False),
    ("%%timeit\nx = y\nz = x", set(), {"y"}, False),
    ("%%capture out\nx = 1", {"out", "x"}, set(), False),
    ("%%bash\nls", set(), set(), False),
    ("%run other.py", set(), set(), True),
    ("%load_ext autoreload", set(), set(), False),
    ("%store -r x", {"x"}, set(), True),
    ("%store x", set(), {"x"}, False),
]


@pytest.mark.parametrize(("source", "bound", "read", "opaque"), MAGICS)
def test_magics_bind_and_read_what_they_say(source, bound, read, opaque):
    effects = [statement.effects for statement in program("y = 0", "x = 0", source).statements[2:]]

    assert frozenset().union(*(e.binds for e in effects)) == bound
    own = set().union(*(e.binds for e in effects))
    assert set().union(*(names(e) for e in effects)) - own == read
    assert any(e.is_opaque for e in effects) == opaque


def test_a_statement_carries_its_magic():
    found = program("%matplotlib inline\nx = 1").statements

    assert [s.magic.name if s.magic else None for s in found] == ["matplotlib", None]


def test_a_cell_magic_goes_with_every_statement_of_its_cell():
    found = program("%%time\nx = 1\ny = 2").statements

    assert {s.magic.name if s.magic else None for s in found} == {"time"}
