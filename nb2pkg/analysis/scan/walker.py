"""The walk over one statement: dispatch on node types, reading and binding of names."""

from __future__ import annotations

import builtins
from functools import cache

from nb2pkg.analysis.kinds import BUILTIN, MODULE, Kind
from nb2pkg.analysis.scan.flow import Scope, ScopeKind, TryBody
from nb2pkg.analysis.scan.recorder import Recorder
from nb2pkg.analysis.scan.shares import BY_VERSION, MAYBE, Share, bound_here, held
from nb2pkg.analysis.scan.values import UNKNOWN, Value, entry, is_fixed, united
from nb2pkg.analysis.scan.world import World
from nb2pkg.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Mapping

    from nb2pkg.analysis.scan.flow import Assumed

    ExpressionTable = Mapping[type[ast.AST], Callable[["Walker", Any], Value]]
    StatementTable = Mapping[type[ast.AST], Callable[["Walker", Any], None]]

# names that are there without anybody's doing
AMBIENT = frozenset(dir(builtins)) | {"display", "get_ipython", "__builtins__"}

# what everybody calls these modules, for notebooks that get them by a star import or another's kernel
_CUSTOMARY = {
    "np": Value(Kind(MODULE, "numpy")),
    "pd": Value(Kind(MODULE, "pandas")),
    "plt": Value(Kind(MODULE, "matplotlib.pyplot")),
    "sns": Value(Kind(MODULE, "seaborn")),
}
MOST_ROUNDS = 3  # of what is walked again, within each other: with each of them the work doubles
_COMPREHENSION, _CLASS, _MODULE = ScopeKind.COMPREHENSION, ScopeKind.CLASS, ScopeKind.MODULE


class MisplacedError(Exception):
    """A statement that the parser lets stand where Python does not, such as a `return` outside functions."""

    def __init__(self, what: str, node: ast.AST) -> None:
        """Keep the node for its place."""
        super().__init__(what)
        self.node = node


class Walker:
    """Walks over statements and expressions, and tells a recorder what it sees."""

    __slots__ = (
        "assumed",
        "discarded",
        "expressions",
        "loops",
        "owner",
        "ranging",
        "recorder",
        "rounds",
        "scope",
        "statements",
        "tries",
        "world",
    )

    def __init__(
        self, world: World, expressions: ExpressionTable, statements: StatementTable
    ) -> None:
        """Take the tables of what to do with each type of node."""
        self.world = world
        self.expressions = expressions
        self.statements = statements
        self.recorder = Recorder()
        self.scope = Scope(ScopeKind.MODULE)
        self.loops: list[Any] = []
        self.owner: tuple[str, str] | None = None  # of the method at hand: class, first parameter
        self.ranging: dict[str, str] = {}  # variables of loops over keys -> what has these keys
        self.rounds = 0  # loops whose second round, and lambdas whose call, is being walked
        self.tries: list[TryBody] = []
        self.assumed: Assumed | None = None  # while a function is walked as certain calls run it
        self.discarded: ast.expr | None = None  # the call whose result nobody looks at

    def value(self, node: ast.expr) -> Value:
        """Walk over an expression."""
        return self.expressions[node.__class__](self, node)

    def values(self, nodes: Iterable[ast.expr | None]) -> list[Value]:
        """Walk over several expressions."""
        table = self.expressions
        return [table[node.__class__](self, node) for node in nodes if node is not None]

    def run(self, body: Iterable[ast.stmt]) -> None:
        """Walk over statements in order."""
        table, assumed = self.statements, self.assumed
        for node in body:
            if assumed is not None and self.scope is assumed.scope and self.scope.flow.is_dead:
                return  # a call of this kind does not come here
            table[node.__class__](self, node)

    def read(self, name: str, node: ast.AST) -> Value:
        """Read a name by Python's rules, and note it if it is the notebook's."""
        scope: Scope | None = self.scope
        innermost, perhaps_own = scope, False  # a class may have a name that a branch has bound
        while scope is not None and scope.kind is not _MODULE:
            if name in scope.shared_global:
                break
            if name in scope.names and (
                scope.kind is not _CLASS or (scope is innermost and name in scope.flow.bound)
            ):
                return scope.flow.values.get(name, UNKNOWN)
            perhaps_own = perhaps_own or (scope is innermost and name in scope.flow.maybe)
            scope = scope.outer
        if scope is not None:
            flow = scope.flow
            if perhaps_own and name not in self.recorder.reads:
                self.recorder.inner.add(name)
                self.recorder.reads[name] = node
            elif name not in flow.bound:
                self.recorder.need(name, node, flow)
            value = flow.values.get(name)
            if value is not None:
                return _also(value, name)
        else:
            self.recorder.reads.setdefault(name, node)
        known = self.world.values.get(name)
        if known is None:
            known = _unbound(name)
        return known

    def bind(self, name: str, value: Value) -> None:
        """Bind a name in the scope that Python would bind it in."""
        scope = self.scope
        while scope.kind is _COMPREHENSION and scope.outer is not None:
            scope = scope.outer
        self.bind_in(scope, name, value)

    def bind_in(self, scope: Scope, name: str, value: Value) -> None:
        """Bind a name in a given scope."""
        if scope.kind is not _MODULE and name in scope.shared_global:
            if scope.kind is _CLASS and scope.outer is not None and scope.outer.kind is _MODULE:
                scope = scope.outer  # a class body runs at once
            else:
                self.recorder.global_binds.add(name)
        elif name in scope.shared:
            outer = scope.outer
            while outer is not None and (name not in outer.names or outer.kind is _CLASS):
                outer = outer.outer
            scope = outer or scope
        if self.assumed is not None and scope is self.assumed.scope:
            self.assumed.values.pop(name, None)
        flow = scope.flow
        if self.tries:
            self.tries[-1].note(flow, name, value)
        flow.bind(name)
        flow.values[name] = _named(value) if value.shares else value

    def unbind(self, name: str) -> None:
        """Delete a name."""
        flow = self.scope.flow
        flow.unbind(name)
        if name in self.scope.shared_global:
            self.recorder.global_binds.add(name)

    def is_own(self, name: str) -> bool:
        """Tell whether a name means a local of a function, lambda or comprehension here."""
        scope: Scope | None = self.scope
        while scope is not None and scope.kind is not _MODULE:
            if name in scope.shared_global:
                return False
            if name in scope.names and scope.kind is not _CLASS:
                return True
            scope = scope.outer
        return False

    def hold(self, name: str, stored: Value) -> None:
        """Remember, for the rest of this walk, that what a name stands for has got hold of a value."""
        if is_fixed(stored.kind):
            return
        scope = self.scope
        value = scope.flow.values.get(name)
        while value is None and scope.outer is not None:
            scope = scope.outer
            value = scope.flow.values.get(name)
        if value is None:  # it is a global of which nothing has been said in this statement
            value = self.world.values.get(name) or entry(name)
        shares = united((Value(None, held(stored.shares)), value))
        scope.flow.values[name] = value._replace(shares=shares, items=None)


def _unbound(name: str) -> Value:
    """Return what is known of a name that nothing in the notebook binds above."""
    return _ambient(name) if name in AMBIENT else _CUSTOMARY.get(name) or entry(name)


@cache
def _ambient(name: str) -> Value:
    return Value(Kind(BUILTIN, name))


def _also(value: Value, name: str) -> Value:
    """Return the value of a name that the statement at hand has bound itself."""
    if is_fixed(value.kind):
        return value
    return Value(value.kind, (*value.shares, Share(bound_here(name))), value.literal, value.items)


def _named(value: Value) -> Value:
    """Return a value as it is once it has a name of its own."""
    if is_fixed(value.kind):
        return Value(value.kind, (), value.literal, value.items)
    shares = value.shares
    if any(share.trust == BY_VERSION for share in shares):
        shares = tuple(
            Share(root, how, MAYBE if trust == BY_VERSION else trust, keys)
            for root, how, trust, keys in shares
        )
        return Value(value.kind, shares, value.literal, value.items)
    return value
