"""Random small notebooks: assignments, aliases, changes in place, functions that read and change globals, prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

_NAMES = {
    "int": ("i", "j", "k"),
    "list": ("xs", "ys", "zs"),
    "dict": ("d", "e"),
    "frame": ("df", "dg"),
    "function": ("f", "g"),
}
_FUNCTIONS = (
    "def {function!}(x):\n    return x + {int}",
    "def {function!}(x):\n    {list}.append(x)\n    return len({list})",
    "def {function!}(x):\n    total = 0\n    for v in {list}:\n        total += v * x\n    return total",
    "def {function!}(x):\n    print('called', x)\n    return {function}(x) + 1",
    "def {function!}(x):\n    def inner(y):\n        return y * {int}\n    return inner(x)",
    "def {function!}(x, y=2):\n    {dict}['p'] = x\n    return x * y",
    "def {function!}(x):\n    return sum(v for v in {list}) + x",
    "{function!} = lambda x: x * {int}",
    "{function!} = lambda x: x - len({list})",
)
_TEMPLATES = {
    "int": (
        "{int!} = {number}",
        "{int!} = {int} + {int}",
        "{int!} = len({list})",
        "{int!} = sum({list}) % 50",
        "{int!} = {function}({int}) % 50",
        "{int!} = {dict}.get('p', 0)",
        "{int!} = int({frame}['u'].sum()) % 50",
        "{int} += {number}",
        "{int} *= {int}; {int} %= 17",
        "{int}, {int} = {int}, {int}",
        "if {int} > {int}:\n    {int} = {int} - 1",
        "if {int} > 2:\n    {int!} = 1\nelse:\n    {int} = 2",
        "for v in {list}:\n    {int} += v",
        "while {int} > 3:\n    {int~} = {int~} // 2",
        "try:\n    {int} = {list}[1]\nexcept IndexError:\n    pass",
    ),
    "list": (
        "{list!} = [{number}, {int}]",
        "{list!} = {list}",
        "{list!} = {list!} = [{int}]",
        "{list!} = list({list})",
        "{list!} = {list} + [{int}]",
        "{list!} = [v + {int} for v in {list}]",
        "{list!} = list(map({function}, {list}))[:5]",
        "{list!} = sorted({list}, key={function})[:5]",
        "{list!} = {list}[1:]",
        "{list!} = {dict}.setdefault('l', [{number}])",
        "{list!} = {frame}['u'].tolist()",
        "{list}.append({int})",
        "{list}.append({number}); {list}.sort()",
        "{list} += [{int}]",
        "{list}.reverse()",
        "{list}[:] = {list}[:3]",
        "if {list}:\n    {list}[0] = {int}",
        "for v in range(2):\n    {list}.append(v * {int})",
    ),
    "dict": (
        "{dict!} = {'p': {int}}",
        "{dict!} = {dict}",
        "{dict!} = dict({dict})",
        "{dict}['p'] = {int}",
        "{dict}['l'] = {list}",
        "{dict}.update(q={number})",
        "{dict}.setdefault('l', []).append({int})",
    ),
    "frame": (
        "{frame!} = pd.DataFrame({'u': [{number}, 2, {int}]})",
        "{frame!} = {frame}",
        "{frame!} = {frame}.copy()",
        "{frame}['u'] = {frame}['u'] + {int}",
        "{frame}['v'] = {int}",
        "{frame}.loc[{frame}['u'] > {int}, 'u'] = {number}",
        "{frame!} = {frame}[{frame}['u'] >= {int}]",
        "{frame!} = {frame}.assign(w={int})",
        "{frame}['u'] = {frame}['u'].apply({function})",
        "{frame}['u'] *= 2",
        "{frame}.sort_values('u', inplace=True)",
    ),
    "show": (
        "print({int}, {list})",
        "print({dict})",
        "print({frame}['u'].tolist())",
        "{list}",
        "{int}",
        "{function}({int})",
        "print({function}({int}))",
        "for v in {list}:\n    print(v)",
    ),
    "function": _FUNCTIONS,
}
_SLOT = re.compile(r"\{(int|list|dict|frame|function|number)([!~]?)\}")
_WEIGHTS = ("int", "int", "list", "list", "list", "dict", "frame", "show", "show", "function")
_START = {
    "i": "i = 3",
    "xs": "xs = [1, 5]",
    "d": "d = {'p': 4}",
    "df": "df = pd.DataFrame({'u': [3, 1, 2]})",
    "f": "def f(x):\n    return x + 1",
}


@dataclass
class Writer:
    """Writes statements of which every name is bound where it is read.

    In a template `{int}` is a number that is there, `{int!}` one that is bound here, `{int~}` the one that was
    named before.
    """

    pick: Callable[[int], int]  # a number below
    bound: dict[str, set[str]] = field(default_factory=lambda: {k: set() for k in _NAMES})

    def begin(self) -> list[str]:
        """Return the statements that bind one name of each kind."""
        for kind, names in _NAMES.items():
            self.bound[kind].add(names[0])
        return list(_START.values())

    def statement(self) -> str:
        """Return one statement, or a line of several."""
        if self.pick(20) == 0:
            return self._deletion()
        kind = _WEIGHTS[self.pick(len(_WEIGHTS))]
        return self._filled(_TEMPLATES[kind][self.pick(len(_TEMPLATES[kind]))])

    def _deletion(self) -> str:
        kind = ("int", "list")[self.pick(2)]
        name = self._known(kind)
        if len(self.bound[kind]) == 1:
            return "pass"
        self.bound[kind].discard(name)
        return f"del {name}"

    def _filled(self, template: str) -> str:
        new: list[tuple[str, str]] = []
        last = ""

        def word(slot: re.Match[str]) -> str:
            nonlocal last
            kind, how = slot[1], slot[2]
            if kind == "number":
                return str(self.pick(9))
            if how == "!":
                last = _NAMES[kind][self.pick(len(_NAMES[kind]))]
                new.append((kind, last))
            elif how != "~" or not last:
                last = self._known(kind)
            return last

        text = _SLOT.sub(word, template)
        for kind, name in new:
            self.bound[kind].add(name)
        return text

    def _known(self, kind: str) -> str:
        names = sorted(self.bound[kind])
        return names[self.pick(len(names))]


@st.composite
def notebooks(draw: st.DrawFn, longest: int = 12) -> list[str]:
    """Draw a notebook as a list of cell sources."""
    writer = Writer(lambda below: draw(st.integers(0, below - 1)))
    statements = writer.begin()
    statements += [writer.statement() for _ in range(draw(st.integers(1, longest)))]
    cells = [["import pandas as pd"]]
    for statement in statements:
        if draw(st.booleans()):
            cells.append([])
        cells[-1].append(statement)
    return ["\n".join(cell) for cell in cells]
