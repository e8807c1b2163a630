"""Which constants and literal paths become settings, and under which names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nb2pkg.blueprint import Edit, Setting
from nb2pkg.label import constants
from nb2pkg.literals import Literal, literal_value, literals
from nb2pkg.plan.naming import identifier, is_reserved, path_name, unique, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.model import Statement
    from nb2pkg.plan.context import Context


@dataclass(frozen=True)
class Lifted:
    """The settings, where each comes from, and what has to change in the statements for it."""

    settings: tuple[Setting, ...]
    constants: dict[int, str]  # statement id -> setting
    parameters: dict[int, tuple[str, ...]]  # statement id -> settings that stand for literals in it
    edits: dict[int, list[Edit]]


def lift(context: Context, moving: Iterable[int], fixed: Iterable[int], taken: set[str]) -> Lifted:
    """Lift constants and literal paths out of the moving statements.

    `fixed` are statements that stay as they are (module-level constants); `taken` are names that would clash.
    """
    settable = constants(context.graph)
    names: set[str] = set()
    settings: list[Setting] = []
    lifted = {}
    for number in sorted(set(moving) - set(fixed)):
        statement = context.statements[number]
        value = literal_value(statement) if number in settable else None
        if value is not None:
            (name,) = statement.effects.binds
            setting = unique(identifier(words(name)) or "value", names)
            settings.append(Setting(setting, type(value).__name__, value, statement.cell))
            lifted[number] = setting
    known: dict[tuple[str, object], str] = {}
    parameters: defaultdict[int, dict[str, None]] = defaultdict(dict)
    edits: defaultdict[int, list[Edit]] = defaultdict(list)
    for number in sorted(set(moving) - set(lifted) - set(fixed)):
        for literal in literals(context.statements[number]):
            key = (literal.hint, literal.value)
            if key not in known:
                known[key] = _name(literal, context.statements[number], names, taken)
                settings.append(
                    Setting(
                        known[key], type(literal.value).__name__, literal.value, literal.place.cell
                    )
                )
            parameters[number].setdefault(known[key])
            edits[number].append(Edit("replace", literal.place, known[key]))
    return Lifted(
        tuple(settings), lifted, {k: tuple(v) for k, v in parameters.items()}, dict(edits)
    )


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
