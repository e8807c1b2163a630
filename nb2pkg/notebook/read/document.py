"""From bytes to the JSON object of a notebook; every way in which that fails has its own words."""

from __future__ import annotations

import json
import os
import re
import stat
import sys

from nb2pkg.config import MAX_SIZE
from nb2pkg.errors import UnreadableNotebookError
from nb2pkg.patterns import pattern
from nb2pkg.typed import Any

_BOM = b"\xef\xbb\xbf"
_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONFLICT = pattern(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_LONG_NUMBER = pattern(r"Exceeds the limit \((\d+)")
_RESTORE = "restore the file from a backup or from version control"


def read_bytes(path: str, max_size: int = MAX_SIZE) -> bytes:
    """Return the bytes of a local regular file, or of standard input for `-`."""
    if path == "-":
        data = sys.stdin.buffer.read(max_size + 1)
        _require_size(path, len(data), max_size)
        return data
    try:
        _require_regular_file(path, max_size)
        with open(path, "rb") as file:
            return file.read()
    except UnicodeEncodeError as error:
        raise UnreadableNotebookError(path, "the path cannot be encoded") from error
    except ValueError as error:  # a NUL in the path
        raise UnreadableNotebookError(path, f"not a usable path: {error}") from error
    except OSError as error:
        raise UnreadableNotebookError(path, *_file_problem(path, error)) from error


def decode(data: bytes, path: str) -> tuple[str, list[str]]:
    """Return the text of a notebook file, and warnings about its encoding."""
    if data.startswith(_UTF16_OR_32) or data[:2].count(0) == 1:
        reason = "the file is UTF-16 or UTF-32, a notebook must be UTF-8"
        raise UnreadableNotebookError(path, reason, "save it as UTF-8")
    start = len(_BOM) if data.startswith(_BOM) else 0
    try:
        text = data[start:].decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, start + error.start) + 1
        reason = (
            f"not UTF-8: byte 0x{data[start + error.start]:02x} at offset {start + error.start}"
            f" (line {line})"
        )
        raise UnreadableNotebookError(path, reason, "save it as UTF-8") from error
    return text, ["the file begins with a byte order mark"] if start else []


def load(text: str, path: str) -> tuple[dict[str, Any], list[str]]:
    """Return the JSON object in a text, and warnings about JSON that only Python accepts."""
    if not text or text.isspace():
        raise UnreadableNotebookError(path, "empty file", _RESTORE)
    constants: set[str] = set()
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique_keys,
            parse_constant=lambda name: _constant(name, constants),
        )
    except json.JSONDecodeError as error:
        raise UnreadableNotebookError(path, *_json_problem(text, error)) from error
    except RecursionError as error:
        raise UnreadableNotebookError(path, "JSON nested too deeply to be a notebook") from error
    except ValueError as error:
        raise UnreadableNotebookError(path, _value_problem(error)) from error
    if not isinstance(value, dict):
        reason = f"not a notebook: the file holds {_json_kind(value)} instead of an object"
        raise UnreadableNotebookError(path, reason)
    return value, [f"{name} is not valid JSON" for name in sorted(constants)]


def _require_regular_file(path: str, max_size: int) -> None:
    """Refuse folders, pipes and devices before they are opened: opening a pipe would wait for ever."""
    status = os.stat(path)
    if stat.S_ISDIR(status.st_mode):
        closed = not os.access(path, os.R_OK | os.X_OK)
        reason = "a folder that may not be read" if closed else "a folder, not a notebook file"
        raise UnreadableNotebookError(path, reason)
    if not stat.S_ISREG(status.st_mode):
        reason = "not a regular file"
        raise UnreadableNotebookError(path, reason, "use - to read from standard input")
    _require_size(path, status.st_size, max_size)


def _require_size(path: str, size: int, max_size: int) -> None:
    if size > max_size:
        reason = f"larger than {max_size / 1e6:g} MB"
        remedy = "clear its outputs, or raise max-size in [tool.nb2pkg]"
        raise UnreadableNotebookError(path, reason, remedy)


def _file_problem(path: str, error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        if "://" in path:
            return "not a local path", "download it first"
        if os.path.islink(path):
            return "a symbolic link to nowhere", ""
        return "no such file", ""
    if isinstance(error, PermissionError):
        return "no permission to read it", ""
    return f"cannot be read: {error.strerror or error}", ""


class _DuplicateKeyError(ValueError):
    """A JSON object holds a key twice: which of the two is meant nobody can say."""


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _DuplicateKeyError(twice)
    return made


def _constant(name: str, seen: set[str]) -> float:
    seen.add(name)
    return float(name)


def _json_problem(text: str, error: json.JSONDecodeError) -> tuple[str, str]:
    conflict = _CONFLICT.search(text)
    if conflict:
        line = text.count("\n", 0, conflict.start()) + 1
        return f"unresolved merge conflict at line {line}", "resolve it, nbdime can help"
    where = f"line {error.lineno} column {error.colno}"
    if "\0" in text:
        return f"not JSON: the file holds NUL bytes ({where})", _RESTORE
    if not text[error.pos :].strip() or error.msg.startswith("Unterminated string"):
        return f"not JSON: the file is cut off ({error.msg} at {where})", _RESTORE
    return f"not JSON: {error.msg} at {where}", ""


def _value_problem(error: ValueError) -> str:
    if isinstance(error, _DuplicateKeyError):
        return f"ambiguous JSON: an object holds the key {str(error)!r} twice"
    digits = _LONG_NUMBER.search(str(error))
    if digits:
        return f"a number of more than {digits[1]} digits"
    return f"not JSON: {error}"


def _json_kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return "a list"
    return "a text" if isinstance(value, str) else "a number or truth value"
