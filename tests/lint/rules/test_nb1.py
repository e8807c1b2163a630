"""Hidden state: what must stay silent, and what must be said."""

from __future__ import annotations

import pytest

from nb2pkg.config import Config
from tests.lint.rules.finding import found, told

SILENT = {
    "in order": ("x = 1", "print(x)"),
    "builtins": ("print(len([1]), __name__, __doc__)",),
    "names of IPython": ("display(1)", "ip = get_ipython()"),
    "own underscore": ("_ = 3", "print(_)"),
    "loop variable": ("for i in range(3):\n    pass", "print(i)"),
    "comprehension variable": ("[a for a in range(3)]",),
    "keyword argument": ("print(1, end='')",),
    "attribute": ("import os\nos.path",),
    "walrus": ("if (n := 3) > 2:\n    print(n)", "print(n)"),
    "match": ("match 3:\n    case n:\n        print(n)",),
    "with": ("with open('a') as f:\n    pass", "print(f)"),
    "exception name": ("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print(e)",),
    "branch": ("if len('a') > 1:\n    x = 1", "print(x)"),
    "guard": ("try:\n    unknown\nexcept NameError:\n    unknown = 1",),
    "bare guard": ("try:\n    print(unknown)\nexcept:\n    pass",),
    "lookup": ("if 'unknown' in globals():\n    print(unknown)",),
    "function never called": ("def f():\n    return unknown",),
    "late binding": ("def f():\n    return x", "x = 1", "f()"),
    "class never used": ("class A:\n    def m(self):\n        return unknown", "A()"),
    "star import": ("from math import *", "print(sqrt(2))"),
    "pylab": ("%pylab inline", "plot([1])"),
    "run": ("%run other.py", "print(from_there)"),
    "exec": ("exec('x = 1')", "print(x)"),
    "globals": ("globals()['x'] = 1", "print(x)"),
    "capture": ("%%capture out\nprint(1)", "out.show()"),
    "shell result": ("files = !ls", "print(files)"),
    "cell that is no Python": ("print 'a'\nx = 1", "print(x)"),
    "other language": ("%%bash\necho $x",),
    "deleted and bound again": ("x = 1", "del x", "x = 2", "print(x)"),
    "delete in a branch": ("x = 1", "if len('a') > 1:\n    del x", "print(x)"),
    "annotation": ("x: int = 3", "print(x)"),
    "global statement": ("def f():\n    global n\n    n = 1", "f()", "print(n)"),
    "branch for another python": ("import sys\nif sys.version_info < (3, 0):\n    unicode(1)",),
    "forgiven in a function": (
        "def close():\n    try:\n        session.close()\n    except Exception:\n        pass",
        "close()",
    ),
    "read only when something fails": ("try:\n    x = 1\nexcept ValueError:\n    print(unknown)",),
    "globals updated": ("globals().update({'x': 1})", "print(x)"),
    "names pushed": ("get_ipython().push({'x': 1})", "print(x)"),
    "symbols": ("from sympy import var\nvar('x')", "print(x)"),
    "magic that cannot fill in": ("!echo {unknown} $unknown",),
    "suppressed": ("from contextlib import suppress\nwith suppress(NameError):\n    unknown",),
    "branch never taken": ("if False:\n    print(unknown)",),
    "quoted annotation": ("def f(a: 'Unknown') -> 'Other':\n    return a", "f(1)"),
    "function made by a function": (
        "def d(f):\n    def w():\n        return k\n    return w",
        "@d\ndef g():\n    pass",
        "k = 1",
        "g()",
    ),
    "function put in a table": (
        "def f():\n    return k\ntable = {'a': f}",
        "k = 1",
        "table['a']()",
    ),
    "function put away": (
        "from functools import partial\ndef f(a):\n    return k + a\ng = partial(f, 1)",
        "k = 1",
        "g()",
    ),
    "output of a shell cell": ("%%bash --out text\necho 1", "print(text)"),
    "output of another language": ("%%R -o res\nres <- 1", "print(res)"),
    "compiled cell": ("%%cython\ndef fast(x): return x", "fast(1)"),
    "timed line": ("%time x = 1", "print(x)"),
    "timed cell": ("%%time\nx = 1", "print(x)"),
    "reset": ("x = 1", "%reset -f", "x = 2", "print(x)"),
    "python two or three": (
        "try:\n    unicode\nexcept NameError:\n    unicode = str",
        "unicode(1)",
    ),
    "decorator": ("def d(f):\n    return f", "@d\ndef g():\n    return 1", "g()"),
}


@pytest.mark.parametrize("cells", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_said(cells):
    assert told("NB1", *cells) == []


SILENT_OUT_OF_ORDER = {
    "imports again": (("import json", "json.dumps(1)", "import json"), (3, 1, 2)),
    "unrelated cells": (("a = 1", "b = 2", "print(a)"), (2, 1, 3)),
    "read before it is changed, both times": (("a = [1]", "print(a)", "a.sort()"), (1, 2, 3)),
    "copy changed": (("a = [1]\nb = a.copy()", "print(a)", "b.append(1)"), (1, 3, 2)),
    "defined again by equal text": (
        ("def f():\n    return 1", "f()", "def f():\n    return 1"),
        (1, 3, 2),
    ),
    "set anew before it is read": (("a = 1", "a = 2\nprint(a)", "a = 3"), (1, 3, 2)),
}


@pytest.mark.parametrize(
    ("cells", "counts"), SILENT_OUT_OF_ORDER.values(), ids=SILENT_OUT_OF_ORDER.keys()
)
def test_running_out_of_order_alone_is_nothing(cells, counts):
    assert told("NB1", *cells, counts=counts) == []


def test_a_cell_that_is_meant_to_fail_may_read_what_it_likes():
    assert told("NB1", "unknown", tags={1: ["raises-exception"]}) == []


def test_a_cell_that_is_skipped_reads_nothing():
    assert told("NB1", "unknown", tags={1: ["skip-execution"]}) == []


def test_the_cell_that_defined_a_name_is_gone():
    assert told("NB1", "print(score)", counts=(4,)) == [("NB101", "score", 1)]


def test_a_name_is_reported_once_a_cell():
    assert told("NB1", "print(score)\nprint(score)", "score") == [
        ("NB101", "score", 1),
        ("NB101", "score", 2),
    ]


def test_what_follows_a_forgiven_read_is_not_forgiven():
    cell = "try:\n    unknown\nexcept NameError:\n    pass\nelse:\n    print(other)"

    assert told("NB1", cell) == [("NB101", "other", 1)]


def test_another_exception_forgives_no_unknown_name():
    assert told("NB1", "try:\n    unknown\nexcept ValueError:\n    pass") == [
        ("NB101", "unknown", 1)
    ]


def test_python_two_names_come_with_their_successor():
    (finding,) = found("for i in xrange(3):\n    pass", config=Config())

    assert "range" in finding.help


def test_a_name_used_above_its_definition():
    assert told("NB1", "print(x)", "x = 1", counts=(2, 1)) == [("NB102", "x", 1)]


def test_a_name_used_above_its_definition_in_the_same_cell():
    assert told("NB1", "print(x)\nx = 1") == [("NB102", "x", 1)]


def test_a_name_that_only_its_own_statement_binds():
    assert told("NB1", "df = df.dropna()") == [("NB101", "df", 1)]


def test_a_function_called_above_the_global_it_reads():
    assert told("NB1", "def f():\n    return x", "f()", "x = 1") == [("NB102", "x", 2)]


def test_a_function_handed_on_above_the_global_it_reads():
    cells = ("def f(v):\n    return v + x", "list(map(f, [1]))", "x = 1")

    assert told("NB1", *cells) == [("NB102", "x", 2)]


def test_a_deleted_name():
    assert told("NB1", "x = 1", "del x", "print(x)", counts=(1, 3, 2)) == [("NB106", "x", 3)]


def test_a_list_changed_further_down():
    cells = ("a = [2, 1]", "print(a)", "a.sort()")

    assert told("NB1", *cells, counts=(1, 3, 2)) == [("NB103", "a", 2)]


def test_a_list_changed_through_another_name():
    cells = ("a = [2, 1]\nb = a", "print(a)", "b.sort()")

    assert told("NB1", *cells, counts=(1, 3, 2)) == [("NB103", "a", 2)]


def test_a_name_rebound_further_down():
    assert told("NB1", "a = 1", "print(a)", "a = 2", counts=(1, 3, 2)) == [("NB103", "a", 2)]


def test_a_global_rebound_below_the_call_of_a_function():
    cells = ("rate = 1", "def f():\n    return rate", "print(f())", "rate = 2")

    assert told("NB1", *cells, counts=(1, 2, 4, 3)) == [("NB103", "rate", 3)]


def test_a_model_fitted_further_down():
    cells = (
        "from sklearn.linear_model import Ridge\nm = Ridge()\nX, y = [[1], [2]], [1, 2]\nm.fit(X, y)",
        "print(m.predict(X))",
        "m.fit([[3], [4]], y)",
    )

    assert told("NB1", *cells, counts=(1, 3, 2)) == [("NB103", "m", 2)]


def test_a_frame_changed_by_a_function_further_down():
    cells = (
        "def clean(d):\n    d['a'] = 0",
        "import pandas as pd\ndf = pd.DataFrame()",
        "print(df)",
        "clean(df)",
    )

    assert told("NB1", *cells, counts=(1, 2, 4, 3)) == [("NB103", "df", 3)]


def test_cells_above_run_in_another_order():
    assert told("NB1", "a = 1", "a = 2", "print(a)", counts=(2, 1, 3)) == [("NB103", "a", 3)]


def test_a_cell_above_that_was_run_later():
    cells = ("a = [2, 1]", "a.sort()", "print(a)")

    assert told("NB1", *cells, counts=(1, 3, 2)) == [("NB103", "a", 3)]


def test_a_definition_that_was_never_run():
    assert told("NB1", "a = 1", "a = 2", "print(a)", counts=(1, None, 2)) == [("NB104", "a", 3)]


def test_a_change_that_was_never_run():
    cells = ("a = [2, 1]", "a.sort()", "print(a)")

    assert told("NB1", *cells, counts=(1, None, 2)) == [("NB104", "a", 3)]


def test_a_definition_run_again_after_its_reader():
    assert told("NB1", "a = 1", "print(a)", counts=(3, 2)) == [("NB105", "a", 2)]


def test_a_cell_that_may_have_run_twice():
    assert told("NB1", "n = 1", "n = n + 1", "print(n)", counts=(1, 3, 4)) == [("NB110", "n", 2)]


@pytest.mark.parametrize(
    "change",
    [
        "df = df.dropna()",
        "df['a'] = 1",
        "df['a'] = df['b'] * 2",
        "df['a'] = df['b'].shift(1)",
        "df = df[df.a > 1]",
        "df.columns = ['a']",
        "df = df.reset_index(drop=True)",
        "df['a'] = pd.to_numeric(df['a'])",
        "df['a'] = df['a'].astype(int)",
        "df.drop(columns=['a'], inplace=True)",
    ],
)
def test_a_change_that_gives_the_same_twice(change):
    cells = ("import pandas as pd\ndf = pd.DataFrame()", change)

    assert told("NB110", *cells, counts=(1, 3)) == []


@pytest.mark.parametrize(
    "change",
    [
        "df['a'] = df['a'] * 2",
        "df.a = df.a * 2",
        "df['a'] += 1",
        "df = df.iloc[1:]",
        "df = df.iloc[1:].copy()",
        "df = pd.concat([df, df])",
        "df = df.reset_index()",
    ],
)
def test_a_change_that_piles_up(change):
    cells = ("import pandas as pd\ndf = pd.DataFrame()", change)

    assert told("NB110", *cells, counts=(1, 3)) == [("NB110", "df", 2)]


def test_a_run_that_is_set_anew_in_between_does_not_pile_up():
    assert told("NB110", "n = 1", "n = n + 1", counts=(3, 4)) == []


@pytest.mark.parametrize("name", ["_", "__", "_3", "Out", "In", "_i3", "_ih", "_oh", "_i"])
def test_the_history_of_ipython(name):
    assert told("NB1", f"x = {name}") == [("NB107", name, 1)]


def test_a_stored_variable():
    assert told("NB1", "%store -r score", "print(score)") == [("NB108", "score", 1)]


def test_a_file_read_above_the_cell_that_writes_it():
    cells = ('print(open("a.txt").read())', 'open("a.txt", "w").write("x")')

    assert told("NB1", *cells) == [("NB109", "a.txt", 1)]


def test_the_first_of_several_causes_is_told():
    # `x` was never run above, and rebound below: the never-run definition is the one to look at
    cells = ("x = 1", "x = 2", "print(x)", "x = 3")

    assert told("NB1", *cells, counts=(1, None, 3, 2)) == [("NB104", "x", 3)]


def test_warnings_are_those_that_the_record_cannot_decide():
    severities = {
        finding.code: finding.severity
        for cells, counts in [
            (("a = 1", "print(a)"), (3, 2)),
            (("n = 1", "n = n + 1"), (1, 3)),
            (("a = 1", "print(a)", "a = 2"), (1, 3, 2)),
        ]
        for finding in found(*cells, counts=counts, config=Config())
    }

    assert severities == {"NB105": "warning", "NB110": "warning", "NB103": "error"}


def test_a_finding_says_where_the_runs_part():
    (finding,) = found("a = [2, 1]", "print(a)", "a.sort()", counts=(1, 3, 2), config=Config())

    assert "cell 3 (In [2])" in finding.message
    assert [related.place.cell for related in finding.related] == [3]
    assert (finding.cell_id, finding.execution_count) == ("c2", 3)
    assert finding.place is not None
    assert (finding.place.line, finding.place.column, finding.place.end_column) == (1, 7, 8)


def test_nobody_knows_how_far_a_cell_got_that_failed():
    """Its own reads, and what others read of it, are no certain difference."""
    assert (
        told("NB103", "x = [1]", "print(x)", "x.append(1 / 0)", counts=(1, 3, 2), failed=[3]) == []
    )
    assert told("NB103", "x = 1", "print(x)", "x = 1 / 0", counts=(1, 3, 2), failed=[3]) == []
    assert told("NB103", "x = 1", "1 / 0\nprint(x)", "x = 2", counts=(1, 3, 2), failed=[2]) == []
    assert told("NB103", "x = 1", "print(x)", "x = 2", counts=(1, 3, 2)) == [("NB103", "x", 2)]


def test_a_cell_that_failed_for_want_of_a_name_is_told_when_a_fresh_run_has_it():
    assert told("NB105", "x = 1", "print(x)", counts=(3, 2), failed=[2]) == [("NB105", "x", 2)]


@pytest.mark.parametrize("scaler", ["StandardScaler", "MinMaxScaler"])
def test_scaling_what_is_scaled_changes_nothing(scaler):
    first = f"from sklearn.preprocessing import {scaler}\nX = [[1.0], [2.0]]"

    assert told("NB110", first, f"X = {scaler}().fit_transform(X)", counts=(1, 4)) == []
    assert told("NB110", first, "X = X + X", counts=(1, 4)) == [("NB110", "X", 2)]
