"""The nouns of a plan: what the generated project will consist of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.analysis.model import Program
    from nb2pkg.notebook.model import Place
    from nb2pkg.stage import Stage
    from nb2pkg.verify.model import Changing

Value = int | float | str | bool | list[object] | tuple[object, ...] | dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Replace:
    """Puts `text` where the expression at the place stands."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Gives the definition that a statement makes another name."""

    name: str


@dataclass(frozen=True, slots=True)
class AddParameters:
    """Appends keyword-only parameters to the function that a statement defines."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallAs:
    """Calls a function by its name in the package wherever a statement uses it, and hands it its former globals."""

    function: str  # its name in the notebook
    name: str
    keywords: tuple[str, ...] = ()


Edit = Replace | Rename | AddParameters | CallAs
"""A change to a statement on its way into the package."""


@dataclass(frozen=True, slots=True)
class ImportedName:
    """One name that an import statement imports: a module where `name` is None, else a name from a module."""

    module: str  # with the dots of a relative import
    name: str | None = None
    alias: str | None = None

    @property
    def bound(self) -> str:
        """Return the name that the import binds."""
        return self.alias or self.name or self.module.partition(".")[0]

    @property
    def target(self) -> str:
        """Return what it is bound to, however that is spelled; submodules imported plainly are all different."""
        return self.module if self.name is None else f"{self.module}.{self.name}"

    @property
    def written(self) -> str:
        """Return how it stands behind `import`."""
        what = self.module if self.name is None else self.name
        return f"{what} as {self.alias}" if self.alias else what


@dataclass(frozen=True, slots=True)
class Setting:
    """A constant or a path that was lifted out of the notebook."""

    name: str
    type: str  # "int", "float", "str", "bool", "list", "tuple", "dict"; "Any" for None
    value: Value
    cell: int
    is_secret: bool = False  # then `value` is empty and the environment has to supply it


@dataclass(frozen=True, slots=True)
class SecretLiteral:
    """A literal that looks like a secret: the package looks its value up in the environment."""

    variable: str  # in the environment
    kind: str  # "a password"
    place: Place  # of the literal, in its cell as Python


@dataclass(frozen=True, slots=True)
class Variable:
    """A parameter or a returned value; `setting` names the setting that a parameter is given, `literal` its value."""

    name: str
    kinds: tuple[Kind, ...] = ()  # it is of one of these; none: nobody knows of which
    setting: str | None = None
    literal: str | None = None

    @property
    def is_variable(self) -> bool:
        """Say whether a variable is handed over for it, and not a setting or a literal value."""
        return self.setting is None and self.literal is None


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes and gives that several steps call: kinds are those of all calls."""

    parameters: tuple[Variable, ...]
    returns: tuple[Variable, ...]


class Showing(Enum):
    """What a step's cell displays, where it is no variable; a type of its own, since variables have any name."""

    VALUE = 1  # the value of the step's last expression, which is returned too


@dataclass(frozen=True, slots=True)
class Body:
    """How the code of a step's function is written."""

    unset: tuple[str, ...] = ()  # returned names that some way leaves unbound; they begin as None
    renamed: tuple[tuple[str, str], ...] = ()  # variables that have another name in the function
    is_bare: bool = False  # the comments above its code are about one of its calls only
    is_coroutine: bool = False
    figure: str = ""  # the expression for the figure that it draws
    imports: tuple[str, ...] = ()  # imported names that only drawing needs: it brings them itself


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is to be known of a function that several steps call."""

    cells: tuple[int, ...] = ()  # further cells that call it
    is_repeated: bool = False  # the function is that of an earlier step
    signature: Signature | None = None  # where other steps call this one's


@dataclass(frozen=True, slots=True)
class Checks:
    """What verification needs to know of a step: when its values are the notebook's."""

    lasting: tuple[str, ...] = ()  # returned names with this value still when the cell has ended
    passing: tuple[str, ...] = ()  # others, which have it only until a later statement of the cell
    end: tuple[int, str] = (0, "")  # the last statement: its last line in the cell, and its text


@dataclass(frozen=True, slots=True)
class Step:
    """A function of a stage module, made of statements of one cell."""

    name: str
    stage: Stage
    statements: tuple[int, ...]
    cell: int
    parameters: tuple[Variable, ...]
    returns: tuple[Variable, ...]
    summary: str
    shown: str | Showing | None = None  # a string is the name of a variable that the cell displays
    changes: tuple[str, ...] = ()  # parameters whose objects it changes
    body: Body = Body()
    sharing: Sharing = Sharing()
    checks: Checks = Checks()

    @property
    def is_figure(self) -> bool:
        """Say whether it draws a figure, which it returns."""
        return bool(self.body.figure)

    @property
    def has_shown_value(self) -> bool:
        """Say whether the value of the last expression is returned too, for the cell to display."""
        return self.shown is Showing.VALUE


@dataclass(frozen=True, slots=True)
class Definition:
    """A function, class or constant of the notebook that moves to module level."""

    statement: int
    name: str  # its name in the package
    original: str  # its name in the notebook
    module: str
    extra: tuple[str, ...] = ()  # globals that became keyword-only parameters
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class LeftStatement:
    """A statement that stays behind although something speaks for moving it."""

    cell: int
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """Steps of the pipeline that run on their own, as indexes in the pipeline's order.

    `loads` are variables that training has saved, `gives` the stage's results; both as `Versions` call them.
    """

    steps: tuple[int, ...]
    loads: tuple[Variable, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of the file behind some rows: the options of its reader, as Python; None where nothing is."""

    options: dict[str, str] | None = None
    is_raw: bool = (
        False  # nothing but choosing rows and columns, and changing types, lies in between
    )
    unknown: str = ""  # an option whose value cannot be known
    casts: dict[str, str] = field(default_factory=dict)  # columns that get another type, and which


@dataclass(frozen=True, slots=True)
class TrainingRows:
    """The rows that the first fitted object of a predictor was fitted on, as training leaves them."""

    rows: str  # a variable
    names: str = ""  # an expression for the names of its columns, where it is an array
    source: Source = field(default_factory=Source)


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of `prepare`: a step that is called for rows on their way to a model."""

    step: int  # its index
    given: tuple[
        tuple[str, str], ...
    ]  # parameters that are variables, and what they are called there
    made: tuple[str, ...]  # what its returned values are called there; "_" for what nobody needs
    filters: str = ""  # it takes rows away: where the notebook does that, and by what
    is_pure_filter: bool = False  # it does nothing else, by values of the row
    line: str = ""  # a statement of its own instead of the step, which learns as well


@dataclass(frozen=True, slots=True)
class Preparation:
    """How rows of a data file become what a model of the notebook is given."""

    name: str  # of its function in infer.py
    source_step: int  # the step that reads the file
    read_by: int  # its statement
    source: str  # what that leaves is called
    rows: str  # the parameter
    passages: tuple[Passage, ...]
    returned: str  # an expression
    needs: tuple[Variable, ...]  # what else it needs of training, or of the settings
    targets: tuple[
        str | int, ...
    ] = ()  # names, or places, of columns that are not needed, since they are predicted
    columns: tuple[str | int, ...] | None = None  # those that are needed; None: all but …
    unused: tuple[str | int, ...] = ()  # … these
    setting: str = ""  # the setting with the file's path
    asked: str = (
        ""  # the rows in the notebook, with calls of its functions as they are in the package
    )
    is_from_elsewhere: bool = False  # the model was fitted on rows of another file
    is_table: bool = True  # what the source brings


@dataclass(frozen=True, slots=True)
class Predictor:
    """A predict call of the notebook that can be made for other rows with what training has saved."""

    function: str  # its name in infer.py
    model: Variable
    method: str
    transformers: tuple[Variable, ...]  # in the order in which they are applied
    rows: str  # the expression of the notebook that gave the rows there
    kind: Kind | None  # what that expression gave
    cell: int
    body: tuple[str, ...] = ("return _predicted_",)  # `_predicted_` stands for the call
    needs: tuple[Variable, ...] = ()  # what else of training, or of the settings, that reads
    names: frozenset[str] = frozenset()  # all that it reads
    training_rows: TrainingRows | None = None
    preparation: Preparation | None = None
    reason: str = ""  # why rows of the file cannot be prepared
    rows_at: int = (
        -1
    )  # the statement that predicts for the prepared rows, or fits the model on them
    bound: str | None = None  # the variable that holds the prediction in the end
    settled: int = -1  # the statement behind which it does
    owner: str = ""  # the model's name in the notebook
    plain: Predictor | None = None  # the same for rows that are prepared already
    is_proven: bool = False  # it was seen that raw rows get what the notebook predicts

    @property
    def given(self) -> tuple[Variable, ...]:
        """Return all that it is given besides rows."""
        prepared = self.preparation.needs if self.preparation else ()
        other = self.plain.given if self.plain else ()
        return (*self.transformers, self.model, *self.needs, *prepared, *other)

    def judged(self, reason: str | None) -> Predictor:
        """Return it as a proof has left it: proven, or for prepared rows alone, with the reason why."""
        if reason is None or self.plain is None:
            return replace(self, is_proven=reason is None)
        return replace(self.plain, reason=reason)


@dataclass(frozen=True, slots=True)
class Figure:
    """A function that draws a figure about models, and what `evaluate` gives it.

    `given` has the name of a version, as `Versions` calls it, for each parameter that is a variable.
    """

    step: Step
    given: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unserved:
    """A model that the notebook predicts with, and the package does not; `reason` names the statement."""

    model: str
    cell: int
    reason: str


@dataclass(frozen=True, slots=True)
class Commands:
    """What `python -m package` offers besides running everything."""

    train: Part | None = None
    saves: tuple[Variable, ...] = ()
    evaluate: Part | None = None
    infer: Part | None = None
    rows_setting: str | None = None  # the setting that says where `infer` finds its rows
    predictors: tuple[Predictor, ...] = ()
    figures: tuple[Figure, ...] = ()  # that `evaluate` draws when it is asked to
    unserved: tuple[Unserved, ...] = ()  # models without a predictor


@dataclass(frozen=True, slots=True)
class Versions:
    """What pipeline and commands call variables that the notebook gives to several things in turn.

    Only names that are not the notebook's own are here: by step (its index) and parameter, by step and returned
    name, and by result for the version that is the last one.
    """

    given: dict[tuple[int, str], str] = field(default_factory=dict)
    made: dict[tuple[int, str], str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)

    def of_parameter(self, step: int, name: str) -> str:
        """Return what a step is given for a parameter."""
        return self.given.get((step, name), name)

    def of_return(self, step: int, name: str) -> str:
        """Return what a value is called that a step returns."""
        return self.made.get((step, name), name)

    def of_result(self, name: str) -> str:
        """Return what the last version of a variable is called."""
        return self.last.get(name, name)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What can be set from outside, and what has to be."""

    settings: tuple[Setting, ...] = ()
    constants: dict[int, str] = field(default_factory=dict)  # statement id -> setting it became
    secret_literals: tuple[SecretLiteral, ...] = ()
    secrets: tuple[str, ...] = ()  # texts that may stand in no file


@dataclass(frozen=True, slots=True)
class Modules:
    """What the modules of the package have besides functions."""

    imports: dict[str, tuple[int, ...]]  # module -> import statements it draws on
    names: dict[str, frozenset[str]]  # module -> names its code reads
    at_import: tuple[str, ...] = ()  # modules that register something with a library


@dataclass(frozen=True, slots=True)
class Words:
    """What the notebook calls things that are the package's."""

    settings: str = "settings"
    shown: str = "shown"  # what a step hands back only to be shown
    aliases: dict[str, str] = field(default_factory=dict)  # what is imported -> its name there


@dataclass(frozen=True, slots=True)
class Staying:
    """What stays in the notebook and has to be told."""

    left: tuple[LeftStatement, ...] = ()
    unset: tuple[LeftStatement, ...] = ()  # what a cell of parameters binds and what is no setting
    changing: tuple[Changing, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that `generate` needs to write the project."""

    program: Program
    package: str
    notebook: str  # file name
    steps: tuple[Step, ...]  # in notebook order
    order: tuple[int, ...]  # indexes into `steps`, as the pipeline calls them
    definitions: tuple[Definition, ...]
    configuration: Configuration
    results: tuple[Variable, ...]
    edits: dict[int, tuple[Edit, ...]]  # by statement id
    modules: Modules
    staying: Staying = field(default_factory=Staying)
    has_folder_change: bool = False  # it changes the working directory
    words: Words = field(default_factory=Words)
    companions: dict[str, str] = field(
        default_factory=dict
    )  # files beside the notebook that it imports: path, source
    added: frozenset[str] = frozenset()  # names that the notebook itself does not have
    commands: Commands = field(default_factory=Commands)
    versions: Versions = field(default_factory=Versions)

    @property
    def functions(self) -> tuple[Step, ...]:
        """Return all that stands in the stage modules: what the pipeline runs, and what only draws."""
        return (*self.steps, *(figure.step for figure in self.commands.figures))

    @property
    def local(self) -> frozenset[str]:
        """Return the names of the modules beside the notebook that come along."""
        return frozenset(path.partition("/")[0].removesuffix(".py") for path in self.companions)

    @property
    def constant_names(self) -> dict[str, str]:
        """Return for each setting made of a constant the constant's name in the notebook."""
        statements = self.program.statements
        return {
            setting: next(iter(statements[i].effects.binds))
            for i, setting in self.configuration.constants.items()
        }

    @property
    def stages(self) -> tuple[str, ...]:
        """Return the stages that have a module, in order."""
        return _in_order(self.functions)

    @property
    def computing_stages(self) -> tuple[str, ...]:
        """Return the stages that the pipeline runs, in order."""
        return _in_order(self.steps)


def _in_order(steps: Iterable[Step]) -> tuple[str, ...]:
    """Return the stages of some steps, in order."""
    present = {step.stage.value for step in steps}
    return tuple(s for s in ("ingest", "features", "train", "evaluate", "infer") if s in present)
