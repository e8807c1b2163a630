"""The nouns of a verification: what running notebook and package side by side has shown."""

from __future__ import annotations

from enum import StrEnum

from nb2pkg.typed import NamedTuple


class Status(StrEnum):
    """What may be said of notebook and package."""

    MATCH = "match"
    MISMATCH = "mismatch"
    UNVERIFIED = "unverified"
    NOTEBOOK_FAILS = "notebook-fails"
    PACKAGE_FAILS = "package-fails"
    TIMEOUT = "timeout"


class DifferenceKind(StrEnum):
    """What differs."""

    CELL = "cell"  # what a cell shows
    VALUE = "value"  # a value, or a written file


class Tally(NamedTuple):
    """How many things were compared, and how many of them agreed."""

    compared: int = 0
    matched: int = 0


class Difference(NamedTuple):
    """A cell output or a value that is not the same in notebook and package."""

    kind: DifferenceKind
    cell: int | None
    name: str
    notebook: str
    package: str


class NotCompared(NamedTuple):
    """Something that could not be compared, and why."""

    name: str
    reason: str
    is_ours: bool = False  # the reason is of our making, and so forbids a verdict of "match"


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


class Divergence(NamedTuple):
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

    status: Status
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
    divergence: Divergence | None = None
    widest: Widest | None = None
    counts: tuple[tuple[int, int | None], ...] = ()  # execution counts in the file, by cell
    changing: tuple[Changing, ...] = ()  # what stays in the notebook above the first difference
    blamed: frozenset[str] = frozenset()  # the commands of the package that differ, or fail
