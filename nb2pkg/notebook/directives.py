"""Comments and tags that speak to nb2pkg: `# nb2pkg: ignore[NB103]`, `# nb2pkg: stage=train`, the tag `stage:train`."""

from __future__ import annotations

import re

from nb2pkg.patterns import pattern
from nb2pkg.stage import STAGE_NAMES
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.notebook.model import Cell

MARK = "nb2pkg:"
TAG = "stage:"
# a word alone, or one with `=` or `[` behind it, is meant for us; a sentence that begins with our name is not
_DIRECTIVE = pattern(
    r"#\s*nb2pkg:\s*(?P<word>[\w-]+)\s*(?:(?P<sign>[=\[])\s*(?P<value>[^\s#\],]*)|(?=$|#))"
)


class Unknown(NamedTuple):
    """A directive that nobody understands: its line in the cell, and what is wrong with it."""

    line: int
    text: str
    problem: str


def unknown_directives(cell: Cell) -> Iterator[Unknown]:
    """Yield the comments and tags of a code cell that ask for something which there is not."""
    for tag in sorted(cell.tags):
        stage = tag.removeprefix(TAG).strip()
        if tag.startswith(TAG) and stage not in STAGE_NAMES:
            yield Unknown(1, f"the tag {tag!r}", _no_stage(stage))
    if MARK not in cell.source:
        return
    for line, comment in comments(cell.source):
        for match in _DIRECTIVE.finditer(comment):
            problem = _problem(match["word"], match["sign"], match["value"] or "")
            if problem:
                yield Unknown(line, f"`{match[0].strip()}`", problem)


def _problem(word: str, sign: str | None, value: str) -> str:
    """Return what is wrong with a directive; whether the codes of an `ignore` are right is for NB902."""
    if word == "ignore":
        return "" if sign != "=" else "the codes of an ignore stand in brackets: ignore[NB103]"
    if word != "stage":
        return f"there is no {word}: comments to nb2pkg are ignore[CODE] and stage=NAME"
    return "" if sign == "=" and value in STAGE_NAMES else _no_stage(value)


def _no_stage(name: str) -> str:
    return f"there is no stage {name!r}; there are {', '.join(STAGE_NAMES)}"


def comments(source: str) -> Iterator[tuple[int, str]]:
    """Yield the comments that mention us, by line; the mark inside a string is no comment."""
    import io
    import tokenize

    readable = re.sub(r"(?m)^(\s*)[%!?]", r"\1#", source)
    try:
        for token in tokenize.generate_tokens(io.StringIO(readable).readline):
            if token.type == tokenize.COMMENT and MARK in token.string:
                yield token.start[0], token.string
    except (tokenize.TokenError, SyntaxError):  # a cell that is no Python is told about by NB903
        return
