"""Finds tables of library names in source code: displays, and texts of words, most of which a library has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import nb2pkg
from nb2pkg.analysis import knowledge
from nb2pkg.analysis.knowledge import anywhere, elementwise, learning, plots, pure, python

CODE = Path(nb2pkg.__file__).parent
HOME = CODE / "analysis" / "knowledge"
_WORDS = re.compile(r"[A-Za-z_][\w.]*(?:\s+[A-Za-z_][\w.]*)+\s*")
# words that are also those of annotations, of options and of plain English
_COMMON = frozenset(
    "int float str bool bytes list dict set tuple frozenset object type range name names values value index columns "
    "size shape mode kind text file path title label data target count format code time json copy string "
    "run train evaluate infer".split()
)


class Table(NamedTuple):
    """A display or a text, and the names in it."""

    file: str
    line: int
    names: tuple[str, ...]


def tables(folder: Path, but: Path | None = None, root: Path = CODE) -> Iterator[Table]:
    """Yield the tables of library names in the files of a folder, which are called as they are under the root."""
    for path in sorted(folder.rglob("*.py")):
        if but is None or but not in path.parents:
            for line, names in _listed(ast.parse(path.read_text(encoding="utf-8"))):
                if _is_of_libraries(names):
                    yield Table(path.relative_to(root).as_posix(), line, names)


def assigned(folder: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each table that the modules of a folder assign, and the names written out in it; records are none."""
    for path in sorted(folder.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.AnnAssign) and node.value is not None:
                names = frozenset(_written(node.value)) - _COMMON
                yield f"{path.stem}.{ast.unparse(node.target)}", names


def _written(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from node.value.split()
    is_record = isinstance(node, ast.Call) and ast.unparse(node.func) in {"Call", "Library"}
    for child in () if is_record else ast.iter_child_nodes(node):
        yield from _written(child)


def _listed(tree: ast.Module) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the lines and the words of displays and texts; the inner ones of a display are part of it."""
    seen: set[int] = set()
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    skipped |= {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for each in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in seen | skipped:
            continue
        if isinstance(node, ast.Set | ast.List | ast.Tuple | ast.Dict):
            seen |= {id(child) for child in ast.walk(node)}
            yield node.lineno, tuple(_words(node))
        elif isinstance(node, ast.Constant) and _WORDS.fullmatch(str(node.value)):
            yield node.lineno, tuple(str(node.value).split())


def _words(node: ast.AST) -> Iterator[str]:
    members = node.keys if isinstance(node, ast.Dict) else node.elts  # type: ignore[attr-defined]
    for member in members:
        if isinstance(member, ast.Constant) and isinstance(member.value, str):
            yield from member.value.split()


def _is_of_libraries(names: tuple[str, ...]) -> bool:
    known = [name for name in names if name not in _COMMON and _is_known(name)]
    return len(known) >= 2 and 3 * len(known) > 2 * len(names)


def _is_known(name: str) -> bool:
    head, dot, _ = name.partition(".")
    return head in LIBRARIES if dot else name in NAMES or name in LIBRARIES


def _lasts(names: Iterable[str]) -> set[str]:
    return {name.rpartition(".")[2] for name in names}


LIBRARIES = knowledge.KNOWN_LIBRARIES - {
    "typing",
    "types",
    "string",
    "code",
    "html",
    "platform",
    "test",
}
NAMES = frozenset().union(
    *(set(methods) for methods in knowledge.METHODS.values()),
    *knowledge.MUTATORS.values(),
    *knowledge.KEEPERS.values(),
    *(set(views) for views in knowledge.VIEWS.values()),
    *(set(attributes) for attributes in knowledge.ATTRIBUTES.values()),
    anywhere.MUTATING | anywhere.MUTATING_IF_DISCARDED | anywhere.PURE | anywhere.FRESH,
    _lasts([*knowledge.RETURNS, *knowledge.READS_FILE, *knowledge.WRITES_FILE, *knowledge.USES]),
    _lasts(elementwise.FUNCTIONS),
    anywhere.SETTLED | anywhere.SETTLING,
    learning.RANDOMISED | learning.SHUFFLING | learning.COMPOSITES | learning.LEARNING_NO_VALUES,
    learning.RANDOMISED_IF,
    learning.DRAWING_FUNCTIONS | learning.FITS_CLONES | learning.PLOTTING,
    plots.PURE_ON_AXES,
    pure.BUILTINS | pure.ITERATORS | pure.METHODS | pure.REFLECTING | pure.HARMLESS,
    elementwise.METHODS,
    python.PATH_METHODS,
)
