"""Libraries that connect to something outside of the process: nobody can keep a connection."""

from __future__ import annotations

from ..library import Library

LIBRARIES = tuple(
    Library(name, is_connecting=True) for name in ("requests", "selenium", "sqlalchemy")
)
