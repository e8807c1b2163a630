"""From the rows of a file, read as the notebook reads its own, to a table of predictions."""

from __future__ import annotations

from ..forms import header
from .answering import has_notes, predict
from .predictor import Predictor
from .selecting import selected
from .tables import write
from .training import brought, seen

__all__ = [
    "Predictor",
    "brought",
    "has_notes",
    "header",
    "predict",
    "seen",
    "selected",
    "write",
]
