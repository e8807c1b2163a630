"""settings.py and configs/default.toml of a generated package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nb2pkg.extraction.generate.imports import import_lines
from nb2pkg.extraction.generate.layout import formatted
from nb2pkg.extraction.plan.steps.secrets import LOOK_UP

if TYPE_CHECKING:
    from nb2pkg.extraction.blueprint import Plan, SecretLiteral, Setting

TOMLLIB = (3, 11)  # the first Python that can read TOML


_ABSOLUTE = re.compile(r"/(?!/)|~|[A-Za-z]:[\\/]|\\\\|dbfs:|file:")


def is_elsewhere(setting: Setting) -> bool:
    """Say whether a setting is a path that exists on few machines but that of the notebook's author."""
    return isinstance(setting.value, str) and _ABSOLUTE.match(setting.value) is not None


def settings_module(plan: Plan, python: tuple[int, ...]) -> str:
    """Return the source of settings.py for a version of Python."""
    fields = "\n".join(f"    {_field(s)}  # cell {s.cell}" for s in plan.configuration.settings)
    reader = "tomllib" if python[:2] >= TOMLLIB else "tomli"
    lines = [*_IMPORTS, f"import {reader}"]
    if any(
        setting.is_secret or isinstance(setting.value, list | dict)
        for setting in plan.configuration.settings
    ):
        lines.append("from dataclasses import field")
    literals = any(setting.type in _LITERALS for setting in plan.configuration.settings)
    lines += ["import ast"] if literals else []
    imports = import_lines(plan, (), lines)
    return formatted(
        _SETTINGS.replace("{fields}", fields)
        .replace("{IMPORTS}", imports)
        .replace("{PREFIX}", f"{plan.package.upper()}_")
        .replace("{READER}", reader)
        .replace("{CALL}", _CALL if literals else "")
        .replace("{READ}", _READ if literals else "")
        .replace("{LOOK_UP}", _LOOK_UP if plan.configuration.secret_literals else "")
    )


def _field(setting: Setting) -> str:
    if setting.is_secret:
        look_up = f'{LOOK_UP}(PREFIX + "{setting.name.upper()}")'
        return f"{setting.name}: str = field(default_factory=lambda: {look_up}, repr=False)"
    if isinstance(setting.value, list | dict):
        made = f"field(default_factory=lambda: {setting.value!r})"
        return f"{setting.name}: {setting.type} = {made}"
    return f"{setting.name}: {setting.type} = {setting.value!r}"


def settings_file(plan: Plan) -> str:
    """Return configs/default.toml: every setting with the notebook's value, and where it stands there."""
    variable = f"{plan.package.upper()}_<NAME>"
    lines = [
        f"# The notebook's own values; {variable} in the environment wins over a file, an argument over both."
    ]
    names = plan.constant_names
    for setting in plan.configuration.settings:
        if setting.is_secret:
            lines.append(f"# {setting.name}: a secret of cell {setting.cell}, see .env.example")
            continue
        if setting.value is None:
            lines.append(
                f"# {setting.name}: None, which TOML has no word for (cell {setting.cell})"
            )
            continue
        told = f"{names[setting.name]} in cell" if setting.name in names else "cell"
        where = ", on the machine of the notebook's author" if is_elsewhere(setting) else ""
        lines.append(f"{setting.name} = {_toml(setting.value)}  # {told} {setting.cell}{where}")
    return "\n".join(lines) + "\n"


def environment_example(plan: Plan) -> str:
    """Return .env.example: the variables that have to be set, without their values."""
    lines = [
        "# Secrets that stand in the notebook, and not here: set these variables before you run anything."
    ]
    for variable, kind, cells in hidden_variables(plan):
        lines += [f"# {kind} ({cells})", f"{variable}="]
    return "\n".join(lines) + "\n"


def hidden_variables(plan: Plan) -> list[tuple[str, str, str]]:
    """Return the variables for secrets, what each is, and the cells whose literal it stands for."""
    found: dict[str, list[SecretLiteral]] = {}
    for hidden in plan.configuration.secret_literals:
        found.setdefault(hidden.variable, []).append(hidden)
    rows = []
    for variable, places in found.items():
        cells = sorted({hidden.place.cell for hidden in places})
        told = ", ".join(map(str, cells))
        rows.append((variable, places[0].kind, f"cell{'s' * (len(cells) > 1)} {told}"))
    return rows


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            pairs = (f"{_quoted(key)} = {_toml(each)}" for key, each in value.items())
            return f"{{{', '.join(pairs)}}}"
        case _:
            return _quoted(str(value))


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped) + '"'
    )


_LITERALS = frozenset({"list", "tuple", "dict", "Any"})
_IMPORTS = (
    "from __future__ import annotations",
    "import os",
    "from dataclasses import dataclass, fields",
    "from pathlib import Path",
    "from typing import Any",
)
_CALL = """    if kind not in TYPES:
        return _literal(name, value, kind)
"""
_READ = '''

def _literal(name: str, value: Any, kind: str) -> Any:
    """Return a list, a tuple, a dict or, where the default is None, anything; a text is read as Python writes it."""
    wanted = {"list": list, "tuple": tuple, "dict": dict}.get(kind)
    if isinstance(value, str):
        try:
            value = ast.literal_eval(value)
        except (ValueError, SyntaxError):
            pass
    if wanted is tuple and isinstance(value, list):  # TOML has no tuples
        value = tuple(value)
    if wanted is None or isinstance(value, wanted):
        return value
    raise ValueError(f"{name} must be {kind}, not {value!r}")
'''
_LOOK_UP = '''

def secret_from_environment(variable: str) -> str:
    """Return a secret that is kept in the environment alone; raises ValueError where it is not set."""
    value = os.environ.get(variable)
    if value is None:
        raise ValueError(f"{variable} is not set: it holds a secret of the notebook, see .env.example")
    return value
'''
_SETTINGS = '''"""Settings: defaults < configuration file < environment variables < arguments."""

{IMPORTS}

PREFIX = "{PREFIX}"
TYPES: dict[str, Any] = {"bool": bool, "int": int, "float": float, "str": str}
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Settings:
    """The notebook's constants and paths; relative paths are relative to the working directory."""

{fields}

    @classmethod
    def load(cls, file: str | Path | None = None, /, **arguments: Any) -> Settings:
        """Return settings from a TOML file, then {PREFIX}<NAME> variables, then arguments; later ones win.

        Raises ValueError for a name that is no setting or a value of the wrong type.
        """
        types = {field.name: str(field.type) for field in fields(cls)}
        found = {READER}.loads(Path(file).read_text(encoding="utf-8")) if file else {}
        variables = {name: os.environ.get(PREFIX + name.upper()) for name in types}
        found.update({name: value for name, value in variables.items() if value is not None})
        found.update(arguments)
        unknown = sorted(found.keys() - types.keys())
        if unknown:
            raise ValueError(f"no such setting: {', '.join(unknown)} (known: {', '.join(types)})")
        return cls(**{name: _typed(name, value, types[name]) for name, value in found.items()})


def _typed(name: str, value: Any, kind: str) -> Any:
    """Return a value in the type of its setting; a text is read, as the environment has nothing else."""
{CALL}    wanted = TYPES[kind]
    try:
        if isinstance(value, str):
            return TRUTH[value.lower()] if wanted is bool else wanted(value)
        if type(value) is wanted or (wanted is float and type(value) is int):
            return wanted(value)
    except (KeyError, ValueError):
        pass
    raise ValueError(f"{name} must be {kind}, not {value!r}")
{READ}{LOOK_UP}'''
