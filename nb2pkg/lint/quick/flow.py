"""Whether each name is bound when a notebook that is run from top to bottom reads it."""

from __future__ import annotations

import ast
import builtins

from nb2pkg.lint.quick.names import (
    UnclearError,
    collect,
    collect_all,
    reads_when_called,
    reads_when_defined,
)
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.lint.quick.names import Names

_THERE = frozenset(dir(builtins)) | {"display", "get_ipython", "__name__"}


class NotebookFlow:
    """The names that are bound so far, and what functions will read when they are called."""

    def __init__(self) -> None:
        """Start with a fresh kernel."""
        self.bound: Names = set()  # by some statement above
        self._own: Names = set()  # surely, by the statement at hand
        self._new: Names = set()  # perhaps, by the statement at hand
        self._waiting: dict[str, Names] = (
            {}
        )  # by function: what it reads, until that is known to be bound
        self._functions: Names = set()
        self._loops = 0
        self._may_have_rerun = False

    def run(self, body: Iterable[ast.stmt], *, may_have_rerun: bool) -> None:
        """Go through a cell; raise UnclearError where a name may not be bound, or the cell be told from its reruns."""
        self._may_have_rerun = may_have_rerun
        for node in body:
            self._own.clear()
            self._new.clear()
            self._statement(node)
            self.bound |= self._new

    def _block(self, body: Iterable[ast.stmt]) -> Names:
        """Go through a block; return what it surely binds, and forget it."""
        before = self._own.copy()
        for node in body:
            self._statement(node)
        after, self._own = self._own, before
        return after

    def _statement(self, node: ast.stmt) -> None:
        kind = node.__class__
        if kind is ast.Assign or kind is ast.Expr:
            self._simple(node)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self._definition(node)
        elif isinstance(node, ast.If):
            self._read(node.test)
            self._bind(self._block(node.body) & self._block(node.orelse))
        elif isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
            self._loop(node)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                self._read(item.context_expr, item.optional_vars)
            self._bind(self._block(node.body))
        elif isinstance(node, (ast.Try, ast.TryStar)):
            self._try(node)
        elif kind is ast.Return:
            raise UnclearError
        elif not (self._loops and isinstance(node, (ast.Break, ast.Continue))):
            self._simple(node)

    def _simple(self, node: ast.stmt) -> None:
        reads: Names = set()
        binds: Names = set()
        collect(node, reads, binds)
        self._check(reads)
        if not reads.isdisjoint(self._functions) or isinstance(node, ast.ClassDef):
            self._functions |= binds
            self._refuse_if_rerun()
        elif self._may_have_rerun and _changes_what_it_reads(node):
            self._refuse_if_rerun()
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            self._functions |= binds
        self._bind(binds)

    def _read(self, *nodes: ast.AST | None) -> None:
        """Check the names that are read, then bind those that are bound."""
        reads: Names = set()
        binds: Names = set()
        collect_all(nodes, reads, binds)
        self._check(reads)
        if binds:
            self._bind(binds)

    def _check(self, reads: Names) -> None:
        unbound = reads - self.bound - self._own
        if not unbound <= _THERE:
            raise UnclearError
        if self._waiting:
            for name in reads & self._waiting.keys():
                self._check(self._waiting.pop(name, set()))

    def _bind(self, names: Names) -> None:
        self._own |= names
        self._new |= names

    def _definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        reads: Names = set()
        binds: Names = {node.name}
        reads_when_defined(node, reads, binds)
        self._check(reads)
        self._bind(binds)
        # where a branch defines a function once more, either of the two may be called
        self._waiting[node.name] = self._waiting.get(node.name, set()) | reads_when_called(node)
        self._functions.add(node.name)

    def _loop(self, node: ast.For | ast.AsyncFor | ast.While) -> None:
        if isinstance(node, ast.While):
            self._read(node.test)
        else:
            self._read(node.iter)
            self._read(node.target)
        self._loops += 1
        self._block(node.body)
        self._loops -= 1
        self._block(node.orelse)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        ways = [self._block([*node.body, *node.orelse])]
        for handler in node.handlers:
            self._read(handler.type)
            name = {handler.name} if handler.name is not None else set()
            self._own |= name
            ways.append(self._block(handler.body) - name)
            self._own -= name
        self._block(node.finalbody)
        self._bind(set.intersection(*ways))

    def _refuse_if_rerun(self) -> None:
        """Raise UnclearError where a cell that may change what it reads may have been run more than once."""
        if self._may_have_rerun:
            raise UnclearError


def _changes_what_it_reads(node: ast.stmt) -> bool:
    """Tell whether a statement that is done twice may have another effect than once, calls apart."""
    if isinstance(node, ast.AugAssign):
        return True
    if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
        return False
    reads: Names = set()
    changed: Names = set()
    collect(node.value, reads, set())
    for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
        collect(target, changed, changed)
    return not changed.isdisjoint(reads)
