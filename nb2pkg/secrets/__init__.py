"""What looks like a secret in a piece of code, and how to show that code without it."""

from __future__ import annotations

from nb2pkg.secrets import assigned, forms
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_MASK = "****"
_SHOWN = 2  # characters of a secret that a message may show


class Secret(NamedTuple):
    """A stretch of text that looks like a secret."""

    start: int
    end: int
    kind: str
    text: str

    @property
    def masked(self) -> str:
        """Return what may be shown of it."""
        return masked(self.text)


def masked(secret: str) -> str:
    """Return what may be shown of a secret: its last two characters."""
    return _MASK + secret[-_SHOWN:]


def find_secrets(text: str) -> list[Secret]:
    """Return what looks like a secret in a piece of code, in order, without overlaps."""
    found: list[Secret] = []
    for start, end, kind in (*forms.spans(text), *assigned.spans(text)):
        if all(end <= other.start or start >= other.end for other in found):
            found.append(Secret(start, end, kind, text[start:end]))
    return sorted(found)


def without_secrets(text: str, known: Iterable[str] = ()) -> str:
    """Return the text with everything masked that looks like a secret, or is known to be one."""
    for told in known:
        text = text.replace(told, masked(told))
    for secret in reversed(find_secrets(text)):
        text = text[: secret.start] + secret.masked + text[secret.end :]
    return text
