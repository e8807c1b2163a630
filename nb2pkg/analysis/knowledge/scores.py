"""Scores that a notebook prints: what their values are called, and what may be called beside them."""

from __future__ import annotations

from typing import Final

from nb2pkg.analysis.knowledge import KEEPING_ANYWHERE, PURE_ANYWHERE, learning
from nb2pkg.analysis.knowledge.call import named
from nb2pkg.analysis.knowledge.libraries import LIBRARIES
from nb2pkg.analysis.knowledge.models import SERVED

_JUDGING: Final = (*learning.SCORES, *learning.VALIDATING, *learning.ESTIMATORS)

#: called name -> the variable that its value gets
SCORES: Final = {named(call): call.variable for call in _JUDGING if call.variable}

#: … in a notebook with statsmodels, whose summaries are values; other libraries' `summary` prints, and returns nothing
SUMMARIES: Final = {"summary": "summary"}
PRINTING_SUMMARIES: Final = frozenset(
    library.name for library in LIBRARIES if library.family == "network"
) | {"pyspark"}

#: what is called without anything else noticing
HARMLESS: Final = PURE_ANYWHERE - {"sample", "get", "show", "plot"} | frozenset(
    "len str repr int float abs sorted list tuple set dict print confusion_matrix classification_report".split()
)
#: what models are asked for, by methods whose value is about them
ASKED_FOR: Final = frozenset({*SERVED, "score"})
#: methods that put their arguments away: then nothing is lost; notebooks do not print what deques take from the left
KEEPING: Final = KEEPING_ANYWHERE - {"appendleft"} | {"put", "write"}
#: functions that show their arguments, and do nothing else with them
SHOWING: Final = frozenset({"print", "display"})
