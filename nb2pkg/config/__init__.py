"""Settings: `[tool.nb2pkg]` of pyproject.toml and what the command line says instead, as one value."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

from nb2pkg.config.globs import is_match
from nb2pkg.config.settings import CHECKS
from nb2pkg.errors import ConfigurationError
from nb2pkg.stage import Stage
from nb2pkg.typed import Any, NamedTuple

MAX_SIZE = 100_000_000  # bytes of a notebook file
SEVERITIES = ("note", "warning", "error")


class Config(NamedTuple):
    """Everything that can be set; selections hold rule codes, their prefixes, or `ALL`."""

    select: tuple[str, ...] = ("NB1", "NB9")
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (path pattern, codes)
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    fail_on: str = "error"
    strict: bool = False
    stages: tuple[tuple[str, Stage], ...] = ()  # (pattern of a called function's full name, stage)
    max_size: int = MAX_SIZE  # bytes
    builtins: tuple[str, ...] = ()  # names that are there before the first cell, beside Python's
    root: str = "."  # the folder that patterns start from
    source: str | None = None  # the file that settings were found in

    def is_selected(self, code: str, path: str | None = None) -> bool:
        """Say whether a rule is on (for a notebook): the longest fitting prefix decides."""
        chosen = _longest((*self.select, *self.extend_select), code)
        if chosen <= _longest(self.ignore, code):
            return False
        if path is None or not self.per_file_ignores:
            return True
        relative = self.relative(path)
        return not any(
            is_match(pattern, relative) and _longest(codes, code) >= 0
            for pattern, codes in self.per_file_ignores
        )

    def is_excluded(self, path: str) -> bool:
        """Say whether a path is excluded, itself or by a folder above it."""
        if not self.exclude:
            return False
        relative = self.relative(path)
        return any(is_match(pattern, relative) for pattern in self.exclude)

    def is_failing(self, severity: str) -> bool:
        """Say whether a finding of this severity makes `check` fail."""
        least = "warning" if self.strict and self.fail_on == "error" else self.fail_on
        return SEVERITIES.index(severity) >= SEVERITIES.index(least)

    def relative(self, path: str) -> str:
        """Return a path as patterns see it: from the root, with forward slashes."""
        return os.path.relpath(path, self.root).replace(os.sep, "/")


def load(
    start: str | os.PathLike[str],
    overrides: Mapping[str, object] | None = None,
    known_codes: Iterable[str] = (),
) -> Config:
    """Return the settings that hold at a place, or raise ConfigurationError with all that is wrong.

    `overrides` come from the command line, by field name; None means not given. With `known_codes`
    a selection that fits none of them is a mistake as well.
    """
    file, table = _nearest_table(start)
    problems: dict[str, str] = {}
    codes = tuple(known_codes)
    values = _checked(table, lambda key: f"tool.nb2pkg.{key}", codes, problems)
    given = {
        key.replace("_", "-"): value
        for key, value in (overrides or {}).items()
        if value is not None
    }
    values |= _checked(given, lambda key: f"--{key}", codes, problems)
    if problems:
        raise ConfigurationError(problems)
    root = os.path.dirname(file) if file else _folder(start)
    return Config(**values, root=root, source=file)


def _checked(
    table: Mapping[str, object],
    label: Callable[[str], str],
    codes: tuple[str, ...],
    problems: dict[str, str],
) -> dict[str, Any]:
    """Return the usable settings of a table under their field names; the others become problems."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        check = CHECKS.get(key)
        if check is None:
            problems[label(key)] = "unknown setting" + _suggestion(key)
            continue
        try:
            values[key.replace("-", "_")] = check(value, codes)
        except ValueError as error:
            problems[label(key)] = str(error)
    return values


def _suggestion(key: str) -> str:
    import difflib

    close = difflib.get_close_matches(key.replace("_", "-"), CHECKS, n=1)
    return f", did you mean {close[0]}?" if close else ""


def _folder(start: str | os.PathLike[str]) -> str:
    path = os.path.abspath(start)
    return path if os.path.isdir(path) else os.path.dirname(path)


def _nearest_table(start: str | os.PathLike[str]) -> tuple[str | None, dict[str, object]]:
    """Return the nearest pyproject.toml from here upwards that has our table, and the table."""
    folder, above = _folder(start), ""
    while folder != above:
        file = os.path.join(folder, "pyproject.toml")
        if os.path.isfile(file):
            table = _table(file)
            if table is not None:
                return file, table
        folder, above = os.path.dirname(folder), folder
    return None, {}


def _table(file: str) -> dict[str, object] | None:
    try:
        with open(file, encoding="utf-8") as opened:
            text = opened.read()
        if "nb2pkg" not in text:  # spares most projects the import of the parser
            return None
        import tomllib

        tool = tomllib.loads(text).get("tool", {})
    except (OSError, ValueError) as error:  # a TOML or encoding error is a ValueError
        raise ConfigurationError({file: f"cannot be read: {error}"}) from error
    table = tool.get("nb2pkg") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigurationError({"tool.nb2pkg": "must be a table"})
    return table


def _longest(prefixes: Iterable[str], code: str) -> int:
    """Return the length of the longest prefix that fits a code, 0 for `ALL`, -1 for none."""
    fitting = (0 if prefix == "ALL" else len(prefix) for prefix in prefixes if _fits(prefix, code))
    return max(fitting, default=-1)


def _fits(prefix: str, code: str) -> bool:
    return prefix == "ALL" or code.startswith(prefix)
