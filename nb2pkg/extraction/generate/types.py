"""Type hints for the kinds of objects that are certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.kinds import ARRAY, FRAME, INDEX, OBJECT, SERIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.extraction.blueprint import Plan, Variable

_PLAIN: Final = frozenset({"int", "float", "str", "bool", "list", "dict", "set", "tuple"})
_OF_LIBRARIES: Final = (FRAME, SERIES, INDEX, ARRAY)


def hint(plan: Plan, variable: Variable) -> str | None:
    """Return the annotation of a variable under the names that the notebook imports, or None."""
    if variable.setting:
        kind = next(
            (s.type for s in plan.configuration.settings if s.name == variable.setting), None
        )
        return None if kind == "Any" else kind
    hints = list(dict.fromkeys(_hint(plan, kind) for kind in variable.kinds))
    known = [found for found in hints if found is not None]
    if not known or len(known) < len(hints):
        return None
    return " | ".join(each for each in known if each != "int" or "float" not in known)


def _hint(plan: Plan, kind: Kind) -> str | None:
    if kind.is_instance:
        return imported_as(plan, kind.name)
    if kind in _OF_LIBRARIES:
        alias = imported_as(plan, kind.library)
        return f"{alias}.{kind.name.rpartition('.')[2]}" if alias else None
    return kind.name if kind.family == OBJECT and kind.name in _PLAIN else None


def imported_as(plan: Plan, qualified: str) -> str | None:
    """Return the name under which the notebook imports something, or None."""
    return plan.words.aliases.get(qualified)


def returned(plan: Plan, variables: Sequence[Variable]) -> str | None:
    """Return the annotation of a function that returns these variables, or None where one is unknown."""
    hints = [hint(plan, variable) for variable in variables]
    if not hints:
        return "None"
    if any(h is None for h in hints):
        return None
    known = [h for h in hints if h is not None]
    return known[0] if len(known) == 1 else f"tuple[{', '.join(known)}]"


def names_in(plan: Plan, variables: Sequence[Variable]) -> set[str]:
    """Return the imported names that the annotations of some variables need."""
    found = (hint(plan, variable) for variable in variables)
    parts = {part for h in found if h is not None for part in h.split(" | ")}
    return {part.partition(".")[0] for part in parts - _PLAIN}
