"""What the source of a prediction's rows brings: a table, or rows in another form, which new rows get as well."""

from __future__ import annotations

import ast
from enum import Enum
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.kinds import BUNCH, FRAME
from nb2pkg.analysis.knowledge.rows import is_bringing_array, is_bringing_bunch
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.serving.passed import Passed

_PAIR: Final = "return_X_y"


class Form(Enum):
    """In which form a source brings rows."""

    TABLE = "table"
    BUNCH = "bunch"  # with its target apart from the rows
    ARRAY = "array"
    UNKNOWN = "unknown"


def form_of(
    context: Context, source: Passed, qualified: Callable[[ast.expr, int], str | None]
) -> Form:
    """Return in which form a statement that does nothing else brings rows."""
    statement = context.statements[source.statement]
    kind = dict(statement.effects.kinds).get(source.name)
    if kind is FRAME:
        return Form.TABLE
    for node in ast.walk(tree_of(statement.text)):
        name = qualified(node.func, source.statement) if isinstance(node, ast.Call) else None
        if name is None or not isinstance(node, ast.Call):
            continue
        if is_bringing_array(name):
            return Form.ARRAY
        if is_bringing_bunch(name):
            return Form.ARRAY if any(k.arg == _PAIR for k in node.keywords) else Form.BUNCH
    return Form.BUNCH if kind is BUNCH else Form.UNKNOWN
