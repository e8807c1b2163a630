"""Black's door."""

from __future__ import annotations


def formatted(source: str) -> str:
    """Return Python source in black's style, which ruff's defaults agree with."""
    import black

    return black.format_str(source, mode=black.Mode())
