"""Forms of statements that random notebooks are put together of.

In a form, `<xs>` stands for a name of a sort that is there by then, `<xs2>` for another one, `<+xs>` for a name that
the statement binds, `<-xs>` for one that is gone afterwards, and `<#>` for a number that no other statement has.
Names of one sort always stand for objects that can do the same, so that forms fit together in any order:

xs list · rows list of lists · box dict of lists with keys k and j · pair tuple of two lists · n number · s string ·
z frozenset · u set · Thing class · thing object of one, with list `v` and value `n` · crew list of things ·
pipe object that keeps (name, thing) pairs · act function that changes a list · make function that gives a new list of
one · keep function that changes and gives a list or, asked with `copy`, a copy · go function without arguments that
gives something to show · lazy iterator · table defaultdict of lists · point object with `v` and `n` · file name of a
file that is there · chance module with a seed · arr array · df frame with columns k and j · scaler

Values tell their whole past, so that equal values mean equal histories: no form makes of different values one.
"""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """A statement with blanks, and what it is called in reports."""

    name: str
    text: str


NAMES = {
    "xs": ("a", "b", "c"),
    "rows": ("rows", "grid"),
    "box": ("box", "d"),
    "pair": ("pair", "both"),
    "n": ("n", "m", "e"),
    "s": ("s", "t"),
    "z": ("z", "y"),
    "u": ("u", "w"),
    "Thing": ("Thing", "Other"),
    "thing": ("p", "q", "r"),
    "crew": ("crew", "team"),
    "pipe": ("pipe", "flow"),
    "act": ("push", "grow"),
    "make": ("made", "twice"),
    "keep": ("keep", "clean"),
    "go": ("go", "step"),
    "lazy": ("it", "lazy"),
    "table": ("table", "index"),
    "point": ("point", "spot"),
    "file": ("one.txt", "two.txt"),
    "chance": ("random",),
    "arr": ("arr", "vec"),
    "df": ("df", "train", "test"),
    "frames": ("combine", "frames"),
    "scaler": ("scaler", "other_scaler"),
}

# how a name of each sort is made when a form needs one and there is none
FIRST = {
    "xs": Form("make list", "<+xs> = [<#>]"),
    "rows": Form("make rows", "<+rows> = [<xs>, [<#>]]"),
    "box": Form("make dict", "<+box> = {'k': <xs>, 'j': [<#>]}"),
    "pair": Form("make tuple", "<+pair> = (<xs>, [<#>])"),
    "n": Form("make number", "<+n> = <#>"),
    "s": Form("make string", "<+s> = 'x<#>'"),
    "z": Form("make frozenset", "<+z> = frozenset({<#>})"),
    "u": Form("make set", "<+u> = {<#>}"),
    "thing": Form("make object", "<+thing> = <Thing>(<xs>)"),
    "crew": Form("make objects", "<+crew> = [<thing>, <thing2>]"),
    "pipe": Form(
        "make wrapper",
        "class Pipe:\n    def __init__(self, steps):\n        self.steps = steps\n"
        "    def fit(self, x):\n        for _, step in self.steps:\n            step.add(x)\n"
        "        return self\n"
        "<+pipe> = Pipe([('one', <thing>), ('two', <thing2>)])",
    ),
    "make": Form("def make", "def <+make>(x):\n    return [*x, <#>]"),
    "lazy": Form("make iterator", "<+lazy> = iter(<xs>)"),
    "table": Form(
        "make defaultdict",
        "from collections import defaultdict\n<+table> = defaultdict(list)\n<+table>['k'] = <xs>",
    ),
    "point": Form(
        "make namespace",
        "from types import SimpleNamespace\n<+point> = SimpleNamespace(v=<xs>, n=<#>)",
    ),
    "chance": Form("seeded", "import <+chance>\n<+chance>.seed(<#>)"),
    "file": Form("make file", "with open('<+file>', 'w') as out:\n    out.write('<#>')"),
    "arr": Form("make array", "import numpy as np\n<+arr> = np.array([<#>, 2])"),
    "df": Form(
        "make frame", "import pandas as pd\n<+df> = pd.DataFrame({'k': [<#>, 2], 'j': [3, 4]})"
    ),
    "frames": Form("make frames", "<+frames> = [<df>, <df2>]"),
    "scaler": Form(
        "make scaler",
        "from sklearn.preprocessing import StandardScaler\n<+scaler> = StandardScaler()",
    ),
}

SHOW = (
    Form("show list", "print(<xs>)"),
    Form("show list", "<xs>"),
    Form("show lists", "print(<xs>, <xs2>)"),
    Form("show rows", "print(<rows>)"),
    Form("show rows", "print(<rows>[0], len(<rows>))"),
    Form("show dict", "print(<box>)"),
    Form("show member", "print(<box>['k'])"),
    Form("show tuple", "print(<pair>)"),
    Form("show number", "print(<n>)"),
    Form("show string", "print(f'{<s>}')"),
    Form("show frozenset", "print(sorted(<z>))"),
    Form("show set", "print(sorted(<u>))"),
    Form("show object", "print(<thing>.v, <thing>.n)"),
    Form("show attribute", "print(<thing>.v)"),
    Form("show class", "print(<Thing>.shared)"),
    Form("show class of object", "print(<thing>.shared)"),
    Form("show property", "print(<thing>.size)"),
    Form("show method", "print(<thing>.get())"),
    Form("show objects", "print([x.v for x in <crew>])"),
    Form("show wrapped", "print([x.v for _, x in <pipe>.steps])"),
    Form("show call", "print(<go>())"),
    Form("show made", "print(<make>(<xs>))"),
    Form("show namespace", "print(<point>.v, <point>.n)"),
    Form("show defaultdict", "print(dict(<table>))"),
    Form("show defaultdict", "print(len(<table>))"),
    Form("show file", "print(open('<file>').read())"),
    Form("show file", "from pathlib import Path\nprint(Path('<file>').read_text())"),
)
