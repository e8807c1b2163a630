"""The command line: options in, exit code out; the only package that prints or exits.

The pre-commit hook runs on every commit, and its call, `check --force-exclude FILE...`, needs nothing of click, whose
import takes longer than checking a notebook. So that call is understood here; every other one is for `commands`.
"""

from __future__ import annotations

import gc
import os
import sys

from nb2pkg import __version__
from nb2pkg.cli.messages import DEFECT, IMPOSSIBLE, INTERRUPTED, OK, tell, tell_empty
from nb2pkg.errors import Nb2pkgError
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FLAGS = ("--force-exclude", "--strict")


def run(arguments: Sequence[str]) -> int:
    """Run one command; turn what happened into an exit code, and every failure into a message."""
    _tolerate_odd_terminals()
    try:
        code = _run(_files_last(arguments))
        sys.stdout.flush()
    except KeyboardInterrupt:
        tell("interrupted")
        return INTERRUPTED
    except Nb2pkgError as error:
        from nb2pkg.secrets import without_secrets

        tell(f"nb2pkg: {without_secrets(str(error))}")
        return IMPOSSIBLE
    except BrokenPipeError:
        # nobody reads on: nothing may be written any more, at exit neither
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except Exception:  # noqa: BLE001  (the last line of defence: a defect of ours, told as such)
        _report_defect()
        return DEFECT
    return code


def _run(arguments: list[str]) -> int:
    simple = _simple_check(arguments)
    if simple is None:
        gc.enable()
        from nb2pkg.cli.commands import run_command

        return run_command(arguments)
    from nb2pkg import api
    from nb2pkg.parallel import processors

    flags, paths = simple
    config = api.load_config({flag[2:].replace("-", "_"): True for flag in flags})
    found, empty = api.find(paths, config)
    reports = api.check(found, config, processors())
    if found or not empty:
        sys.stdout.write(api.render(reports, "text"))
    return max(tell_empty(empty), api.exit_code(reports, config))


def _simple_check(arguments: list[str]) -> tuple[list[str], list[str]] | None:
    """Return flags and paths of a `check` that says no more than these, else None."""
    if arguments[:1] != ["check"]:
        return None
    before, _, after = _parted(arguments[1:])
    flags = [each for each in before if each.startswith("-") and each != "-"]
    paths = [each for each in before if each not in flags] + after
    return (flags, paths) if paths and all(each in FLAGS for each in flags) else None


def _parted(arguments: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return what stands before `--`, that sign, and what stands after it."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], arguments[at : at + 1], arguments[at + 1 :]


def _files_last(arguments: Sequence[str]) -> list[str]:
    """Put notebooks that look like options behind `--`: pre-commit hands on any name as it is."""
    if "--" in arguments:
        return list(arguments)
    odd = [each for each in arguments if each.startswith("-") and _is_notebook(each)]
    return [*(each for each in arguments if each not in odd), *(["--", *odd] if odd else [])]


def _is_notebook(argument: str) -> bool:
    return argument.lower().endswith(".ipynb") and os.path.isfile(argument)


def _tolerate_odd_terminals() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _report_defect() -> None:
    import platform
    import traceback

    from nb2pkg.secrets import without_secrets

    tell("nb2pkg has a defect. Please open an issue with the following text:\n")
    tell(f"nb2pkg {__version__}, Python {platform.python_version()}, {platform.platform()}")
    tell(without_secrets(traceback.format_exc()))
