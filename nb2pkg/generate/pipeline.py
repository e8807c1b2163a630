"""pipeline.py, settings.py, __init__.py and __main__.py of a generated package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.generate.calls import pipeline_call
from nb2pkg.generate.imports import import_lines
from nb2pkg.generate.layout import formatted
from nb2pkg.generate.types import hint, names_in
from nb2pkg.plan.naming import unique

if TYPE_CHECKING:
    from nb2pkg.blueprint import Plan, Setting


def pipeline_module(plan: Plan) -> str:
    """Return the source of pipeline.py: `run(settings) -> Results`."""
    variables = {v.name for step in plan.steps for v in (*step.parameters, *step.returns)}
    own = {"Results", "Settings", "Any", "dataclass", *names_in(plan, plan.results)}
    taken = variables | own
    aliases = {
        stage: stage if stage not in taken else unique(f"{stage}_stage", set(taken))
        for stage in plan.stages
    }
    taken |= set(aliases.values())
    local = {name: unique(f"{name}_value", taken) for name in sorted(variables & own)}
    settings = unique("settings", taken)
    fields = "\n".join(f"    {v.name}: {hint(plan, v) or 'Any'}" for v in plan.results)
    calls = "\n".join(f"    {call}" for call in _calls(plan, aliases, settings, local))
    values = ", ".join(f"{v.name}={local.get(v.name, v.name)}" for v in plan.results)
    extra = ["from dataclasses import dataclass", f"from {plan.package}.settings import Settings"]
    extra += [
        f"from {plan.package} import {stage}" + (f" as {alias}" if alias != stage else "")
        for stage, alias in aliases.items()
    ]
    if any(hint(plan, v) is None for v in plan.results):
        extra.append("from typing import Any")
    imports = import_lines(plan, names_in(plan, plan.results) - {"Any"}, extra)
    return formatted(
        f'"""Pipeline: the stages of {plan.notebook} in order."""\n\n{imports}\n\n\n'
        f"@dataclass(frozen=True)\nclass Results:\n"
        f'    """What the stages hand on, under the notebook\'s own names, at the last version."""\n\n{fields}\n\n\n'
        f"def run({settings}: Settings | None = None) -> Results:\n"
        f'    """Run every stage in order, with the notebook\'s own values unless settings say otherwise."""\n'
        f"    {settings} = {settings} or Settings()\n{calls}\n    return Results({values})\n"
    )


def _calls(plan: Plan, aliases: dict[str, str], settings: str, local: dict[str, str]) -> list[str]:
    """Return the calls in order; from the last to the first it is known which names are used after each."""
    used = {v.name for v in plan.results}
    calls = []
    for index in reversed(plan.order):
        step = plan.steps[index]
        module = aliases[step.stage.value]
        calls.append(pipeline_call(step, module, settings, frozenset(used), local))
        used |= {v.name for v in step.parameters if v.setting is None}
    return calls[::-1]


def settings_module(plan: Plan) -> str:
    """Return the source of settings.py."""
    fields = "\n".join(
        f"    {s.name}: {s.type} = {s.value!r}  # cell {s.cell}" for s in plan.settings
    )
    variable = plan.package.upper()
    return formatted(
        _SETTINGS.replace("{fields}", fields)
        .replace("{PREFIX}", variable)
        .replace("{package}", plan.package)
    )


def settings_file(plan: Plan) -> str:
    """Return configs/default.toml."""
    lines = [
        f"# The notebook's own values; every key can also be set as {plan.package.upper()}_<KEY> in the environment."
    ]
    return "\n".join([*lines, *(f"{s.name} = {_toml(s)}" for s in plan.settings)]) + "\n"


def _toml(setting: Setting) -> str:
    value = setting.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    )


def main_module(plan: Plan) -> str:
    """Return the source of __main__.py."""
    stages = [s for s in plan.stages if s in {"train", "evaluate", "infer"}]
    made = {stage: _made_by(plan, stage) for stage in stages}
    commands = ", ".join(repr(s) for s in ("run", *stages))
    return formatted(
        _MAIN.replace("{package}", plan.package)
        .replace("{notebook}", plan.notebook)
        .replace("{commands}", commands)
        .replace("{MADE}", repr(made))
    )


def _made_by(plan: Plan, stage: str) -> list[str]:
    kept = {v.name for v in plan.results}
    return list(
        dict.fromkeys(
            v.name
            for s in plan.steps
            if s.stage.value == stage
            for v in s.returns
            if v.name in kept
        )
    )


_SETTINGS = '''"""Settings: defaults < configuration file < environment variables < arguments."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Settings:
    """The notebook's constants and paths; relative paths are relative to the working directory."""

{fields}

    @classmethod
    def load(cls, path: str | Path | None = None, **arguments: Any) -> Settings:
        """Return settings from a TOML file, then {PREFIX}_<NAME> variables, then arguments; later ones win.

        Raises ValueError for a name that is no setting or a value of the wrong type.
        """
        found: dict[str, Any] = {}
        if path is not None:
            found |= tomllib.loads(Path(path).read_text(encoding="utf-8"))
        names = {field.name: field.type for field in fields(cls)}
        for name in names:
            if f"{PREFIX}_{name.upper()}" in os.environ:
                found[name] = os.environ[f"{PREFIX}_{name.upper()}"]
        found |= {name: value for name, value in arguments.items() if value is not None}
        unknown = sorted(set(found) - set(names))
        if unknown:
            raise ValueError(f"no such setting: {', '.join(unknown)} (known: {', '.join(names)})")
        return cls(**{name: _converted(name, value, str(names[name])) for name, value in found.items()})


def _converted(name: str, value: Any, kind: str) -> Any:
    """Turn a text into the type of its setting."""
    if kind == "bool":
        if str(value).lower() not in {"true", "false", "1", "0", "yes", "no"}:
            raise ValueError(f"{name} must be true or false, not {value!r}")
        return str(value).lower() in {"true", "1", "yes"}
    try:
        return {"int": int, "float": float, "str": str}[kind](value)
    except ValueError as error:
        raise ValueError(f"{name} must be {kind}, not {value!r}") from error
'''

_MAIN = '''"""Run the pipeline from the command line: `python -m {package} run`."""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

from {package}.pipeline import Results, run
from {package}.settings import Settings

COMMANDS = ({commands},)
MADE_BY: dict[str, list[str]] = {MADE}


def main(arguments: list[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit code."""
    parser = argparse.ArgumentParser(prog="{package}", description="The pipeline of {notebook}.")
    parser.add_argument("command", choices=COMMANDS, help="what to report: everything, or what one stage made")
    parser.add_argument("--config", type=Path, help="a TOML file with settings")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="one setting")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="pickle what was made into this folder")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.load(options.config, **dict(pair.split("=", 1) for pair in options.set))
    except (ValueError, OSError) as error:
        parser.error(str(error))
    report(run(settings), options.command, options.save)
    return 0


def report(results: Results, command: str, folder: Path | None) -> None:
    """Print what a command made, and save it if a folder is given."""
    for name in MADE_BY.get(command, list(vars(results))):
        value = getattr(results, name)
        print(f"{name}: {summary(value)}")
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}.pkl").write_bytes(pickle.dumps(value))


def summary(value: object) -> str:
    """Describe a value on one line."""
    shape = getattr(value, "shape", None)
    if shape:
        return f"{type(value).__name__} {shape}"
    text = " ".join(repr(value).split())
    return text if len(text) <= 100 else f"{text[:97]}..."


if __name__ == "__main__":
    raise SystemExit(main())
'''
