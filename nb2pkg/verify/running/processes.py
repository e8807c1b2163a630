"""What is run of a package: its commands, each in a process of its own, one after another in one copy of the tree."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nb2pkg.verify.inside.protocol import (
    END,
    INDEX,
    RUN,
    CommandFailure,
    CommandJob,
    StepCall,
    StepFunction,
)
from nb2pkg.verify.names import RunName
from nb2pkg.verify.project import Command, Project
from nb2pkg.verify.running import keeper
from nb2pkg.verify.running.children import Keepers
from nb2pkg.verify.running.runs import Ready, Run, Space, prepare, start, with_files

_SHOWN = ""  # stands for a returned value that has no name
_MODELS = {"train": "--output"}  # other commands read there


def package_runs(project: Project) -> dict[RunName, tuple[Command, ...]]:
    """Return the runs of a package, and the commands of each.

    `train`, `evaluate` and `infer` are what people use. `run` is run too where these leave a step out, where they
    do not take the steps in the pipeline's order, or where a person has changed the pipeline: they are no evidence
    for it then.
    """
    whole = Command(RUN, "", tuple(range(len(project.steps))))
    if not project.commands:
        return {RunName.PIPELINE: (whole,)}
    taken = dict.fromkeys(number for command in project.commands for number in command.steps)
    if tuple(taken) == whole.steps and project.is_as_generated:
        return {RunName.COMMANDS: project.commands}
    return {RunName.COMMANDS: project.commands, RunName.PIPELINE: (whole,)}


def homes(project: Project, number: int) -> Iterator[tuple[RunName, str]]:
    """Yield run and command of each process in which a step runs."""
    for run, commands in package_runs(project).items():
        yield from ((run, command.name) for command in commands if number in command.steps)


def last_homes(project: Project, name: str) -> Iterator[tuple[RunName, str]]:
    """Yield run and command of the processes that have the last value of a result.

    Of the commands that is the last one that makes it, or goes on from it: it may have changed the object.
    """
    makers = [number for number, step in enumerate(project.steps) if name in step.returns]
    label = project.labels.get(name, name)
    for run, commands in package_runs(project).items():
        if run is RunName.PIPELINE:
            yield run, RUN
        elif makers:
            trained = makers[-1] in commands[0].steps
            having = [
                c for c in commands if makers[-1] in c.steps or (trained and label in c.loads)
            ]
            yield from ((run, command.name) for command in having[-1:])


@dataclass(frozen=True, slots=True)
class _Process:
    """One command of one run, and where it leaves things."""

    command: Command
    place: Path

    @property
    def spool(self) -> Path:
        return self.place / "spool" / self.command.name

    @property
    def failure(self) -> Path:
        return self.place / f"failure-{self.command.name}.json"

    @property
    def arguments(self) -> list[str]:
        """Return the command line; what is saved lies beside the copy, out of the way of the notebook's files."""
        name = self.command.name
        saving = name == "train" or bool(self.command.loads)
        return [
            name,
            *([_MODELS.get(name, "--models"), str(self.place / "saved")] if saving else ()),
        ]


def run_package(space: Space, keepers: Keepers, name: RunName, project: Project) -> Run:
    """Run the commands of one run of the package in the notebook's folder, up to the first that fails."""
    ready = prepare(space, name)
    done = Run(name, ready.place / "spool")
    for command in package_runs(project)[name]:
        process = _Process(command, ready.place)
        done = _after(space, keepers, project, process, ready, done)
        if done.trouble:
            return replace(done, command=command.name)
    return with_files(done, ready.place, ready.before)


def _after(
    space: Space, keepers: Keepers, project: Project, process: _Process, ready: Ready, done: Run
) -> Run:
    """Run one command; return the run with what it adds to it."""
    name, job = process.command.name, process.place / f"job-{process.command.name}.json"
    content: CommandJob = {
        "package": space.package,
        "command": process.arguments,
        "function": process.command.function,
        "steps": _functions(project, process.command.steps),
        "loads": process.command.loads,
        "labels": project.labels,
        "seed": space.seed,
        "memory": space.memory,
        "spool": str(process.spool),
        "failure": str(process.failure),
    }
    job.write_text(json.dumps(content), encoding="utf-8")
    source = str(space.project / "src")
    env = {**ready.env, **space.hidden, "PYTHONPATH": source, "MPLBACKEND": "agg"}
    folder = process.place / "tree" / space.inside
    started = time.monotonic()
    command = space.walled(start(space, "package", job), process.place)
    code = keepers.run(command, env, folder, space.seconds, Path(os.devnull))
    done = replace(done, seconds=done.seconds + time.monotonic() - started)
    prefix = "" if name == RUN else f"`{name}`: "
    if code == keeper.TIMED_OUT:
        return replace(
            done, trouble=f"{prefix}no end after {space.seconds:g} seconds", has_timed_out=True
        )
    if process.failure.exists():
        failure: CommandFailure = json.loads(process.failure.read_text(encoding="utf-8"))
        place = f" ({failure['place']})" if failure["place"] else ""
        trouble = f"{prefix}{failure['message']}{place}"
        return replace(done, trouble=trouble, warnings=(failure["traceback"],))
    if code or not (process.spool / END / INDEX).exists():
        return replace(done, trouble=f"{prefix or 'it '}ended with exit code {code}")
    return done


def _functions(project: Project, numbers: Iterable[int]) -> list[StepFunction]:
    """Return the functions of steps, each with its calls."""
    calls: dict[tuple[str, str], list[StepCall]] = {}
    for number in numbers:
        step = project.steps[number]
        rows = calls.setdefault((step.module, step.function), [])
        returned = [*step.returns, *([_SHOWN] if step.is_shown else [])]
        rows.append(StepCall(number, returned, [*step.holds, *step.passing]))
    return [StepFunction(module, name, rows) for (module, name), rows in calls.items()]
