"""What the text of a notebook tells of its names: what is imported, what they are bound to, which are taken."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from nb2pkg.notebook.ipython import to_python
from nb2pkg.trees import tree_or_none

if TYPE_CHECKING:
    from nb2pkg.notebook.model import Notebook

_WORD = re.compile(r"\w+")
_OWN_SCOPE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_COMPREHENSION = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_LONGEST = 40


class Facts:
    """The names of a notebook; `new` gives one that is free, and takes it."""

    def __init__(self, notebook: Notebook) -> None:
        trees = [tree_or_none(to_python(cell.source).text) for cell in notebook.code_cells]
        self.trees = [tree for tree in trees if tree is not None]
        self.added: set[str] = set()
        self.kinds: dict[str, str] = {}  # of tables, by their names, see `tables`
        self.columns: frozenset[str] = (
            frozenset()
        )  # variables that go through names of columns just now
        self._imported: dict[str, set[str]] = {}
        self._bound: dict[str, list[ast.expr | None]] = {}
        self._taken = {
            word for cell in notebook.code_cells for word in _WORD.findall(cell.source)
        } | notebook.given
        for tree in self.trees:
            self._note(tree)

    def new(self, wanted: str) -> str:
        """Return this name, or that with a number behind it, whichever is free, and take it."""
        name = _plain(wanted)
        candidate, number = name, 2
        while (
            candidate in self._taken or keyword.iskeyword(candidate) or hasattr(builtins, candidate)
        ):
            candidate, number = f"{name}_{number}", number + 1
        self._taken.add(candidate)
        self.added.add(candidate)
        return candidate

    def has_word(self, name: str) -> bool:
        """Say whether a word stands anywhere in the code."""
        return name in self._taken

    def is_bound(self, name: str) -> bool:
        """Say whether a name is bound by more than imports."""
        return name in self._bound

    @cached_property
    def values(self) -> dict[str, list[ast.expr]]:
        """What is known to be all expressions that a name stands for at the top level, by the name."""
        known = {name: self.values_of(name) for name in self._bound}
        return {name: values for name, values in known.items() if values is not None}

    def imports_of(self, name: str) -> frozenset[str]:
        """Return what is imported under a name, in full."""
        return frozenset(self._imported.get(name, ()))

    def name_for(self, module: str) -> str:
        """Return a name that is bound to nothing but a module, or nothing."""
        names = [name for name, full in self._imported.items() if full == {module}]
        return next((name for name in names if not self.is_bound(name)), "")

    def values_of(self, name: str) -> list[ast.expr] | None:
        """Return all expressions that a name stands for at the top level, or None where that is not known."""
        values = self._bound.get(name)
        if not values or name in self._imported:
            return None
        known = [value for value in values if value is not None]
        return known if len(known) == len(values) else None

    def qualified(self, node: ast.expr) -> str:
        """Return the dotted name of what an expression names by imports alone, a builtin's name, or nothing."""
        if isinstance(node, ast.Attribute):
            head = self.qualified(node.value)
            return f"{head}.{node.attr}" if head and head not in _BUILTINS else ""
        if not isinstance(node, ast.Name) or self.is_bound(node.id):
            return ""
        imported = self._imported.get(node.id)
        if imported is None:
            return node.id if node.id in _BUILTINS else ""
        return next(iter(imported)) if len(imported) == 1 else ""

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                self._imported.setdefault(name, set()).add(alias.name if alias.asname else name)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                full = f"{'.' * node.level}{node.module or ''}.{alias.name}"
                self._imported.setdefault(alias.asname or alias.name, set()).add(full)
        elif isinstance(node, _OWN_SCOPE):
            self._note_scope(node)
            return
        for name, value in _bindings(node):
            self._bound.setdefault(name, []).append(value)
        if not isinstance(node, _COMPREHENSION):
            for child in ast.iter_child_nodes(node):
                self._note(child)

    def _note_scope(self, node: ast.AST) -> None:
        if not isinstance(node, ast.Lambda):
            self._bound.setdefault(getattr(node, "name", ""), []).append(None)
        for child in ast.walk(node):
            for name in child.names if isinstance(child, ast.Global) else ():
                self._bound.setdefault(name, []).append(None)


_BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield each name that a node binds by itself, and the expression that it is bound to, as far as that is plain."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from _targets(target, node.value)
    elif isinstance(node, ast.AnnAssign):
        yield from _targets(node.target, node.value) if node.value else ()
    elif isinstance(node, ast.AugAssign | ast.For | ast.AsyncFor | ast.NamedExpr):
        yield from _targets(node.target, None)
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        yield from _targets(node.optional_vars, None)
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name, None
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest, None


def _targets(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[str, ast.expr | None]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Starred):
        yield from _targets(target.value, None)
    elif isinstance(target, ast.Tuple | ast.List):
        members = value.elts if isinstance(value, ast.Tuple | ast.List) else []
        known = len(members) == len(target.elts)
        for number, each in enumerate(target.elts):
            yield from _targets(each, members[number] if known else None)


def names_in(*nodes: ast.AST) -> set[str]:
    """Return the variables that stand in some nodes."""
    return {child.id for node in nodes for child in ast.walk(node) if isinstance(child, ast.Name)}


def _plain(text: str) -> str:
    words = [word for word in re.split(r"\W+|_+", text.lower()) if word]
    kept: list[str] = []
    for word in words:
        if kept and sum(map(len, kept)) + len(kept) + len(word) > _LONGEST:
            continue
        kept.append(word)
    name = "_".join(kept)
    return name if name.isidentifier() else f"learned_{name}".rstrip("_")


def joined(parts: Iterable[str]) -> str:
    """Return a wanted name made of several words, of which none is said twice in a row."""
    words: list[str] = []
    for part in parts:
        words += [word for word in part.split("_") if word and words[-1:] != [word]]
    return "_".join(words)
