"""What every statement of a notebook reads, binds, changes and touches."""

from __future__ import annotations

from nb2pkg.scan.program import scan

__all__ = ["scan"]
