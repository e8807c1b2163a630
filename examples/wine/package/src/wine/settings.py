"""Settings: defaults < configuration file < environment variables < arguments."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Settings:
    """The notebook's constants and paths; relative paths are relative to the working directory."""

    test_size: float = 0.3  # cell 14
    seed: int = 42  # cell 14
    wine_csv: str = "wine.csv"  # cell 4

    @classmethod
    def load(cls, path: str | Path | None = None, **arguments: Any) -> Settings:
        """Return settings from a TOML file, then WINE_<NAME> variables, then arguments; later ones win.

        Raises ValueError for a name that is no setting or a value of the wrong type.
        """
        found: dict[str, Any] = {}
        if path is not None:
            found |= tomllib.loads(Path(path).read_text(encoding="utf-8"))
        names = {field.name: field.type for field in fields(cls)}
        for name in names:
            if f"WINE_{name.upper()}" in os.environ:
                found[name] = os.environ[f"WINE_{name.upper()}"]
        found |= {name: value for name, value in arguments.items() if value is not None}
        unknown = sorted(set(found) - set(names))
        if unknown:
            raise ValueError(f"no such setting: {', '.join(unknown)} (known: {', '.join(names)})")
        return cls(
            **{name: _converted(name, value, str(names[name])) for name, value in found.items()}
        )


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
