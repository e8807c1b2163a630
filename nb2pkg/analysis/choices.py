"""Constants that a function is called with: by them it does one thing and leaves another."""

from __future__ import annotations

from enum import Enum

from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

Constant = bool | int | float | str | bytes | None


class Given(Enum):
    """What is handed over that is no constant."""

    ANYTHING = "anything"


Handed = tuple[tuple[int | str, Constant | Given], ...]  # by position or keyword
Choice = tuple[tuple[str, Constant], ...]  # by parameter
UNKNOWABLE = "*"  # the key of arguments that may be for any parameter


def choice(
    parameters: Sequence[str],
    tested: Collection[str],
    defaults: Mapping[str, Constant],
    handed: Handed,
    *,
    skip: int = 0,
) -> Choice:
    """Return the constants that the parameters which a function tests have in a call; defaults count.

    `skip` parameters are filled by nobody who calls: the object of a method.
    """
    if not tested or any(key == UNKNOWABLE for key, _ in handed):
        return ()
    found: dict[str, Constant | Given] = dict(defaults)
    for key, value in handed:
        if isinstance(key, str):
            found[key] = value
        elif key + skip < len(parameters):
            found[parameters[key + skip]] = value
    return tuple(
        (parameter, found[parameter])  # type: ignore[misc]  # one that is given anything is none
        for parameter in parameters
        if parameter in tested and found.get(parameter, Given.ANYTHING) is not Given.ANYTHING
    )
