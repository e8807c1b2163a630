"""Functions and methods that are handed functions, by their names: what becomes of those."""

from __future__ import annotations

from typing import Final

from nb2pkg.analysis.knowledge.pure import ITERATORS

#: calls that only ever call what they are given: a plain partial function will do
CALLING: Final = frozenset(
    "map apply applymap filter sorted min max sort sort_values transform pipe reduce assign starmap".split()
)

_LAZY: Final = frozenset({"map", "filter", "starmap"})
#: calls that are done with what they were given when they return
AT_ONCE: Final = CALLING - _LAZY | frozenset(
    "sum any all list tuple set dict frozenset len join agg aggregate groupby sort_index extend update rename where "
    "mask fromiter array describe accumulate set_index query str print Series DataFrame".split()
)
#: … where they are methods: of frames and series these are not lazy
METHODS_AT_ONCE: Final = AT_ONCE | {"map", "filter"}

#: calls whose result calls it, or goes through it, later on
PASSING_ON: Final = ITERATORS | {"iter"}
