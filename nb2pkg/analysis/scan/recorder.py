"""The notebook (pun intended) in which a walk over one statement, or one function body, writes."""

from __future__ import annotations

from nb2pkg.analysis import kinds
from nb2pkg.analysis.knowledge.libraries import DRAWING
from nb2pkg.analysis.resources import STYLE, Resource, options_of
from nb2pkg.analysis.scan.values import CERTAIN, HOLDS, Value, common_kind, is_fixed
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.analysis.scan.flow import Flow


class NoticedCall(NamedTuple):
    """A call of, or a mention of, a name that may be one of the notebook's own functions."""

    function: str
    node: ast.expr
    arguments: tuple[tuple[int | str, str], ...] = ()
    handed: bool = False


_UNTOUCHED = (False, False, False)


class Recorder:
    """Everything noticed on the way, in order."""

    __slots__ = (
        "aliases",
        "asked",
        "calls",
        "caught",
        "deferred",
        "defines",
        "facts",
        "filled",
        "global_binds",
        "imports",
        "inner",
        "may_mutate",
        "mentioned",
        "mutates",
        "opaque",
        "reads",
        "returned",
        "shows",
        "star",
        "uses",
        "yields",
    )

    def __init__(self) -> None:
        """Start with an empty page."""
        self.reads: dict[str, ast.AST] = {}
        self.inner: set[str] = (
            set()
        )  # of these, those that the statement may have bound itself by then
        self.deferred: dict[str, ast.AST] = (
            {}
        )  # read if a function inside the function is called, or forgiven
        # in a text, and read if some cell binds them
        self.mentioned: dict[str, ast.AST] = {}
        self.mutates: dict[str, None] = {}
        self.may_mutate: dict[str, None] = {}
        self.aliases: dict[tuple[str, str, bool, bool], None] = {}  # by storing into something
        self.asked: set[tuple[str, str]] = set()  # (parameter of unknown kind, method called of it)
        self.filled: set[str] = set()  # containers that have got hold of something that can change
        self.calls: list[NoticedCall] = []
        self.defines: list[Definition] = []
        self.uses: dict[Resource, tuple[bool, bool, bool]] = {}  # reads, writes, resets
        self.facts: list[str] = []
        self.imports: list[tuple[str, str]] = []
        self.returned: list[Value] = []
        self.global_binds: set[str] = set()
        self.caught: set[str] = set()  # names of exceptions, gone after their handler
        self.shows = False
        self.opaque = False
        self.star = False
        self.yields = False

    def need(self, name: str, node: ast.AST, flow: Flow) -> None:
        """Note that a name is read which is not surely bound here."""
        if name in flow.own:
            if name not in self.reads:
                self.inner.add(name)
                self.reads[name] = node
            return
        flow.asked.add(name)
        if name not in self.inner:
            self.reads.setdefault(name, node)
        elif self.reads is not self.deferred:
            self.inner.remove(name)
            self.reads[name] = node

    def come_round(self, known: frozenset[str], flow: Flow) -> None:
        """Look again at what a loop reads, `known` names apart: the round before, which ended so, may have bound it."""
        self.inner.update(name for name in self.reads if name in flow.own and name not in known)

    def use(
        self, resource: Resource, *, reads: bool = False, writes: bool = False, resets: bool = False
    ) -> None:
        """Note that a resource is touched; what comes after a reset looks at nothing from before."""
        old = self.uses.get(resource)
        if old is None:
            self.uses[resource] = (reads, writes or resets, resets)
        else:
            looks = old[0] or (reads and not old[2])
            self.uses[resource] = (looks, old[1] or writes or resets, old[2] or resets)

    def use_either(self, *ways: dict[Resource, tuple[bool, bool, bool]]) -> None:
        """Take over what was touched on several ways; only what all of them reset is reset."""
        self.uses = {}
        for resource in dict.fromkeys(resource for way in ways for resource in way):
            found = [way.get(resource, _UNTOUCHED) for way in ways]
            self.uses[resource] = (
                any(use[0] for use in found),
                any(use[1] for use in found),
                all(use[2] for use in found),
            )

    def mutate(self, value: Value, *, likely: bool = True) -> None:
        """Note that the object behind a value changes."""
        kind = value.kind
        if kind is not None:
            resource = _behind(kind)
            if resource is not None:
                self.use(resource, reads=True, writes=True)
            if kind.family == kinds.RESOURCE or (kind.is_fixed and not _has_state(kind)):
                return
        for root, how, trust in value.shares:
            if how == HOLDS or root[0] == "=":
                continue
            if likely and trust:
                self.mutates[root] = None
            else:
                self.may_mutate[root] = None

    def fill(self, container: Value, stored: Value) -> None:
        """Note that what is known of a container's members may hold no longer."""
        if not is_fixed(stored.kind):
            self.filled.update(share.root for share in container.shares)

    def store(self, container: Value, stored: Value, *, sure: bool = True) -> None:
        """Note that a value has been put into a container."""
        if is_fixed(stored.kind):
            return
        for place in container.shares:
            if place.how == HOLDS:
                continue
            for share in stored.shares:
                target, source = place.root.lstrip("="), share.root.lstrip("=")
                if target != source:
                    certain = sure and share.trust == CERTAIN and place.trust == CERTAIN
                    self.aliases[target, source, False, certain] = None


def _behind(kind: Kind) -> Resource | None:
    """Return the resource that changes with an object of a kind."""
    if kind.family == kinds.MODULE:
        return STYLE if kind.library in DRAWING else options_of(kind.library)
    return kind.resource


def _has_state(kind: Kind) -> bool:
    """Tell whether objects of a kind that is never followed can be changed all the same, by their attributes."""
    return kind.is_own or kind.family in (kinds.MODULE, kinds.CLASS)


class Definition:
    """A function, class or lambda of the notebook, as far as it has been walked."""

    __slots__ = ("body", "decorated", "is_class", "methods", "name", "parameters")

    def __init__(self, name: str, parameters: tuple[str, ...], *, is_class: bool = False) -> None:
        """Start with an empty body."""
        self.name = name
        self.parameters = parameters
        self.body = Recorder()
        self.is_class = is_class
        self.decorated = False
        self.methods: dict[str, Definition] = {}

    @property
    def returns_kind(self) -> Kind | None:
        """Return the kind of what a call gives, where all returns agree."""
        if self.body.yields:
            return kinds.GENERATOR
        if not self.body.returned:
            return kinds.NONE
        return common_kind(value.kind for value in self.body.returned)

    @property
    def mutated_parameters(self) -> frozenset[str]:
        """Return the parameters whose objects a call changes."""
        return frozenset(root[1:] for root in self.body.mutates if root[0] == ".")

    @property
    def perhaps_mutated_parameters(self) -> frozenset[str]:
        """Return the parameters whose objects a call may change."""
        roots = self.body.may_mutate.keys() - self.body.mutates.keys()
        return frozenset(root[1:] for root in roots if root[0] == ".")

    @property
    def returned_parameters(self) -> frozenset[str]:
        """Return the parameters that the result may share an object with."""
        return frozenset(
            share.root[1:]
            for value in self.body.returned
            if not is_fixed(value.kind)
            for share in value.shares
            if share.root[0] == "."
        )
