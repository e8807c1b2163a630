"""IPython's syntax as Python: the same lines, the same meaning, and strings left alone."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from nb2pkg.notebook.ipython import to_python
from nb2pkg.notebook.model import Code, Magic


def only_magic(source: str) -> Magic:
    (magic,) = to_python(source).magics
    return magic


def transformed(source: str) -> str:
    """Return what IPython itself makes of a cell."""
    return TransformerManager().transform_cell(source)


def is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def names(text: str) -> list[str]:
    return sorted(node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name))


@pytest.mark.parametrize("blank", ["\xa0", "\n\u2028\n", "\u3000\n\xa0", " \x0c\t", "\x85"])
def test_a_cell_of_nothing_but_space_is_passed_over_as_a_kernel_does(blank: str) -> None:
    assert to_python(blank).text == "\n" * blank.count("\n")


# --- what must stay as it is

PYTHON = [
    "",
    "\n\n",
    "# only a comment, really?\n# 100%",
    "x = 1\ny = x % 2 != 0",
    "x = a \\\n  % b",
    "total = (a\n  % b\n  / c\n  , d)",
    "'%s' % x",
    "s = '''\n%matplotlib inline\n!ls\nx?\n'''",
    'f"""\n%time {x}\n"""',
    "s = 'a \\\n%time b'",
    "f(a=1)\nwhy = 'is this so?'",
    "if x:\n    y = 1\n    # !ls",
    "x = 5 # what?",
    "x = '=%s' % y\nz = '= !ls'",
    "def f():\n    '''\n    >>> f()\n    1\n    '''",
    "r'\\'; x = '%'",
    "x = b'''\\'''\n!ls\n'''",
    "ls = [1]\nls",
    "history",
    "time",
    "config = {}",
    "run = 1",
    "ls.append(1)",
    "ls == 3",
    "cd = 2",
    "pd.get_dummies(df)",
    "print(1);",
    "...",
    "x @= y\nx //= 2\nx %= 3",
    "assert x == y, '%d?' % 3",
]


@pytest.mark.parametrize("source", PYTHON)
def test_python_is_left_alone(source):
    assert to_python(source) == Code(source)


def test_a_single_name_that_the_notebook_defines_is_no_magic():
    assert to_python("ls").magics
    assert to_python("ls", defined={"ls"}) == Code("ls")


# --- what becomes what

CD = "get_ipython().run_line_magic('cd', 'a')\n"
CAPTURE = "get_ipython().run_cell_magic('capture', 'out', '')\n"
LINES = [
    ("%matplotlib inline", "get_ipython().run_line_magic('matplotlib', 'inline')"),  # row 80
    ("%pip install x", "get_ipython().run_line_magic('pip', 'install x')"),  # row 81
    ("%autoreload 2", "get_ipython().run_line_magic('autoreload', '2')"),
    ("%run f.py", "get_ipython().run_line_magic('run', 'f.py')"),  # row 79
    ("!ls -l", "get_ipython().system('ls -l')"),  # row 75
    ("!!ls", "get_ipython().getoutput('ls')"),
    ("x = !ls", "x = get_ipython().getoutput('ls')"),
    ("x: list = !ls", "x: list = get_ipython().getoutput('ls')"),
    ("x=!ls", "x=get_ipython().getoutput('ls')"),
    ("x = %magic a", "x = get_ipython().run_line_magic('magic', 'a')"),  # row 78
    ("(a, b) = %run f", "(a, b) = get_ipython().run_line_magic('run', 'f')"),
    ("if x:\n    %cd ..", "if x:\n    get_ipython().run_line_magic('cd', '..')"),  # row 77
    ("x?", "get_ipython().run_line_magic('pinfo', 'x')"),  # row 86
    ("x.y??", "get_ipython().run_line_magic('pinfo2', 'x.y')"),
    ("?x", "get_ipython().run_line_magic('pinfo', 'x')"),
    ("??x", "get_ipython().run_line_magic('pinfo2', 'x')"),
    ("np.*load*?", "get_ipython().run_line_magic('psearch', 'np.*load*')"),
    ("%time?", "get_ipython().run_line_magic('pinfo', '%time')"),
    ("x = y?", "get_ipython().run_line_magic('pinfo', 'y')"),
    ("?", "get_ipython().show_usage()"),
    (", f a b", '("f", "a", "b")'),  # row 88: IPython wants no blank after the comma
    (",f a b", 'f("a", "b")'),
    (";f a b", 'f("a b")'),
    ("/f a b", "f(a, b)"),
    ("ls -la", "get_ipython().run_line_magic('ls', '-la')"),  # row 87
    ("cd ..", "get_ipython().run_line_magic('cd', '..')"),
    ("cd /tmp", "get_ipython().run_line_magic('cd', '/tmp')"),
    ("pwd", "get_ipython().run_line_magic('pwd', '')"),
    ("pip install x", "get_ipython().run_line_magic('pip', 'install x')"),
    ("\n\nmatplotlib inline\n", "\n\nget_ipython().run_line_magic('matplotlib', 'inline')\n"),
    ("!", "get_ipython().system('')"),  # row 128
    ("%%", "get_ipython().run_cell_magic('', '', '')"),
    ("# c\n%%time", "# c\nget_ipython().run_line_magic('%time', '')"),  # row 73
    ("!a \\\n  b\nx", "get_ipython().system('a    b')\n\nx"),
    ("x = !a \\\n b\ny", "x = get_ipython().getoutput('a   b')\n\ny"),
    ("x = \\\n  !a", "x = \\\n  get_ipython().getoutput('a')"),
    ("!echo \"it's\nx = 1", "get_ipython().system('echo \"it\\'s')\nx = 1"),
    ("!echo (\nx = 1", "get_ipython().system('echo (')\nx = 1"),
    ("%time x = f()", "x = f()"),  # row 71
    ("%time", "get_ipython().run_line_magic('time', '')"),
    ("%time x = (", "get_ipython().run_line_magic('time', 'x = (')"),
    ("%time !ls", "get_ipython().system('ls')"),
    ("%time # c", "get_ipython().run_line_magic('time', '# c')"),
    ("%time f(a, \\\n  b)\nc", "f(a, \\\n  b)\nc"),
    ("%prun -l 3 -q f(x)", "f(x)"),
    ("x = %time f(1)", "x =       f(1)"),
    ("x = %timeit -o f(1)", "x = get_ipython().run_line_magic('timeit', '-o f(1)')"),
    ("%%time\nx = 1", "get_ipython().run_cell_magic('time', '', '')\nx = 1"),  # row 72
    ("\n%%time\n%cd a\n", "\nget_ipython().run_cell_magic('time', '', '')\n" + CD),
    ("%%time x = 1", "x = 1"),  # row 74
    ("%%timeit n = 3\nf(n)", "get_ipython().run_cell_magic('timeit', 'n = 3', ''); n = 3\nf(n)"),
    ("%%capture out\n%%time\nx", CAPTURE + "get_ipython().run_cell_magic('time', '', '')\nx"),
    ("%%bash\nls\n", "get_ipython().run_cell_magic('bash', '', 'ls\\n')\n\n"),  # row 82
    ("%%capture out\n%%html\n<b>", CAPTURE + "get_ipython().run_cell_magic('html', '', '<b>')\n"),
    ("%%bash?", "get_ipython().run_line_magic('pinfo', '%%bash')"),
    ("  x = 1\n\n  y = 2", "x = 1\n\ny = 2"),  # row 63
    ("  %%time\n  x = 1", "get_ipython().run_cell_magic('time', '', '')\nx = 1"),
    ("  x = 1\ny = 2", "x = 1\ny = 2"),  # as IPython did up to version 8
    (">>> x = 1\n>>> if x:\n...     y\n", "x = 1\nif x:\n    y\n"),  # row 65
    (">>> s = '''a\n... b'''", "s = '''a\nb'''"),
    ("In [3]: x = 1\n   ...: y = 2", "x = 1\ny = 2"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), LINES)
def test_what_ipython_understands_becomes_python(source, expected):
    assert to_python(source).text == expected


@pytest.mark.parametrize("source", [source for source, _ in LINES])
def test_the_number_of_lines_stays(source):
    assert to_python(source).text.count("\n") == source.count("\n")


# where IPython acts later than in its transformation, or in another way for a good reason
_DIFFERENT = ("%time", "%prun", "x = %time ", "%%", "\n%%", "  %%", "ls", "cd", "pwd", "pip")


@pytest.mark.parametrize(
    "source",
    [
        source
        for source in PYTHON + [source for source, _ in LINES]
        if not source.startswith(_DIFFERENT) and is_python(transformed(source))
    ],
)
def test_ipython_itself_would_name_the_same_things(source):
    assert names(to_python(source).text) == names(transformed(source))


@pytest.mark.parametrize(
    "source",
    ["a = b = !ls", "x += !ls", "if x: !ls", "for i in x: !ls", "x = 1; !ls", "x = 1; y = !ls"],
)
def test_row_76_what_ipython_does_not_understand_stays_a_mistake(source):
    assert to_python(source) == Code(source)
    with pytest.raises(SyntaxError):
        ast.parse(transformed(source))


pieces = st.sampled_from(
    [
        *(
            "%",
            "%%",
            "!",
            "?",
            "=",
            "x",
            "time",
            "ls",
            " ",
            "    ",
            "\n",
            "\\\n",
            "(",
            ")",
            "[",
            "]",
        ),
        *('"', "'", '"""', "'''", "#", ",", ";", "/", ">>> ", "... ", "x = 1", "%time", "\t", "\\"),
        *("{", "}", ":", "if x:", "%%time\n", "!ls {x}", "$x", "é", "\f", "In [1]: ", "."),
    ]
)


@given(st.lists(pieces, max_size=14).map("".join))
@example("!ls\\")
@example("%\\\n")
@example("x = \\\n")
@example("'''")
@example("%%\n")
def test_any_text_keeps_its_number_of_lines(source: str):
    code = to_python(source)

    assert code.text.count("\n") == source.count("\n")
    assert len(code.removed) in (0, source.count("\n") + 1)
    assert all(1 <= m.line <= m.end_line <= source.count("\n") + 1 for m in code.magics)


statements = st.sampled_from(
    [(source, source) for source in PYTHON]
    + [pair for pair in LINES if pair[0][:1] in "%!?x" and not pair[0].startswith("%%")]
)


@given(st.lists(statements, max_size=6))
def test_each_statement_is_treated_for_itself(pairs: list[tuple[str, str]]):
    source = "\n".join(["start = 1", *(source for source, _ in pairs)])

    expected = "\n".join(["start = 1", *(text for _, text in pairs)])
    assert to_python(source).text == expected


@pytest.mark.parametrize(
    "source",
    [
        "%%time\n" * 3000 + "x",
        "%time " * 3000 + "x",
        "!" + "a" * 1_000_000 + "?",
        "x = " + "a." * 500_000 + "b?",
        "x = '" + "%" * 1_000_000 + "'\n!ls",
        " " * 1_000_000 + "x",
        "=\\\n" * 100_000,
        "!ls\\\n" * 100_000,
        "%time\n" * 10_000,
        "('" * 100_000,
        "%timeit " + "(" * 10_000 + ")" * 10_000,
        "!echo " + "{" * 10_000,
        "x = %time '\ud800'\n%time \0",
    ],
    ids=lambda source: source[:8],
)
@pytest.mark.timeout(20)
def test_extreme_cells_take_neither_the_process_nor_for_ever(source):
    assert to_python(source).text.count("\n") == source.count("\n")


# --- what is said of magics


@pytest.mark.parametrize(
    ("source", "magic"),
    [
        ("%matplotlib inline", Magic(1, 1, "matplotlib", "inline")),
        ("x = 1\n!ls", Magic(2, 2, "!", "ls")),
        ("!ls \\\n a", Magic(1, 2, "!", "ls   a")),
        ("x.y?", Magic(1, 1, "?", "x.y")),
        ("f(a,\n  b).c?", Magic(1, 2, "?", "c")),
        ("%time x = f()", Magic(1, 1, "time", "x = f()")),
        ("%%time\nx\ny", Magic(1, 3, "time", "", is_cell=True)),
        ("%%bash\na\nb\n", Magic(1, 3, "bash", "", is_cell=True, has_python_body=False)),
        (
            "%%writefile src/f.py\nx = 1",  # row 83
            Magic(1, 2, "writefile", "src/f.py", is_cell=True, has_python_body=False),
        ),
        ("%%surprise\nx", Magic(1, 2, "surprise", "", is_cell=True, has_python_body=False)),  # 90
        ("# c\n%%time\nx", Magic(2, 2, "%time", "")),  # row 73
        ("get_ipython().run_line_magic('cd', 'a')", Magic(1, 1, "cd", "a")),  # row 89
        ("get_ipython().magic('matplotlib inline')", Magic(1, 1, "matplotlib", "inline")),
        ("y = get_ipython().getoutput('ls {x}')", Magic(1, 1, "!", "ls {x}", reads=("x",))),
        (
            "get_ipython().run_cell_magic('bash', '', 'ls')",
            Magic(1, 1, "bash", "", is_cell=True, has_python_body=False),
        ),
    ],
)
def test_a_magic_says_where_it_stands_and_what_it_is(source, magic):
    assert only_magic(source) == magic


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("files = !ls", ("files",)),
        ("(a, b) = %run f", ("a", "b")),
        ("x[0] = !ls", ()),
        ("%%capture", ()),
        ("%%capture out\nx", ("out",)),
        ("%%capture --no-stderr out\nx", ("out",)),
        ("%%sql\nselect 1", ()),
        ("df = %sql select 1", ("df",)),  # row 84
        ("%sql df << select 1", ("df",)),
        ("%%bigquery df --project p\nselect 1", ("df",)),
        ("%%R -i df -o out,more\nx", ("out", "more")),  # row 85
        ("%%bash --out listing\nls", ("listing",)),
        ("%store -r x y", ("x", "y")),
        ("%store x", ()),
        ("%timeit x = 1", ()),
    ],
)
def test_a_magic_says_what_it_binds(source, bound):
    assert only_magic(source).binds == bound


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("!ls", ()),
        ("!echo {name} $other", ("name", "other")),
        ("!echo {f(x)[0]:>3} ${y}", ("f", "x", "y")),
        ("!echo $$ $$HOME $1", ()),
        ("!awk '{print $1}' $name", ()),  # IPython gives up on the whole line
        ("!find . -exec rm {} $name", ()),
        ("!echo {{a}} {b}", ("b",)),
        ("!echo {", ()),
        ("%cd {folder}", ("folder",)),
        ("%run $script", ("script",)),
        ("%timeit -n 10 -r3 f(x, [y for y in z])", ("f", "x", "z")),
        ("%timeit {x}", ("x",)),
        ("%timeit lambda a: a + b", ("b",)),
        ("%%R -i df,more\nx", ("df", "more")),
        ("%store x", ("x",)),
        ("%store -r x", ()),
    ],
)
def test_a_magic_says_what_it_reads(source, read):
    assert only_magic(source).reads == read


def test_the_body_of_timeit_reads_for_itself():
    assert only_magic("%%timeit n = 3\nf(n)").reads == ()
    assert only_magic("%%timeit f(n)").reads == ("f", "n")


# --- columns


@pytest.mark.parametrize(
    ("source", "removed"),
    [
        ("  x = 1\n  y = 2", (2, 2)),
        (">>> x = 1\n1\n>>> y", (4, 0, 4)),
        ("x\n%time y = 1", (0, 6)),
        ("%%time\n  %time y = 1", (0, 8)),
        ("%time x = %time y", (6,)),
        ("%matplotlib inline", ()),
    ],
)
def test_what_was_taken_from_the_start_of_lines_is_counted(source, removed):
    assert to_python(source).removed == removed


def test_columns_can_be_told_in_the_terms_of_the_cell():
    source = "  a = 1\n  %time total = a + b"

    code = to_python(source)

    found = (node for node in ast.walk(ast.parse(code.text)) if isinstance(node, ast.Name))
    place = next(name for name in found if name.id == "b")
    column = place.col_offset + code.removed[place.lineno - 1]
    assert source.split("\n")[place.lineno - 1][column] == "b"
