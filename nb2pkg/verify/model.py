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


class RowsKind(StrEnum):
    """Which rows a package takes for a prediction."""

    RAW = "raw"  # as the data file holds them: that was seen
    FEATURES = "features"  # as the notebook has prepared them
    UNPROVEN = "unproven"  # raw ones, and nobody has seen that they give the same
    HORIZON = "horizon"  # a number of steps into the future
    NONE = "none"


class Checked(NamedTuple):
    """How many of the rows that the notebook predicts for came out the same, by how their raw rows were sent."""

    rows: int
    same: int = 0  # all at once
    halves: int = 0
    shuffled: int = 0
    tried: int = 0  # one by one
    alone: int = 0  # … and the same
    is_without_target: bool = False  # whether none of the files had the target


class Serving(NamedTuple):
    """What a package takes for the prediction of a model, and what was seen of it."""

    model: str
    rows: RowsKind
    source: str = ""
    columns: tuple[str, ...] | None = None  # that are needed; None: all but the target
    reason: str | None = None
    checked: Checked | None = None
    cells: tuple[int, ...] = ()  # of the predict calls
    is_broken: bool = (
        False  # the package says of itself that raw rows were proven, and they are not
    )


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
    serving: tuple[Serving, ...] = ()  # of each model that predicts
    blamed: frozenset[str] = frozenset()  # the commands of the package that differ, or fail
