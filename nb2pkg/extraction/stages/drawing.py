"""What single statements do to figures: make them, show them, or only what draws them later."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.showing import OF_DISPLAYS, OWN_FIGURE, PYPLOT, SHOW
from nb2pkg.extraction.stages.needed import is_drawing_kind
from nb2pkg.trees import called_name, tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.analysis.model import Statement

REPEATING = ast.For | ast.AsyncFor | ast.While | ast.If | ast.Try
_EMPTY = (f"{PYPLOT}.figure", f"{PYPLOT}.subplots")


def is_showing(statement: Statement) -> bool:
    """Say whether a statement is nothing but the call that shows all figures."""
    return (
        statement.kind == "expr"
        and statement.magic is None
        and statement.effects.facts == (SHOW,)
        and not statement.effects.calls
    )


def is_of_display(fact: str) -> bool:
    """Say whether a call makes a display of scikit-learn draw."""
    owner, _, method = fact.partition("#")[0].rpartition(".")
    return method in OF_DISPLAYS and owner.endswith("Display")


def is_one_figure(drawing: Sequence[Statement]) -> bool:
    """Say whether statements that draw make one figure alone, which is the current one when they end."""
    made = [makers(statement) for statement in drawing]
    repeated = any(
        each and isinstance(tree_of(statement.text).body[0], REPEATING)
        for statement, each in zip(drawing, made, strict=True)
    )
    found = [fact for each in made for fact in each]
    if repeated or (found and not made[0]):
        return False
    is_empty_at_first = bool(found) and found[0] in _EMPTY
    return len(found) <= 1 + is_empty_at_first


def is_only_making_display(statement: Statement) -> bool:
    """Say whether a statement makes a display of scikit-learn, which draws later."""
    kinds = dict(statement.effects.kinds)
    return any(is_drawing_kind(kinds.get(n)) for n in statement.effects.binds) and any(
        fact.endswith("Display") for fact in statement.effects.facts
    )


def makers(statement: Statement) -> list[str]:
    """Return the calls of a statement that make a figure of their own."""
    calls = [n for n in ast.walk(tree_of(statement.text)) if isinstance(n, ast.Call)]
    placed = {called_name(call) for call in calls if any(k.arg == "ax" for k in call.keywords)}
    return [
        fact
        for fact in statement.effects.facts
        if fact.rpartition(".")[2] not in placed
        and (fact in OWN_FIGURE or fact.startswith("pandas.DataFrame.plot.") or is_of_display(fact))
    ]
