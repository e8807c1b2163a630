"""Type hints for the kinds of objects that are certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.blueprint import Plan, Variable

_PLAIN: Final = frozenset({"int", "float", "str", "bool", "list", "dict", "set", "tuple"})
_LIBRARY: Final = {
    "pandas.DataFrame": ("pandas", "DataFrame"),
    "pandas.Series": ("pandas", "Series"),
    "pandas.Index": ("pandas", "Index"),
    "numpy.ndarray": ("numpy", "ndarray"),
}


def hint(plan: Plan, variable: Variable) -> str | None:
    """Return the annotation of a variable under the names that the notebook imports, or None."""
    if variable.setting:
        kind = next((s.type for s in plan.settings if s.name == variable.setting), None)
        return None if kind == "Any" else kind
    kinds = [kind.partition("#")[0] for kind in (variable.kind or "").split("|")]
    hints = list(dict.fromkeys(_hint(plan, kind) for kind in kinds))
    known = [found for found in hints if found is not None]
    if len(known) < len(hints):
        return None
    return " | ".join(each for each in known if each != "int" or "float" not in known)


def _hint(plan: Plan, kind: str) -> str | None:
    if kind in _PLAIN:
        return kind
    if kind in _LIBRARY:
        library, name = _LIBRARY[kind]
        alias = imported_as(plan, library)
        return f"{alias}.{name}" if alias else None
    if kind.startswith("instance:"):
        return imported_as(plan, kind.removeprefix("instance:"))
    return None


def imported_as(plan: Plan, qualified: str) -> str | None:
    """Return the name under which the notebook imports something, or None."""
    return plan.aliases.get(qualified)


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
