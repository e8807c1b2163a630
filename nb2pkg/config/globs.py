"""Patterns for paths, read as git reads them."""

from __future__ import annotations

import re
from functools import lru_cache


def matches(pattern: str, path: str) -> bool:
    """Say whether a pattern names a path or a folder above it; both with `/`, relative to one root.

    A pattern without a slash names a file or folder at any depth, any other starts at the root;
    `*` stops at a slash and `**` does not.
    """
    return _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    body = pattern.strip("/").removeprefix("./")
    anywhere = "/" not in pattern.rstrip("/")
    return re.compile(("(?:.*/)?" if anywhere else "") + _regex(body) + "(?:/.*)?", re.DOTALL)


def _regex(glob: str) -> str:
    made: list[str] = []
    position = 0
    for special in re.finditer(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\]", glob):
        made.append(re.escape(glob[position : special.start()]))
        made.append(_SPECIAL.get(special[0]) or _character_set(special[0]))
        position = special.end()
    return "".join(made) + re.escape(glob[position:])


_SPECIAL = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _character_set(text: str) -> str:
    negated = text.startswith("[!")
    members = text[2 if negated else 1 : -1]
    escaped = "".join(char if char == "-" else re.escape(char) for char in members)
    return f"(?!/)[{'^' if negated else ''}{escaped}]"
