"""The nouns: small frozen values that travel between the stages.

They are named tuples, because start-up is part of the product: a frozen dataclass takes four times as long to
make, its class as well as its values.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum

from nb2pkg.typed import NamedTuple


class Stage(StrEnum):
    """What a statement is for; the first five are ordered and become modules."""

    INGEST = "ingest"
    FEATURES = "features"
    TRAIN = "train"
    EVALUATE = "evaluate"
    INFER = "infer"
    SETUP = "setup"
    EXPLORE = "explore"


PIPELINE_STAGES = (Stage.INGEST, Stage.FEATURES, Stage.TRAIN, Stage.EVALUATE, Stage.INFER)


class Place(NamedTuple):
    """A span inside a cell; lines and columns are 1-based, columns count characters, the end is exclusive."""

    cell: int
    line: int
    column: int
    end_line: int
    end_column: int


class Cell(NamedTuple):
    """One cell of a notebook; `number` is its 1-based position among all cells."""

    number: int
    kind: str  # "code", "markdown", "raw", or what the file says
    source: str  # line ends are LF
    id: str | None = None
    execution_count: int | None = None
    tags: frozenset[str] = frozenset()
    failed: bool = False  # its stored output is an error
    has_output: bool = False


class Notebook(NamedTuple):
    """A notebook as read from disk: nothing executed, nothing changed."""

    path: str
    cells: tuple[Cell, ...]
    language: str = "python"
    kernel: str | None = None
    format: tuple[int, int] = (4, 5)
    warnings: tuple[str, ...] = ()  # oddities that did not stop the reading
    platforms: frozenset[str] = (
        frozenset()
    )  # "databricks", "fabric": where it comes from, as far as it says so
    given: frozenset[str] = frozenset()  # names that settings say are there before the first cell

    def cell(self, number: int) -> Cell:
        """Return the cell at a 1-based position."""
        return self.cells[number - 1]

    @property
    def code_cells(self) -> tuple[Cell, ...]:
        """Return the code cells in file order."""
        return tuple(cell for cell in self.cells if cell.kind == "code")


class Magic(NamedTuple):
    """A line or cell that IPython understands and Python does not."""

    line: int  # within the cell, 1-based
    end_line: int
    name: str  # "matplotlib", "time", "!" for shell, "?" for help
    argument: str
    is_cell: bool = False  # `%%name`: it governs the whole cell
    binds: tuple[str, ...] = ()  # `files = !ls`, `%%capture out`
    reads: tuple[str, ...] = ()  # `!echo {name}`
    body_is_python: bool = True  # False for `%%bash`, `%%html`, …


class Code(NamedTuple):
    """A code cell as analysable Python: as many lines as the cell has, magics made into calls."""

    text: str
    magics: tuple[Magic, ...] = ()
    removed: tuple[
        int, ...
    ] = ()  # characters taken from the start of each line; empty: none anywhere


class Read(NamedTuple):
    """A name read, and where it stands."""

    name: str
    place: Place
    sure: bool = (
        True  # False: by a function inside a function, in a quoted annotation, or forgiven by `except`
    )
    # nobody else has to have bound the name, for the statement itself may have by then, or it stands in an
    # annotation that is kept as a text; it is not `sure` then
    inner: bool = False


class Alias(NamedTuple):
    """After the statement `target` shares its object, or a part of it, with `source`."""

    target: str
    source: str
    same: bool = True  # the very object, not a part or a view of it
    sure: bool = True


class Use(NamedTuple):
    """A resource that is read or written: random state, current figure, file, option."""

    resource: str  # "rng:numpy", "fig:current", "fs:data.csv", "opt:pandas", "cwd", …
    reads: bool
    writes: bool
    resets: bool = False  # the write does not depend on what was there (seeding)


class Call(NamedTuple):
    """A name called, or handed on as a value (then `handed` and no arguments are known)."""

    function: str
    place: Place
    arguments: tuple[
        tuple[int | str, str], ...
    ] = ()  # (position or keyword, name of the plain variable passed)
    handed: bool = False


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
    returns_kind: str | None = None
    calls: tuple[Call, ...] = ()
    uses: tuple[Use, ...] = ()
    shows: bool = False
    is_class: bool = False
    opaque: bool = False


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
    kinds: tuple[tuple[str, str], ...] = ()  # what a bound name holds: ("df", "pandas.DataFrame")
    facts: tuple[
        str, ...
    ] = ()  # qualified names called, in order: "pandas.read_csv", "pandas.DataFrame.head"
    imports: tuple[tuple[str, str], ...] = ()  # (bound name, qualified name): ("pd", "pandas")
    shows: bool = False  # prints, displays or draws
    displays: bool = False  # it is a cell's last expression, whose value is shown
    opaque: bool = False  # exec, %run …: may read and bind anything
    star: bool = False  # binds names that nobody can list


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
    name: str
    kind: str
    sure: bool = True


class Related(NamedTuple):
    """A second place that explains a finding."""

    place: Place
    message: str


class Finding(NamedTuple):
    """One thing worth telling."""

    code: str
    name: str
    severity: str  # "error", "warning", "note"
    message: str
    variable: str | None = None
    place: Place | None = None
    cell_id: str | None = None
    execution_count: int | None = None
    related: tuple[Related, ...] = ()
    help: str = ""
    cause: str = ""  # findings of equal causes have one thing to mend


class Label(NamedTuple):
    """The stage of a statement and why."""

    stage: Stage
    reasons: tuple[str, ...] = ()


class Tally(NamedTuple):
    """How many things were compared, and how many of them agreed."""

    compared: int = 0
    matched: int = 0


class Difference(NamedTuple):
    """A cell output or a value that is not the same in notebook and package."""

    kind: str  # "cell" or "value"
    cell: int | None
    name: str
    notebook: str
    package: str


class NotCompared(NamedTuple):
    """Something that could not be compared, and why."""

    name: str
    reason: str
    ours: bool = False  # the reason is of our making, and so forbids a verdict of "match"


class Side(NamedTuple):
    """What a cell showed on one side: text, pictures in base64, and the HTML of tables."""

    text: str = ""
    pictures: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


class CellOutput(NamedTuple):
    """What a cell showed in the notebook and in the rewritten one."""

    cell: int
    agreed: bool | None  # None: the notebook differs from itself here, or nobody could tell
    notebook: Side
    package: Side
    source: str = ""


class Widest(NamedTuple):
    """The largest distance of two numbers that counted as the same."""

    name: str
    distance: float
    relative: float


class Parting(NamedTuple):
    """The first place where notebook and package part: the notebook's statement, and the step that stands for it."""

    name: str
    cell: int
    line: int
    statement: str
    function: str = ""


class Changing(NamedTuple):
    """A statement that stays in the notebook and changes something, or may; `text` is its first line."""

    cell: int
    line: int
    text: str
    what: str  # that it may change, in a reader's words


class Verification(NamedTuple):
    """What running notebook and package side by side has shown."""

    status: str  # match, mismatch, unverified, notebook-fails, package-fails, timeout
    cells: Tally = Tally()
    values: Tally = Tally()
    stored: Tally = Tally()
    differences: tuple[Difference, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()  # a failure's message, seeds that were set, noise that was found
    expected: tuple[
        tuple[str, str], ...
    ] = ()  # reproducible final values, as JSON summaries, for the generated tests
    outputs: tuple[CellOutput, ...] = ()  # of all cells that show something, for a page to look at
    parting: Parting | None = None
    widest: Widest | None = None
    counts: tuple[tuple[int, int | None], ...] = ()  # execution counts in the file, by cell
    changing: tuple[Changing, ...] = ()  # what stays in the notebook above the first difference
    blamed: frozenset[str] = frozenset()  # the commands of the package that differ, or fail
