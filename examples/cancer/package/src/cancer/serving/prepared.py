"""Rows that are already what a model is given: those after all that the notebook does before."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..errors import CannotBeDoneError
from .columns import Faults
from .frames import as_trained
from .predictor import Predictor, say
from .reading import Given, Wanted


def of_model(
    like: dict[str, Any], predictor: Predictor, fitted: Any, keep: tuple[str, ...]
) -> Wanted:
    """Return what a file of prepared rows has to hold."""
    names = like.get("columns") or list(getattr(fitted, "feature_names_in_", ()))
    plain = {*like.get("texts", ())} - {*predictor.casts}
    return Wanted(names, names, plain, like.get("types", {}), keep)


def as_model(
    given: Given,
    like: dict[str, Any],
    predictor: Predictor,
    wanted: Wanted,
    faults: Faults,
) -> pd.DataFrame:
    """Return the columns of prepared rows, as the types that something was fitted on."""
    table = cast(given.table, predictor.casts).reset_index(drop=True)
    if predictor.form == "records":
        return table
    if predictor.form == "texts":
        return one_column(table, wanted.names)
    if not wanted.names:
        return table
    made = {
        name: as_trained(table[name], name, like, given.options, faults)
        for name in wanted.names
    }
    return pd.DataFrame(made, columns=pd.Index(wanted.names))


def given_form(
    rows: pd.DataFrame, predictor: Predictor, like: dict[str, Any], fitted: Any
) -> Any:
    """Return rows in the form in which something was fitted on them."""
    if predictor.form == "records":
        return rows.to_dict("records")
    if predictor.form == "texts":
        return rows.iloc[:, 0]
    is_array = like.get("array", not hasattr(fitted, "feature_names_in_"))
    return rows.to_numpy() if is_array else rows


def check_number(table: pd.DataFrame, fitted: Any) -> None:
    """Where nobody knows the names of columns, their number has to be right."""
    wanted = getattr(fitted, "n_features_in_", table.shape[1])
    if table.shape[1] != wanted:
        raise CannotBeDoneError(
            f"{wanted} columns are needed, and there are {table.shape[1]}"
        )
    say("the columns are taken as they stand: the notebook has no names for them")


def one_column(table: pd.DataFrame, names: list[Any]) -> pd.DataFrame:
    """Return the column of texts: the one of that name, or the only one."""
    if names and names[0] in table:
        return table[[names[0]]]
    if table.shape[1] > 1:
        told = (
            f"this column is missing: {names[0]}" if names else "one column is needed"
        )
        raise CannotBeDoneError(told)
    return table.iloc[:, [0]]


def cast(table: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    """Give columns the types that the notebook gives them after reading."""
    try:
        return table.astype(
            {name: kind for name, kind in kinds.items() if name in table}
        )
    except (ValueError, TypeError) as error:
        raise CannotBeDoneError(f"{', '.join(kinds)}: {error}") from error


def check_range(
    table: pd.DataFrame, like: dict[str, Any], rows: str, *, outside: bool
) -> None:
    """Tell of numbers far outside of what was seen in training; refuse where they are those of another world."""
    ranges = {
        name: ends for name, ends in like.get("range", {}).items() if name in table
    }
    varying = {name: ends for name, ends in ranges.items() if ends[1] > ends[0]}
    far = pd.DataFrame(
        {
            name: (table[name] < 2 * low - high) | (table[name] > 2 * high - low)
            for name, (low, high) in varying.items()
        }
    )
    names = [name for name in far if far[name].any()]
    if not names:
        return
    name, (low, high) = names[0], varying[names[0]]
    told = (
        f"{len(names)} of {len(varying)} columns are far from what was seen in {rows}: "
        f"{name} is {table[name].min():g} to {table[name].max():g}, and was {low:g} to {high:g}"
    )
    if far.any(axis=1).all() and 3 * len(names) >= len(varying) and not outside:
        raise CannotBeDoneError(
            f"{told}; give rows as they are there, or --outside predict"
        )
    say(told)
