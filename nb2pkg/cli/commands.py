"""The commands and their options, by click."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nb2pkg import __version__
from nb2pkg.cli.messages import tell_empty
from nb2pkg.cli.options import replaying, running, selection
from nb2pkg.errors import CannotExtractError

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


@main.command()
@selection
def check(paths: tuple[str, ...], form: str, **overrides: Any) -> int:
    """Report hidden state and out-of-order execution; nothing is run.

    PATH is a notebook, a folder, or - for standard input; without one it is the folder you stand in.
    """
    from nb2pkg import api
    from nb2pkg.parallel import processors

    config = _config(overrides)
    found, empty = api.find(paths, config)
    reports = api.check(found, config, processors())
    if found or not empty or form != "text":
        click.echo(api.render(reports, form), nl=False)
    return max(tell_empty(empty), api.exit_code(reports, config))


@main.command()
@selection
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


_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


def _about_findings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options about findings that `fix` and `prove` share."""
    ignore = click.option("--ignore", metavar="CODES", help="Rules not to look at.")
    strict = click.option("--strict", is_flag=True, default=None, help="Fail on warnings as well.")
    return ignore(strict(command))


@main.command()
@click.argument("notebooks", nargs=-1, required=True, metavar="NOTEBOOK...")
@click.option("--diff", is_flag=True, help="Write nothing, show what would move.")
@click.option(
    "--unsafe-fixes", "unsafe", is_flag=True, help="Restore what can only be guessed as well."
)
@click.option("--prove", is_flag=True, help="Run what is mended, and write only what is proven.")
@_about_findings
@replaying
def fix(
    notebooks: tuple[str, ...],
    form: str,
    *,
    diff: bool,
    unsafe: bool,
    prove: bool,
    ignore: str | None,
    strict: bool | None,
    **given: Any,
) -> int:
    """Move cells so that a fresh run of NOTEBOOK gives what its record shows, with the fewest moves.

    No other byte of the file changes. Nothing is run without --prove, which the options about runs are for.
    """
    from nb2pkg import api

    config = _hidden_state(ignore, strict)
    found, empty = api.find(notebooks, config)
    proving = None
    if prove:
        _end_in_order()
        proving = api.by_running(_options(given), _progress)
    try:
        done = api.fix(found, config, unsafe=unsafe, writes=not diff, prove=proving)
    finally:
        _progress("")
    if found or form != "text":
        click.echo(api.render_fixes(done, form), nl=False)
    return max(tell_empty(empty), api.worst_of(done, config))


@main.command()
@click.argument("notebooks", nargs=-1, required=True, metavar="NOTEBOOK...")
@_about_findings
@replaying
def prove(
    notebooks: tuple[str, ...], form: str, ignore: str | None, strict: bool | None, **given: Any
) -> int:
    """Run NOTEBOOK in the order of its record and from top to bottom, and mark each finding.

    Confirmed: the runs differ there. Harmless: they give the same. Not replayable: they cannot tell.
    """
    from nb2pkg import api

    _end_in_order()
    config = _hidden_state(ignore, strict)
    found, empty = api.find(notebooks, config)
    try:
        done = api.prove(found, config, _options(given), _progress)
    finally:
        _progress("")
    if found or form != "text":
        click.echo(api.render_proofs(done, form), nl=False)
    return max(tell_empty(empty), api.worst_of(done, config))


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
@click.option(
    "--fix", "fixed", is_flag=True, help="Make the package of a mended copy; see `nb2pkg fix`."
)
@click.option("--force", is_flag=True, help="Write over edits that cannot be merged; names them.")
@running
def extract(
    notebook: str,
    directory: str | None,
    name: str | None,
    form: str,
    *,
    verified: bool,
    force: bool,
    fixed: bool,
    **given: Any,
) -> int:
    """Write a NOTEBOOK's stages as an installable package with tests and settings, and verify it."""
    from nb2pkg import api
    from nb2pkg.extraction.extract import Request
    from nb2pkg.report.verification import EXIT_CODES

    _end_in_order()

    config = _config({})
    target = Path(directory) if directory else None
    data = api.notebook_bytes(notebook, config)
    mending = api.mending_of(notebook, data, config) if fixed else None
    if mending is not None:
        data = api.mended_bytes(data, mending)
    options = _options(given)
    request = Request(notebook, target, name, verified, force, config.stages, data)
    try:
        done = api.extract(request, options, _progress)
    except CannotExtractError as error:
        _progress("")
        found = api.hidden_state(notebook, data, config)
        click.echo(api.render_refusal(error, form, found, mending), nl=False, err=form == "text")
        return IMPOSSIBLE
    finally:
        _progress("")
    warned = api.hidden_state(notebook, data, config)
    click.echo(api.render_extraction(done, form, warned, mending), nl=False)
    click.echo(api.render_failure(done, options, warned), nl=False, err=True)
    return OK if done.verification is None else EXIT_CODES[done.verification.status]


@main.command()
@click.argument("notebook", type=click.Path())
@click.argument("project", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--html", type=click.Path(dir_okay=False), help="Write a page with both outputs side by side."
)
@running
def verify(notebook: str, project: str, form: str, html: str | None, **given: Any) -> int:
    """Run NOTEBOOK and the package in PROJECT in throw-away copies and compare what they give."""
    from nb2pkg import api
    from nb2pkg.report.verification import exit_code

    _end_in_order()
    try:
        verification = api.verify(Path(notebook), Path(project), _options(given), _progress)
    finally:
        _progress("")
    click.echo(api.render_verification(verification, form), nl=False)
    if html:
        api.write_html(verification, Path(html))
    return exit_code(verification)


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


def _hidden_state(ignore: str | None, strict: bool | None) -> Config:
    return _config({"select": "NB1,NB9", "ignore": ignore, "strict": strict})


def _options(given: dict[str, Any]) -> Options:
    from nb2pkg.verify import Options

    root, settings = given.pop("root"), given.pop("settings")
    for text in settings:
        if "=" not in text:
            raise click.BadParameter(f"{text}: it has to be NAME=VALUE", param_hint="--set")
    pairs = tuple((name, value) for name, _, value in (text.partition("=") for text in settings))
    return Options(root=Path(root) if root else None, settings=pairs, **given)


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
