"""Imports of files beside the notebook, once these files are part of the package."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

FOLDER = "local"


def localised(source: str, package: str, local: AbstractSet[str]) -> str:
    """Let every import of a local module in a source import it from `<package>.local`; all else stays as it is.

    `import helper.sub` binds `helper` and has no such form with the same effect: it stays, and needs the file.
    """
    if not local:
        return source
    tree = tree_of(source)
    lines = source.split("\n")
    for node in reversed([n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]):
        text = _rewritten(node, package, local)
        if text is not None:
            first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
            before = lines[first].encode()[: node.col_offset].decode()
            after = lines[last].encode()[node.end_col_offset :].decode()
            lines[first : last + 1] = [f"{before}{text}{after}"]
    return "\n".join(lines)


def _rewritten(
    node: ast.Import | ast.ImportFrom, package: str, local: AbstractSet[str]
) -> str | None:
    home = f"{package}.{FOLDER}"
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        if node.level or module.partition(".")[0] not in local:
            return None
        return f"from {home}.{module} import {', '.join(map(_alias, node.names))}"
    if not any(alias.name in local for alias in node.names):
        return None
    parts = [
        f"from {home} import {_alias(alias)}" if alias.name in local else f"import {_alias(alias)}"
        for alias in node.names
    ]
    return "; ".join(parts)


def _alias(alias: ast.alias) -> str:
    return f"{alias.name} as {alias.asname}" if alias.asname else alias.name
