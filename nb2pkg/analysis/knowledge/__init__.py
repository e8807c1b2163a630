"""What libraries are known to do: facts as data.

What is known of one call is said in one record (`call`), and so is what is known of a library (`libraries`). The
modules about libraries make the same tables of them and of plain lists, here united; what only `extract` asks about
lies beside them:

MODULES           qualified names that are modules
OBJECTS           module attributes that are neither functions nor classes -> kind
INNER_RESOURCES   what stands for a resource, and an attribute of that -> what stands for another one
RETURNS           qualified call -> kind of its result, a tuple of kinds, "=0" for the kind of argument 0
METHODS           kind -> method -> kind of its result; "self" is the receiver
ATTRIBUTES        kind -> attribute -> kind
MUTATORS          kind -> methods that change the receiver
REMEMBERING       kind -> methods that keep in the receiver what they have computed
KEEPERS           kind -> methods that keep hold of their arguments
VIEWS             kind -> method or attribute whose result shares an object with the receiver -> trust
ARGUMENT_CHANGES  call -> position of the argument whose object it changes
ARGUMENT_KEPT     call -> trust that its result holds (parts of) its arguments
ITERATES          kind.method -> kinds of the members of each tuple that iterating over its result gives
USES              call -> (resource, mode); mode r, w, rw, reset, show, or draw (a generator, unless seeded)
USES_BY_MODULE    module or kind -> the same for everything in it
READS_FILE, WRITES_FILE   call -> position of the path
SHOWS             calls that show something

Trust: 2 for sure; 1 in the expression at hand, afterwards it depends on the library's version; 0 perhaps.
"""

from __future__ import annotations

from functools import cache

from nb2pkg.analysis import kinds
from nb2pkg.analysis.kinds import Kind
from nb2pkg.analysis.knowledge import (
    anywhere,
    arrays,
    deep_learning,
    frames,
    learning,
    libraries,
    plots,
    python,
)
from nb2pkg.analysis.resources import Resource
from nb2pkg.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# the kind of what a call gives, the kinds of the members of the tuple that it gives, or None: nobody knows
Result = Kind | tuple[Kind | None, ...] | None


@cache
def _kind(text: str | None) -> Kind | None:
    return None if text is None else kinds.parse(text)


def _kinds(table: Mapping[str, str | None]) -> dict[str, Kind | None]:
    return {name: _kind(text) for name, text in table.items()}


def _results(table: Mapping[str, str | tuple[str | None, ...] | None]) -> dict[str, Result]:
    return {
        name: tuple(map(_kind, text)) if isinstance(text, tuple) else _kind(text)
        for name, text in table.items()
    }


MODULES: Final[frozenset[str]] = frozenset().union(
    python.MODULES,
    arrays.MODULES,
    frames.MODULES,
    learning.MODULES,
    plots.MODULES,
    deep_learning.MODULES,
    libraries.ESTIMATORS,
)
OBJECTS: Final = {
    name: kinds.parse(text)
    for module in (python, arrays, frames, plots, deep_learning)
    for name, text in module.OBJECTS.items()
} | {
    name: kinds.standing_for(resource)
    for module in (python, frames, plots)
    for name, resource in module.RESOURCES.items()
}
INNER_RESOURCES: Final = frames.INNER_RESOURCES
RETURNS: Final = {
    name: result
    for module in (python, arrays, frames, learning, plots, deep_learning)
    for name, result in _results(module.RETURNS).items()
}
METHODS: Final = {
    key: _results(methods)
    for module in (python, arrays, frames, learning, plots, deep_learning)
    for key, methods in module.METHODS.items()
}
ATTRIBUTES: Final = {
    key: _kinds(attributes)
    for module in (python, arrays, frames, learning, plots, deep_learning)
    for key, attributes in module.ATTRIBUTES.items()
}
MUTATORS: Final[dict[str, frozenset[str]]] = {
    **python.MUTATORS,
    **arrays.MUTATORS,
    **frames.MUTATORS,
    **learning.MUTATORS,
    **deep_learning.MUTATORS,
}
REMEMBERING: Final = learning.REMEMBERING
KEEPERS: Final[dict[str, frozenset[str]]] = {**python.KEEPERS, **deep_learning.KEEPERS}
VIEWS: Final[dict[str, dict[str, int]]] = {
    **python.VIEWS,
    **arrays.VIEWS,
    **frames.VIEWS,
    **learning.VIEWS,
    **plots.VIEWS,
    **deep_learning.VIEWS,
}
ARGUMENT_CHANGES: Final[dict[str, int]] = {**python.ARGUMENT_CHANGES, **arrays.ARGUMENT_CHANGES}
ARGUMENT_KEPT: Final[dict[str, int]] = {
    **python.ARGUMENT_KEPT,
    **arrays.ARGUMENT_KEPT,
    **frames.ARGUMENT_KEPT,
    **deep_learning.ARGUMENT_KEPT,
}
USES: Final[dict[str, tuple[Resource, str]]] = {
    **python.USES,
    **arrays.USES,
    **frames.USES,
    **learning.USES,
    **plots.USES,
    **deep_learning.USES,
}
USES_BY_MODULE: Final[dict[str, tuple[Resource, str]]] = {
    **python.USES_BY_MODULE,
    **arrays.USES_BY_MODULE,
    **frames.USES_BY_MODULE,
    **plots.USES_BY_MODULE,
    **deep_learning.USES_BY_MODULE,
}
READS_FILE: Final[dict[str, int]] = {
    **python.READS_FILE,
    **arrays.READS_FILE,
    **frames.READS_FILE,
    **learning.READS_FILE,
    **plots.READS_FILE,
    **deep_learning.READS_FILE,
}
WRITES_FILE: Final[dict[str, int]] = {
    **python.WRITES_FILE,
    **arrays.WRITES_FILE,
    **frames.WRITES_FILE,
    **learning.WRITES_FILE,
    **plots.WRITES_FILE,
    **deep_learning.WRITES_FILE,
}
ITERATES: Final = {
    call: tuple(map(_kind, row))
    for module in (frames, learning)
    for call, row in module.ITERATES.items()
}
SHOWS: Final[frozenset[str]] = frozenset().union(
    python.SHOWS, frames.SHOWS, learning.SHOWS, plots.SHOWS, deep_learning.SHOWS
)

# libraries whose calls give something fresh unless a table says otherwise
KNOWN_LIBRARIES: Final = frozenset(module.partition(".")[0] for module in MODULES) | {"builtins"}

ESTIMATOR_LIBRARIES: Final = libraries.ESTIMATORS
OWN_GENERATORS: Final = arrays.OWN_GENERATORS
SEEDABLE: Final = {name: kinds.parse(text) for name, text in arrays.SEEDABLE.items()}
SPREADING_PLOTS: Final = plots.SPREADING
SPREADING_PLOTS_IF_ASKED: Final = plots.SPREADING_IF_ASKED
PURE_ON_AXES: Final = plots.PURE_ON_AXES
MUTATING_ANYWHERE: Final = anywhere.MUTATING
KEEPING_ANYWHERE: Final = anywhere.KEEPING
MUTATING_IF_DISCARDED: Final = anywhere.MUTATING_IF_DISCARDED
PURE_ANYWHERE: Final = anywhere.PURE
FRESH_ANYWHERE: Final = anywhere.FRESH


@cache
def key(kind: Kind) -> str:
    """Return the key of the tables above for a kind: what its methods are known under."""
    text = str(kind)
    return libraries.FAMILIES.get(kind.library, text) if kind.is_instance else text
