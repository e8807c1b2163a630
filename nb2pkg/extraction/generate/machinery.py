"""The machinery of generated packages: real modules that lie in `ops`, and are handed out as they are."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

#: in black's own style, and in the syntax of Python 3.8
_HOME = Path(__file__).parent / "ops"


@lru_cache(maxsize=64)
def text(name: str) -> str:
    """Return the source of a file, which is in the style of all that is generated."""
    return (_HOME / name).read_text(encoding="utf-8")


def modules(folder: str) -> dict[str, str]:
    """Return the sources of a folder, by their paths in the package."""
    names = sorted(file.name for file in (_HOME / folder).glob("*.py"))
    return {f"{folder}/{name}": text(f"{folder}/{name}") for name in names}
