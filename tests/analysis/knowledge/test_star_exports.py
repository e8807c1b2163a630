"""What star imports bring: nothing is reported that one may have bound, all that none can have bound is."""

from __future__ import annotations

import sys

import pytest

from docs import make_star_exports
from nb2pkg.analysis.knowledge.exports import exported
from tests.lint.rules.finding import told

BELOW = "puzzle = 3"


@pytest.mark.skipif(sys.version_info >= (3, 16), reason="the names were listed for older Pythons")
def test_the_names_are_those_of_the_real_modules():
    modules = list(make_star_exports.written())
    real = make_star_exports.exports(modules)
    missing = {
        module: sorted(set(names) - (exported(module) or set())) for module, names in real.items()
    }

    assert len(real) > 300
    assert {module: names for module, names in missing.items() if names} == {}


def test_no_module_has_names_that_nobody_would_export():
    listed = make_star_exports.written()

    assert not any({"puzzle", "df", "X_train", "accuracy"} & names for names in listed.values())
    assert {"math", "typing", "os.path", "numpy", "pylab", "matplotlib.pyplot"} <= listed.keys()


def test_a_module_that_nobody_has_listed_may_export_anything():
    assert exported("helper") is None
    assert exported("") is None
    assert exported("mat") is None


@pytest.mark.parametrize(
    ("star", "uses"),
    [
        ("from math import *", "print(sqrt(pi))"),
        ("from typing import *", "names: List[Optional[int]] = []"),
        ("from os.path import *", "print(join('a', 'b'))"),
        ("from numpy import *", "print(linspace(0, 1), linalg, float64)"),
        ("from pylab import *", "plot([1]); np.array([1]); plt.show(); randn(3)"),
        ("from matplotlib.pyplot import *", "figure(); scatter([1], [2])"),
        ("from tkinter import *", "root = Tk()"),
        ("from collections import *\nfrom itertools import *", "print(Counter(chain([1], [2])))"),
        ("try:\n    from math import *\nexcept ImportError:\n    pass", "print(sqrt(2))"),
        ("%pylab inline", "plot([1]); whatever"),
    ],
)
def test_what_a_star_import_brings_is_bound(star, uses):
    assert told("NB1", star, uses) == []


@pytest.mark.parametrize(
    "module", ["typing", "math", "numpy", "pylab", "matplotlib.pyplot", "os.path", "random"]
)
def test_what_no_star_import_brings_is_reported(module):
    star = f"from {module} import *"

    assert told("NB1", star, "print(puzzle)") == [("NB101", "puzzle", 2)]
    assert told("NB1", star, "print(puzzle)", BELOW, counts=(1, 3, 2)) == [("NB102", "puzzle", 2)]


def test_a_name_that_a_function_reads_and_a_cell_below_binds():
    cells = ("from typing import *", "def t():\n    assert puzzle\nt()", BELOW)

    assert told("NB1", *cells, counts=(1, 125, 97)) == [("NB102", "puzzle", 2)]


@pytest.mark.parametrize(
    "other", ["from helper import *", "exec(code)", "%run setup.ipynb", "%pylab"]
)
def test_beside_something_that_may_bind_anything_nothing_is_reported(other):
    assert "puzzle" not in {
        each[1] for each in told("NB1", "from math import *", other, "print(puzzle)")
    }


def test_a_star_import_below_the_reader_brings_nothing_yet():
    assert told("NB1", "print(sqrt(2))", "from math import *") == [("NB101", "sqrt", 1)]
