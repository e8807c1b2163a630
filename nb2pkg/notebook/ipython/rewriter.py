"""A cell while it is being rewritten, and the two things that rewriting makes: calls and magics."""

from __future__ import annotations

from nb2pkg.notebook.ipython.magics import names_bound, names_taken
from nb2pkg.notebook.model import Code, Magic


class Rewriter:
    """The cell while it is being rewritten."""

    __slots__ = ("magics", "parts", "removed")

    def __init__(self, removed: dict[int, int] | None = None) -> None:
        """Start with nothing; `removed` counts characters taken from the start of lines, from 1."""
        self.parts: list[str] = []
        self.magics: list[Magic] = []
        self.removed: dict[int, int] = {} if removed is None else removed

    def keep(self, text: str) -> None:
        """Add text as it is."""
        self.parts.append(text)

    def add(self, code: Code, line: int) -> None:
        """Take over code that was worked out on its own and belongs on this line."""
        self.parts.append(code.text)
        shift = line - 1
        self.magics += (
            magic._replace(line=magic.line + shift, end_line=magic.end_line + shift)
            for magic in code.magics
        )
        for number, count in enumerate(code.removed, line):
            if count:
                self.remove(number, count)

    def remove(self, line: int, count: int) -> None:
        """Note that characters were taken from the start of a line."""
        self.removed[line] = self.removed.get(line, 0) + count

    def code(self) -> Code:
        """Return the finished code."""
        text = "".join(self.parts)
        removed: tuple[int, ...] = ()
        if any(self.removed.values()):
            lines = range(1, text.count("\n") + 2)
            removed = tuple(self.removed.get(line, 0) for line in lines)
        return Code(text, tuple(self.magics), removed)


def make_magic(
    name: str, argument: str, line: int, end_line: int, *, is_cell: bool = False
) -> Magic:
    """Return a magic with the names that its argument reads and binds."""
    return Magic(
        line,
        end_line,
        name,
        argument,
        is_cell,
        binds=names_bound(name, argument),
        reads=names_taken(name, argument),
    )


def shell_call(method: str, *arguments: str) -> str:
    """Return a call of IPython's shell, in Python."""
    return f"get_ipython().{method}({', '.join(map(repr, arguments))})"
