"""Questions about one statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.model import Alias, Statement

# statements whose body may not run
BRANCHING = frozenset({"if", "while", "try", "trystar", "match"})
LOOPING = BRANCHING | {"for", "asyncfor"}
COMPOUND = LOOPING | {"with", "asyncwith"}

_CATCHES_NAME_ERROR = re.compile(r"except\s*:|except\b[^:]*\b(NameError|Exception|BaseException)\b")
_TAKES_VIEW = re.compile(r"=\s*(?P<source>\w+)\s*[.\[]")
_TAKES_ITEM = re.compile(
    r"=\s*(?P<source>\w+)\s*(?:\[[^\]:]*\]|\.(?:get|pop|popleft|setdefault)\([^()]*\))?\s*;?$"
)
_PUT = re.compile(r"(?<=[\[({,:= ])(?P<source>[^\W\d]\w*)(?=\s*(?:[,\])};]|$))")
_DISPLAY = re.compile(r"=\s*[\[({]")
_LOOKS_NAMES_UP = re.compile(r"\b(globals|locals|vars|dir)\(\)")


def bound_by(statement: Statement) -> frozenset[str]:
    """Return the names that the statement itself binds, or may bind."""
    return statement.effects.binds | statement.effects.may_bind


def takes_part(statement: Statement, alias: Alias) -> bool:
    """Tell whether the target is a part taken out of the source: `b = a[0]`, `b, c = a`, `for b in a`.

    A copy is none, though it may share its members with the source.
    """
    if statement.kind in COMPOUND:
        return True
    if alias.target in statement.effects.mutates:
        return False
    is_array = (alias.target, "numpy.ndarray") in statement.effects.kinds
    taken = (_TAKES_VIEW if is_array else _TAKES_ITEM).search(statement.text)
    return taken is not None and taken["source"] == alias.source


def puts_in(statement: Statement, alias: Alias) -> bool:
    """Tell whether the source itself was put into the target: `b = [a]`, `b['k'] = a`, `b.append(a)`."""
    if statement.kind in COMPOUND or " for " in statement.text:
        return False
    if alias.target not in statement.effects.mutates and not _DISPLAY.search(statement.text):
        return False
    return any(match["source"] == alias.source for match in _PUT.finditer(statement.text))


def is_guarded(statement: Statement) -> bool:
    """Tell whether the statement is prepared for a name that is not there."""
    if statement.kind == "try":
        return _CATCHES_NAME_ERROR.search(statement.text) is not None
    return statement.kind in BRANCHING and _LOOKS_NAMES_UP.search(statement.text) is not None
