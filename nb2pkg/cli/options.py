"""Options that several commands share, by click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from nb2pkg.report.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable

    Command = Callable[..., Any]

_SELECTION: Final = (
    click.argument("paths", nargs=-1, metavar="[PATH...]"),
    click.option(
        "--select",
        metavar="CODES",
        help="Rules to run: codes or prefixes, such as NB1,NB303, or ALL.",
    ),
    click.option("--extend-select", metavar="CODES", help="Rules to run besides those selected."),
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

_CACHE: Final = click.option(
    "--cache/--no-cache",
    "cached",
    default=True,
    show_default=True,
    help="Use earlier runs of the unchanged notebook.",
)

_RUNNING: Final = (
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
        help="Another value in all runs, for a setting of the package or the literal that a cell sets NAME to.",
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
    _CACHE,
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


def selection(command: Command) -> Command:
    """Add the options that `check` and `analyze` share."""
    return _with(command, _SELECTION)


def running(command: Command) -> Command:
    """Add the options that `extract` and `verify` share."""
    return _with(command, _RUNNING)


def replaying(command: Command) -> Command:
    """Add the options that `fix` and `prove` share: none of their runs is kept."""
    return _with(command, tuple(option for option in _RUNNING if option is not _CACHE))


def _with(command: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    """Add options in the order in which the help shows them."""
    for option in reversed(options):
        command = option(command)
    return command
