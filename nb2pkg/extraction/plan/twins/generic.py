"""Names of parameters that stand for different variables at different calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.extraction.plan.naming.names import unique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.analysis.kinds import Kind


def generic_names(
    columns: Sequence[Sequence[str]],
    kinds: Sequence[Sequence[Kind]],
    taken: set[str] | frozenset[str],
) -> list[str]:
    """Return a name for each variable; a row of `columns` holds what it is called in one step after the other.

    What has one name keeps it. Otherwise it is what the names have in common, unless another variable could be
    called so as well; or "model" for estimators, or the first name.
    """
    blocked = set(taken)
    blocked |= {column[0] for column in columns if len(set(column)) == 1}
    names = []
    for number, (column, known) in enumerate(zip(columns, kinds, strict=True)):
        if len(set(column)) == 1:
            names.append(column[0])
            continue
        common = _common(column)
        others = [name for i, other in enumerate(columns) if i != number for name in other]
        telling = "" if any(_is_part(common, name) for name in others) else common
        names.append(unique(telling or _by_kinds(known) or column[0], blocked))
    return names


def _is_part(common: str, name: str) -> bool:
    """Say whether a name has all the parts of another."""
    return {*common.split("_")} <= {*name.split("_"), *map(_bare, name.split("_"))}


def _common(names: Sequence[str]) -> str:
    """Return the parts that all names share, in order: `X_train` of `X_train`, `X_small_train` and `X_train2`."""
    parts = [name.split("_") for name in names]
    bare = [list(map(_bare, each)) for each in parts]
    shared = [
        part if all(part in other for other in parts) else _bare(part)
        for part in parts[0]
        if all(_bare(part) in other for other in bare)
    ]
    return "_".join(part for part in shared if part and not part.isdigit())


def _bare(part: str) -> str:
    """Return a part of a name without the number at its end."""
    return part.rstrip("0123456789")


def _by_kinds(kinds: Sequence[Kind]) -> str:
    """Return the word for any estimator; other kinds have none that says more than a name."""
    return "model" if kinds and all(kind.is_instance for kind in kinds) else ""
