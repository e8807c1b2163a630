"""Sources of cells: a grammar of our own, magics, and pieces of real cells put together anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

_NAMES = (
    "a",
    "b",
    "x",
    "df",
    "xs",
    "model",
    "f",
    "g",
    "Row",
    "total",
    "_",
    "_3",
    "Out",
    "print",
    "é",
    "ﬁt",
)
_MODULES = (
    "numpy as np",
    "pandas as pd",
    "os",
    "random",
    "sklearn.linear_model",
    "matplotlib.pyplot as plt",
)
_METHODS = (
    "fit",
    "append",
    "head",
    "drop",
    "copy",
    "loc",
    "values",
    "sort_values",
    "to_csv",
    "update",
    "T",
)
_CALLED = (
    "print",
    "len",
    "f",
    "g",
    "pd.read_csv",
    "np.random.rand",
    "open",
    "exec",
    "globals",
    "plt.plot",
    "Row",
)
_STRINGS = (
    "'a'",
    '"data.csv"',
    "b'x'",
    "r'\\d'",
    "'''t\nu'''",
    "f'{a}'",
    "f'{x!r:>{b}}'",
    "'%matplotlib'",
    "'/home/ann/d'",
)
_NUMBERS = ("0", "1", "-3", "2.5", "1e309", "0x1F", "10_000", "3j", "None", "True", "...")
_BINARY = (
    "+",
    "-",
    "*",
    "@",
    "/",
    "%",
    "**",
    "//",
    "&",
    "|",
    "<<",
    "and",
    "or",
    "<",
    "==",
    "in",
    "is not",
    "not in",
)
_TARGETS = (
    "{n}",
    "{n}, {n}",
    "{n}, *{n}",
    "[{n}, ({n}, {n})]",
    "{n}[0]",
    "{n}.a",
    "{n}['c']",
    "{n}.loc[0, 'c']",
    "({n})",
)
_MAGICS = (
    "%matplotlib inline", "%time {s}", "%%time\n{s}", "%%timeit -n 2 {e}\n{s}", "%%capture out\n{s}", "!ls {{{n}}} $HOME",
    "files = !ls *.csv", "{n} = %sql select 1", "%run other.py", "%store -r {n}", "%reset -f", "?{n}", "{n}??", "%pip install x",
    "%%bash\necho 1", "%%writefile ../x.py\n{s}", "%cd ..", "ls -la", "pip install x", ", f a b", "; f a", "/f a", "%%", "!", "%",
    "get_ipython().run_line_magic('time', '{n}')", "%%R -i {n} -o {n}\n1", "%timeit {e}", "{n} = {n} = !ls", "for v in xs: !ls",
    "%config InlineBackend.x = 1", "%load_ext autoreload", "%autoreload 2", "%env A=b", "%%script false\nx", "%%html\n<b>",
    ">>> {s}", "In [3]: {n}", "%pylab", "%who", "%%prun\n{s}", "%%cython\n{s}", "!pip install x\n{s}", "%time",
)  # fmt: skip


class Grammar:
    """Writes cells: mostly Python that parses, with what trips readers up strewn in."""

    def __init__(self, chance: random.Random) -> None:
        """Take the chance that everything follows from."""
        self.chance = chance
        self._statements: tuple[Callable[[int], str], ...] = (
            *[self._assignment] * 6, *[self._expression_statement] * 4, self._import, self._definition, self._definition,
            self._class, self._branch, self._loop, self._try, self._with, self._match, self._small, self._magic,
        )  # fmt: skip

    def cell(self) -> str:
        """Return the source of a cell."""
        lines = [self.statement(2) for _ in range(self.chance.choice((0, 1, 1, 2, 3, 5)))]
        separator = self.chance.choice(("\n", "\n", "\n", "\n\n", "; ", "\n# a comment\n"))
        return separator.join(lines) + self.chance.choice(("", "", "", "\n", ";", "  # end", " \\"))

    def statement(self, depth: int) -> str:
        """Return a statement, nested no deeper than told."""
        return self.chance.choice(self._statements)(depth)

    def expression(self, depth: int = 3) -> str:
        """Return an expression, nested no deeper than told."""
        pick = self.chance.randrange(16) if depth > 0 else self.chance.randrange(3)
        inner = depth - 1
        if pick == 0:
            return self._name()
        if pick == 1:
            return self.chance.choice(_NUMBERS)
        if pick == 2:
            return self.chance.choice(_STRINGS)
        if pick in (3, 4):
            return f"{self.chance.choice(_CALLED)}({self._arguments(inner)})"
        if pick in (5, 6):
            return f"{self._name()}.{self.chance.choice(_METHODS)}({self._arguments(inner)})"
        if pick in (7, 8):
            return (
                f"({self.expression(inner)} {self.chance.choice(_BINARY)} {self.expression(inner)})"
            )
        return self._rare_expression(pick, inner)

    def _rare_expression(self, pick: int, inner: int) -> str:
        one, two, name = self.expression(inner), self.expression(inner), self._name()
        return {
            9: f"[{one}, *{two}]",
            10: f"{{{one}: {two}, **{name}}}",
            11: f"[{one} for {name} in {two} if ({self._name()} := {name})]",
            12: f"(lambda {name}, *rest, k={one}: {two})",
            13: f"{name}[{one}:{two}, ...]",
            14: f"({one} if {two} else await_{name})",
            15: f"(yield_{name}, *{one}, not {two})",
        }[pick]

    def _arguments(self, depth: int) -> str:
        count = self.chance.choice((0, 1, 1, 2))
        given = [self.expression(depth) for _ in range(count)]
        if self.chance.random() < 0.3:
            given.append(
                f"{self.chance.choice(('inplace', 'axis', 'random_state', 'k'))}={self.expression(0)}"
            )
        return ", ".join(given)

    def _name(self) -> str:
        return self.chance.choice(_NAMES)

    def _block(self, depth: int) -> str:
        lines = [
            self.statement(depth - 1) if depth > 0 else "pass"
            for _ in range(self.chance.choice((1, 1, 2)))
        ]
        return "\n".join("    " + line for text in lines for line in text.split("\n"))

    def _filled(self, template: str) -> str:
        while "{n}" in template:
            template = template.replace("{n}", self._name(), 1)
        return template

    def _assignment(self, _: int) -> str:
        target = self._filled(self.chance.choice(_TARGETS))
        sign = self.chance.choice((" = ", " = ", " = ", " += ", ": int = ", " = b = "))
        return f"{target}{sign}{self.expression()}"

    def _expression_statement(self, _: int) -> str:
        return self.expression()

    def _import(self, _: int) -> str:
        module = self.chance.choice(_MODULES)
        return self.chance.choice(
            (
                f"import {module}",
                f"from {module.split()[0]} import {self._name()}",
                "from os import *",
            )
        )

    def _definition(self, depth: int) -> str:
        decorator = self.chance.choice(("", "", "", f"@{self._name()}\n", "@f(1)\n# why\n"))
        head = f"def {self._name()}({self.chance.choice(('', 'x', 'x, *y, k=a, **z', 'x: int = b, /'))}):"
        spoken = self.chance.choice(("", "", '    """Doc."""\n', f"    global {self._name()}\n"))
        return f"{decorator}{self.chance.choice(('', '', 'async '))}{head}\n{spoken}{self._block(depth)}\n    return {self.expression(1)}"

    def _class(self, depth: int) -> str:
        return f"class {self._name()}({self.chance.choice(('', 'Row', 'metaclass=f'))}):\n    a = {self.expression(1)}\n{self._block(depth)}"

    def _branch(self, depth: int) -> str:
        return f"if {self.expression(1)}:\n{self._block(depth)}\nelse:\n{self._block(depth)}"

    def _loop(self, depth: int) -> str:
        head = self.chance.choice(
            (f"for {self._name()} in {self.expression(1)}:", f"while {self.expression(1)}:")
        )
        return (
            f"{head}\n{self._block(depth)}\n    {self.chance.choice(('break', 'continue', 'pass'))}"
        )

    def _try(self, depth: int) -> str:
        last = self.chance.choice(
            ("", f"\nfinally:\n{self._block(depth)}", f"\nelse:\n{self._block(depth)}")
        )
        return f"try:\n{self._block(depth)}\nexcept (ValueError, f) as {self._name()}:\n{self._block(depth)}{last}"

    def _with(self, depth: int) -> str:
        return f"with {self.expression(1)} as {self._name()}, open('x'):\n{self._block(depth)}"

    def _match(self, depth: int) -> str:
        pattern = self.chance.choice(
            ("[a, *b]", "{'k': x, **rest}", "Row(a=1) as r", "1 | 2", "str(f)", "_")
        )
        return f"match {self.expression(1)}:\n    case {pattern}:\n" + "\n".join(
            "    " + line for line in self._block(depth).split("\n")
        )

    def _small(self, _: int) -> str:
        return self.chance.choice(
            (f"del {self._name()}", f"global {self._name()}", "pass", f"assert {self.expression(1)}", f"raise {self._name()}",
             "return", "yield", "await f()", "nonlocal a", f"{self._name()}: int", "type X = int", "print 'old'")
        )  # fmt: skip

    def _magic(self, depth: int) -> str:
        template = self.chance.choice(_MAGICS)
        text = (
            template.replace("{s}", "{S}")
            .replace("{e}", "{E}")
            .replace("{{", "{")
            .replace("}}", "}")
        )
        text = self._filled(text)
        return text.replace("{S}", self.statement(depth - 1) if depth > 0 else "a = 1").replace(
            "{E}", self.expression(1)
        )


def spliced(chance: random.Random, pool: Sequence[str]) -> str:
    """Return pieces of real cells, put together as nobody meant them."""
    parts = [chance.choice(pool).split("\n") for _ in range(chance.choice((1, 1, 2, 3)))]
    pieces: list[str] = []
    for lines in parts:
        start = chance.randrange(len(lines))
        pieces += lines[start : start + chance.choice((1, 3, 8, 30))]
    how = chance.randrange(8)
    if how == 0:
        chance.shuffle(pieces)
    elif how == 1:
        pieces = ["    " + line for line in pieces]
    elif how == 2:
        pieces = [line[: chance.randrange(len(line) + 1)] for line in pieces]
    elif how == 3:
        return "; ".join(pieces)
    return "\n".join(pieces)
