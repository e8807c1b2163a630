"""Where a statement is taken apart: its text, what was put in front of it, and what stands in the place of a part."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from nb2pkg.analysis.rewriting.separating.calm import is_calm
from nb2pkg.analysis.rewriting.spans import line_starts, span

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.facts import Facts

_MODULE: tuple[frozenset[str], ...] = (frozenset(), frozenset({"copy"}))
_PRIMARY = ast.Name | ast.Attribute | ast.Subscript | ast.Call | ast.Constant | ast.List | ast.Dict


class Desk:
    """One statement at a time; nodes are those of the tree of the cell's text."""

    def __init__(self, text: str, facts: Facts) -> None:
        self.facts = facts
        self.front: list[str] = []
        self.imports: set[str] = set()
        self.naming: Callable[[str], str] = str  # makes of a wanted name another one
        self._source = text
        self._starts = line_starts(text)
        self._replaced: list[tuple[int, int, str]] = []
        self._done: set[ast.AST] = set()

    def text(self, node: ast.expr | ast.stmt) -> str:
        """Return the text of a node, with what has been put in the place of its parts."""
        begin, end = span(node, self._starts, self._source)
        made, at = "", begin
        for start, stop, new in sorted(self._replaced):
            if begin <= start and stop <= end and start >= at:
                made, at = made + self._source[at:start] + new, stop
        return made + self._source[at:end]

    def receiver(self, node: ast.expr) -> str:
        """Return the text of a node as it stands in front of a dot."""
        text = self.text(node)
        return text if isinstance(node, _PRIMARY) else f"({text})"

    def learn(self, wanted: str, text: str) -> str:
        """Put an assignment in front of the statement; return the name that it binds."""
        line = f"({text})" if "\n" in text else text
        made = f" = {line}"
        known = next((each for each in self.front if each.endswith(made) and "(" in made), "")
        if known and known[: -len(made)].isidentifier():
            return known[: -len(made)]
        name = self.facts.new(self.naming(wanted))
        self.front.append(f"{name}{made}")
        return name

    def copied(self) -> str:
        """Return what is called to copy an object with all it holds; the cell has to import it, see `imports`."""
        free = not self.facts.has_word("deepcopy") or (
            self.facts.imports_of("deepcopy") == {"copy.deepcopy"}
            and not self.facts.is_bound("deepcopy")
        )
        if not self.facts.is_bound("copy") and self.facts.imports_of("copy") in _MODULE:
            called, line = "copy.deepcopy", "import copy"
        elif free:
            called, line = "deepcopy", "from copy import deepcopy"
        else:
            called, line = "copy_module.deepcopy", "import copy as copy_module"
        self.imports.add(line)
        return called

    def replace(self, node: ast.expr, text: str) -> None:
        """Let a text stand in the place of a node, and of all that stands in it."""
        begin, end = span(node, self._starts, self._source)
        self._replaced = [each for each in self._replaced if each[1] <= begin or each[0] >= end]
        self._replaced.append((begin, end, text))
        self._done.add(node)

    def is_calm(self, node: ast.AST) -> bool:
        """Say whether nothing happens in an expression as it is now, see `calm`."""
        return is_calm(node, self.facts, self._done)
