"""Rows sent through the package's own `infer`, and what the model is given of them."""

from __future__ import annotations

import contextlib
import copy
import csv
import functools
import importlib
import io
import re
from pathlib import Path
from typing import Any, NamedTuple

from ..process import seed
from ..protocol import ServingJob
from .tables import Table, table_of, taken

_LONGEST = 300
_HELP = "--help"


class Served(NamedTuple):
    """What `infer` answered: a row of texts for each row that was sent, and these rows as they were prepared."""

    answers: list[dict[str, str]]
    prepared: (
        Table | None
    )  # of the rows that were predicted, in their order; None where that cannot be told

    @property
    def predicted(self) -> list[int]:
        """Return which rows have a prediction."""
        return [n for n, row in enumerate(self.answers) if any(row[c] for c in predictions(row))]


def predictions(row: dict[str, str]) -> list[str]:
    """Return the columns of an answer that are predictions."""
    named = [name for name in row if name == "prediction" or name.startswith("prediction_")]
    named = named or [name for name in row if name.startswith("probability_")]
    return named or [name for name in row if name != "note"]


class RefusedError(Exception):
    """`infer` has not done it; the text says why."""


class Package:
    """A package in this process; what its models are asked can be listened to."""

    def __init__(self, job: ServingJob, model: str) -> None:
        """Import it; what it has saved is loaded once."""
        self._job, self._model = job, model
        self._main = importlib.import_module(job["package"] + ".__main__").main
        self.commands = importlib.import_module(job["package"] + ".commands")
        self._noted: list[Any] = []
        self._load_once()

    @property
    def predictor(self) -> Any:
        """Return how the package predicts with the model."""
        return self.commands.PREDICTORS.get(self._model)

    def trained(self) -> Any:
        """Return what training has saved."""
        return self.commands.load(Path(self._job["models"]), self.settings())

    def settings(self) -> Any:
        """Return the package's settings."""
        return importlib.import_module(self._job["package"] + ".settings").Settings()

    def _load_once(self) -> None:
        commands: Any = self.commands
        original, kept = commands.load, {}

        @functools.wraps(original)
        def load(*args: Any, **kwargs: Any) -> Any:
            key = repr((args[:1], kwargs))
            if key not in kept:
                kept[key] = original(*args, **kwargs)
            return dict(kept[key])

        commands.load = load

    @property
    def has_raw_rows(self) -> bool:
        """Tell whether it says that it takes rows as the data file holds them."""
        predictor = self.predictor
        prepares = getattr(predictor, "prepare", None) is not None
        return prepares or bool(getattr(predictor, "is_raw", False))

    def listen(self) -> None:
        """Note from now on with which rows the model is asked, where it answers."""
        predictor = self.predictor
        original = predictor.function

        @functools.wraps(original)
        def noted(rows: Any, *args: Any, **kwargs: Any) -> Any:
            given = copy.deepcopy(rows)
            made = original(rows, *args, **kwargs)
            self._noted.append(given)
            return made

        if hasattr(predictor, "_replace"):
            self.commands.PREDICTORS[self._model] = predictor._replace(function=noted)
        else:
            import dataclasses

            self.commands.PREDICTORS[self._model] = dataclasses.replace(predictor, function=noted)

    def infer(self, rows: str, answers: str) -> Served:
        """Run `infer` on a file of rows; raises RefusedError where it does not do it."""
        del self._noted[:]
        named = ["--model", self._model] if self._asks_for_model else []
        files = ["--models", self._job["models"], "--input", rows, "--output", answers]
        code, said = run(self._main, ["infer", *named, *files])
        if code:
            raise RefusedError(f"`infer` ends with exit code {code}: {said[:_LONGEST]}")
        with open(answers, newline="", encoding="utf-8") as file:
            told = list(csv.DictReader(file))
        served = Served(told, None)
        return served._replace(prepared=self._prepared(served.predicted))

    def answer(self, rows: str) -> Served:
        """Answer a file of rows as `infer` does, without the command line around it; raises RefusedError."""
        del self._noted[:]
        try:
            with (
                contextlib.redirect_stderr(io.StringIO()),
                contextlib.redirect_stdout(io.StringIO()),
            ):
                table = self.commands.predict(Path(rows), self._saved, self._model, self._settings)
        except Exception as error:
            raise RefusedError(f"it raises {told_of(error)[:_LONGEST]}") from error
        if hasattr(table, "itertuples"):
            names, lines = list(table.columns), list(table.itertuples(index=False, name=None))
        else:  # of a package without pandas
            names, lines = table.names, table.rows
        told = [dict(zip(map(str, names), map(_text, row))) for row in lines]
        served = Served(told, None)
        return served._replace(prepared=self._prepared(served.predicted))

    @functools.cached_property
    def _saved(self) -> Any:
        return self.trained()

    @functools.cached_property
    def _settings(self) -> Any:
        return self.settings()

    @functools.cached_property
    def _asks_for_model(self) -> bool:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
            self._main(["infer", _HELP])
        return re.search(r"--model\b", out.getvalue()) is not None

    def _prepared(self, predicted: list[int]) -> Table | None:
        """Return the prepared rows in the order of those that are predicted; None where that cannot be told.

        Of rows that were asked for in several parts nobody knows which are which.
        """
        if len(self._noted) != 1:
            return None
        table = table_of(self._noted[0])
        if len(table) != len(predicted):
            return None
        labels = table.labels
        if labels is not None and labels != predicted and set(labels) == set(predicted):
            places = {label: place for place, label in enumerate(labels)}
            return taken(table, [places[row] for row in predicted])
        return table


def run(main: Any, arguments: list[str]) -> Any:
    """Run a command; return its exit code, and the last line that it said on stderr."""
    errors = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(errors):
        try:
            code = main(arguments)
        except SystemExit as error:
            code = error.code
        except Exception as error:
            return 1, told_of(error)
    lines = [line for line in errors.getvalue().splitlines() if line.strip()]
    return code, lines[-1] if lines else "it said nothing"


def told_of(error: Exception) -> str:
    """Return an error in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _text(value: Any) -> str:
    """Return a value as a file of answers has it."""
    value = value.item() if hasattr(value, "item") else value
    is_missing = value is None or value != value  # noqa: PLR0124  NaN is not itself
    return "" if is_missing or type(value).__name__ in ("NaTType", "NAType") else str(value)


def serve(job: ServingJob, model: str, rows: str, answers: str, number: int) -> Served:
    """Send one file through `infer`, with another seed each time: what is drawn on the way must show."""
    seed(1_000_003 + number)
    package = Package(job, model)
    package.listen()
    return package.infer(rows, answers)
