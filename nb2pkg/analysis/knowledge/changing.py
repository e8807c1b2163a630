"""Methods of lists, dicts and sets by their names alone, as what moves code to another place asks about them."""

from __future__ import annotations

from typing import Final

from nb2pkg.analysis.knowledge.call import lasts
from nb2pkg.analysis.knowledge.python import CHANGING, CONTAINERS, SELDOM

_DEQUES: Final = frozenset({"appendleft", "popleft", "rotate"})

#: what pure code may call to change what it has made itself
CHANGES_OWN: Final = CHANGING - SELDOM - {"popitem", "rotate"}
#: what changes a registry in which functions are looked up
CHANGES_REGISTRY: Final = CHANGING - SELDOM - _DEQUES
#: what gives nothing back, and so shows nothing at the end of a cell
GIVES_NOTHING: Final = lasts(call.name for call in CONTAINERS if call.returns == "None") - _DEQUES
#: what collects things, round by round
COLLECTING: Final = frozenset({"append", "add", "extend"})
