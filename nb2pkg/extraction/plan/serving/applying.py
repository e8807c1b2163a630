"""What a statement that fits and applies in one go does to rows that come later: it only applies.

Where fitting and then applying is not the very same computation as both in one (a PCA rounds otherwise), the pipeline
keeps the author's call, and rows that are served get `transform`, or `predict`.
"""

from __future__ import annotations

import ast

from nb2pkg.analysis.knowledge.rows import APPLYING
from nb2pkg.trees import Renewal, tree_of


def applying(text: str) -> tuple[str, str] | None:
    """Return a statement that only applies what another one fits and applies, and the name of what it fits.

    Only an assignment with one such call, of a variable and with one argument, is known well enough; else None.
    """
    match tree_of(text).body:
        case [ast.Assign(targets=[ast.Name() | ast.Subscript()]) as node]:
            calls = [n for n in ast.walk(node.value) if _is_both(n)]
        case _:
            return None
    match calls:
        case [ast.Call(func=ast.Attribute(value=ast.Name(id=owner)), args=[_], keywords=[])]:
            return ast.unparse(_Applied().visit(node)), owner
    return None


def _is_both(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in APPLYING
    )


class _Applied(Renewal):
    """Puts the method that only applies for the one that fits as well."""

    def visit(self, node: ast.AST) -> ast.AST:
        """Return what stands for a node."""
        renewed: ast.AST = self.generic_visit(node)
        if isinstance(renewed, ast.Attribute) and renewed.attr in APPLYING:
            return ast.Attribute(renewed.value, APPLYING[renewed.attr], renewed.ctx)
        return renewed
