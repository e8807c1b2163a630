import pytest

from nb2pkg.analysis.scan import scan
from tests.analysis.scan.scanning import LIBRARIES, after, function, last_effects, names
from tests.support import make_notebook

PURE = [
    "def f(x):\n    return x + 1",
    "def f(df):\n    df = df.copy()\n    df['a'] = 1\n    return df",
    "def f(df):\n    return df.dropna()",
    "def f(xs):\n    ys = list(xs)\n    ys.append(1)\n    return ys",
    "def f(xs):\n    out = []\n    for x in xs:\n        out.append(x)\n    return out",
    "def f(n):\n    n += 1\n    return n",
    "def f(df):\n    df = df[df.a > 1]\n    return df.mean()",
    "f = lambda x: x + 1",
]

MUTATED = [
    ("def f(df):\n    df['a'] = 1", {"df"}),
    ("def f(data, key):\n    data[key] = 1\n    return data", {"data"}),
    ("def f(a):\n    b = a\n    b.append(1)", {"a"}),
    ("def f(df):\n    df.drop('a', inplace=True)", {"df"}),
    ("def f(d: dict):\n    x = d['a']\n    x.append(1)", {"d"}),
    ("def f(xs):\n    for x in xs:\n        x.a = 1", {"xs"}),
    ("def f(model, X, y):\n    model.fit(X, y)\n    return model.score(X, y)", {"model"}),
    ("def f(*args, **kwargs):\n    kwargs['a'] = 1", {"kwargs"}),
    ("def f(xs):\n    def g():\n        xs.append(1)\n    g()", {"xs"}),
    ("f = lambda xs: xs.append(1)", {"xs"}),
    ("def f(ax):\n    ax.plot(x)", {"ax"}),
]

RETURNED = [
    ("def f(df):\n    return df", {"df"}),
    ("def f(df):\n    df['a'] = 1\n    return df", {"df"}),
    ("def f(df):\n    return df, 1", {"df"}),
    ("def f(df):\n    return df['a']", {"df"}),
    ("def f(a, b):\n    return a if b else 1", {"a"}),
    ("def f(xs):\n    for x in xs:\n        yield x", {"xs"}),
    ("f = lambda a: a", {"a"}),
    ("def f(df):\n    return df.copy()", set()),
    ("def f(df):\n    return len(df)", set()),
    ("def f(df):\n    print(df)", set()),
]

READS = [
    ("def f(x):\n    return x + y", {"y"}),
    ("def f(x):\n    y = 1\n    return x + y", set()),
    ("def f(x):\n    return f(x - 1)", {"f"}),
    ("def f():\n    return [a for a in xs]", {"xs"}),
    ("def f():\n    global n\n    n += 1", {"n"}),
    ("def f():\n    global n\n    n = 1\n    return n", set()),
    ("def f():\n    def g():\n        return a\n    return g", {"a"}),
    ("def f():\n    a = 1\n    def g():\n        return a\n    return g", set()),
    ("def f():\n    import os\n    return os.getcwd()", set()),
    ("def f():\n    return np.zeros(3)", {"np"}),
    ("def f(a: 'T'):\n    pass", {"T"}),
    ("def f():\n    x: T = 1\n    return x", set()),
    ("def f():\n    print(len([]))", set()),
    ("def f():\n    if (m := g()):\n        return m", {"g"}),
    ("def f():\n    for i in r:\n        pass\n    return i", {"r"}),
    ("def f():\n    with open('a') as h:\n        return h.read()", set()),
    ("def f():\n    try:\n        pass\n    except E as e:\n        print(e)", {"E"}),
    ("def f():\n    del a", set()),
    ("class A:\n    k = 1\n    def m(self):\n        return k", {"k"}),
    ("class A:\n    k = g\n    def m(self):\n        return self.k", set()),
    ("class A:\n    def m(self):\n        return A()", {"A"}),
]


@pytest.mark.parametrize("source", PURE)
def test_a_function_that_works_on_copies_changes_nothing(source):
    found = function(source)

    assert (found.mutates_parameters, found.mutates) == (frozenset(), frozenset())


@pytest.mark.parametrize(("source", "expected"), MUTATED)
def test_a_parameter_that_is_changed_is_named(source, expected):
    assert function(source).mutates_parameters == expected


@pytest.mark.parametrize(("source", "expected"), RETURNED)
def test_what_comes_back_may_be_what_was_given(source, expected):
    assert function(source).returns_parameters == expected


@pytest.mark.parametrize(("source", "expected"), READS)
def test_globals_are_read_when_the_function_is_called(source, expected):
    assert names(function(source)) == expected


def test_a_definition_reads_its_decorators_defaults_and_annotations_at_once():
    effects = last_effects("@deco(arg)\ndef f(a: T = b) -> U:\n    return c")

    assert names(effects) == {"deco", "arg", "T", "b", "U"}


def test_globals_changed_bound_and_called_are_told():
    found = function("def f(x):\n    global n\n    n = 1\n    cache[x] = 1\n    return helper(x)")

    assert found.binds == {"n"}
    assert found.mutates == {"cache"}
    assert [(call.function, call.arguments) for call in found.calls] == [("helper", ((0, "x"),))]


def test_resources_and_showing_inside_a_function_wait_for_the_call():
    effects = last_effects(LIBRARIES, "def f():\n    plt.plot(np.random.rand(3))")

    assert (effects.uses, effects.has_output) == ((), False)
    assert {str(use.resource) for use in effects.defines[0].uses} == {"fig:current", "rng:numpy"}
    assert effects.defines[0].has_output


def test_a_local_passed_on_is_not_taken_for_a_global():
    found = function("def f():\n    df = make()\n    clean(df)")

    assert [(call.function, call.arguments) for call in found.calls] == [
        ("make", ()),
        ("clean", ()),
    ]


def test_a_local_that_is_a_parameter_under_another_name_is_traced():
    found = function("def f(data):\n    df = data\n    clean(df)")

    assert found.calls[0].arguments == ((0, "data"),)


CALLS = [
    ("def f(x):\n    pass", "f(a)", [("f", ((0, "a"),), False)]),
    ("def f(x):\n    pass", "y = f(x=a)", [("f", (("x", "a"),), False)]),
    ("def f(x):\n    pass", "f(a + 1)", [("f", (), False)]),
    ("", "f(a, 1, b)", [("f", ((0, "a"), (2, "b")), False)]),
    ("", "print(a)", []),
    ("", "np.mean(a)", []),
    ("def f(x):\n    pass", "df.apply(f)", [("f", (), True)]),
    ("def f(x):\n    pass", "y = [f(x) for x in xs]", [("f", (), False)]),
    ("def f(x):\n    pass", "y = map(f, xs)", [("f", (), True)]),
    ("def f(x):\n    pass", "y = [f, f]", [("f", (), True), ("f", (), True)]),
    ("def f(x):\n    pass", "df.apply(lambda row: f(row))", [("f", (), False)]),
    ("def f(x):\n    pass\ng = f", "g(a)", [("f", ((0, "a"),), False)]),
    (
        "from functools import partial\ndef f(x):\n    pass\ng = partial(f, 1)",
        "g(a)",
        [("f", (), False)],
    ),
    ("class A:\n    def __init__(self, x):\n        pass", "a = A(b)", [("A", ((0, "b"),), False)]),
    ("class A:\n    def m(self):\n        pass\na = A()", "a.m()", [("A", (), False)]),
    ("class A:\n    pass", "isinstance(a, A)", []),
    ("t = {'a': lambda v: v}", "t['a'](x)", [("t", (), False)]),
    ("t = {'a': lambda v: v}", "run(t)", [("t", (), True), ("run", ((0, "t"),), False)]),
]


@pytest.mark.parametrize(("setup", "line", "expected"), CALLS)
def test_calls_of_the_notebooks_own_functions(setup, line, expected):
    found = [
        (call.function, call.arguments, call.is_handed_on) for call in after(setup, line).calls
    ]

    assert found == expected


def test_a_function_handed_on_before_it_is_defined_further_down_is_told():
    effects = last_effects("df.apply(f)", "def f(x):\n    pass", "df.apply(f)")

    assert [(call.function, call.is_handed_on) for call in effects.calls] == [("f", True)]


CLASS = """\
class Model:
    def __init__(self, data):
        self.data = data
    def look(self):
        return len(self.data)
    def change(self):
        self.size = 1
    def clean(self, df):
        df['a'] = 1
"""

METHODS = [
    ("m.look()", set()),
    ("m.change()", {"m"}),
    ("m.clean(df)", {"df"}),
    ("m.clean(df['x'])", {"df"}),
]


@pytest.mark.parametrize(("line", "expected"), METHODS)
def test_a_method_of_the_notebooks_own_class_is_known(line, expected):
    effects = after(CLASS + "m = Model(table)\ndf = pd.read_csv('a')", line)

    assert (effects.mutates, effects.may_mutate) == (expected, frozenset())


def test_an_instance_may_hold_what_its_class_was_called_with():
    effects = after(CLASS, "m = Model(table)")

    assert [(a.target, a.source, a.is_sure) for a in effects.aliases] == [("m", "table", False)]


def test_a_class_is_one_function_of_all_its_methods():
    found = function(CLASS)

    assert (found.is_class, found.parameters, found.mutates) == (True, ("data",), frozenset())


def test_a_subclass_may_run_what_it_inherits():
    found = function("class A:\n    def m(self):\n        return g\nclass B(A):\n    pass")

    assert [call.function for call in found.calls] == ["A"]


def test_a_change_through_a_subscript_in_a_call_is_traced():
    effects = after("def f(d):\n    d['a'] = 1\ndf = pd.read_csv('a')", "f(df['x'])")

    assert effects.mutates == {"df"}


def test_lambdas_read_at_once_what_the_called_function_will_need():
    assert names(after("", "y = xs.apply(lambda v: v * factor)")) == {"xs", "factor"}


def test_a_lambda_with_a_name_is_a_function():
    effects = last_effects("f = lambda a=b: a + c")

    assert names(effects) == {"b"}
    assert names(effects.defines[0]) == {"c"}


def test_lambdas_in_a_table_wait_to_be_called():
    effects = last_effects("table = {'a': lambda v: v * factor}")

    assert names(effects) == set()
    assert names(effects.defines[0]) == {"factor"}


def test_a_parameter_that_may_be_changed_is_told_apart():
    found = function("def f(data):\n    part = data['a']\n    part['b'] = 1")

    assert found.mutates_parameters == set()
    assert found.may_mutate_parameters == {"data"}


def test_a_function_defined_anew_that_calls_itself_with_other_parameters_is_scanned():
    source = "def f(a, b):\n    a.x()\n    f(b, a)"

    program = scan(make_notebook(source, source, "f(p, q)"))

    assert len(program.statements) == 3
