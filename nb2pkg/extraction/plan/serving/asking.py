"""What a call asks a model for: to predict for rows, or how well it does."""

from __future__ import annotations

import ast
from typing import Final, NamedTuple

from nb2pkg.analysis.knowledge.models import SERVED

SCORE: Final = "score"  # predicts, and says no more than how good that is


class Asked(NamedTuple):
    """`owner.method(rows)`; `owner.score(rows, target)` as well."""

    owner: ast.expr
    method: str
    rows: ast.expr

    @property
    def rank(self) -> int:
        """Return how much it says of a prediction: less is more."""
        return len(SERVED) if self.method == SCORE else SERVED.index(self.method)


def can_ask(text: str) -> bool:
    """Say whether code may ask a model for something, by its words alone."""
    return any(method in text for method in (*SERVED, SCORE))


def asked(node: ast.AST) -> Asked | None:
    """Return what a call asks a model for, if it does."""
    match node:
        case ast.Call(func=ast.Attribute(value=owner, attr=method), args=[rows], keywords=[]) if (
            method in SERVED
        ):
            found = Asked(owner, method, rows)
        case ast.Call(func=ast.Attribute(value=owner, attr="score"), args=[rows, _], keywords=[]):
            found = Asked(owner, SCORE, rows)
        case ast.Call(
            func=ast.Attribute(value=owner, attr="score"),
            args=[rows],
            keywords=[ast.keyword(arg="y")],
        ):
            found = Asked(owner, SCORE, rows)
        case _:
            return None
    return None if isinstance(rows, ast.Starred) else found
