"""What nb2pkg and the notebook's interpreter write for each other: jobs, requests, and what comes back.

All of it is JSON between two processes; tuples are lists there.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypedDict, final

RUN = "run"  # the command that is the whole pipeline
INDEX = "index.json"  # of a folder with kept values: what became of each
END = "end"  # the folder for what was there at the end of a run


def after_cell(index: int) -> str:
    """Return the folder for what was there after a cell."""
    return f"at-{index}"


def before_cell(index: int) -> str:
    """Return the folder for what was there before a cell."""
    return f"before-{index}"


def within_cell(step: int) -> str:
    """Return the folder for what was there within a cell, behind the statements that became a step."""
    return f"in-{step}"


def behind_call(number: int) -> str:
    """Return the folder for what was there behind a predict call that the package serves."""
    return f"behind-{number}"


def ahead_of_call(number: int) -> str:
    """Return the folder for what was there ahead of it."""
    return f"ahead-{number}"


def of_step(step: int) -> str:
    """Return the folder for what a step of the package returned."""
    return f"step-{step}"


class Kept(TypedDict, total=False):
    """What became of a value that was asked for: the file that it is in, or why it is in none."""

    file: str
    reason: str
    nature: bool  # the reason lies in the nature of the value


class KeepBehind(NamedTuple):
    """Values to keep within a cell, behind a statement that is known by its last line and its text, or ahead of it."""

    line: int
    text: str
    folder: str
    names: list[str]
    is_ahead: bool = False


class Watch(TypedDict):
    """How a run is watched."""

    network: bool  # whether it has one


class Request(TypedDict, total=False):
    """What a process with values is to do, in this order."""

    memory: int | None  # the most bytes of address space
    seed: int | None
    watch: Watch | None
    within: list[KeepBehind]
    keep: list[tuple[str, list[str]]]  # folder and names
    flush: bool
    inputs: str | None  # the file for what the run has read


class Inputs(TypedDict):
    """What a run has read, as far as it was watched, and why that may not be all."""

    files: dict[str, list[int] | None]  # by path: what tells whether it is still the same
    unwatched: list[str]


class KernelJob(TypedDict):
    """A notebook to run in a kernel, and what to ask of it between the cells."""

    notebook: str
    folder: str
    kernels: str
    runtime: str
    environment: dict[str, str]
    prepare: Request
    before: dict[str, Request]  # by the cell's index, which is a text in JSON
    after: dict[str, Request]
    at_end: Request
    flood: int  # bytes of output that are too many
    progress: str
    result: str


class CellFailure(TypedDict):
    """Where a notebook stopped, and by which error."""

    index: int
    name: str
    value: str


class ExecutedCell(TypedDict):
    """A cell that was run, or would have been."""

    kind: str
    tags: list[str]
    outputs: list[dict[str, Any]]


class KernelResult(TypedDict):
    """What the run of a notebook left."""

    cells: list[ExecutedCell]
    failure: CellFailure | None
    probe_errors: list[str]
    seconds: float


class StepCall(NamedTuple):
    """One call of a step's function: the step, the names of what it returns, and those to keep."""

    step: int
    returns: list[str]
    holds: list[str]


class StepFunction(NamedTuple):
    """A function of the package, and its calls in their order."""

    module: str
    name: str
    calls: list[StepCall]


class CommandJob(TypedDict):
    """A command of the package to run."""

    package: str
    command: list[str]
    function: str  # of commands.py, which it calls
    steps: list[StepFunction]
    loads: tuple[str, ...]
    labels: dict[str, str]
    seed: int | None
    memory: int
    spool: str
    failure: str


class CommandFailure(TypedDict):
    """Why a command broke, and where in the package."""

    message: str
    place: str
    traceback: str


class _Files(TypedDict):
    first: str
    again: str
    other: str


@final
class ValueQuestion(_Files, total=False):
    """Whether a value, or a written file, is the same in two runs of the notebook and in another run."""

    kind: str  # "file", or a kept value
    summary: bool  # whether a description is wanted for the tests of the package
    passing: bool  # whether it is no matter how far the generators are that hang in it


@final
class PictureQuestion(TypedDict):
    """Whether two pictures, in base64, are the same."""

    pictures: list[str]


class ComparisonJob(TypedDict):
    """Questions to answer, and from which on."""

    path: list[str]
    package: str
    rtol: float
    atol: float
    questions: list[ValueQuestion | PictureQuestion]
    start: int
    answers: str


class _Same(TypedDict):
    same: bool | None


class AnswerRow(_Same, total=False):
    """The answer to a question: whether it is the same, or None where that could not be told."""

    noisy: bool  # the notebook differs from itself here
    nature: bool  # what could not be told lies in the kind of value
    reason: str
    notebook: str
    package: str
    within: str  # the part that differs
    largest: float | None
    summary: str | None
    widest: (
        tuple[float, float, str] | None
    )  # largest distance within tolerance: absolute, relative, where
    aside: list[str]  # parts that differ between two runs of the notebook itself


class ServingEntry(TypedDict):
    """A predict call of the notebook, and what its own run had there."""

    model: str
    rows: str  # expressions of the notebook
    prediction: str | None
    names: dict[str, list[str]]  # that occur in them
    ahead: dict[str, Kept]  # what they were ahead of the call …
    behind: dict[str, Kept]  # … and behind it
    source: list[str]  # files with the frame as it was read, the best first
    setting: str | None  # with the path of the raw rows
    file: str
    columns: list[str] | None  # that are needed of them; None: all but the target
    target: list[str]
    is_from_elsewhere: bool  # the model was fitted on rows of another file
    cell: int


class ServingJob(TypedDict):
    """Predict calls for which it is to be proven that raw rows are served."""

    path: list[str]
    package: str
    models: str  # where `train` has saved
    work: str
    memory: int
    places: int  # how many processes have room side by side
    entries: list[ServingEntry]
    start: int
    answers: str


class AloneRow(TypedDict):
    """Rows that were sent one by one."""

    tried: int
    same: int


class ServingChecked(TypedDict):
    """How many rows of the notebook came out the same, and how they were sent."""

    rows: int
    same: int
    halves: int
    shuffled: int
    alone: AloneRow
    without_target: bool


class ServingAnswer(TypedDict):
    """Which rows the package takes for a predict call."""

    rows: str
    reason: str | None
    checked: ServingChecked | None
    columns: list[str] | None  # that were sent
