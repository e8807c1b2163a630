"""What `from module import *` brings, for modules whose names are known: the standard library, numpy, pylab, pyplot.

The names stand in `star_exports.txt`, which `docs/make_star_exports.py` writes. It is read only for a notebook that has
a star import.
"""

from __future__ import annotations

_read: list[str] = []  # the file's text, once it was needed


def exported(module: str) -> frozenset[str] | None:
    """Return the names that a star import of a module may bind, in whatever version of it; None: nobody knows."""
    if not _read:
        from pathlib import Path

        _read.append(Path(__file__).with_name("star_exports.txt").read_text(encoding="utf-8"))
    text = _read[0]
    start = text.find(f"\n{module}: ")
    if start < 0:
        return None
    start += len(module) + 3
    return frozenset(text[start : text.index("\n", start)].split())
