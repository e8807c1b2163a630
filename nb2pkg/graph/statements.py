"""Questions about one statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.model import Statement

# statements whose body may not run
BRANCHING = frozenset({"if", "while", "try", "trystar", "match"})
LOOPING = BRANCHING | {"for", "asyncfor"}
COMPOUND = LOOPING | {"with", "asyncwith"}

_CATCHES_NAME_ERROR = re.compile(r"except\s*:|except\b[^:]*\b(NameError|Exception|BaseException)\b")
_LOOKS_NAMES_UP = re.compile(r"\b(globals|locals|vars|dir)\(\)")


def bound_by(statement: Statement) -> frozenset[str]:
    """Return the names that the statement itself binds, or may bind."""
    return statement.effects.binds | statement.effects.may_bind


def is_guarded(statement: Statement) -> bool:
    """Tell whether the statement is prepared for a name that is not there."""
    if statement.kind == "try":
        return _CATCHES_NAME_ERROR.search(statement.text) is not None
    return statement.kind in BRANCHING and _LOOKS_NAMES_UP.search(statement.text) is not None
