"""Other names in a text, and its comments."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator, Mapping


def renamed(text: str, known: Mapping[str, str]) -> str:
    """Return a statement with other texts for its variables; attributes and keywords of calls are none."""
    lines = text.split("\n")
    tokens = [each for each in _tokens(text) if each.type not in {tokenize.NL, tokenize.COMMENT}]
    found = []
    depth = 0
    for number, token in enumerate(tokens):
        depth += (
            (token.string in "([{") - (token.string in ")]}") if token.type == tokenize.OP else 0
        )
        if token.type != tokenize.NAME or token.string not in known:
            continue
        is_attribute = number > 0 and tokens[number - 1].string == "."
        is_keyword = depth > 0 and tokens[number + 1].string == "="
        if not is_attribute and not is_keyword:
            found.append(token)
    for token in reversed(found):
        (row, start), (_, end) = token.start, token.end
        lines[row - 1] = lines[row - 1][:start] + known[token.string] + lines[row - 1][end:]
    return "\n".join(lines)


def comments_in(text: str) -> list[str]:
    """Return the comments in a text."""
    return [each.string for each in _tokens(text) if each.type == tokenize.COMMENT]


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(text).readline)
