"""Settings: defaults < configuration file < environment variables < arguments."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PREFIX = "DIABETES_"
TYPES: dict[str, Any] = {"bool": bool, "int": int, "float": float, "str": str}
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Settings:
    """The notebook's constants and paths; relative paths are relative to the working directory."""

    diabetes_csv: str = "diabetes.csv"  # cell 3
    test_size: float = 0.25  # cell 15
    random_state: int = 7  # cell 15
    rf_random_state: int = 0  # cell 22
    model_scores_csv: str = "model_scores.csv"  # cell 28

    @classmethod
    def load(cls, file: str | Path | None = None, /, **arguments: Any) -> Settings:
        """Return settings from a TOML file, then DIABETES_<NAME> variables, then arguments; later ones win.

        Raises ValueError for a name that is no setting or a value of the wrong type.
        """
        types = {field.name: str(field.type) for field in fields(cls)}
        found = tomllib.loads(Path(file).read_text(encoding="utf-8")) if file else {}
        variables = {name: os.environ.get(PREFIX + name.upper()) for name in types}
        found.update(
            {name: value for name, value in variables.items() if value is not None}
        )
        found.update(arguments)
        unknown = sorted(found.keys() - types.keys())
        if unknown:
            raise ValueError(
                f"no such setting: {', '.join(unknown)} (known: {', '.join(types)})"
            )
        return cls(
            **{name: _typed(name, value, types[name]) for name, value in found.items()}
        )


def _typed(name: str, value: Any, kind: str) -> Any:
    """Return a value in the type of its setting; a text is read, as the environment has nothing else."""
    wanted = TYPES[kind]
    try:
        if isinstance(value, str):
            return TRUTH[value.lower()] if wanted is bool else wanted(value)
        if type(value) is wanted or (wanted is float and type(value) is int):
            return wanted(value)
    except (KeyError, ValueError):
        pass
    raise ValueError(f"{name} must be {kind}, not {value!r}")
