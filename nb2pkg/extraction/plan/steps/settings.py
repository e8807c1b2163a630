"""Which constants and literal paths become settings, and under which names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nb2pkg.analysis.literals import Literal, literal_value, literals
from nb2pkg.extraction.blueprint import Edit, Hidden, Setting
from nb2pkg.extraction.plan.naming.names import identifier, is_reserved, path_name, unique, words
from nb2pkg.extraction.plan.steps.secrets import LOOK_UP, Found
from nb2pkg.extraction.stages import parameters as tagged
from nb2pkg.extraction.stages.label import constants

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Value
    from nb2pkg.extraction.plan.context import Context


_RESERVED = ("load", "field", "notebook_folder")  # settings.py and the tests have these names


@dataclass(frozen=True)
class Lifted:
    """The settings, where each comes from, and what has to change in the statements for it."""

    settings: tuple[Setting, ...]
    constants: dict[int, str]  # statement id -> setting
    parameters: dict[int, tuple[str, ...]]  # statement id -> settings that stand for literals in it
    edits: dict[int, list[Edit]]
    hidden: tuple[Hidden, ...] = ()
    names: dict[str, int] = field(default_factory=dict)  # of the constants: statement id


def lift(
    context: Context,
    moving: Iterable[int],
    fixed: Iterable[int],
    taken: set[str],
    secrets: Mapping[int, Sequence[Found]],
    prefix: str,
) -> Lifted:
    """Lift constants, literal paths and `secrets` out of the statements.

    `fixed` are statements that stay as they are (module-level constants); `taken` are names that would clash;
    variables in the environment start with `prefix`.
    """
    settable = constants(context.graph)
    given = tagged.parameters(context.graph)
    names: set[str] = set(_RESERVED)
    settings: list[Setting] = []
    lifted = {}
    for number in sorted(set(moving) - set(fixed)):
        statement = context.statements[number]
        value = literal_value(statement) if number in settable else None
        if value is not None or number in given:
            (name,) = statement.effects.binds
            setting = unique(identifier(words(name)) or "value", names)
            kept = given.get(number, value)
            settings.append(_setting(setting, kept, statement.cell, secret=number in secrets))
            lifted[number] = setting
    known: dict[tuple[str, object], str] = {}
    hiding = _Hiding(secrets, prefix)
    for number, setting in lifted.items():
        hiding.constant(number, setting)
    parameters: defaultdict[int, dict[str, None]] = defaultdict(dict)
    edits: defaultdict[int, list[Edit]] = defaultdict(list)
    for number in sorted(set(moving) - set(lifted) - set(fixed)):
        for found in secrets.get(number, ()):
            name = hiding.literal(found, names | taken)
            if name not in names:
                names.add(name)
                settings.append(_setting(name, "", found.place.cell, secret=True))
            parameters[number].setdefault(name)
            edits[number].append(Edit("replace", found.place, name))
        hidden_here = {found.place for found in secrets.get(number, ())}
        for literal in literals(context.statements[number]):
            if literal.place in hidden_here:
                continue
            key = (literal.hint, literal.value)
            if key not in known:
                known[key] = _name(literal, context.statements[number], names, taken)
                settings.append(_setting(known[key], literal.value, literal.place.cell))
            parameters[number].setdefault(known[key])
            edits[number].append(Edit("replace", literal.place, known[key]))
    for number in sorted(secrets.keys() - set(moving) | secrets.keys() & set(fixed)):
        for found in secrets[number]:
            variable = hiding.variable(found, names | taken)
            edits[number].append(Edit("replace", found.place, f'{LOOK_UP}("{variable}")'))
    return Lifted(
        tuple(settings),
        lifted,
        {k: tuple(v) for k, v in parameters.items()},
        dict(edits),
        tuple(hiding.hidden),
        {next(iter(context.statements[i].effects.binds)): i for i in lifted},
    )


class _Hiding:
    """Gives each secret one name, wherever it stands."""

    def __init__(self, secrets: Mapping[int, Sequence[Found]], prefix: str) -> None:
        self._secrets, self._prefix = secrets, prefix
        self._literals: dict[str, str] = {}  # value -> setting
        self._variables: dict[str, str] = {}  # value -> variable in the environment
        self.hidden: list[Hidden] = []

    def constant(self, number: int, setting: str) -> None:
        """Note that a constant has become a setting."""
        for found in self._secrets.get(number, ()):
            self._note(found, setting)

    def literal(self, found: Found, taken: set[str]) -> str:
        """Return the setting, and parameter, that stands for a literal in a step."""
        if found.value not in self._literals:
            self._literals[found.value] = unique(found.hint, set(taken))
        self._note(found, self._literals[found.value])
        return self._literals[found.value]

    def variable(self, found: Found, taken: set[str]) -> str:
        """Return the variable in the environment for a literal outside of steps."""
        if found.value not in self._variables:
            used = {one.variable.removeprefix(self._prefix).lower() for one in self.hidden}
            self._note(found, unique(found.hint, taken | used))
        else:
            self.hidden.append(Hidden(self._variables[found.value], found.kind, found.place))
        return self._variables[found.value]

    def _note(self, found: Found, name: str) -> None:
        variable = f"{self._prefix}{name.upper()}"
        self._variables.setdefault(found.value, variable)
        self.hidden.append(Hidden(variable, found.kind, found.place))


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
