"""Which constants and literal paths become settings, and under which names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nb2pkg.analysis.literals import Literal, literal_value, literals
from nb2pkg.extraction.blueprint import Replace, SecretLiteral, Setting
from nb2pkg.extraction.plan.naming.names import identifier, is_reserved, path_name, unique, words
from nb2pkg.extraction.plan.steps.secrets import LOOK_UP, FoundSecret
from nb2pkg.extraction.stages import parameters as tagged
from nb2pkg.extraction.stages.label import constants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Value
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.notebook.model import Place


_RESERVED = ("load", "field", "notebook_folder")  # settings.py and the tests have these names


@dataclass(frozen=True)
class Lifted:
    """The settings, where each comes from, and what has to change in the statements for it."""

    settings: tuple[Setting, ...]
    constants: dict[int, str]  # statement id -> setting
    parameters: dict[int, tuple[str, ...]]  # statement id -> settings that stand for literals in it
    edits: dict[int, list[Replace]]
    hidden: tuple[SecretLiteral, ...] = ()
    names: dict[str, int] = field(default_factory=dict)  # of the constants: statement id


def lift(
    context: Context,
    moving: Iterable[int],
    fixed: Iterable[int],
    taken: set[str],
    secrets: Mapping[int, Sequence[FoundSecret]],
    prefix: str,
) -> Lifted:
    """Lift constants, literal paths and `secrets` out of the statements.

    `fixed` are statements that stay as they are (module-level constants); `taken` are names that would clash;
    variables in the environment start with `prefix`.
    """
    lifting = _Lifting(context, secrets, taken, _Hiding(secrets, prefix))
    movable = sorted(set(moving) - set(fixed))
    lifting.constants(movable)
    for number in movable:
        if number not in lifting.lifted:
            lifting.secrets(number)
            lifting.literals(number)
    for number in sorted(secrets.keys() - set(movable)):
        lifting.looked_up(number)
    return lifting.done()


class _Lifting:
    """Settings as they are found, in the notebook's order."""

    def __init__(
        self,
        context: Context,
        secrets: Mapping[int, Sequence[FoundSecret]],
        taken: set[str],
        hiding: _Hiding,
    ) -> None:
        self._context, self._secrets, self._taken, self._hiding = context, secrets, taken, hiding
        self._names: set[str] = set(_RESERVED)
        self._settings: list[Setting] = []
        self._known: dict[tuple[str, object], str] = {}
        self._parameters: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self._edits: defaultdict[int, list[Replace]] = defaultdict(list)
        self.lifted: dict[int, str] = {}

    def constants(self, numbers: Iterable[int]) -> None:
        """Make settings of constants, and of what a cell of parameters binds."""
        settable, given = constants(self._context.graph), tagged.parameters(self._context.graph)
        for number in numbers:
            statement = self._context.statements[number]
            value = literal_value(statement) if number in settable else None
            if value is not None or number in given:
                (name,) = statement.effects.binds
                setting = unique(identifier(words(name)) or "value", self._names)
                kept, secret = given.get(number, value), number in self._secrets
                self._settings.append(_setting(setting, kept, statement.cell, secret=secret))
                self.lifted[number] = setting
        for number, setting in self.lifted.items():
            self._hiding.constant(number, setting)

    def secrets(self, number: int) -> None:
        """Make settings without a default of the secrets in a statement."""
        for found in self._secrets.get(number, ()):
            name = self._hiding.literal(found, self._names | self._taken)
            if name not in self._names:
                self._names.add(name)
                self._settings.append(_setting(name, "", found.place.cell, secret=True))
            self._put(number, found.place, name)

    def literals(self, number: int) -> None:
        """Make settings of the literal paths and options in a statement."""
        statement = self._context.statements[number]
        hidden = {found.place for found in self._secrets.get(number, ())}
        for literal in literals(statement):
            if literal.place in hidden:
                continue
            key = (literal.hint, literal.value)
            if key not in self._known:
                name = _name(literal, statement, self._names, self._taken)
                self._known[key] = name
                self._settings.append(_setting(name, literal.value, literal.place.cell))
            self._put(number, literal.place, self._known[key])

    def looked_up(self, number: int) -> None:
        """Look up the secrets of a statement that is in no step."""
        for found in self._secrets[number]:
            variable = self._hiding.variable(found, self._names | self._taken)
            self._edits[number].append(Replace(found.place, f'{LOOK_UP}("{variable}")'))

    def done(self) -> Lifted:
        """Return what was found."""
        statements = self._context.statements
        return Lifted(
            settings=tuple(self._settings),
            constants=self.lifted,
            parameters={number: tuple(names) for number, names in self._parameters.items()},
            edits=dict(self._edits),
            hidden=tuple(self._hiding.hidden),
            names={next(iter(statements[i].effects.binds)): i for i in self.lifted},
        )

    def _put(self, number: int, place: Place, name: str) -> None:
        self._parameters[number].setdefault(name)
        self._edits[number].append(Replace(place, name))


class _Hiding:
    """Gives each secret one name, wherever it stands."""

    def __init__(self, secrets: Mapping[int, Sequence[FoundSecret]], prefix: str) -> None:
        self._secrets, self._prefix = secrets, prefix
        self._literals: dict[str, str] = {}  # value -> setting
        self._variables: dict[str, str] = {}  # value -> variable in the environment
        self.hidden: list[SecretLiteral] = []

    def constant(self, number: int, setting: str) -> None:
        """Note that a constant has become a setting."""
        for found in self._secrets.get(number, ()):
            self._note(found, setting)

    def literal(self, found: FoundSecret, taken: set[str]) -> str:
        """Return the setting, and parameter, that stands for a literal in a step."""
        if found.value not in self._literals:
            self._literals[found.value] = unique(found.hint, set(taken))
        self._note(found, self._literals[found.value])
        return self._literals[found.value]

    def variable(self, found: FoundSecret, taken: set[str]) -> str:
        """Return the variable in the environment for a literal outside of steps."""
        if found.value not in self._variables:
            used = {one.variable.removeprefix(self._prefix).lower() for one in self.hidden}
            self._note(found, unique(found.hint, taken | used))
        else:
            self.hidden.append(SecretLiteral(self._variables[found.value], found.kind, found.place))
        return self._variables[found.value]

    def _note(self, found: FoundSecret, name: str) -> None:
        variable = f"{self._prefix}{name.upper()}"
        self._variables.setdefault(found.value, variable)
        self.hidden.append(SecretLiteral(variable, found.kind, found.place))


def _setting(name: str, value: Value, cell: int, *, secret: bool = False) -> Setting:
    kind = "Any" if value is None else type(value).__name__
    return Setting(name, kind, "" if secret else value, cell, secret)


def _name(literal: Literal, statement: Statement, names: set[str], taken: set[str]) -> str:
    wanted = path_name(str(literal.value)) if literal.hint == "path" else literal.hint
    if wanted in names and len(statement.effects.binds) == 1:  # the same keyword with another value
        wanted = identifier([*words(next(iter(statement.effects.binds))), *words(wanted)])
    if is_reserved(wanted):
        wanted = f"{wanted}_file"
    blocked = names | taken
    name = unique(wanted, blocked)
    names.add(name)
    return name
