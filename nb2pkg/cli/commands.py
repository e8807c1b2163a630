"""The commands and their options, by click."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nb2pkg import __version__
from nb2pkg.cli.messages import tell_empty
from nb2pkg.errors import CannotExtractError
from nb2pkg.report.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nb2pkg.config import Config
    from nb2pkg.verify import Options

OK, IMPOSSIBLE, INTERRUPTED = 0, 2, 130


def run_command(arguments: list[str]) -> int:
    """Run the command that the arguments name; return the exit code."""
    try:
        code = main.main(args=arguments, prog_name="nb2pkg", standalone_mode=False)
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return IMPOSSIBLE
    return code if isinstance(code, int) else OK


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nb2pkg")
def main() -> None:
    """Turn Jupyter notebooks into Python packages people can trust.

    Exit codes: 0 nothing to report; 1 findings, or a difference; 2 it could not be done; 3 a defect in nb2pkg;
    130 interrupted.
    """


def _selection(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that `check` and `analyze` share."""
    for option in reversed(
        (
            click.argument("paths", nargs=-1, metavar="[PATH...]"),
            click.option(
                "--select",
                metavar="CODES",
                help="Rules to run: codes or prefixes, such as NB1,NB303, or ALL.",
            ),
            click.option(
                "--extend-select", metavar="CODES", help="Rules to run besides those selected."
            ),
            click.option("--ignore", metavar="CODES", help="Rules not to run."),
            click.option(
                "--exclude", metavar="PATTERNS", help="Paths to leave out of folders, by pattern."
            ),
            click.option(
                "--force-exclude",
                is_flag=True,
                default=None,
                help="Leave out excluded files named here as well.",
            ),
            click.option("--strict", is_flag=True, default=None, help="Fail on warnings as well."),
            click.option(
                "--format",
                "form",
                type=click.Choice(list(FORMS)),
                default="text",
                show_default=True,
            ),
        )
    ):
        command = option(command)
    return command


@main.command()
@_selection
def check(paths: tuple[str, ...], form: str, **overrides: Any) -> int:
    """Report hidden state and out-of-order execution; nothing is run.

    PATH is a notebook, a folder, or - for standard input; without one it is the folder you stand in.
    """
    from nb2pkg import api
    from nb2pkg.spread import processors

    config = _config(overrides)
    found, empty = api.find(paths, config)
    reports = api.check(found, config, processors())
    if found or not empty or form != "text":
        click.echo(api.render(reports, form), nl=False)
    return max(tell_empty(empty), api.exit_code(reports, config))


@main.command()
@_selection
@click.option(
    "--graph",
    "drawing",
    type=click.Path(dir_okay=False),
    help="Draw the graph: FILE.svg, .html, .dot or .mmd.",
)
@click.option("--why", is_flag=True, help="Say for each statement why it got its stage.")
def analyze(
    paths: tuple[str, ...], form: str, drawing: str | None, *, why: bool, **overrides: Any
) -> int:
    """Report findings, the dependency graph and the stage of every statement; nothing is run.

    PATH is a notebook, a folder, or - for standard input; without one it is the folder you stand in.
    """
    from nb2pkg import api

    config = _config(overrides)
    found, empty = api.find(paths, config)
    reports = api.analyze(found, config)
    if found or not empty or form != "text":
        click.echo(api.render(reports, form, why=why), nl=False)
    code = max(tell_empty(empty), api.exit_code(reports, config))
    if drawing:
        api.draw(reports, Path(drawing))
    return code


def _running(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that `extract` and `verify` share."""
    for option in reversed(
        (
            click.option(
                "--python",
                metavar="PATH",
                help="What the notebook needs: an interpreter, the folder of a virtual or conda environment, "
                "or a conda environment's name; ipykernel must be there.",
            ),
            click.option(
                "--kernel",
                metavar="NAME",
                help="An installed Jupyter kernel to run the notebook in.",
            ),
            click.option(
                "--root",
                metavar="DIR",
                type=click.Path(exists=True, file_okay=False),
                help="The tree to copy and run in.",
            ),
            click.option(
                "--set",
                "settings",
                metavar="NAME=VALUE",
                multiple=True,
                help="Another value for a setting of the package in all runs, the notebook's own ones included.",
            ),
            click.option(
                "--map",
                "maps",
                metavar="PATH=DIR",
                multiple=True,
                help="What the runs find at an absolute path, such as /kaggle/input; nothing real is changed.",
            ),
            click.option(
                "--timeout",
                type=click.FloatRange(min=0, min_open=True),
                default=600,
                show_default=True,
                help="Seconds for each run.",
            ),
            click.option(
                "--seed",
                type=int,
                default=0,
                show_default=True,
                help="Seed of the global random generators.",
            ),
            click.option(
                "--network/--no-network",
                default=False,
                show_default=True,
                help="Let runs use the network.",
            ),
            click.option(
                "--write-outside/--no-write-outside",
                default=False,
                show_default=True,
                help="Let runs write to files outside of their copies.",
            ),
            click.option(
                "--cache/--no-cache",
                "cached",
                default=True,
                show_default=True,
                help="Use earlier runs of the unchanged notebook.",
            ),
            click.option(
                "--rtol",
                type=click.FloatRange(min=0),
                default=1e-9,
                show_default=True,
                help="Relative tolerance.",
            ),
            click.option(
                "--atol",
                type=click.FloatRange(min=0),
                default=0.0,
                show_default=True,
                help="Absolute tolerance.",
            ),
            click.option(
                "--format",
                "form",
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
            ),
        )
    ):
        command = option(command)
    return command


@main.command()
@click.argument("notebook", type=click.Path())
@click.option(
    "-o",
    "--output",
    "directory",
    type=click.Path(file_okay=False),
    help="Where to write the project.",
)
@click.option("--name", help="The package's name; default: after the notebook.")
@click.option(
    "--verify/--no-verify",
    "verified",
    default=True,
    show_default=True,
    help="Run notebook and package and compare.",
)
@click.option("--force", is_flag=True, help="Write over edits that cannot be merged; names them.")
@_running
def extract(
    notebook: str,
    directory: str | None,
    name: str | None,
    form: str,
    *,
    verified: bool,
    force: bool,
    **running: Any,
) -> int:
    """Write a NOTEBOOK's stages as an installable package with tests and settings, and verify it."""
    from nb2pkg import api
    from nb2pkg.extraction.extract import Request
    from nb2pkg.report.verification import EXIT_CODES

    _end_in_order()

    config = _config({})
    target = Path(directory) if directory else None
    data = api.notebook_bytes(notebook, config)
    options = _options(running)
    request = Request(notebook, target, name, verified, force, config.stages, data)
    try:
        done = api.extract(request, options, _progress)
    except CannotExtractError as error:
        _progress("")
        found = api.hidden_state(notebook, data, config)
        click.echo(api.render_refusal(error, form, found), nl=False, err=form == "text")
        return IMPOSSIBLE
    finally:
        _progress("")
    warned = api.hidden_state(notebook, data, config)
    click.echo(api.render_extraction(done, form, warned), nl=False)
    click.echo(api.render_failure(done, options, warned), nl=False, err=True)
    return OK if done.verification is None else EXIT_CODES[done.verification.status]


@main.command()
@click.argument("notebook", type=click.Path())
@click.argument("project", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--html", type=click.Path(dir_okay=False), help="Write a page with both outputs side by side."
)
@_running
def verify(notebook: str, project: str, form: str, html: str | None, **running: Any) -> int:
    """Run NOTEBOOK and the package in PROJECT in throw-away copies and compare what they give."""
    from nb2pkg import api
    from nb2pkg.report.verification import EXIT_CODES

    _end_in_order()
    try:
        verification = api.verify(Path(notebook), Path(project), _options(running), _progress)
    finally:
        _progress("")
    click.echo(api.render_verification(verification, form), nl=False)
    if html:
        api.write_html(verification, Path(html))
    return EXIT_CODES[verification.status]


_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@main.command()
@click.argument("rule")
@_FORMAT
def explain(rule: str, form: str) -> int:
    """Explain a rule, by code (NB103) or name (different-history), or a family of rules (NB1)."""
    from nb2pkg import api

    click.echo(api.explain(rule, form), nl=False)
    return OK


@main.command()
@_FORMAT
def rules(form: str) -> int:
    """List the rules."""
    from nb2pkg import api

    click.echo(api.rules(form), nl=False)
    return OK


def _config(overrides: dict[str, Any]) -> Config:
    from nb2pkg.api import load_config

    return load_config(overrides)


def _options(running: dict[str, Any]) -> Options:
    from nb2pkg.verify import Options

    root, settings = running.pop("root"), running.pop("settings")
    for text in settings:
        if "=" not in text:
            raise click.BadParameter(f"{text}: it has to be NAME=VALUE", param_hint="--set")
    pairs = tuple((name, value) for name, _, value in (text.partition("=") for text in settings))
    return Options(root=Path(root) if root else None, settings=pairs, **running)


def _end_in_order() -> None:
    """Take a request to end as Ctrl-C: what was started is ended, what was laid out is removed."""
    import signal

    signal.signal(signal.SIGTERM, signal.default_int_handler)


def _progress(text: str) -> None:
    """Show on the terminal's last line what is going on; an empty text clears it."""
    if sys.stderr.isatty():
        import shutil

        width = max(20, shutil.get_terminal_size().columns - 3)
        click.echo(f"\r\x1b[2K  {text[:width]}" if text else "\r\x1b[2K", nl=False, err=True)
