"""From the rows of a file to one answer for each of them, in their order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import forms
from ..errors import CannotBeDoneError
from .bisecting import in_parts
from .columns import Faults
from .frames import as_source, of_source
from .predictor import Predictor, say
from .prepared import as_model, check_number, check_range, given_form, of_model
from .reading import Given, read
from .selecting import (
    NothingLeftError,
    UnalignedError,
    Watch,
    is_fresh,
    places,
    watching,
)
from .tables import NOTE, as_table, has_notes, whole

__all__ = ["has_notes", "predict"]


def predict(
    file: Path,
    predictor: Predictor,
    trained: dict[str, Any],
    settings: Any,
    *,
    outside: bool = False,
    keep: Sequence[str] = (),
) -> pd.DataFrame:
    """Return a table of predictions for the rows of a file, one for each, with a note where there is something to say.

    With `outside` a filter on values is not applied; `keep` are columns of the file to be handed back. Raises
    CannotBeDoneError for what is wrong with the file as a whole.
    """
    if predictor.unknown:
        raise CannotBeDoneError(
            f"the notebook reads its data with {predictor.unknown}, which is not known here"
        )
    work = Work(predictor, trained, settings, outside)
    kind = work.raw if predictor.prepare is not None else work.prepared
    faults = Faults()
    rows, attempt, given = kind(file, tuple(keep), faults)
    table = answered(rows, attempt, faults)
    lost = int((table[NOTE].str.contains("not predicted: ", regex=False)).sum())
    if lost:
        say(
            f"{lost} of {len(table)} rows are not predicted: the column `{NOTE}` tells why"
        )
    return with_kept(table, given)


def answered(
    rows: pd.DataFrame, attempt: Callable[[pd.DataFrame], Any], faults: Faults
) -> pd.DataFrame:
    """Return one answer for each of the rows; those with a fault are not tried."""
    complete = rows.notna().all(axis=1).to_numpy()
    good = [position for position in range(len(rows)) if position not in faults.refused]

    def part(positions: Sequence[int]) -> Any:
        table, notes = attempt(rows.iloc[list(positions)].copy())
        table.index = pd.Index(
            [positions[place] for place in table.index], dtype="int64"
        )
        return table, {positions[place]: texts for place, texts in notes.items()}

    answers = in_parts(good, part, lambda position: bool(complete[position]))
    answers.note(faults.noted)
    answers.note(faults.refused)
    return whole(answers.tables, answers.notes, len(rows))


def with_kept(table: pd.DataFrame, given: Given) -> pd.DataFrame:
    """Return a table with the columns of the file that are to be handed back, before its own."""
    both = [str(name) for name in given.kept.columns if name in table.columns]
    if both:
        raise CannotBeDoneError(
            f"--keep {','.join(both)}: what is written has a column of that name"
        )
    kept = given.kept.reset_index(drop=True)
    return pd.concat([kept, table], axis=1) if kept.shape[1] else table


@dataclass(frozen=True)
class Work:
    """A predictor, and what it needs to predict."""

    predictor: Predictor
    trained: dict[str, Any]
    settings: Any
    is_unfiltered: bool

    def raw(self, file: Path, keep: tuple[str, ...], faults: Faults) -> Any:
        """Return rows of the source, and how a part of them is answered."""
        like = self.trained.get(self.predictor.source) or {}
        form = like.get("form", {"rows": "table"})
        if not form["rows"]:
            raise CannotBeDoneError(
                "what the notebook's source brings cannot be made of a file"
            )
        wanted = of_source(like, self.predictor, keep)
        given = read(file, self.predictor, wanted)
        rows = as_source(given, like, self.predictor, wanted, faults)
        if not self.predictor.is_proven:
            say(
                "nobody has seen yet that raw rows get here what they get in the notebook"
            )
        is_own = like.get("index") is not None

        def attempt(part: pd.DataFrame) -> Any:
            part.index = part.index if is_own else pd.RangeIndex(len(part))
            with watching(part.index, outside=self.is_unfiltered) as watch:
                return self.served(forms.put_together(part, form), watch)

        return rows, attempt, given

    def served(self, part: Any, watch: Watch) -> Any:
        """Return a table of predictions for raw rows, whose index says which they are, and notes."""
        needs = [fresh(self.trained[name]) for name in self.predictor.needs]
        needs += [
            getattr(self.settings, name) for name in self.predictor.prepare_settings
        ]
        try:
            with redirect_stdout(sys.stderr):
                ready = (
                    self.predictor.prepare(part, *needs)
                    if self.predictor.prepare
                    else part
                )
            positions = watch.positions(ready)
        except NothingLeftError:
            return pd.DataFrame(), unsaid(watch, [])
        if not positions:
            return pd.DataFrame(), unsaid(watch, [])
        table, left = aligned(self.predicted(ready), ready)
        table.index = pd.Index([positions[place] for place in left])
        return table, unsaid(watch, list(table.index))

    def prepared(self, file: Path, keep: tuple[str, ...], faults: Faults) -> Any:
        """Return rows as the model takes them, and how a part of them is answered."""
        fitted = self.trained[self.predictor.fitted[0]]
        like = self.trained.get(self.predictor.seen) or {}
        wanted = of_model(like, self.predictor, fitted, keep)
        given = read(file, self.predictor, wanted)
        rows = as_model(given, like, self.predictor, wanted, faults)
        if self.predictor.form == "columns":
            if not wanted.names:
                check_number(rows, fitted)
            elif not self.predictor.is_raw:
                check_range(rows, like, self.predictor.rows, outside=self.is_unfiltered)
        if not self.predictor.is_raw:
            say(
                f"rows are taken as they are in {self.predictor.rows}, "
                "after all that the notebook does before"
            )

        def attempt(part: pd.DataFrame) -> Any:
            part.index = pd.RangeIndex(len(part))
            rows = given_form(part, self.predictor, like, fitted)
            table, left = aligned(self.predicted(rows), part)
            table.index = pd.Index(left)
            return table, {}

        return rows, attempt, given

    def predicted(self, rows: Any) -> pd.DataFrame:
        """Return what the notebook makes of prepared rows, as a table."""
        fitted = [self.trained[name] for name in self.predictor.fitted]
        values = [getattr(self.settings, name) for name in self.predictor.settings]
        models = [one for one in fitted if hasattr(one, "classes_")]
        has_chances = self.predictor.has_probabilities and models
        classes = list(models[-1].classes_) if has_chances else []
        with redirect_stdout(sys.stderr):
            made = self.predictor.function(rows, *map(fresh, fitted), *values)
        return as_table(made, classes, self.predictor.target)


def aligned(table: pd.DataFrame, rows: Any) -> tuple[pd.DataFrame, list[int]]:
    """Return predictions, and for each which of the rows it is for: by label, else by where it stands."""
    size = rows.shape[0] if hasattr(rows, "shape") else len(rows)
    index = getattr(rows, "index", None)
    if isinstance(index, pd.Index) and index.is_unique and table.index.is_unique:
        found = places(table.index, index)
        is_known = len(found) > 0 and bool((np.asarray(found) >= 0).all())
        if is_known and (
            not is_fresh(table.index) or (len(table) == size and is_fresh(index))
        ):
            return table.copy(), [int(place) for place in found]
    if len(table) == size:
        return table.copy(), list(range(size))
    raise UnalignedError(f"{len(table)} predictions for {size} rows")


def unsaid(watch: Watch, answered_for: list[int]) -> dict[int, list[str]]:
    """Return the notes on rows, with one for those that got lost without any."""
    notes = {position: list(texts) for position, texts in watch.notes.items()}
    for position in set(range(len(watch.index))) - set(answered_for) - set(notes):
        notes[position] = ["not predicted: the notebook drops this row on the way"]
    return notes


def fresh(value: Any) -> Any:
    """Return what was learned so that a step may change it in place; models are what they are."""
    if isinstance(value, (list, dict, set, pd.DataFrame, pd.Series, np.ndarray)):
        return value.copy()
    return value
