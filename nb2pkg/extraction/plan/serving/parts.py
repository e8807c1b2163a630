"""What the notebook's own parts of a model, such as a class in a pipeline, do to rows."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.models import SERVED
from nb2pkg.extraction.plan.serving.looking import Given, Look
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.extraction.plan.serving.tracing import Way


def reasons_of_parts(way: Way, history: Iterable[int]) -> Iterator[str]:
    """Yield why a model does not take rows one by one; `history` are the statements that made it."""
    todo: list[tuple[ast.AST, int]] = [
        (tree_of(way.context.statements[number].text), number) for number in history
    ]
    seen: set[str] = set()
    while todo:
        tree, number = todo.pop()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from _of_part(way, node, number)
            elif isinstance(node, ast.Name) and node.id not in seen:
                seen.add(node.id)
                made = way.made_by(node.id, number)
                todo += [(made, number)] if isinstance(made, ast.Call | ast.List) else []


def _of_part(way: Way, node: ast.Call, number: int) -> Iterator[str]:
    cell = f"cell {way.context.statements[number].cell}"
    look = Look(way, number)
    for method in ("transform", *SERVED):
        body = way.method_of(node, number, method)
        for reason in look.function(body, Given.ALL) if body is not None else ():
            yield f"{cell}: {ast.unparse(node.func)}.{method}: {reason}"
    if (way.qualified(node.func, number) or "").endswith(".FunctionTransformer"):
        for each in node.args[:1]:
            for reason in look.handed(each, Given.ALL):
                yield f"{cell}: {ast.unparse(each)}: {reason}"
