"""cancer.ipynb on the command line: `python -m cancer run`."""

from __future__ import annotations

import argparse
import os
import pickle
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cancer import commands, serving
from cancer.errors import CannotBeDoneError, one_line
from cancer.pipeline import run
from cancer.settings import Settings


def main(arguments: list[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code = _done(options, Settings.load(options.config, **dict(options.set)))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough: what is left goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if options.traceback:
            raise
        print(f"cancer: {one_line(error)}", file=sys.stderr)
        return 2
    return code


def _done(options: argparse.Namespace, settings: Settings) -> int:
    """Do what the options ask for; return the exit code."""
    if options.command == "train":
        trained = commands.train_models(settings)
        print(
            f"{commands.save(trained, options.output, settings)}: {', '.join(trained)}"
        )
        return 0
    if options.command == "evaluate":
        return report(
            commands.evaluate_models(
                settings,
                commands.load(
                    options.models, settings, accept_versions=options.accept_versions
                ),
            ),
            options.save,
        )
    if options.command == "infer":
        if options.input:
            trained = commands.load(
                options.models, settings, accept_versions=options.accept_versions
            )
            predicted = serving.predict(
                options.input,
                commands.PREDICTORS[options.model or "model"],
                trained,
                settings,
                outside=options.outside == "predict",
                keep=options.keep,
            )
            serving.write(predicted, options.output)
            return int(options.strict and serving.has_notes(predicted))
        made = commands.infer_rows(
            settings,
            commands.load(
                options.models, settings, accept_versions=options.accept_versions
            ),
        )
        if options.save:
            save(made, options.save)
        serving.write(made["prediction"], options.output)
        return 0
    return report(vars(run(settings)), options.save)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="a TOML file with settings"
    )
    text = "one setting; may be given several times"
    common.add_argument(
        "--set",
        action="append",
        default=[],
        type=_pair,
        metavar="NAME=VALUE",
        help=text,
    )
    common.add_argument(
        "--traceback", action="store_true", help="show where in the code an error was"
    )
    parser = argparse.ArgumentParser(
        prog="cancer", description="The pipeline of cancer.ipynb."
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
    command.add_argument(
        "--accept-versions",
        action="store_true",
        help="go on with other versions than those of training",
    )
    _path(command, "--save", "pickle what was made into this folder")
    command = add("infer", "predict for new rows")
    _path(
        command, "--models", "where `train` has saved (models)", default=Path("models")
    )
    command.add_argument(
        "--accept-versions",
        action="store_true",
        help="go on with other versions than those of training",
    )
    _path(
        command,
        "--input",
        "a file with rows to predict for: CSV (- is stdin), .parquet, .json or .jsonl",
    )
    _path(command, "--output", "the file to write: CSV, or .parquet, .json, .jsonl")
    command.add_argument(
        "--outside",
        choices=["note", "predict"],
        default="note",
        help="predict as well for rows that the notebook filters out, or that are far from those of training",
    )
    command.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="COLUMN,...",
        help="columns of the input to write as well",
    )
    command.add_argument(
        "--strict", action="store_true", help="exit with 1 where a row has a note"
    )
    command.add_argument(
        "--model", choices=["model"], help="which of the models is to predict"
    )
    _path(command, "--save", "pickle what was made into this folder")
    return parser


def _path(command: argparse.ArgumentParser, name: str, text: str, **more: Any) -> None:
    command.add_argument(name, type=Path, metavar="PATH", help=text, **more)


def _pair(text: str) -> list[str]:
    if "=" not in text:
        raise argparse.ArgumentTypeError(f"not NAME=VALUE: {text}")
    return text.split("=", 1)


def report(made: dict[str, Any], folder: Path | None) -> int:
    """Print what was made: short values as a table, longer ones below it; save it all if a folder is given."""
    texts = {name: summary(value) for name, value in made.items()}
    width = max(map(len, texts), default=0)
    for name, text in texts.items():
        if "\n" not in text:
            print(f"{name:<{width}}  {text}")
    for name, text in texts.items():
        if "\n" in text:
            print(f"\n{name}\n{text}")
    if folder is not None:
        save(made, folder)
    return 0


def save(made: dict[str, Any], folder: Path) -> None:
    """Pickle each value into a file of its own; where one cannot be, end the program and write none."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as staging:
        for name, value in made.items():
            (Path(staging) / f"{name}.pkl").write_bytes(pickled(name, value))
        for file in Path(staging).iterdir():
            file.replace(folder / file.name)


def pickled(name: str, value: object) -> bytes:
    """Return a value as bytes; end the program where it cannot be pickled."""
    try:
        return pickle.dumps(value)
    except Exception as error:
        advice = "nothing was written; without --save the same is computed, and nothing has to be saved"
        raise CannotBeDoneError(
            f"{name} ({type(value).__name__}) cannot be saved: {error}; {advice}"
        ) from error


def summary(value: object) -> str:
    """Describe a value: numbers and texts as they are, small tables whole, of others what they are."""
    shape = getattr(value, "shape", None)
    if shape and max(shape) > 10:
        return f"{type(value).__name__} {shape}"
    if shape or isinstance(value, str):
        text = (value.to_string() if hasattr(value, "to_string") else str(value)).strip(
            "\n"
        )
        return text if "\n" in text else text.strip()
    plain = value.item() if hasattr(value, "item") and shape == () else value
    text = " ".join(repr(plain).split())
    return text if len(text) <= 100 else f"{text[:97]}..."


if __name__ == "__main__":
    raise SystemExit(main())
