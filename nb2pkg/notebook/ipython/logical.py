"""Where Python statements begin and end in a text that need not be Python throughout.

IPython's syntax counts only at the start of a statement (or right after an assignment sign), never
inside a string, a bracket or a continued line. The standard tokenizer gives up on such text, so
this one only tells apart what matters here: strings, comments, brackets and line ends.
"""

from __future__ import annotations

import re

from nb2pkg.patterns import pattern
from nb2pkg.typed import NamedTuple

_TOKEN = pattern(
    r"""
      (?P<space>[ \t\f]+)
    | (?P<comment>\#[^\n]*)
    | (?P<string>\"\"\"|\'\'\'|["'])
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<joined>\\\n)
    | (?P<newline>\n)
    | (?P<compound>[=!<>:+\-*/%&|^@]=)
    | (?P<assign>=)
    | (?P<other>[^\s\#"'()\[\]{}\\=!<>:+\-*/%&|^@]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_STRING_ENDS = {
    quote: pattern(rf"\\.|{quote}" + ("|\n" if len(quote) == 1 else ""), re.DOTALL)
    for quote in ('"""', "'''", '"', "'")
}
_BLANK_OR_COMMENT = pattern(r"[ \t\f]*(?:#[^\n]*)?(?:\n|$)")
INDENT = pattern(r"[ \t\f]*")


class Logical(NamedTuple):
    """A logical line: offsets into the text it was found in."""

    begin: int  # the start of its first physical line
    start: int  # its first character that is not blank
    end: int  # the line end that closes it, or the end of the text
    value: int | None  # what follows its first `=` outside brackets
    last: int  # its last character that is neither blank nor comment


def skip_blank(text: str, position: int) -> int:
    """Return the start of the first line from here on that holds more than blanks and comments."""
    while position < len(text):
        match = _BLANK_OR_COMMENT.match(text, position)
        if match is None or match.end() == position:
            break
        position = match.end()
    return position


def logical_line(text: str, begin: int) -> Logical:
    """Return the logical line that begins at the physical line with this offset."""
    indent = INDENT.match(text, begin)
    start = position = indent.end() if indent else begin
    last, depth = start, 0
    value: int | None = None
    after_assign = False
    while position < len(text):
        match = _TOKEN.match(text, position)
        kind = match.lastgroup if match else "other"
        token_end = match.end() if match else position + 1
        if kind == "newline" and depth == 0:
            break
        if kind == "string":
            token_end = string_end(text, position)
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        if kind not in ("space", "comment", "newline", "joined"):
            if after_assign and value is None:
                value = position
            after_assign = after_assign or (kind == "assign" and depth == 0)
            last = token_end - 1
        position = token_end
    return Logical(begin, start, min(position, len(text)), value, last)


def string_end(text: str, start: int) -> int:
    """Return where the string that starts at this quote ends; an unclosed one ends with its line."""
    quote = text[start : start + 3]
    if quote not in ('"""', "'''"):
        quote = text[start]
    for match in _STRING_ENDS[quote].finditer(text, start + len(quote)):
        if match[0] == quote:
            return match.end()
        if match[0] == "\n":
            return match.start()
    return len(text)


def physical_end(text: str, start: int) -> int:
    """Return the end of a line that is continued only by backslashes, as a magic's is."""
    while True:
        end = text.find("\n", start)
        if end < 0:
            return len(text)
        if text[end - 1 : end] != "\\":
            return end
        start = end + 1


def lines_inside_strings(text: str) -> dict[int, int]:
    """Map each line that begins inside a string to the line on which that string begins; from 0."""
    inside: dict[int, int] = {}
    position = line = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        end = match.end() if match else position + 1
        if match and match.lastgroup == "string":
            end = string_end(text, position)
            breaks = text.count("\n", position, end)
            inside.update((line + number, line) for number in range(1, breaks + 1))
            line += breaks
        else:
            line += text.count("\n", position, end)
        position = end
    return inside
