"""Python text to statements, or to the reason why not."""

from __future__ import annotations

import ast
import re
import sys
from contextlib import suppress

from nb2pkg.model import SyntaxProblem
from nb2pkg.typed import Any

_USUAL_DEPTH = 1000
_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_FLAGS = ast.PyCF_ONLY_AST | _AWAIT
# patterns are compiled when a cell does not parse, which is rare
_PYTHON_2 = (
    r"Missing parentheses in call to '(print|exec)'|multiple exception types must be parenthesized"
    r"|leading zeros in decimal"
)
_OLD_STATEMENTS = (
    r"^\s*(print\s+[^\s(=]|exec\s+['\"]|raise\s+\w+\s*,\s)|<>|^\s*except\s+\w+\s*,\s*\w+:"
)
# what a line looks like that only a later Python understands
_LATER = (
    ((3, 12), r"^\s*type\s+\w+\s*(\[[^]]*\])?\s*=(?!=)|^\s*(async\s+)?(def|class)\s+\w+\s*\["),
    ((3, 12), r"""\b[fF][rR]?(['"])[^'"{}]*\{[^{}'"]*\1[^{}]*\1[^{}]*\}"""),  # quotes within quotes
    ((3, 14), r"""(?<![\w'"])[tT][rR]?['"]"""),
    ((3, 15), r"^\s*lazy\s+(import|from)\s"),
)
_LATER_FSTRING = "f-string expression part cannot include"  # until Python 3.12


def parse(text: str, cell: int) -> list[ast.stmt] | SyntaxProblem:
    """Parse a cell; nothing that a cell may hold gets out of here as an exception."""
    try:
        tree = _compiled(text)
    except SyntaxError as error:
        return SyntaxProblem(cell, *_position(error), _message(error, text))
    except UnicodeEncodeError:
        return SyntaxProblem(
            cell, 1, 1, "the text holds half a surrogate pair, which is no character"
        )
    except (RecursionError, MemoryError):
        return SyntaxProblem(cell, 1, 1, "nested too deeply to be parsed")
    except ValueError as error:
        return SyntaxProblem(cell, 1, 1, str(error))
    body: list[ast.stmt] = tree.body
    return body


def _compiled(text: str) -> Any:
    """Let Python refuse what it would refuse in a kernel, however deep our own walks may go."""
    limit = sys.getrecursionlimit()
    with suppress(RecursionError):  # we are deeper than that already
        sys.setrecursionlimit(_USUAL_DEPTH)
    try:
        tree = compile(text, "<cell>", "exec", _FLAGS, dont_inherit=True)
        # statements that can be out of place, which only the whole compiler sees
        if "global " in text or "nonlocal " in text or "import *" in text:
            compile(text, "<cell>", "exec", _AWAIT, dont_inherit=True)
    finally:
        sys.setrecursionlimit(limit)
    return tree


def _position(error: SyntaxError) -> tuple[int, int]:
    return max(error.lineno or 1, 1), max(error.offset or 1, 1)


def _message(error: SyntaxError, text: str) -> str:
    lines = text.split("\n")
    line = lines[error.lineno - 1] if error.lineno and error.lineno <= len(lines) else ""
    if re.search(_PYTHON_2, error.msg) or re.search(_OLD_STATEMENTS, line):
        return f"this is Python 2: {error.msg}"
    later = _later_version(error.msg, line)
    if later is not None:
        return f"this needs Python {later[0]}.{later[1]} or later: {error.msg}"
    return error.msg


def _later_version(message: str, line: str) -> tuple[int, int] | None:
    """Return the Python that a line which this one refuses seems to be written for."""
    if message.startswith(_LATER_FSTRING):
        return 3, 12
    found = (version for version, text in _LATER if re.search(text, line))
    return next((version for version in found if sys.version_info < version), None)
