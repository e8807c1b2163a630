"""Methods of lists, dicts and sets by their names alone, as what moves code to another place asks about them."""

from __future__ import annotations

from typing import Final

from nb2pkg.analysis.knowledge.call import lasts
from nb2pkg.analysis.knowledge.python import CONTAINERS

_CHANGING: Final = lasts(call.name for call in CONTAINERS if call.changes)
_ITEMS: Final = frozenset({"__setitem__", "__delitem__"})
#: methods of which hardly anybody knows: code that calls them is not looked through
_RARE: Final = frozenset(
    "extendleft rotate subtract move_to_end intersection_update difference_update symmetric_difference_update".split()
)
_DEQUES: Final = frozenset({"appendleft", "popleft"})

#: what pure code may call to change what it has made itself
CHANGES_OWN: Final = _CHANGING - _ITEMS - _RARE - {"popitem"}
#: what changes a registry in which functions are looked up
CHANGES_REGISTRY: Final = _CHANGING - _ITEMS - _RARE - _DEQUES
#: what gives nothing back, and so shows nothing at the end of a cell
GIVES_NOTHING: Final = lasts(call.name for call in CONTAINERS if call.returns == "None") - _DEQUES
#: what collects things, round by round
COLLECTING: Final = frozenset({"append", "add", "extend"})
