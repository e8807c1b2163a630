"""Python files beside a notebook that it imports: a package that is to stand alone has to bring them along."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, Final

from nb2pkg.trees import tree_of, tree_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ENDINGS: Final = (".py", ".pyc", ".so", ".pyd")
_MOST_FILES: Final = 100
_MOST_BYTES: Final = 1_000_000


def companions(folder: Path, modules: Iterable[str]) -> dict[str, str]:
    """Return the sources of the modules that lie in a folder, and of those they import from there in turn.

    Keys are paths relative to the folder, with forward slashes. Modules that are not there are no companions; nor
    is a file that is too large or no UTF-8.
    """
    found: dict[str, str] = {}
    todo = sorted(set(modules) - set(sys.stdlib_module_names))
    seen: set[str] = set()
    while todo and len(found) < _MOST_FILES:
        name = todo.pop()
        if name in seen:
            continue
        seen.add(name)
        for path in _files(folder, name):
            source = _source(path)
            if source is not None:
                found[path.relative_to(folder).as_posix()] = source
                todo += sorted(imported(source))
    return found


def modules_in(folder: Path) -> frozenset[str]:
    """Return the names of the modules and packages that lie in a folder; none where it cannot be read."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return frozenset()
    files = {name.partition(".")[0] for name in names if name.endswith(_ENDINGS)}
    return frozenset(files | {name for name in names if (folder / name / "__init__.py").is_file()})


def imported(source: str) -> set[str]:
    """Return the top-level modules that a source imports; none where it does not parse."""
    tree = tree_or_none(source)
    return set() if tree is None else _names(tree)


def tried(source: str) -> set[str]:
    """Return the top-level modules that a source imports only within `try`, and so can do without."""
    tree = tree_of(source)
    return _names(tree) - _untried(tree)


def _untried(tree: ast.AST) -> set[str]:
    """Return the modules imported outside of every `try`."""
    names = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= _names(ast.Module([node], []))
        elif not isinstance(node, ast.Try):
            names |= _untried(node)
    return names


def _names(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names - {""}


def _files(folder: Path, name: str) -> list[Path]:
    if (folder / f"{name}.py").is_file():
        return [folder / f"{name}.py"]
    if (folder / name / "__init__.py").is_file():
        return sorted((folder / name).rglob("*.py"))
    return []


def _source(path: Path) -> str | None:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
