"""Python's scoping, case by case: what a cell binds, and what it takes from before."""

import pytest

from tests.analysis.scan.scanning import last_effects, names, program

# (what, source, bound at top level, free at entry); a name that only a function body reads is free too
CASES = [
    ("self-ref", "df = df.dropna()", {"df"}, {"df"}),
    ("augassign", "x += 1", {"x"}, {"x"}),
    ("subscript store", "df['a'] = 1", set(), {"df"}),
    ("attr store", "o.a = b", set(), {"o", "b"}),
    ("del name", "del x", set(), {"x"}),
    ("def then del", "x=1\ndel x\nprint(x)", set(), {"x"}),
    ("use before def", "print(x)\nx=1", {"x"}, {"x"}),
    ("cond def", "if c:\n  x=1\nprint(x)", {"x"}, {"c", "x"}),
    ("loop var leaks", "for i in r:\n  pass\nprint(i)", {"i"}, {"r"}),
    ("except unbinds", "try:\n  f()\nexcept E as e:\n  pass\nprint(e)", set(), {"f", "E", "e"}),
    ("comp scope", "y=[a for a in xs]\nprint(a)", {"y"}, {"xs", "a"}),
    ("walrus in comp", "y=[z:=a for a in xs]\nprint(z)", {"y", "z"}, {"xs"}),
    ("class scope", "class A:\n  k=1\n  def m(self): return k\n", {"A"}, {"k"}),
    ("class body read", "class A:\n  x = x\n", {"A"}, {"x"}),
    ("func late global", "def f(): return g\n", {"f"}, {"g"}),
    ("func default", "def f(a=b): return a\n", {"f"}, {"b"}),
    ("lambda default", "f = lambda a=b: a+c", {"f"}, {"b", "c"}),
    ("decorator", "@deco(arg)\ndef f(): pass", {"f"}, {"deco", "arg"}),
    ("global write", "def f():\n  global n\n  n = 1\n", {"f", "n"}, set()),
    ("global read/write", "def f():\n  global n\n  n += 1\n", {"f", "n"}, {"n"}),
    ("nonlocal", "def f():\n  a=1\n  def g():\n    nonlocal a\n    a=2\n", {"f"}, set()),
    ("recursion", "def f(n): return f(n-1)", {"f"}, set()),
    ("annotation only", "x: int", set(), set()),
    ("annotation names", "def f(a: T) -> U: pass", {"f"}, {"T", "U"}),
    ("string annotation", 'def f(a: "T"): pass', {"f"}, {"T"}),
    (
        "match capture",
        'match v:\n  case {"k": a, **r}: pass\n  case P(x=b): pass\n  case [c, *d]: pass',
        {"a", "r", "b", "c", "d"},
        {"v", "P"},
    ),
    ("with as", "with open(p) as f: pass", {"f"}, {"p"}),
    ("star import", "from os import *\npath", set(), {"path"}),
    ("import dotted", "import a.b\na.b.c", {"a"}, set()),
    ("import as", "import a.b as c", {"c"}, set()),
    ("future", "from __future__ import annotations", {"annotations"}, set()),
    ("fstring", 'print(f"{a!r:{w}}")', set(), {"a", "w"}),
    ("exec", 'exec("x=1")\nprint(x)', set(), {"x"}),
    ("unpack", "(a, *b), c = v", {"a", "b", "c"}, {"v"}),
    ("nested func shadows", "def f():\n  x=1\n  return x\nprint(x)", {"f"}, {"x"}),
    ("try/finally def", "try:\n  x=1\nfinally:\n  print(x)", {"x"}, {"x"}),
    ("while else", "while c:\n  x=1\nelse:\n  x=2\nprint(x)", {"x"}, {"c"}),
    ("genexp first iter", "g=(i for i in xs)", {"g"}, {"xs"}),
    ("dunder name", "print(__name__)", set(), set()),
    ("builtin shadow", "list=[1]\nlist", {"list"}, set()),
    ("kwarg name", "f(a=b)", set(), {"f", "b"}),
    ("top await", "x = await f()", {"x"}, {"f"}),
]


@pytest.mark.parametrize(
    ("source", "bound", "free"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_a_cell_binds_and_needs_what_python_says(source, bound, free):
    sure: set[str] = set()
    perhaps: set[str] = set()
    needed: set[str] = set()
    later: set[str] = set()
    for statement in program(source).statements:
        effects = statement.effects
        needed |= names(effects) - sure
        sure = (sure | effects.binds) - effects.unbinds
        perhaps = (perhaps | effects.binds | effects.may_bind) - effects.unbinds
        for function in effects.defines:
            later |= names(function)
            perhaps |= function.binds

    assert (perhaps, needed | (later - sure)) == (bound, free)


# (source, surely bound, perhaps bound, gone, read)
STATEMENTS = [
    ("if c:\n    x = 1\nelse:\n    x = 2", {"x"}, set(), set(), {"c"}),
    ("if c:\n    x = 1\nelse:\n    raise E", {"x"}, set(), set(), {"c", "E"}),
    ("if c:\n    x = 1\nelif d:\n    y = x", set(), {"x", "y"}, set(), {"c", "d", "x"}),
    ("for i in r:\n    x = i", {"i"}, {"x"}, set(), {"r"}),
    ("for i in range(3):\n    x = i\nelse:\n    y = x", {"i", "x", "y"}, set(), set(), set()),
    ("for i in [1]:\n    if i:\n        break\n    x = 1", {"i"}, {"x"}, set(), set()),
    (
        "for i in r:\n    if i:\n        continue\n    x = 1\n    print(x)",
        {"i"},
        {"x"},
        set(),
        {"r"},
    ),
    (
        "for i in r:\n    x = i\n    for j in x:\n        print(i, j, x)",
        {"i"},
        {"x", "j"},
        set(),
        {"r"},
    ),
    ("while True:\n    x = 1\n    break", {"x"}, set(), set(), set()),
    ("while c:\n    x = 1\n    print(x)", set(), {"x"}, set(), {"c"}),
    ("try:\n    x = 1\nexcept E:\n    x = 2", {"x"}, set(), set(), {"E"}),
    ("try:\n    x = 1\nexcept E:\n    pass", set(), {"x"}, set(), {"E"}),
    ("try:\n    x = 1\nexcept E:\n    raise", {"x"}, set(), set(), {"E"}),
    ("try:\n    import a\nexcept E:\n    a = None", {"a"}, set(), set(), {"E"}),
    ("try:\n    x = 1\nexcept E:\n    print(x)", set(), {"x"}, set(), {"E", "x"}),
    ("try:\n    x = 1\nfinally:\n    y = 2", {"x", "y"}, set(), set(), set()),
    (
        "try:\n    x = a\n    raise b\nexcept E as x:\n    pass\nfinally:\n    y = 2",
        {"y"},
        set(),
        {"x"},
        {"a", "b", "E"},
    ),
    ("try:\n    x = 1\nexcept E:\n    pass\nelse:\n    y = x", set(), {"x", "y"}, set(), {"E"}),
    ("with a as b, c(b) as d:\n    e = d", {"b", "d", "e"}, set(), set(), {"a", "c"}),
    ("with a as (b, c):\n    pass", {"b", "c"}, set(), set(), {"a"}),
    ("with a as b.c:\n    pass", set(), set(), set(), {"a", "b"}),
    ("del x, y[z]", set(), set(), {"x"}, {"x", "y", "z"}),
    ("del (x, [y])", set(), set(), {"x", "y"}, {"x", "y"}),
    ("if c:\n    del x\nelse:\n    del x", set(), set(), {"x"}, {"c", "x"}),
    ("a = b = c", {"a", "b"}, set(), set(), {"c"}),
    ("a, b = b, a", {"a", "b"}, set(), set(), {"a", "b"}),
    ("[a, *b] = c", {"a", "b"}, set(), set(), {"c"}),
    ("a[i], b.c = d", set(), set(), set(), {"a", "i", "b", "d"}),
    ("for a[i] in r:\n    pass", set(), set(), set(), {"a", "i", "r"}),
    ("x: T = y", {"x"}, set(), set(), {"T", "y"}),
    ("x: T", set(), set(), set(), {"T"}),
    ("if (n := len(xs)) > 1:\n    print(n)", {"n"}, set(), set(), {"xs"}),
    ("a and (b := c)", set(), {"b"}, set(), {"a", "c"}),
    ("x = (b := 1) if a else b", {"x"}, {"b"}, set(), {"a", "b"}),
    ("[(lambda: a)() for a in xs if a in ys]", set(), set(), set(), {"xs", "ys"}),
    ("{k: v for k, v in d.items() if k}", set(), set(), set(), {"d"}),
    ("[[b for b in a] for a in xs]", set(), set(), set(), {"xs"}),
    ("[b for a in xs for b in a.f(c)]", set(), set(), set(), {"xs", "c"}),
    ("[x for x in x]", set(), set(), set(), {"x"}),
    (
        "class A(B, metaclass=M):\n    x = 1\n    y = [x for _ in z]",
        {"A"},
        set(),
        set(),
        {"B", "M", "z", "x"},
    ),
    ("class A:\n    x = 1\n    y = x", {"A"}, set(), set(), set()),
    ("class A:\n    def f(self, x=k): pass\n    k = 1", {"A"}, set(), set(), {"k"}),
    ("class A:\n    @d\n    def f(self): pass", {"A"}, set(), set(), {"d"}),
    ("class A:\n    global g\n    g = 1", {"A", "g"}, set(), set(), set()),
    ("@d\nclass A: pass", {"A"}, set(), set(), {"d"}),
    ("def f(a, b=c, *d, e=g, **h): pass", {"f"}, set(), set(), {"c", "g"}),
    ("async def f():\n    async with a as b:\n        pass", {"f"}, set(), set(), set()),
    ("async for i in r:\n    x = i", {"i"}, {"x"}, set(), {"r"}),
    ("async with a as b:\n    pass", {"b"}, set(), set(), {"a"}),
    ("import a, b.c as d, e.f", {"a", "d", "e"}, set(), set(), set()),
    ("from a import b, c as d", {"b", "d"}, set(), set(), set()),
    ("from . import b", {"b"}, set(), set(), set()),
    ("match x:\n    case 1: y = 1\n    case _: y = 2", {"y"}, set(), set(), {"x"}),
    ("match x:\n    case [a, *_] if a > m: pass", set(), {"a"}, set(), {"x", "m"}),
    ("match x:\n    case M.K | 1: pass", set(), set(), set(), {"x", "M"}),
    ("global x\nx = 1", {"x"}, set(), set(), set()),
    ("raise E(a) from b", set(), set(), set(), {"E", "a", "b"}),
    ("assert a, b", set(), set(), set(), {"a", "b"}),
    ("a[b:c, d] = e", set(), set(), set(), {"a", "b", "c", "d", "e"}),
    ("f(*a, **b)", set(), set(), set(), {"f", "a", "b"}),
    ("f'{a:{b}} {c!r} {{d}}'", set(), set(), set(), {"a", "b", "c"}),
    ("try:\n    f()\nexcept* E as e:\n    g(e)", set(), set(), {"e"}, {"f", "E", "g"}),
    ("print(_, In, Out, _3)", set(), set(), set(), {"_", "In", "Out", "_3"}),
]


@pytest.mark.parametrize(("source", "sure", "perhaps", "gone", "read"), STATEMENTS)
def test_ways_through_a_statement(source, sure, perhaps, gone, read):
    effects = last_effects(source)

    assert effects.binds == sure
    assert effects.may_bind == perhaps
    assert effects.unbinds == gone
    assert names(effects) == read


def test_a_builtin_is_not_read_unless_the_notebook_has_one_of_that_name():
    plain, rebound = program("print(max(x))"), program("print(max(x))", "max = 3")

    assert names(plain.statements[0].effects) == {"x"}
    assert names(rebound.statements[0].effects) == {"x", "max"}


def test_an_exception_name_that_was_bound_before_may_survive():
    effects = last_effects("e = 2.7", "try:\n    f()\nexcept E as e:\n    pass")

    assert effects.unbinds == set()
    assert effects.may_mutate == {"e"}


@pytest.mark.parametrize(
    "line", ["exec(code)", "globals()['x'] = 1", "%run other.ipynb", "%store -r x", "%pylab inline"]
)
def test_what_may_bind_anything_says_so(line):
    effects = last_effects(line)

    assert (effects.is_opaque, effects.has_star) == (True, True)


def test_a_name_bound_through_globals_is_known_where_it_is_written_down():
    assert last_effects("globals()['x'] = 1").may_bind == {"x"}


def test_a_star_import_binds_what_nobody_can_list():
    effects = last_effects("from os.path import *")

    assert (effects.has_star, effects.is_opaque, effects.imports) == (
        True,
        False,
        (("*", "os.path"),),
    )


@pytest.mark.parametrize(
    ("statement", "read"),
    [
        ("df.query('x > @low and y < @b.high')", {"df", "low", "b"}),
        ("df.query(expr='x > @low', inplace=False)", {"df", "low"}),
        ("df.eval(f'z = x + @low * {b}')", {"df", "low", "b"}),
        ("""df.query("mail == 'ann@home' or who == '@low'")""", {"df"}),
        ("df.query('mail.str.endswith(\"@home\")')", {"df"}),
        ("df.assign(who='@low')", {"df"}),
        ("unknown.query('x > @low')", {"unknown"}),
        ("unknown.query('x > @known')", {"unknown", "known"}),
    ],
)
def test_variables_in_the_text_of_a_query_are_read(statement, read):
    before = "import pandas as pd\ndf = pd.read_csv('a.csv')\nknown = 1\n"
    *_, last = program(before + statement).statements

    assert names(last.effects) == read
