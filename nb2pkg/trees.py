"""The syntax tree of a text, made once: whoever asks for it gets the same one, and has to leave it as it is.

A text that has none raises one of `NO_TREE` each time; what Python warns of is the notebook's affair. Whoever wants
another tree has `Renewal` build it.
"""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from nb2pkg.typed import Any

# what a text that has no tree raises
NO_TREE = (SyntaxError, ValueError, RecursionError, MemoryError)

_USUAL_DEPTH = 1000
_MOST = 1 << 19  # characters of the texts whose trees are kept, more than most notebooks have
_EACH = 64  # characters that are as much as a tree of nothing


class _Kept:
    """Trees by their texts: all of them are dropped when there is no more room."""

    def __init__(self, parse: Callable[[str], Any]) -> None:
        self._parse = parse
        self._trees: dict[str, Any] = {}
        self._room = _MOST

    def __call__(self, text: str) -> Any:
        tree = self._trees.get(text)
        if tree is None:
            tree = self._parse(text)
            self._keep(text, tree)
        return tree

    def _keep(self, text: str, tree: Any) -> None:
        if self._room < len(text) + _EACH:
            self.clear()
        self._trees[text] = tree
        self._room -= len(text) + _EACH

    def clear(self) -> None:
        self._trees.clear()
        self._room = _MOST


def _parsed(text: str, mode: str = "exec") -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(text, "<cell>", mode, ast.PyCF_ONLY_AST, dont_inherit=True)


@contextmanager
def usual_depth() -> Iterator[None]:
    """Let Python refuse what it would refuse in a kernel, however deep our own walks may go."""
    limit = sys.getrecursionlimit()
    with suppress(RecursionError):  # we are deeper than that already
        sys.setrecursionlimit(_USUAL_DEPTH)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def _as_a_kernel(text: str) -> Any:
    with usual_depth():
        return _parsed(text)


def _expression(text: str) -> Any:
    return _parsed(text, "eval").body


_modules = _Kept(_as_a_kernel)
_expressions = _Kept(_expression)


def cell_tree(text: str) -> ast.Module:
    """Return the tree of a cell, or raise what a kernel would, however deep our own walks may go."""
    tree: ast.Module = _modules(text)
    return tree


def tree_of(text: str) -> ast.Module:
    """Return the tree of some code, as deep as our own walks may go; raise one of `NO_TREE` where there is none."""
    try:
        return cell_tree(text)
    except RecursionError:
        tree: ast.Module = _parsed(text)
        return tree


def tree_or_none(text: str) -> ast.Module | None:
    """Return the tree of some code, or None where it is no Python, or too deep for the parser."""
    try:
        return tree_of(text)
    except NO_TREE:
        return None


def statement_of(text: str) -> ast.stmt:
    """Return the first statement of some code; raise one of `NO_TREE`, or IndexError where there is no statement."""
    return tree_of(text).body[0]


def expression_of(text: str) -> ast.expr:
    """Return the tree of an expression; raise one of `NO_TREE` where there is none."""
    tree: ast.expr = _expressions(text)
    return tree


def parents_in(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return for each node of a tree the one that holds it."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def called_name(node: ast.AST | None) -> str:
    """Return the last word of what a call names: `fit` of `model.fit(x)`; nothing for what is no call."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def forget() -> None:
    """Drop all trees: who goes from notebook to notebook has no more use for those of the last one."""
    _modules.clear()
    _expressions.clear()


class Renewal(ast.NodeTransformer):
    """A transformer that builds a tree anew and leaves the one that it is given as it is; it takes no node away."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Return a node like this one whose children are what stands for the node's children."""
        fields = {name: self._renewed(value) for name, value in ast.iter_fields(node)}
        return ast.copy_location(node.__class__(**fields), node)

    def _renewed(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._renewed(each) for each in value]
        return self.visit(value) if isinstance(value, ast.AST) else value
