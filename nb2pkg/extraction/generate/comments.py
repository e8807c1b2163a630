"""Comments behind a statement, such as `#@param {type: "slider"}`, which stay in the cell when the statement goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from nb2pkg.trees import tree_or_none

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Statement

_BEHIND: Final = re.compile(r"(\s*)(?:;\s*)?(#.*)")
_SIMPLE: Final = frozenset({"assign", "annassign", "augassign", "expr", "delete", "assert"})


def comment_behind(statement: Statement, line: str, column: int) -> str:
    """Return the comment behind a statement that ends at a column (1-based) of its last line, blanks included.

    A comment on the last line of a loop or a function is one about that line, which has gone with it: none then.
    """
    is_line = statement.magic is not None and not statement.magic.is_cell
    whole = statement.place.line == statement.place.end_line or statement.kind in _SIMPLE
    found = _BEHIND.fullmatch(line[column - 1 :]) if whole and not is_line else None
    return f"{found.group(1) or '  '}{found.group(2)}" if found else ""


def with_comment(text: str, comment: str) -> str:
    """Return code with a comment behind its first statement; one that is there already is not said twice."""
    if not comment or comment.strip() in text:
        return text
    first, newline, rest = text.partition("\n")
    if newline and not _is_whole(first):
        return text + comment
    return f"{first}{comment}{newline}{rest}"


def _is_whole(line: str) -> bool:
    return tree_or_none(line) is not None
