"""What a package depends on, though no line imports it: what readers import when they are called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge import readers
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.extraction.interpreter import Environment


def called_for(sources: Iterable[str], environment: Environment) -> set[str]:
    """Return the modules that the calls in a package's sources need beyond those that it imports."""
    nodes = [node for source in sources for node in ast.walk(tree_of(source))]
    called = {_name(node.func) for node in nodes if isinstance(node, ast.Call)}
    called |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    texts = {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    engines = {e for node in nodes if isinstance(node, ast.Call) for e in _engines(node)}
    found = set(engines)
    for name in called & readers.NEEDED.keys():
        ways = readers.NEEDED[name]
        if not any(way <= engines for way in ways):
            found |= _of_files(texts) if name in readers.WORKBOOKS else set()
            if name not in readers.WORKBOOKS or not _of_files(texts):
                found |= next((way for way in ways if _installed(way, environment)), ways[0])
    if called & readers.QUERIES and any("://" in text for text in texts):
        found |= readers.SQL
    if called & readers.OPENING_URLS:
        found |= {m for scheme, m in readers.SCHEMES.items() if any(scheme in t for t in texts)}
    return found


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _engines(call: ast.Call) -> Iterator[str]:
    """Yield the modules that a call names itself."""
    named = ("engine", "flavor", "features")
    for value in (keyword.value for keyword in call.keywords if keyword.arg in named):
        if isinstance(value, ast.Constant) and value.value in readers.ENGINES:
            yield readers.ENGINES[str(value.value)]


def _of_files(texts: set[str]) -> set[str]:
    """Return what reads the workbooks that are named."""
    found = (text.rpartition(".")[2].lower() for text in texts if "." in text)
    return {readers.BY_SUFFIX[f".{end}"] for end in found if f".{end}" in readers.BY_SUFFIX}


def _installed(modules: frozenset[str], environment: Environment) -> bool:
    return modules <= environment.distributions.keys()
