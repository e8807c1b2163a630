"""Python text to statements, or to the reason why not."""

from __future__ import annotations

import ast
import re
import sys

from nb2pkg.analysis.model import SyntaxProblem
from nb2pkg.trees import cell_tree, usual_depth

_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
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
    # a place in an f-string that goes on in the next line
    ((3, 12), r"""\b(?:[fF][rR]?|[rR][fF])(['"])(?:(?!\1).)*\{(?:(?!\1)[^}])*(?:#.*)?$"""),
    ((3, 14), r"""(?<![\w'"])[tT][rR]?['"]"""),
    ((3, 15), r"^\s*lazy\s+(import|from)\s"),
)
# an `except A, B:` of two classes; in Python 2 the second is a variable
_EXCEPT_TWO = r"^\s*except\*?\s+[\w.]+\s*,\s*[A-Z]\w*"
# until Python 3.12, and quotes within quotes
_LATER_FSTRING = "f-string expression part cannot include"
_QUOTES_IN_FSTRING = r"""\b(?:[fF][rR]?|[rR][fF])(['"]).*?\{[^}]*\1.*\1"""


def parse(text: str, cell: int) -> list[ast.stmt] | SyntaxProblem:
    """Parse a cell; nothing that a cell may hold gets out of here as an exception."""
    try:
        tree = cell_tree(text)
        _require_places(text)
    except SyntaxError as error:
        return _problem(cell, error, text)
    except UnicodeEncodeError:
        return SyntaxProblem(
            cell, 1, 1, "the text holds half a surrogate pair, which is no character"
        )
    except (RecursionError, MemoryError):
        return SyntaxProblem(cell, 1, 1, "nested too deeply to be parsed")
    except ValueError as error:
        return SyntaxProblem(cell, 1, 1, str(error))
    return tree.body


def _require_places(text: str) -> None:
    """Let the whole compiler look at statements that can be out of place, which it alone sees; raise as `compile`."""
    if "global " in text or "nonlocal " in text or "import *" in text:
        with usual_depth():
            compile(text, "<cell>", "exec", _AWAIT, dont_inherit=True)


def _position(error: SyntaxError) -> tuple[int, int]:
    return max(error.lineno or 1, 1), max(error.offset or 1, 1)


def _problem(cell: int, error: SyntaxError, text: str) -> SyntaxProblem:
    lines = text.split("\n")
    line = lines[error.lineno - 1] if error.lineno and error.lineno <= len(lines) else ""
    message, needed = error.msg, ""
    later = _later_version(message, line)
    old = re.search(_PYTHON_2, message) or re.search(_OLD_STATEMENTS, line)
    if old and not re.search(_EXCEPT_TWO, line):
        message = f"this is Python 2: {message}"
    elif later is not None:
        needed = f"{later[0]}.{later[1]}"
        message = f"this needs Python {needed} or later: {message}"
    return SyntaxProblem(cell, *_position(error), message, needed)


def _later_version(message: str, line: str) -> tuple[int, int] | None:
    """Return the Python that a line which this one refuses seems to be written for."""
    if re.search(_EXCEPT_TWO, line) and sys.version_info < (3, 14):
        return 3, 14
    if message.startswith("f-string") and sys.version_info < (3, 12):
        if message.startswith(_LATER_FSTRING) or re.search(_QUOTES_IN_FSTRING, line):
            return 3, 12
    found = (version for version, text in _LATER if re.search(text, line))
    return next((version for version in found if sys.version_info < version), None)
