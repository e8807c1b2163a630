"""Run the pipeline from the command line: `python -m diabetes run`."""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path

from diabetes.pipeline import Results, run
from diabetes.settings import Settings

COMMANDS = (
    "run",
    "train",
    "evaluate",
)
MADE_BY: dict[str, list[str]] = {
    "train": ["lr", "ridge", "lasso", "rf"],
    "evaluate": ["results", "pred", "res"],
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="diabetes", description="The pipeline of diabetes_mended.ipynb."
    )
    parser.add_argument(
        "command", choices=COMMANDS, help="what to report: everything, or what one stage made"
    )
    parser.add_argument("--config", type=Path, help="a TOML file with settings")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="one setting"
    )
    parser.add_argument(
        "--save", type=Path, metavar="FOLDER", help="pickle what was made into this folder"
    )
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
