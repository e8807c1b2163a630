"""The forms in which reports are told, by name; each is imported when it is asked for."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nb2pkg.report import Report


def _text(reports: Sequence[Report]) -> str:
    from nb2pkg.report import text

    return text.render(reports)


def _json(reports: Sequence[Report]) -> str:
    from nb2pkg.report import json

    return json.render(reports)


def _github(reports: Sequence[Report]) -> str:
    from nb2pkg.report import github

    return github.render(reports)


def _sarif(reports: Sequence[Report]) -> str:
    from nb2pkg.report import sarif

    return sarif.render(reports)


FORMS: Final[dict[str, Callable[[Sequence[Report]], str]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
