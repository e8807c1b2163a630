"""Regular expressions that are compiled when they are first used.

Few of them are in one run of `check`, and to compile them all takes longer than to check a small notebook.
"""

from __future__ import annotations

import re

from nb2pkg.typed import Any


class _Pattern:
    """Becomes a compiled pattern, method by method."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """Compile, and keep the method, so that this is asked once."""
        method = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, method)
        return method


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that costs nothing until it is used."""
    return _Pattern(text, flags)  # type: ignore[return-value]
