"""The quick proof: it may give up on anything, but where it succeeds nothing may be found."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nb2pkg import api
from nb2pkg.analysis import knowledge
from nb2pkg.config import Config
from nb2pkg.lint.check import ALWAYS, findings
from nb2pkg.lint.quick import is_surely_clean
from nb2pkg.lint.rule import Rule
from nb2pkg.lint.rules import RULES, Listed, all_rules
from tests.analysis.scan.test_truth import statement
from tests.support import make_notebook

USUAL = """
%matplotlib inline
import numpy as np
import pandas as pd
from sklearn.svm import SVC
pd.options.display.max_rows = 9
# %%
!pip install lightgbm
df = pd.read_csv("heart.csv")
df.head()
# %%
df["age"] = df["age"].fillna(df["age"].median())
X, y = df.drop(columns="target"), df["target"]
# %%
def scale(values, by=np.std):
    low = values.min()
    return [(v - low) / by(values) * LIMIT for v in values]
# %%
LIMIT = 3
X = X.apply(scale)
# %%
class Model(SVC):
    def fit(self, X, y=None):
        return super().fit(X, y)
# %%
scores = []
for kernel, C in zip(('rbf', 'linear'), (1, 2)):
    model = Model(kernel=kernel, C=C)
    model.fit(X, y)
    scores.append(model.score(X, y))
    if C > 1:
        break
else:
    print(kernel)
# %%
try:
    best = max(scores)
except ValueError as error:
    print(error)
    best = None
print(best, f'{best:.{LIMIT}f}')
# %%
with np.errstate(all='ignore') as state:
    rate = {k: v for k, v in enumerate(scores) if v}
rate
# %%
%time total = sum(rate.values())
# %%
if total:
    name = 'a'
else:
    name = 'b'
name, *others = (name, 1, 2)
print(lambda x: x + total)
""".strip().split("\n# %%\n")


def is_clean(*cells, **options):
    """Tell whether nothing is found, by the rules that are on by default."""
    return not findings(make_notebook(*cells, **options), Config())


class EveryNotebook(Rule):
    """Finds something in each notebook."""

    code, name, is_on_by_default = "NB199", "every-notebook", True

    def check(self, graph):
        """Yield a finding without a place."""
        yield self.finding(graph.program.notebook, "found", None)


EveryNotebook.__module__ = "nb2pkg.lint.rules.every_notebook"


@pytest.fixture
def _a_rule_of_which_the_proof_says_nothing(monkeypatch):
    module = SimpleNamespace(EveryNotebook=EveryNotebook, __name__=EveryNotebook.__module__)
    monkeypatch.setitem(sys.modules, EveryNotebook.__module__, module)
    listed = Listed(EveryNotebook.name, is_quickly_proven=False)
    monkeypatch.setitem(RULES, EveryNotebook.code, listed)


@pytest.mark.usefixtures("_a_rule_of_which_the_proof_says_nothing")
def test_a_rule_is_asked_where_the_proof_says_nothing_about_it(write_notebook, tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", *USUAL)
    config = Config(max_size=99_999)  # no test has asked with these settings before

    (report,) = api.check([str(path)], config)

    assert is_surely_clean(make_notebook(*USUAL))
    assert [finding.code for finding in report.findings] == ["NB199"]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_nothing_is_proven_where_a_rule_that_the_proof_is_about_finds_something(rule):
    proven = [
        is_surely_clean(make_notebook(*each.cells, counts=each.counts, failed=each.failed))
        for each in rule.invalid
    ]

    assert not (RULES[rule.code].is_quickly_proven and any(proven))


def test_the_proof_is_about_the_rules_that_nobody_can_turn_off():
    assert all(RULES[code].is_quickly_proven for code in ALWAYS)


def test_a_usual_notebook_is_proven():
    assert is_surely_clean(make_notebook(*USUAL))
    assert is_clean(*USUAL)


@pytest.mark.parametrize("counts", [(1, 2, 3), (4, 5, 9), (None, None, None), (1, 2, None)])
def test_cells_that_were_run_from_top_to_bottom_are_proven(counts):
    assert is_surely_clean(make_notebook("x = 1", "y = x", "print(y)", counts=counts))


def test_an_empty_cell_at_the_end_is_no_obstacle():
    assert is_surely_clean(make_notebook("x = 1", "print(x)", "", counts=(1, 2, None)))


@pytest.mark.parametrize(
    "cells",
    [
        ("print(x)",),
        ("print(x)", "x = 1"),
        ("def f():\n    return x", "f()", "x = 1"),
        ("def f():\n    return g()\ndef g():\n    return x", "f()", "x = 1"),
        ("def f():\n    return x\ng = f", "g()", "x = 1"),
        ("def f():\n    return x\nif 1:\n    f = len", "f('')", "x = 1"),
        ("def f():\n    return x\n[1].sort(key=f)", "x = 1"),
        ("x = 1\ndel x\nprint(x)",),
        ("x: int\nprint(x)",),
        ("[x for x in [1]]", "print(x)"),
        ("try:\n    1\nexcept ValueError as e:\n    2", "print(e)"),
        ("class A:\n    x = 1", "print(x)"),
        ("def f(x):\n    y = x", "print(y)"),
        ("if len('a'):\n    x = 1\nelse:\n    print(x)",),
        ("for i in []:\n    x = 1\nprint(y)\ny = 2",),
        ("2 ** 10", "size = _"),
        ("2 ** 10", "size = Out[1]"),
        ("%store -r features", "features"),
        ("get_ipython().run_line_magic('store', '-r features')", "1"),
        ('open("a.txt").read()', 'open("a.txt", "w").write("1")'),
        ("return 1",),
        ("x = [(yield)]",),
        ("break",),
        ("def f():\n    continue",),
        ("x = 1 +",),
        ("x = 1  # nb2pkg: ignore[NB103]",),
        ("f = lambda: x", "f()", "x = 1"),
        ("x += 1",),
        ("import pandas as pd\ndf = pd.read_csv('a.csv')", "df.query('age > @limit')", "limit = 3"),
    ],
)
def test_what_has_a_finding_is_not_proven(cells):
    assert not is_surely_clean(make_notebook(*cells))
    assert not is_clean(*cells)


@pytest.mark.parametrize(
    "change",
    [
        "x = x + [1]",
        "x += [1]",
        "x.append(1)",
        "push(x)",
        "also(x)",
        "add(x)",
        "for i in range(2):\n    x = x + [i]",
    ],
)
def test_what_a_second_run_would_change_is_not_proven_where_a_count_is_missing(change):
    first = (
        "x = []\ndef push(values):\n    values.append(1)\nalso = push\nadd = lambda v: v.append(1)"
    )

    assert not is_surely_clean(make_notebook(first, change, counts=(1, 3)))


@pytest.mark.parametrize(
    "options",
    [
        {"counts": (2, 1)},
        {"counts": (None, 1)},
        {"tags": {1: ["skip-execution"]}},
        {"language": "R"},
    ],
)
def test_an_odd_record_is_left_to_others(options):
    assert not is_surely_clean(make_notebook("x = 1", "print(x)", **options))


@pytest.mark.parametrize("call", sorted(knowledge.WRITES_FILE))
def test_every_call_that_may_write_a_file_is_left_to_others(call):
    module, _, name = call.rpartition(".")

    assert not is_surely_clean(
        make_notebook(f"import {module.replace('?', 'os')}\nthing.{name}('a')")
    )


@pytest.mark.parametrize(
    "call", ["write_text('')", "write_bytes(b'')", "mkdir()", "unlink()", "touch()", "rename('b')"]
)
def test_paths_that_may_write_are_left_to_others(call):
    assert not is_surely_clean(make_notebook(f"import pathlib\npathlib.Path('a').{call}"))


@pytest.mark.parametrize(
    "options", [{"counts": (2, 2)}, {"counts": (3, 4)}, {"failed": [1]}, {"counts": (2, 3, 2)}]
)
def test_a_record_that_cannot_tell_of_another_order_or_of_reruns_is_no_obstacle(options):
    cells = ("x = []", "x.append(1)", "print(x)")[: len(options.get("counts", (1, 2, 3)))]

    assert is_surely_clean(make_notebook(*cells, **options))
    assert is_clean(*cells, **options)


def test_a_count_that_stands_twice_does_not_prove_that_names_are_bound():
    assert not is_surely_clean(make_notebook("print(x)", "x = 1", counts=(1, 1)))


COUNTS = st.one_of(st.none(), st.integers(1, 12))


@given(
    st.lists(statement, min_size=1, max_size=4),
    st.one_of(st.integers(0, 1), st.lists(COUNTS, min_size=5, max_size=5)),
    st.sets(st.integers(1, 5)),
)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_is_found_in_generated_notebooks_that_are_proven(cells, record, failed):
    straight = tuple(n * (1 + (record == 1)) for n in range(1, len(cells) + 2))
    counts = tuple(record[: len(cells) + 1]) if isinstance(record, list) else straight
    notebook = make_notebook("a, b = [[1], [2]], {'k': [3]}", *cells, counts=counts, failed=failed)

    if is_surely_clean(notebook):
        assert findings(notebook, Config()) == ()


def test_an_oddity_that_is_worth_no_word_is_no_obstacle():
    notebook = make_notebook("x = 1", "print(x)")
    trifle, oddity = "the notebook does not name its language, taken for Python", "cell 1: odd"

    assert is_surely_clean(notebook._replace(warnings=(trifle,)))
    assert not is_surely_clean(notebook._replace(warnings=(trifle, oddity)))
