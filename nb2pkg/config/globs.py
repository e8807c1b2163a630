"""Patterns for paths, read as git reads them."""

from __future__ import annotations

import re
from functools import lru_cache


def is_match(pattern: str, path: str) -> bool:
    """Say whether a pattern names a path or a folder above it; both with `/`, relative to one root.

    A pattern without a slash names a file or folder at any depth, any other starts at the root;
    `*` stops at a slash and `**` does not.
    """
    return _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    body = pattern.strip("/").removeprefix("./")
    anywhere = "/" not in pattern.rstrip("/")
    before, after = "(?:.*/)?" if anywhere else "", "(?:/.*)?"
    try:
        return re.compile(before + _regex(body) + after, re.DOTALL)
    except re.error:  # a range that runs backwards: no pattern, but still a name
        return re.compile(before + re.escape(body) + after, re.DOTALL)


def _regex(glob: str) -> str:
    made: list[str] = []
    position = 0
    for special in re.finditer(r"\*\*/|\*\*|\*|\?|\[!?[^/][^\]/]*\]", glob):
        made.append(re.escape(glob[position : special.start()]))
        made.append(_SPECIAL.get(special[0]) or _character_set(special[0]))
        position = special.end()
    return "".join(made) + re.escape(glob[position:])


_SPECIAL = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _character_set(text: str) -> str:
    negated = text.startswith("[!") and text != "[!]"
    members = re.escape(text[2 if negated else 1 : -1])
    ranges = re.sub(r"(?<=[0-9A-Za-z])\\-(?=[0-9A-Za-z])", "-", members)
    return f"(?!/)[{'^' if negated else ''}{ranges}]"
