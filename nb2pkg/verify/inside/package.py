"""Run one command of a generated package as a process of its own, keeping what its steps returned and left."""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import json
import os
import sys
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

from .keeping import keep
from .probe import serve
from .protocol import END, RUN, CommandFailure, CommandJob, StepCall, StepFunction, of_step

_LONGEST = 2000  # characters of what a command says


def main(path: str) -> None:
    """Run the job described in a file; exit with 1 and a failure on record when the package breaks."""
    with open(path, encoding="utf-8") as file:
        job: CommandJob = json.load(file)
    serve({"memory": job["memory"], "seed": job["seed"]}, {})
    try:
        made = _run(job)
    except BaseException as error:
        _write(job["failure"], _failure(error, job["package"]))
        raise SystemExit(1) from error
    keep(made, [name for name in job["labels"] if name in made], _place(job, END))


def _run(job: CommandJob) -> dict[str, Any]:
    """Run the command; return the values that its variables of the asked names had last."""
    package = job["package"]
    latest: dict[str, Any] = {}
    for row in job["steps"]:
        _record(StepFunction(*row), job, latest)
    if job["command"][0] == RUN:
        run = importlib.import_module(package + ".pipeline").run
        return _attributes(run(importlib.import_module(package + ".settings").Settings()))
    _note_passing(importlib.import_module(package + ".commands"), job, latest)
    errors = _Tail(sys.stderr)
    with contextlib.redirect_stderr(errors):
        code = _ended(importlib.import_module(package + ".__main__").main, job["command"])
    if code:
        raise SystemExit(f"exit code {code}: {errors.last}")
    return latest


def _ended(command: Callable[[list[str]], int | None], arguments: list[str]) -> int | None:
    """Run a command; return its exit code, also where it leaves by an exit of its own."""
    try:
        return command(arguments)
    except SystemExit as error:
        if error.code is None or isinstance(error.code, int):
            return error.code
        raise


class _Tail:
    """A stream that keeps the last lines that are written to it, and is the other one in all else."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._text = stream, ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> Any:
        self._text = (self._text + text)[-_LONGEST:]
        return self._stream.write(text)

    @property
    def last(self) -> str:
        lines = [line for line in self._text.splitlines() if line.strip()]
        return lines[-1] if lines else "it said nothing"


def _record(function: StepFunction, job: CommandJob, latest: dict[str, Any]) -> None:
    """Replace a step by itself plus the keeping of what it returns; the n-th call is the n-th step."""
    module = importlib.import_module(function.module)
    original = getattr(module, function.name)
    upcoming = [StepCall(*row) for row in function.calls]

    def note(returned: Any) -> Any:
        if upcoming:
            step, returns, holds = upcoming.pop(0)
            values = dict(zip(returns, returned if len(returns) > 1 else (returned,)))
            keep(values, holds, _place(job, of_step(step)))
            latest.update((name, values[name]) for name in job["labels"] if name in values)
        return returned

    @functools.wraps(original)
    def recorded(*args: Any, **kwargs: Any) -> Any:
        return note(original(*args, **kwargs))

    @functools.wraps(original)
    async def awaited(*args: Any, **kwargs: Any) -> Any:
        return note(await original(*args, **kwargs))

    setattr(module, function.name, awaited if inspect.iscoroutinefunction(original) else recorded)


def _note_passing(commands: ModuleType, job: CommandJob, latest: dict[str, Any]) -> None:
    """Note what the command's function is given of what was saved, which steps may change, and what it returns."""
    original = getattr(commands, job["function"])
    loaded = {name: label for name, label in job["labels"].items() if label in job["loads"]}

    @functools.wraps(original)
    def noted(*args: Any, **kwargs: Any) -> Any:
        for given in (*args, *kwargs.values()):
            if isinstance(given, dict):
                latest.update(_results(given, loaded))
        returned = original(*args, **kwargs)
        if isinstance(returned, dict):
            latest.update(_results(returned, job["labels"]))
        return returned

    setattr(commands, job["function"], noted)


def _results(passed: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    """Return the results among what passes between commands, where they go by their labels."""
    return {name: passed[label] for name, label in labels.items() if label in passed}


def _place(job: CommandJob, name: str) -> str:
    return os.path.join(job["spool"], name)


def _attributes(results: Any) -> dict[str, Any]:
    names = getattr(results, "_fields", None) or getattr(results, "__dataclass_fields__", None)
    if names is None:
        names = vars(results) if hasattr(results, "__dict__") else ()
    return {name: getattr(results, name) for name in names if hasattr(results, name)}


def _failure(error: BaseException, package: str) -> CommandFailure:
    """Say what broke and where in the package."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if (os.sep + package + os.sep) in f.filename]
    place = ""
    if inside:
        last = inside[-1]
        module = last.filename.rpartition(os.sep + package + os.sep)[2]
        place = f"{package}/{module}:{last.lineno} in {last.name}"
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return {
        "message": "".join(traceback.format_exception_only(type(error), error)).strip(),
        "place": place,
        "traceback": "".join(lines)[-2000:],
    }


def _write(path: str, content: CommandFailure) -> None:
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(content, file)
    os.replace(path + ".part", path)
    sys.stdout.flush()
