"""From the rows of a file, read as the notebook reads its own, to a table of predictions."""

from __future__ import annotations

from .answering import has_notes, predict
from .predictor import Predictor
from .selecting import selected
from .tables import write
from .training import seen

__all__ = ["Predictor", "has_notes", "predict", "seen", "selected", "write"]
