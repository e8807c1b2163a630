"""Literals that can become settings: where calls take paths and seeds."""

from __future__ import annotations

from typing import Final

from nb2pkg.analysis.knowledge import arrays, frames, learning, plots, python
from nb2pkg.analysis.knowledge.call import PATH_KEYWORDS, named

_CALLS: Final = (
    *python.OPENERS,
    *arrays.FILES,
    *frames.READERS,
    *frames.WRITERS,
    *plots.FILES,
    *learning.KEEPING,
)
#: called name -> position of the path
PATHS: Final = {named(call): call.lifted for call in _CALLS if call.lifted is not None}
#: keywords of these calls that take one; the others are too rare, or are keywords of other things as well
KEYWORDS: Final = frozenset(PATH_KEYWORDS) - {
    "file",
    "path_or_buffer",
    "excel_writer",
    "name",
    "fp",
}
#: keywords of any call whose numbers are worth trying others for
TUNABLE: Final = frozenset({"test_size", "train_size", "random_state"})
