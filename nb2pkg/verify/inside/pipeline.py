"""Run a generated pipeline as a plain script, keeping what each step returned and the results."""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
import traceback
from types import ModuleType
from typing import Any

from . import probe


def main(path: str) -> None:
    """Run the job described in a file; exit with 1 and a failure on record when the package breaks."""
    with open(path, encoding="utf-8") as file:
        job = json.load(file)
    probe.serve({"memory": job["memory"], "seed": job["seed"]}, {})
    try:
        results = _run(job)
    except BaseException as error:
        _write(job["failure"], _failure(error, job["package"]))
        raise SystemExit(1) from error
    values = _attributes(results)
    probe.keep(values, list(values), os.path.join(job["spool"], "end"))


def _run(job: dict[str, Any]) -> Any:
    package = job["package"]
    for module, function, steps in job["steps"]:
        _record(importlib.import_module(module), function, steps, job["spool"])
    run = importlib.import_module(package + ".pipeline").run
    settings = importlib.import_module(package + ".settings").Settings()
    return run(settings)


def _record(module: ModuleType, function: str, steps: list[Any], spool: str) -> None:
    """Replace a step by itself plus the keeping of what it returns; the n-th call is the n-th step."""
    original = getattr(module, function)
    left = list(steps)

    @functools.wraps(original)
    def recorded(*args: Any, **kwargs: Any) -> Any:
        returned = original(*args, **kwargs)
        if left:
            number, returns, holds = left.pop(0)
            values = dict(zip(returns, returned if len(returns) > 1 else (returned,)))
            probe.keep(values, holds, os.path.join(spool, f"step-{number}"))
        return returned

    setattr(module, function, recorded)


def _attributes(results: Any) -> dict[str, Any]:
    names = getattr(results, "_fields", None) or getattr(results, "__dataclass_fields__", None)
    if names is None:
        names = vars(results) if hasattr(results, "__dict__") else ()
    return {name: getattr(results, name) for name in names if hasattr(results, name)}


def _failure(error: BaseException, package: str) -> dict[str, str]:
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


def _write(path: str, content: dict[str, str]) -> None:
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(content, file)
    os.replace(path + ".part", path)
    sys.stdout.flush()
