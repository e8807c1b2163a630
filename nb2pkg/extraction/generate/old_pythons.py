"""What generated code needs for a Python that does not know the annotations of later ones."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

#: the first Python that takes `list[int] | None` where a function is defined
KNOWS_UNIONS = (3, 10)
_LATER = "from __future__ import annotations"


def for_python(files: Mapping[str, str], python: tuple[int, ...]) -> dict[str, str]:
    """Return the modules of a package, their annotations left unevaluated where this Python cannot evaluate them."""
    if python[:2] >= KNOWS_UNIONS:
        return dict(files)
    return {
        path: _unevaluated(text) if path.endswith(".py") and path.startswith("src/") else text
        for path, text in files.items()
    }


def _unevaluated(source: str) -> str:
    tree = tree_of(source)
    if _LATER in source or not any(
        isinstance(n, ast.FunctionDef | ast.ClassDef) for n in tree.body
    ):
        return source
    lines = source.splitlines(keepends=True)
    told = tree.body[0].end_lineno if ast.get_docstring(tree) is not None else 0
    return "".join([*lines[:told], f"\n{_LATER}\n", *lines[told:]])
