"""wine.ipynb on the command line: `python -m wine run`."""

from __future__ import annotations

import argparse
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wine import commands
from wine.pipeline import run
from wine.settings import Settings


def main(arguments: list[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        settings = Settings.load(options.config, **dict(options.set))
    except (ValueError, OSError) as error:
        parser.error(str(error))
    if options.command == "train":
        trained = commands.train_models(settings)
        print(f"{commands.save(trained, options.output)}: {', '.join(trained)}")
        return 0
    if options.command == "evaluate":
        return report(
            commands.evaluate_models(settings, commands.load(options.models)),
            options.save,
        )
    if options.command == "infer":
        predicted = commands.predict(
            options.input, commands.load(options.models), "model"
        )
        commands.write(predicted, options.output)
        return 0
    return report(vars(run(settings)), options.save)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="a TOML file with settings"
    )
    told = "one setting; may be given several times"
    common.add_argument(
        "--set",
        action="append",
        default=[],
        type=_pair,
        metavar="NAME=VALUE",
        help=told,
    )
    parser = argparse.ArgumentParser(
        prog="wine", description="The pipeline of wine.ipynb."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, does: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=does, description=does)

    command = add("run", "run everything")
    _path(command, "--save", "pickle what was made into this folder")
    command = add("train", "train, and save what was trained")
    _path(command, "--output", "where to save (models)", default=Path("models"))
    command = add("evaluate", "evaluate what was trained")
    _path(
        command, "--models", "where `train` has saved (models)", default=Path("models")
    )
    _path(command, "--save", "pickle what was made into this folder")
    command = add("infer", "predict for new rows")
    _path(
        command, "--models", "where `train` has saved (models)", default=Path("models")
    )
    _path(command, "--input", "a CSV file with rows to predict for", required=True)
    _path(command, "--output", "the CSV file to write")
    return parser


def _path(command: argparse.ArgumentParser, name: str, told: str, **more: Any) -> None:
    command.add_argument(name, type=Path, metavar="PATH", help=told, **more)


def _pair(text: str) -> list[str]:
    if "=" not in text:
        raise argparse.ArgumentTypeError(f"not NAME=VALUE: {text}")
    return text.split("=", 1)


def report(made: dict[str, Any], folder: Path | None) -> int:
    """Print what was made, and save it if a folder is given."""
    for name, value in made.items():
        print(f"{name}: {summary(value)}")
    if folder is not None:
        save(made, folder)
    return 0


def save(made: dict[str, Any], folder: Path) -> None:
    """Pickle each value into a file of its own; where one cannot be, end the program and write none."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as beside:
        for name, value in made.items():
            (Path(beside) / f"{name}.pkl").write_bytes(pickled(name, value))
        for file in Path(beside).iterdir():
            file.replace(folder / file.name)


def pickled(name: str, value: object) -> bytes:
    """Return a value as bytes; end the program where it cannot be pickled."""
    try:
        return pickle.dumps(value)
    except Exception as error:
        said = f"{name} ({type(value).__name__}) cannot be saved: {error}"
        advice = "Nothing was written. Without --save the same is computed, and nothing has to be saved."
        raise SystemExit(f"{said}\n{advice}") from error


def summary(value: object) -> str:
    """Describe a value on one line."""
    shape = getattr(value, "shape", None)
    if shape:
        return f"{type(value).__name__} {shape}"
    text = " ".join(repr(value).split())
    return text if len(text) <= 100 else f"{text[:97]}..."


if __name__ == "__main__":
    raise SystemExit(main())
