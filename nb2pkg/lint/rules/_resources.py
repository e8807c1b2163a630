"""Wording for what is no variable and yet has a history: random states, plot style, working directory."""

from __future__ import annotations

from nb2pkg.analysis.resources import (
    EVERY_RANDOM,
    FOLDER,
    NUMPY_RANDOM,
    PYTHON_RANDOM,
    STYLE,
    TENSORFLOW_RANDOM,
    TORCH_RANDOM,
    Resource,
)
from nb2pkg.lint.rule import cell_names
from nb2pkg.lint.rules._reads import cell_of
from nb2pkg.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.graph import Cause, Divergence, Graph


class _Words(NamedTuple):
    """How to speak of a resource: as a variable, and as a subject."""

    variable: str
    subject: str


class _Action(NamedTuple):
    """What is done to a resource."""

    done: str
    does: str


_WORDS: Final[dict[Resource | None, _Words]] = {
    NUMPY_RANDOM: _Words("numpy.random", "numpy's random state"),
    PYTHON_RANDOM: _Words("random", "the state of `random`"),
    TORCH_RANDOM: _Words("torch.random", "torch's random state"),
    TENSORFLOW_RANDOM: _Words("tensorflow.random", "tensorflow's random state"),
    STYLE: _Words("matplotlib.rcParams", "the style of plots"),
    FOLDER: _Words("working directory", "the working directory"),
}
_WRITTEN = _Action("written it", "writes it")
_SET, _CHANGED = _Action("set it", "sets it"), _Action("changed it", "changes it")
_SEEDED, _DRAWN = _Action("seeded it", "seeds it"), _Action("drawn from it", "draws from it")
_BOTH = _Action("seeded it or drawn from it", "seeds it or draws from it")


def diverging_resources(graph: Graph, cause: Cause) -> Iterator[Divergence]:
    """Yield the divergences over resources that have this cause."""
    return (divergence for divergence in graph.resource_divergences if divergence.cause is cause)


def _words(divergence: Divergence) -> _Words:
    resource = divergence.resource
    if resource is not None and resource.is_stored:
        what = "file" if resource.is_file else "table"
        return _Words(resource.name, f"the {what} `{resource.name}`")
    if resource is not None and resource.is_attribute:
        return _Words(resource.name, f"`{resource.name}`")
    return _WORDS[resource]


def variable(divergence: Divergence) -> str:
    """Return the name that a finding about a resource has."""
    return _words(divergence).variable


def never_run(graph: Graph, divergence: Divergence) -> str:
    """Say that a cell which touches the resource was never run."""
    words = _words(divergence)
    cells, does = (
        cell_names(graph, divergence.fresh),
        _action(graph, divergence, divergence.fresh).does,
    )
    return f"{words.subject} matters here, but {cells} that {does} was never run; a fresh run will run it"


def difference(graph: Graph, divergence: Divergence) -> str:
    """Say what the recorded run had done to the resource, and what a fresh run will have done."""
    words = _words(divergence)
    told = [*_recorded(graph, divergence), *_fresh(graph, divergence)]
    because = "; ".join(told) or "the same cells had touched it, but in another order"
    return f"{words.subject} was another when this cell was run: {because}"


def _action(graph: Graph, divergence: Divergence, statements: Iterable[int]) -> _Action:
    """Return what statements do to the resource."""
    resource = divergence.resource
    if resource is not None and resource.is_stored:
        return _WRITTEN
    if resource is None or not resource.is_random:
        is_set = resource is not None and (resource == STYLE or resource.is_attribute)
        return _SET if is_set else _CHANGED
    seeds = {
        any(
            use.is_reset
            for use in graph.resolved[each].uses
            if use.resource in (resource, EVERY_RANDOM)
        )
        for each in statements
    }
    return _BOTH if len(seeds) > 1 else _SEEDED if True in seeds else _DRAWN


def _recorded(graph: Graph, divergence: Divergence) -> Iterator[str]:
    if divergence.recorded:
        below = cell_of(graph, divergence.recorded[-1]) > divergence.read.place.cell
        done = _action(graph, divergence, divergence.recorded).done
        after = "; a fresh run has not reached that yet" if below else ""
        yield f"{cell_names(graph, divergence.recorded)} had {done} before{after}"


def _fresh(graph: Graph, divergence: Divergence) -> Iterator[str]:
    if divergence.fresh:
        does = _action(graph, divergence, divergence.fresh).does
        yield f"a fresh run {does} in {cell_names(graph, divergence.fresh)} first"
