"""The nouns of an analysis: what a statement does, and which statements depend on which."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from nb2pkg.analysis.choices import choice
from nb2pkg.analysis.resources import Resource
from nb2pkg.notebook.model import Code, Magic, Notebook, Place
from nb2pkg.typed import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from nb2pkg.analysis.choices import Choice, Constant, Handed
    from nb2pkg.analysis.keys import Keys
    from nb2pkg.analysis.kinds import Kind

    Action = Literal["put", "taken", "copied", "changes", "drops"]


class Read(NamedTuple):
    """A name read, and where it stands."""

    name: str
    place: Place
    is_sure: bool = (
        True  # False: by a function inside a function, in a quoted annotation, or forgiven by `except`
    )
    # nobody else has to have bound the name, for the statement itself may have by then, or it stands in an
    # annotation that is kept as a text; it is not `is_sure` then
    is_inner: bool = False


class Alias(NamedTuple):
    """After the statement `target` shares its object, or a part of it, with `source`."""

    target: str
    source: str
    is_same: bool = True  # the very object, not a part or a view of it
    is_sure: bool = True
    is_former: bool = False  # what the source stood for before the statement bound it anew


class Use(NamedTuple):
    """A resource that is read or written."""

    resource: Resource
    is_read: bool
    is_write: bool
    is_reset: bool = False  # the write does not depend on what was there (seeding)


# what a statement does with what a container holds
PUT: Final = "put"  # it holds the object of a name from now on
TAKEN: Final = "taken"  # a name stands for what it holds
COPIED: Final = "copied"  # it holds the very members of what a name stands for
CHANGES: Final = "changes"  # what it holds changes
DROPS: Final = "drops"  # it holds that no longer


class Member(NamedTuple):
    """What a statement does with what a container holds under some keys; without any, with the container itself."""

    container: str
    keys: Keys
    action: Action
    name: str = ""
    is_sure: bool = True


RESULT = "()"  # stands for a method where what a call has returned is called


class Call(NamedTuple):
    """A name called, or handed on as a value (then `is_handed_on` and no arguments are known)."""

    function: str
    place: Place
    arguments: tuple[
        tuple[int | str, str], ...
    ] = ()  # (position or keyword, name of the plain variable passed)
    is_handed_on: bool = False
    is_run_at_once: bool = False  # whoever it is handed to calls it at once
    method: str = ""  # of a class: which of its methods is called, if it is not the class itself
    constants: Handed = ()  # what is handed over, as far as it is constant


class Function(NamedTuple):
    """What a function (or class, or lambda) of the notebook does to the world when called.

    Names are those of the notebook's global scope; callees are not folded in (see `calls`).
    """

    name: str
    parameters: tuple[str, ...]
    reads: tuple[Read, ...] = ()
    binds: frozenset[str] = frozenset()  # through `global`
    mutates: frozenset[str] = frozenset()
    may_mutate: frozenset[str] = frozenset()
    mutates_parameters: frozenset[str] = frozenset()
    may_mutate_parameters: frozenset[str] = frozenset()
    returns_parameters: frozenset[str] = frozenset()  # what it returns may be an alias of
    returns_kind: Kind | None = None
    calls: tuple[Call, ...] = ()
    uses: tuple[Use, ...] = ()
    has_output: bool = False
    is_class: bool = False
    is_opaque: bool = False
    members: tuple[Member, ...] = ()  # of global containers
    methods: tuple[Function, ...] = ()  # of a class, which itself does what any of them may do
    bases: tuple[str, ...] = ()  # of a class: those of the notebook that it inherits from
    result: Function | None = None  # what the functions do that it makes and returns
    facts: tuple[str, ...] = ()  # qualified names that it calls, as `Effects` has them
    tested: frozenset[str] = frozenset()  # parameters that tell what it does
    defaults: tuple[tuple[str, Constant], ...] = ()
    variants: tuple[tuple[Choice, Function], ...] = ()  # what it does with some constants for them

    def called_with(self, constants: Handed, *, skip: int = 0) -> Function:
        """Return what it does in a call with some constants; itself, where nobody has looked at that."""
        if not self.variants:
            return self
        made = choice(self.parameters, self.tested, dict(self.defaults), constants, skip=skip)
        return next((variant for each, variant in self.variants if each == made), self)


class Effects(NamedTuple):
    """What running one top-level statement reads, binds, changes and touches.

    Only the statement itself is meant: what the notebook's own functions do when `calls` reach them is
    in their `Function`, and is added by the graph, which knows the definition in force at the call.
    """

    reads: tuple[Read, ...] = ()  # names free at entry, first place of each
    binds: frozenset[str] = frozenset()  # surely bound afterwards
    may_bind: frozenset[str] = frozenset()
    unbinds: frozenset[str] = frozenset()  # deleted, `except … as` names included
    mutates: frozenset[str] = frozenset()  # the object behind the name changes (likely)
    may_mutate: frozenset[str] = frozenset()
    aliases: tuple[Alias, ...] = ()
    calls: tuple[Call, ...] = ()
    defines: tuple[Function, ...] = ()
    uses: tuple[Use, ...] = ()
    kinds: tuple[tuple[str, Kind], ...] = ()  # what a bound name holds
    facts: tuple[
        str, ...
    ] = ()  # qualified names called, in order: "pandas.read_csv", "pandas.DataFrame.head"
    imports: tuple[tuple[str, str], ...] = ()  # (bound name, qualified name): ("pd", "pandas")
    has_output: bool = False  # prints, displays or draws
    is_displayed: bool = False  # it is a cell's last expression, whose value is shown
    is_opaque: bool = False  # exec, %run …: may read and bind anything
    has_star: bool = False  # binds names that nobody can list
    members: tuple[Member, ...] = ()


class Statement(NamedTuple):
    """A top-level statement of a cell, numbered in file order from 0."""

    id: int
    place: Place
    text: str
    effects: Effects
    kind: str  # the syntax class in lower case: "assign", "expr", "for", "functiondef", "import", …
    magic: Magic | None = None

    @property
    def cell(self) -> int:
        """Return the number of its cell."""
        return self.place.cell


class SyntaxProblem(NamedTuple):
    """A cell that could not be parsed."""

    cell: int
    line: int
    column: int
    message: str
    python: str = ""  # the version of Python that seems to be needed: "3.12"


class Program(NamedTuple):
    """A scanned notebook."""

    notebook: Notebook
    codes: dict[int, Code]  # by cell number
    statements: tuple[Statement, ...]
    problems: tuple[SyntaxProblem, ...] = ()

    def of_cell(self, number: int) -> tuple[Statement, ...]:
        """Return the statements of the cell at a 1-based position."""
        first = bisect_left(self.statements, number, key=_cell_of)
        return self.statements[first : bisect_right(self.statements, number, first, key=_cell_of)]


def _cell_of(statement: Statement) -> int:
    return statement.place.cell


class Dependency(NamedTuple):
    """`target` must run after `source`, because of `name` (a variable or a resource).

    `flow`: target reads what source wrote; `anti`: target overwrites what source reads; `output`: both write.
    """

    source: int
    target: int
    name: str | Resource
    kind: str
    is_sure: bool = True

    @property
    def resource(self) -> Resource | None:
        """Return what it is because of, if that is no variable."""
        return self.name if isinstance(self.name, Resource) else None
