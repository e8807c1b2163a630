"""Black's door."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def formatted(source: str) -> str:
    """Return Python source in black's style, which ruff's defaults agree with.

    Remembered, as a project is generated once more with what verification saw of it, and most of its files stay
    as they were.
    """
    import black

    return black.format_str(source, mode=black.Mode())
