"""The notebook (pun intended) in which a walk over one statement, or one function body, writes."""

from __future__ import annotations

from nb2pkg.analysis import kinds
from nb2pkg.analysis.keys import EVERY, without_part
from nb2pkg.analysis.knowledge.libraries import DRAWING
from nb2pkg.analysis.model import CHANGES, DROPS, PUT
from nb2pkg.analysis.resources import STYLE, Resource, options_of
from nb2pkg.analysis.scan.shares import CERTAIN, HOLDS, OWN, SAME, parameters_among
from nb2pkg.analysis.scan.values import Value, common_kind, is_fixed
from nb2pkg.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from nb2pkg.analysis.choices import Choice, Constant, Handed
    from nb2pkg.analysis.keys import Keys
    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.analysis.model import Action
    from nb2pkg.analysis.scan.flow import Flow
    from nb2pkg.analysis.scan.shares import Root


class NoticedCall(NamedTuple):
    """A call of, or a mention of, a name that may be one of the notebook's own functions."""

    function: str
    node: ast.expr
    arguments: tuple[tuple[int | str, str], ...] = ()
    is_handed_on: bool = False
    is_run_at_once: bool = False  # whoever it is handed to calls it at once
    method: str = ""
    constants: Handed = ()


class NoticedMember(NamedTuple):
    """What is done with a member of a container that may have been given to a function: see `Member`."""

    container: Root
    keys: Keys
    action: Action
    stored: Root | None = None
    is_sure: bool = True


Before = tuple[dict["Root", None], dict[NoticedMember, None], int]
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
        "has_inner",
        "has_output",
        "has_star",
        "imports",
        "inner",
        "is_generator",
        "is_opaque",
        "later",
        "looked",
        "may_mutate",
        "members",
        "mentioned",
        "missing",
        "mutates",
        "passed",
        "pending",
        "reads",
        "returned",
        "tested",
        "uses",
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
        self.mutates: dict[Root, None] = {}
        self.later: dict[Root, None] = {}  # changed by functions that a function only returns
        self.looked: set[str] = set()  # attributes of modules that are read
        self.has_inner = False  # it defines functions
        self.may_mutate: dict[Root, None] = {}
        self.aliases: dict[tuple[Root, Root, bool, bool], None] = {}  # by storing into something
        self.members: dict[NoticedMember, None] = {}  # what is done with members of containers
        # what a call that runs its functions later, as `map`, will change: it may never come to that
        self.pending: dict[int, tuple[dict[Root, None], dict[NoticedMember, None], range]] = {}
        self.asked: set[tuple[str, str]] = set()  # (parameter of unknown kind, method called of it)
        self.missing: set[str] = (
            set()
        )  # methods of the class at hand that are called above themselves
        self.filled: set[Root] = set()  # containers that have got hold of something that can change
        # parameters that are called, and the plain variables that they are called with
        self.passed: list[tuple[str, tuple[tuple[int | str, str], ...]]] = []
        self.tested: set[str] = set()  # names that tests in a function look at
        self.calls: list[NoticedCall] = []
        self.defines: list[Definition] = []
        self.uses: dict[Resource, tuple[bool, bool, bool]] = {}  # reads, writes, resets
        self.facts: list[str] = []
        self.imports: list[tuple[str, str]] = []
        self.returned: list[Value] = []
        self.global_binds: set[str] = set()
        self.caught: set[str] = set()  # names of exceptions, gone after their handler
        self.has_output = False
        self.is_opaque = False
        self.has_star = False
        self.is_generator = False

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
        for root, how, trust, keys in value.shares:
            if how == HOLDS or root.origin == OWN:
                continue
            if keys:
                self.touch(root, keys, sure=bool(likely and trust))
            if likely and trust:
                self.mutates[root] = None
            else:
                self.may_mutate[root] = None

    def add_changes(self, again: Recorder) -> None:
        """Take over what the same code changes and ties when it is walked once more, knowing more."""
        self.mutates |= again.mutates
        self.may_mutate |= again.may_mutate
        self.aliases |= again.aliases
        self.members |= again.members

    def put_off(self, node: ast.expr, before: Before) -> None:
        """Take back what has been changed since `before`: that comes when somebody iterates over what is given."""
        mutates, members = self.mutates, self.members
        self.mutates, self.members, calls = before
        new = {root: None for root in mutates if root not in self.mutates}
        made = {member: None for member in members if member not in self.members}
        self.pending[id(node)] = (new, made, range(calls, len(self.calls)))
        self.may_mutate |= new
        for number in range(calls, len(self.calls)):
            self.calls[number] = self.calls[number]._replace(
                is_handed_on=True, is_run_at_once=False
            )

    def come_about(self, node: ast.expr) -> None:
        """Note that what had been put off is done now."""
        mutates, members, calls = self.pending.pop(id(node), ({}, {}, range(0)))
        self.mutates |= mutates
        self.members |= members
        for number in calls:
            self.calls[number] = self.calls[number]._replace(is_run_at_once=True)

    def unite(self, before: Before, other: Before) -> None:
        """Let what has been changed since a moment, or on another way from there, be what may happen.

        What happens on both ways does happen.
        """
        mutates, members = self.mutates, self.members
        both = {root: None for root in other[0] if root in mutates}
        self.mutates = {**before[0], **both}
        self.may_mutate |= {
            root: None for root in (*other[0], *mutates) if root not in self.mutates
        }
        self.members = {
            each if each in other[1] and each in members else each._replace(is_sure=False): None
            for each in (*other[1], *members)
        }

    def doubt(self, mutates: int, members: int) -> None:
        """Let what has been changed after so many changes be what may happen, as in one of two branches."""
        if len(self.mutates) > mutates:
            new = list(self.mutates)[mutates:]
            self.may_mutate.update(dict.fromkeys(new))
            for root in new:
                del self.mutates[root]
        if len(self.members) > members:
            made = list(self.members)[members:]
            for member in made:
                del self.members[member]
            self.members.update(dict.fromkeys(each._replace(is_sure=False) for each in made))

    @property
    def now(self) -> Before:
        """Return what has to be known of the moment to tell later what has been changed since."""
        return self.mutates.copy(), self.members.copy(), len(self.calls)

    def touch(self, container: Root, keys: Keys, *, sure: bool) -> None:
        """Note that what a container holds under keys changes."""
        changed = NoticedMember(container.afterwards, without_part(keys), CHANGES, None, sure)
        self.members[changed] = None

    def touch_every(self, container: Value) -> None:
        """Note that all that a container holds changes."""
        for root, how, trust, keys in container.shares:
            if how == SAME and not keys:
                self.touch(root, EVERY, sure=trust == CERTAIN)

    def drop(self, container: Value, keys: Keys) -> None:
        """Note that a container holds something else under a key, or under every one, or nothing."""
        for root, how, _, _ in container.shares:
            if how == SAME:
                self.members[NoticedMember(root.afterwards, keys, DROPS)] = None

    def hold(self, container: Value, keys: Keys, stored: Value, *, sure: bool = True) -> None:
        """Note that a container holds an object under a key from now on."""
        for root, how, trust, _ in container.shares:
            if how != SAME:
                continue
            for share in stored.shares:
                if share.how == SAME and not is_fixed(stored.kind):
                    certain = sure and min(trust, share.trust) == CERTAIN
                    source = share.root.afterwards
                    member = NoticedMember(root.afterwards, keys, PUT, source, certain)
                    self.members[member] = None

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
                target, source = place.root.afterwards, share.root.afterwards
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

    __slots__ = (
        "around",
        "attributes",
        "bases",
        "body",
        "defaults",
        "fields",
        "is_class",
        "is_decorated",
        "kept",
        "methods",
        "name",
        "node",
        "own",
        "owner",
        "parameters",
        "properties",
        "rest",
        "variants",
        "walk",
    )

    def __init__(self, name: str, parameters: tuple[str, ...], *, is_class: bool = False) -> None:
        """Start with an empty body."""
        self.name = name
        self.parameters = parameters
        self.body = Recorder()
        self.is_class = is_class
        self.is_decorated = False
        self.bases: tuple[str, ...] = ()
        self.fields: tuple[str, ...] = ()  # of a dataclass
        self.own: set[str] = set()  # of the methods, those that are not inherited
        self.properties: set[str] = set()
        self.rest = ""  # the parameter that takes up what no other one does: `**rest`
        self.kept: frozenset[str] = frozenset()  # parameters whose defaults calls change
        self.attributes: frozenset[str] = (
            frozenset()
        )  # that a class has, and not only its instances
        self.methods: dict[str, Definition] = {}
        self.node: ast.FunctionDef | ast.AsyncFunctionDef | None = None
        self.owner: str | None = None  # of a method: its class
        self.around: frozenset[str] = frozenset()  # of a method: the names that its class binds
        self.defaults: dict[str, Constant] = {}  # of parameters, as far as these are constants
        self.variants: dict[Choice, Definition] = {}  # what calls with some constants do
        self.walk: Callable[[Any, Definition], None] | None = None  # how its body is walked

    def again(self) -> Definition:
        """Return the same function with nothing in its body."""
        made = Definition(self.name, self.parameters)
        made.is_decorated, made.rest, made.node = self.is_decorated, self.rest, self.node
        made.owner, made.around, made.walk = self.owner, self.around, self.walk
        return made

    @property
    def tested(self) -> frozenset[str]:
        """Return the parameters that tests in the body look at."""
        tested = self.body.tested
        return frozenset(tested.intersection(self.parameters)) if tested else frozenset()

    @property
    def is_lazy(self) -> bool:
        """Tell whether a call runs nothing yet, as of a generator function."""
        return self.body.is_generator and not self.is_class and not self.is_decorated

    @property
    def returns_kind(self) -> Kind | None:
        """Return the kind of what a call gives, where all returns agree."""
        if self.body.is_generator:
            return kinds.GENERATOR
        if not self.body.returned:
            return kinds.NONE
        return common_kind(value.kind for value in self.body.returned)

    @property
    def mutated_parameters(self) -> frozenset[str]:
        """Return the parameters whose objects a call changes."""
        return parameters_among(self.body.mutates)

    @property
    def perhaps_mutated_parameters(self) -> frozenset[str]:
        """Return the parameters whose objects a call may change."""
        return parameters_among(self.body.may_mutate.keys() - self.body.mutates.keys())

    @property
    def returned_parameters(self) -> frozenset[str]:
        """Return the parameters that the result may share an object with."""
        returned = [value for value in self.body.returned if not is_fixed(value.kind)]
        return parameters_among(share.root for value in returned for share in value.shares)
