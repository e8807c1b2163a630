"""How the notebook predicts with a model."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import forms

EXCEL = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".odf", ".odt")


@dataclass(frozen=True)
class Predictor:
    """How the notebook predicts with a model, and which rows it takes: raw ones where it has `prepare`."""

    function: Callable[..., Any]
    fitted: tuple[str, ...]  # what it is given of what was trained
    settings: tuple[str, ...]  # … and of the settings
    rows: str  # the rows in the notebook
    seen: str = ""  # under this name training keeps what they were like
    is_raw: bool = False  # they are as the data file holds them
    form: str = "columns"  # or "texts", or "records"
    has_probabilities: bool = False  # it gives a probability for each class
    options: dict[str, Any] = field(default_factory=dict)  # of the notebook's reader
    unknown: str = ""  # an option that cannot be known
    casts: dict[str, str] = field(
        default_factory=dict
    )  # columns that get another type then
    prepare: Callable[..., Any] | None = None  # takes rows of the source to those above
    needs: tuple[str, ...] = ()  # what that is given of what was trained
    prepare_settings: tuple[str, ...] = ()  # … and of the settings
    source: str = ""  # under this name training keeps what the source was like
    file: str = ""  # the notebook's own
    reader: str = (
        ""  # the function of pandas that reads it; "": the usual one for its suffix
    )
    columns: tuple[Any, ...] | None = (
        None  # of the source that are needed; None: all but the target
    )
    target: tuple[Any, ...] = ()  # what is predicted, of the source: names, or places
    unused: tuple[Any, ...] = ()  # further columns of the source that are not needed
    is_proven: bool = False  # it was seen that raw rows get what the notebook predicts

    def spared(self, known: Sequence[Any]) -> set[Any]:
        """Return the columns that a file need not have, of those that are known; a place is told by its number."""
        return forms.spared(known, (*self.target, *self.unused))

    @property
    def own_reader(self) -> str:
        """Return the name of the function of pandas that reads the notebook's own file."""
        suffix = Path(self.file).suffix.lower()
        usual = {
            ".parquet": "read_parquet",
            ".json": "read_json",
            ".jsonl": "read_json",
        }
        usual.update(dict.fromkeys(EXCEL, "read_excel"))
        return self.reader or usual.get(suffix, "read_csv")


def say(text: str) -> None:
    """Tell whoever called on stderr."""
    print(f"{__name__.partition('.')[0]}: {text}", file=sys.stderr)
