"""What the graph hands on: resolved statements, reads, runs, and where two runs part."""

from __future__ import annotations

from enum import Enum

from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nb2pkg.analysis.graph.history import History
    from nb2pkg.analysis.model import Dependency, Program, Use
    from nb2pkg.analysis.resources import Resource
    from nb2pkg.notebook.model import Place


class Resolved(NamedTuple):
    """A statement's effects in the fresh run, with the functions it calls and all aliases folded in."""

    reads: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    may_bind: frozenset[str] = frozenset()
    unbinds: frozenset[str] = frozenset()
    mutates: frozenset[str] = frozenset()  # every name that shares the object included
    may_mutate: frozenset[str] = frozenset()
    uses: tuple[Use, ...] = ()
    functions: frozenset[int] = (
        frozenset()
    )  # statements that define the functions reached by its calls
    unresolved: frozenset[str] = frozenset()  # read, but nothing above binds them
    has_output: bool = False
    is_opaque: bool = False


class Occurrence(NamedTuple):
    """One read of a name in a run, and what the name stood for then."""

    name: str
    statement: int
    place: Place
    version: History | None  # None: not bound
    is_sure: bool = True  # the statement certainly reads it
    via: str | None = None  # the function through which it is read
    deleted_by: int | None = None  # the statement that took the name away
    is_guessed: bool = False  # a star import or an opaque statement may have bound it

    @property
    def is_bound(self) -> bool:
        """Tell whether the name was defined."""
        return self.version is not None

    @property
    def history(self) -> tuple[int, ...]:
        """Return the statements that bound or changed what is read, earliest first."""
        return () if self.version is None else self.version.statements


class Trace(NamedTuple):
    """An imagined run of the notebook's cells in some order."""

    order: tuple[int, ...]  # cell numbers
    reads: tuple[Occurrence, ...]  # in order of execution
    final: dict[str, History]
    deleted: dict[str, int]  # names that are gone at the end, and the statement that deleted them

    def history(self, name: str) -> tuple[int, ...]:
        """Return the statements that made the last version of a name; empty if it is not bound."""
        version = self.final.get(name)
        return () if version is None else version.statements


class Cause(Enum):
    """The ways in which what a cell reads can be another thing in a fresh run."""

    UNDEFINED = "undefined"
    DELETED = "deleted"
    DEFINED_BELOW = "defined below"
    NEVER_RUN = "never run"
    DIFFERENT = "different"
    STALE = "stale"


class Divergence(NamedTuple):
    """A read at which the recorded and the fresh run part.

    `fresh` and `recorded` are the statements that are in one history alone, earliest first.
    """

    cause: Cause
    read: Occurrence
    fresh: tuple[int, ...] = ()
    recorded: tuple[int, ...] = ()
    resource: Resource | None = None  # what is read, if it is no variable


class Graph(NamedTuple):
    """Who needs whom, and the two histories of every name.

    `dependencies` are chains, not closures: a reader depends on the last statement that changed a name, that one on
    the change before it, and whoever rebinds a name on its readers since. Follow them for the rest.
    """

    program: Program
    resolved: tuple[Resolved, ...]  # by statement id
    dependencies: tuple[Dependency, ...]
    fresh: Trace
    recorded: Trace | None  # None: the notebook has no execution counts
    divergences: tuple[Divergence, ...]
    binders: dict[str, tuple[int, ...]]  # who may bind a name, by statement id
    resource_divergences: tuple[Divergence, ...] = ()
