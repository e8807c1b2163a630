"""Names of parameters that stand for different variables at different calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.plan.naming import unique

if TYPE_CHECKING:
    from collections.abc import Sequence


def generic_names(
    columns: Sequence[Sequence[str]], kinds: Sequence[str | None], taken: set[str] | frozenset[str]
) -> list[str]:
    """Return a name for each variable; a row of `columns` holds what it is called in one step after the other.

    What has one name keeps it. Otherwise it is what the names have in common, or "model" for estimators, or the
    first name.
    """
    blocked = set(taken)
    blocked |= {column[0] for column in columns if len(set(column)) == 1}
    names = []
    for column, kind in zip(columns, kinds, strict=True):
        if len(set(column)) == 1:
            names.append(column[0])
        else:
            names.append(unique(_common(column) or _by_kind(kind) or column[0], blocked))
    return names


def _common(names: Sequence[str]) -> str:
    """Return the parts that all names share, in order: `X_train` of `X_train` and `X_small_train`."""
    parts = [name.split("_") for name in names]
    shared = [part for part in parts[0] if part and all(part in other for other in parts)]
    telling = [part for part in shared if not part.isdigit()]
    return "_".join(telling) if telling else ""


def _by_kind(kind: str | None) -> str:
    """Return the word for any estimator; other kinds have none that says more than a name."""
    kinds = (kind or "").split("|")
    return "model" if all(each.startswith("instance:") for each in kinds) else ""
