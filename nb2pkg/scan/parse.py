"""Python text to statements, or to the reason why not."""

from __future__ import annotations

import ast
import re
import warnings

from nb2pkg.model import SyntaxProblem

_FLAGS = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_PYTHON_2 = re.compile(
    r"Missing parentheses in call to '(print|exec)'|multiple exception types must be parenthesized"
    r"|leading zeros in decimal"
)
_OLD_STATEMENTS = re.compile(
    r"^\s*(print\s+[^\s(=]|exec\s+['\"]|raise\s+\w+\s*,\s)|<>|^\s*except\s+\w+\s*,\s*\w+:"
)


def parse(text: str, cell: int) -> list[ast.stmt] | SyntaxProblem:
    """Parse a cell; nothing that a cell may hold gets out of here as an exception."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # invalid escapes and the like are the notebook's affair
            tree = compile(text, "<cell>", "exec", _FLAGS, dont_inherit=True)
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


def _position(error: SyntaxError) -> tuple[int, int]:
    return max(error.lineno or 1, 1), max(error.offset or 1, 1)


def _message(error: SyntaxError, text: str) -> str:
    lines = text.split("\n")
    line = lines[error.lineno - 1] if error.lineno and error.lineno <= len(lines) else ""
    if _PYTHON_2.search(error.msg) or _OLD_STATEMENTS.search(line):
        return f"this is Python 2: {error.msg}"
    return error.msg
