"""__main__.py of a generated package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.extraction.generate.commands import FUNCTIONS, Offer
from nb2pkg.extraction.generate.drawing import MODULE
from nb2pkg.extraction.generate.imports import import_lines
from nb2pkg.extraction.generate.layout import formatted

if TYPE_CHECKING:
    from nb2pkg.extraction.blueprint import Part, Plan


_ABSOLUTE = """
    for name, given in vars(options).items():
        if isinstance(given, Path):  # a step changes the working directory
            setattr(options, name, given.absolute())"""


def main_module(plan: Plan) -> str:
    """Return the source of __main__.py."""
    offer = Offer(plan)
    package = plan.package
    lines = [*_IMPORTS, f"from {package}.pipeline import run"]
    lines.append(f"from {package}.errors import CannotBeDoneError, one_line")
    lines.append(f"from {package}.settings import Settings")
    if offer.commands.figures:
        lines.append(f"from {package}.{MODULE} import Figures")
    if len(offer.names) > 1:
        lines.append(f"from {package} import commands")
    if offer.predictors or offer.written:
        lines.append(f"from {package} import serving")
    if _replaces(offer):
        lines.append("from dataclasses import replace")
    text = (
        _MAIN.replace("{IMPORTS}", import_lines(plan, (), lines))
        .replace("{BRANCHES}", "".join(_branch(offer, name) for name in offer.names[1:]))
        .replace("{COMMANDS}", "\n".join(_command(offer, name) for name in offer.names))
        .replace("{ABSOLUTE}", _ABSOLUTE if plan.has_folder_change else "")
        .replace("{package}", package)
        .replace("{notebook}", plan.notebook)
    )
    return formatted(text)


def _replaces(offer: Offer) -> bool:
    return offer.commands.infer is not None and offer.commands.rows_setting is not None


def _branch(offer: Offer, name: str) -> str:
    """Return the lines of `_done` that do a command."""
    if name == "train":
        return _TRAIN
    part = offer.commands.evaluate if name == "evaluate" else offer.commands.infer
    if name == "evaluate":
        if offer.commands.figures:
            return _DRAWING.replace("{LOADED}", _loaded(part))
        return _EVALUATE.replace("{CALL}", _call(name, part))
    lines = ['    if options.command == "infer":']
    if offer.predictors:
        lines += _predicting(offer, indent="        " if part is None else "            ")
        if part is not None:
            lines.insert(1, "        if options.input:")
    if part is not None:
        if _replaces(offer) and not offer.predictors:
            setting = offer.commands.rows_setting
            lines.append("        if options.input:")
            lines.append(f"            settings = replace(settings, {setting}=str(options.input))")
        lines.append(f"        made = {_call(name, part)}")
        lines += _told(offer)
    return "\n".join(lines) + "\n"


def _told(offer: Offer) -> list[str]:
    """Return the lines that tell what the notebook's own prediction gave."""
    if not offer.written:
        return ["        return report(made, options.save)"]
    return [
        "        if options.save:",
        "            save(made, options.save)",
        f'        serving.write(made["{offer.written}"], options.output)',
        "        return 0",
    ]


def _predicting(offer: Offer, indent: str) -> list[str]:
    names = [p.model.name for p in offer.predictors]
    only = "options.model" if len(names) > 1 else f"options.model or {names[0]!r}"
    others = _other_names(offer)
    model = f"{others!r}.get(options.model, {only})" if others else only
    which = f"--model must be one of {', '.join(names)}"
    asked = (
        f"{indent}if options.model is None:",
        f"{indent}    raise CannotBeDoneError({which!r})",
    )
    return [
        *(asked if len(names) > 1 else ()),
        f"{indent}trained = {_LOAD}",
        f"{indent}predicted = serving.predict(",
        f"{indent}    options.input, commands.PREDICTORS[{model}], trained, settings,",
        f"{indent}    outside=options.outside == 'predict', keep=options.keep",
        f"{indent})",
        f"{indent}serving.write(predicted, options.output)",
        f"{indent}return int(options.strict and serving.has_notes(predicted))",
    ]


def _other_names(offer: Offer) -> dict[str, str]:
    """Return for variables of the notebook that hold several models in turn the last one, as the package calls it."""
    names = {p.model.name for p in offer.predictors}
    return {p.owner: p.model.name for p in offer.predictors if p.owner and p.owner not in names}


def _call(name: str, part: Part | None) -> str:
    return f"commands.{FUNCTIONS[name]}(settings{_loaded(part)})"


def _loaded(part: Part | None) -> str:
    return f", {_LOAD}" if part is not None and part.loads else ""


def _command(offer: Offer, name: str) -> str:
    """Return the lines that tell the parser about a command."""
    part = {"evaluate": offer.commands.evaluate, "infer": offer.commands.infer}.get(name)
    options = []
    if name == "train":
        options.append(
            '_path(command, "--output", "where to save (models)", default=Path("models"))'
        )
    if (part is not None and part.loads) or (name == "infer" and offer.predictors):
        options.append(
            '_path(command, "--models", "where `train` has saved (models)", default=Path("models"))'
        )
        options.append(f'command.add_argument("--accept-versions", {_ACCEPT})')
    if name == "evaluate" and offer.commands.figures:
        told = "draw the figures about the models into this folder"
        options.append(f'_path(command, "--figures", {told!r})')
    if name == "infer" and offer.is_reading_rows:
        needed = ", required=True" if part is None else ""
        text = _INPUT if offer.predictors else '"a file with rows to predict for"'
        options.append(f'_path(command, "--input", {text}{needed})')
    if name == "infer" and (offer.predictors or offer.written):
        options.append(f'_path(command, "--output", {_OUTPUT})')
    if name == "infer" and offer.predictors:
        options.append(f'command.add_argument("--outside", {_OUTSIDE})')
        options.append(f'command.add_argument("--keep", {_KEEP})')
        options.append(f'command.add_argument("--strict", {_STRICT})')
        names = [p.model.name for p in offer.predictors]
        names += _other_names(offer)
        told = 'help="which of the models is to predict"'
        options.append(f'command.add_argument("--model", choices={names!r}, {told})')
    if name == "run" or part is not None:
        options.append('_path(command, "--save", "pickle what was made into this folder")')
    return "\n".join(
        [f'    command = add("{name}", {_help(name, part)!r})', *(f"    {o}" for o in options)]
    )


_LOAD = "commands.load(options.models, settings, accept_versions=options.accept_versions)"
_ACCEPT = 'action="store_true", help="go on with other versions than those of training"'
_OUTSIDE = (
    'choices=["note", "predict"], default="note", '
    'help="predict as well for rows that the notebook filters out, or that are far from those of training"'
)
_INPUT = '"a file with rows to predict for: CSV (- is stdin), .parquet, .json or .jsonl"'
_OUTPUT = '"the file to write: CSV, or .parquet, .json, .jsonl"'
_KEEP = (
    'action="append", default=[], metavar="COLUMN,...", '
    'help="columns of the input to write as well"'
)
_STRICT = 'action="store_true", help="exit with 1 where a row has a note"'
_IMPORTS = (
    "from __future__ import annotations",
    "import argparse",
    "import os",
    "import pickle",
    "import sys",
    "from pathlib import Path",
    "from tempfile import TemporaryDirectory",
    "from typing import Any",
)
_HELP = {
    "run": "run everything",
    "train": "train, and save what was trained",
    "evaluate": "evaluate what was trained",
    "infer": "predict for new rows",
}


def _help(name: str, part: Part | None) -> str:
    """Return what a command does; `evaluate` may have nothing to go on from."""
    if name == "evaluate" and part is not None and not part.loads:
        return "run all that the evaluation needs, and evaluate"
    return _HELP[name]


_TRAIN = """    if options.command == "train":
        trained = commands.train_models(settings)
        print(f"{commands.save(trained, options.output, settings)}: {', '.join(trained)}")
        return 0
"""
_EVALUATE = """    if options.command == "evaluate":
        return report({CALL}, options.save)
"""
_DRAWING = """    if options.command == "evaluate":
        figures = Figures(options.figures) if options.figures else None
        code = report(commands.evaluate_models(settings{LOADED}, figures=figures), options.save)
        for path in figures.written if figures else ():
            print(f"wrote {path}")
        return code
"""
_MAIN = '''"""{notebook} on the command line: `python -m {package} run`."""

{IMPORTS}


def main(arguments: list[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit code."""
    options = _parser().parse_args(arguments){ABSOLUTE}
    try:
        code = _done(options, Settings.load(options.config, **dict(options.set)))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough: what is left goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if options.traceback:
            raise
        print(f"{package}: {one_line(error)}", file=sys.stderr)
        return 2
    return code


def _done(options: argparse.Namespace, settings: Settings) -> int:
    """Do what the options ask for; return the exit code."""
{BRANCHES}    return report(vars(run(settings)), options.save)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, metavar="FILE", help="a TOML file with settings")
    text = "one setting; may be given several times"
    common.add_argument("--set", action="append", default=[], type=_pair, metavar="NAME=VALUE", help=text)
    common.add_argument("--traceback", action="store_true", help="show where in the code an error was")
    parser = argparse.ArgumentParser(prog="{package}", description="The pipeline of {notebook}.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, does: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=does, description=does)

{COMMANDS}
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
        if "\\n" not in text:
            print(f"{name:<{width}}  {text}")
    for name, text in texts.items():
        if "\\n" in text:
            print(f"\\n{name}\\n{text}")
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
        text = (value.to_string() if hasattr(value, "to_string") else str(value)).strip("\\n")
        return text if "\\n" in text else text.strip()
    plain = value.item() if hasattr(value, "item") and shape == () else value
    text = " ".join(repr(plain).split())
    return text if len(text) <= 100 else f"{text[:97]}..."


if __name__ == "__main__":
    raise SystemExit(main())
'''
