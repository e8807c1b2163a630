"""What each setting may be: a check returns the value for `Config`, or says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nb2pkg.patterns import pattern
from nb2pkg.stage import STAGE_NAMES, Stage

_CODE = pattern(r"ALL|NB\d{0,3}")
_FAIL_ON = ("error", "warning", "note")


def _texts(value: object) -> tuple[str, ...]:
    """Accept a list of texts, or one text with commas as the command line has it."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, Sequence) or not all(isinstance(item, str) for item in value):
        message = "must be a list of texts"
        raise ValueError(message)
    parts = (part.strip() for item in value for part in item.split(","))
    return tuple(part for part in parts if part)


def _codes(value: object, known: tuple[str, ...]) -> tuple[str, ...]:
    codes = tuple(code.upper() for code in _texts(value))
    wrong = [code for code in codes if not _names_a_rule(code, known)]
    if wrong:
        message = f"no such rule: {', '.join(wrong)}"
        raise ValueError(message)
    return codes


def _names_a_rule(code: str, known: tuple[str, ...]) -> bool:
    if _CODE.fullmatch(code) is None:
        return False
    return code == "ALL" or not known or any(rule.startswith(code) for rule in known)


def _patterns(value: object, _known: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, str):
        return _texts(value)
    if not isinstance(value, Sequence) or not all(isinstance(item, str) for item in value):
        message = "must be a list of path patterns"
        raise ValueError(message)
    return tuple(item for item in value if item)


def _per_file(value: object, known: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, Mapping):
        message = 'must be a table, such as {"drafts/*" = ["NB103"]}'
        raise ValueError(message)  # noqa: TRY004  (all checks fail in one way)
    return tuple((str(pattern), _codes(codes, known)) for pattern, codes in value.items())


def _flag(value: object, _known: tuple[str, ...]) -> bool:
    if not isinstance(value, bool):
        message = "must be true or false"
        raise ValueError(message)  # noqa: TRY004
    return value


def _fail_on(value: object, _known: tuple[str, ...]) -> str:
    if value not in _FAIL_ON:
        message = f"must be one of {', '.join(_FAIL_ON)}"
        raise ValueError(message)
    return str(value)


def _stages(value: object, _known: tuple[str, ...]) -> tuple[tuple[str, Stage], ...]:
    if not isinstance(value, Mapping):
        message = 'must be a table, such as {"mylib.load_*" = "ingest"}'
        raise ValueError(message)  # noqa: TRY004
    wrong = [str(stage) for stage in value.values() if stage not in STAGE_NAMES]
    if wrong:
        message = f"no such stage: {', '.join(wrong)} (there are {', '.join(STAGE_NAMES)})"
        raise ValueError(message)
    return tuple((str(pattern), Stage(stage)) for pattern, stage in value.items())


def _names(value: object, _known: tuple[str, ...]) -> tuple[str, ...]:
    names = _texts(value)
    wrong = [name for name in names if not name.isidentifier()]
    if wrong:
        message = f"no name of a variable: {', '.join(wrong)}"
        raise ValueError(message)
    return names


def _size(value: object, _known: tuple[str, ...]) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        message = "must be a number of megabytes above 0"
        raise ValueError(message)
    return round(min(value, 1e9) * 1_000_000)


CHECKS: dict[str, Callable[[object, tuple[str, ...]], object]] = {
    "select": _codes,
    "extend-select": _codes,
    "ignore": _codes,
    "per-file-ignores": _per_file,
    "exclude": _patterns,
    "force-exclude": _flag,
    "fail-on": _fail_on,
    "strict": _flag,
    "stages": _stages,
    "max-size": _size,
    "builtins": _names,
}
