"""Empty lists, dicts and sets that a function only makes: type checkers want to be told what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.generate.cells import Node

_MAKERS = frozenset({"list", "dict", "set"})


def told(body: Sequence[Node], returns: Sequence[str]) -> list[Node]:
    """Return a function's body in which `name = {}` says its type where nothing but the return mentions the name."""
    found = []
    for index, node in enumerate(body):
        name, kind = _made(node)
        others = [other for i, other in enumerate(body) if i != index]
        alone = name in returns and not any(_mentions(other, name) for other in others)
        found.append(_annotated(node, kind) if kind and alone else node)
    return found


def _made(node: Node) -> tuple[str, str]:
    """Return the variable and the type of an assignment of something empty, or nothing."""
    assign = node.body[0] if isinstance(node, cst.SimpleStatementLine) else None
    if not isinstance(assign, cst.Assign) or len(assign.targets) != 1:
        return "", ""
    target, value = assign.targets[0].target, assign.value
    kind = ""
    if isinstance(value, cst.List | cst.Dict) and not value.elements:
        kind = "list" if isinstance(value, cst.List) else "dict"
    elif isinstance(value, cst.Call) and isinstance(value.func, cst.Name) and not value.args:
        kind = value.func.value if value.func.value in _MAKERS else ""
    return (target.value, kind) if isinstance(target, cst.Name) else ("", "")


def _mentions(node: Node, name: str) -> bool:
    is_return = isinstance(node, cst.SimpleStatementLine) and isinstance(node.body[0], cst.Return)
    code = cst.Module(body=[node.with_changes(leading_lines=())]).code
    return not is_return and re.search(rf"\b{re.escape(name)}\b", code) is not None


def _annotated(node: Node, kind: str) -> Node:
    line = cst.ensure_type(node, cst.SimpleStatementLine)
    assign = cst.ensure_type(line.body[0], cst.Assign)
    target = cst.ensure_type(assign.targets[0].target, cst.Name)
    annotation = cst.Annotation(cst.Name(kind))
    return line.with_changes(body=[cst.AnnAssign(target, annotation, assign.value)])
