"""Prove that a package predicts for raw rows what the notebook said of them: `main` leads, phase by phase.

Each phase is a process of its own, which leaves what it has found in files; a phase that comes to a verdict ends the
proof. Where processes can be forked, they are, from one that has imported the package and done nothing else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable

from ..process import limit_memory
from ..protocol import ServingAnswer, ServingJob
from . import phases
from .places import Place

_UNPROVEN = "unproven"


def main(path: str) -> None:
    """Answer the entries of a job file, from the one it says to start with, one line of JSON for each."""
    job = _read(path)
    limit_memory(job["memory"])
    sys.path[:0] = job["path"]
    os.environ["MPLBACKEND"] = "agg"
    can_fork = hasattr(os, "fork") and sys.platform == "linux"
    if can_fork:
        _import_all(job)
    with open(job["answers"], "a", encoding="utf-8") as answers:
        for number in range(job["start"], len(job["entries"])):
            json.dump(_proved(path, job, number, can_fork=can_fork), answers)
            answers.write("\n")
            answers.flush()


def _read(path: str) -> ServingJob:
    with open(path, encoding="utf-8") as file:
        job: ServingJob = json.load(file)
    return job


def _import_all(job: ServingJob) -> None:
    """Import what all phases need; where that fails, the first phase says why."""
    import importlib

    for name in (job["package"] + ".commands", job["package"] + ".__main__"):
        try:
            importlib.import_module(name)
        except Exception:
            return


def _proved(path: str, job: ServingJob, number: int, *, can_fork: bool) -> ServingAnswer:
    """Go through the phases of one entry."""
    place = Place(job, number)
    os.makedirs(place.folder)
    start = _forked if can_fork else _spawned
    waiting = [[phases.FIRST]]
    while waiting:
        names = waiting.pop(0)
        codes = _all(names, job["places"], lambda name: start(path, number, name))
        verdict = place.verdict(names)
        if verdict is not None:
            return verdict
        broken = [name for name in names if codes[name]]
        if broken:
            return _unproven(f"the proof ended with exit code {codes[broken[0]]} ({broken[0]})")
        waiting = phases.following(place, names[0]) + waiting
    return _unproven("the proof came to no end")


def _all(names: list[str], most: int, start: Callable[[str], Callable[[], int]]) -> dict[str, int]:
    """Do phases side by side, so many at a time; return their exit codes."""
    codes: dict[str, int] = {}
    while len(codes) < len(names):
        part = names[len(codes) : len(codes) + most]
        running = [(name, start(name)) for name in part]
        codes.update((name, wait()) for name, wait in running)
    return codes


def _unproven(reason: str) -> ServingAnswer:
    return {"rows": _UNPROVEN, "reason": reason, "checked": None, "columns": None}


def _forked(path: str, number: int, name: str) -> Callable[[], int]:
    """Start a phase in a copy of this process; return what waits for it."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = phase(path, number, name)
        finally:
            os._exit(code)
    return lambda: _code_of(os.waitpid(child, 0)[1])


def _code_of(status: int) -> int:
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)


def _spawned(path: str, number: int, name: str) -> Callable[[], int]:
    """Start a phase in a new process; return what waits for it."""
    tools = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    code = (
        f"import sys; sys.path.insert(0, {tools!r}); from nb2pkg_inside.serving.proof import phase; "
        f"sys.path.pop(0); sys.exit(phase({path!r}, {number}, {name!r}, is_new=True))"
    )
    return subprocess.Popen([sys.executable, "-c", code]).wait


def phase(path: str, number: int, name: str, *, is_new: bool = False) -> int:
    """Do one phase; return the exit code of its process."""
    job = _read(path)
    if is_new:
        limit_memory(job["memory"])
        sys.path[:0] = job["path"]
    warnings.simplefilter("ignore")
    try:
        phases.do(job, number, name)
    except Exception as error:
        told = "".join(traceback.format_exception_only(type(error), error)).strip()
        Place(job, number, name).decide(_UNPROVEN, f"{name}: {' '.join(told.split())[:300]}")
    return 0
