"""Black's door."""

from __future__ import annotations


def formatted(source: str) -> str:
    """Return Python source in black's style."""
    import black

    return black.format_str(source, mode=black.Mode(line_length=100))
