"""Texts of SQL that read variables: duckdb and polars look up tables among the caller's names."""

from __future__ import annotations

from nb2pkg.patterns import pattern
from nb2pkg.typed import Final

_QUOTED: Final = pattern(r"""'[^']*'|"[^"]*"|--[^\n]*|/\*[\s\S]*?\*/""")
_NAME: Final = r"[^\W\d]\w*\b(?!\s*[.(])"
_TABLES: Final = pattern(
    rf"(?i)\b(?:from|join)\s+((?:{_NAME}(?:\s+(?:as\s+)?\w+)?\s*,\s*)*{_NAME})"
)
# names of common table expressions, and of tables that the text creates
_MADE: Final = pattern(
    r"(?i)(?:\bwith\s+(?:recursive\s+)?|,\s*)([^\W\d]\w*)\s*(?:\([^()]*\)\s*)?as\s*(?:not\s+)?(?:materialized\s*)?\("
    r"|\b(?:table|view)\s+(?:if\s+not\s+exists\s+)?([^\W\d]\w*)"
)


_CHANGED: Final = pattern(
    r"(?i)\s*(?:insert\s+(?:or\s+\w+\s+)?into|update|delete\s+from|replace\s+into|truncate(?:\s+table)?"
    r"|(?:create|drop|alter)\s+(?:temp(?:orary)?\s+)?table(?:\s+if\s+(?:not\s+)?exists)?)\s+[\"`\[]?([^\W\d]\w*)"
)


def changed(text: str) -> str | None:
    """Return the table that a statement of SQL changes."""
    found = _CHANGED.match(text)
    return found[1] if found else None


def tables(text: str) -> list[str]:
    """Return the tables that a text of SQL reads and does not make itself, as in `select * from people`."""
    plain = _QUOTED.sub(" ", text)
    made = {name.lower() for pair in _MADE.findall(plain) for name in pair}
    listed = (each.split() for found in _TABLES.findall(plain) for each in found.split(","))
    names = [words[0] for words in listed if words]
    return [name for name in dict.fromkeys(names) if name.lower() not in made]


def created(text: str) -> list[str]:
    """Return the tables and views that a text of SQL makes."""
    return [name for _, name in _MADE.findall(_QUOTED.sub(" ", text)) if name]
