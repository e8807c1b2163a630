"""Calls that set something for all that comes after: of libraries, and of modules that lie beside the notebook."""

from __future__ import annotations

import ast
from functools import cache

from nb2pkg.analysis import knowledge
from nb2pkg.analysis.knowledge import libraries, settings
from nb2pkg.analysis.resources import file, state_of
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Function
    from nb2pkg.analysis.scan.arguments import Argument
    from nb2pkg.analysis.scan.recorder import Recorder
    from nb2pkg.analysis.scan.walker import Walker

# what functions are called that show, write or check something
SHOWING = pattern(
    r"plot|show|draw|print|display|scatter|hist|visual|heatmap|chart|save|dump|write|export|log(?!in)|check|test|assert|"
    r"describe|summar|report|info|help|view|figure|image|picture"
)
_WRITING = pattern(r"save|dump|write|export|download|extract|unzip|unpack|convert")
_FILE = pattern(r"[^\s:]*(?:/[^\s:]+|\.[A-Za-z]\w{0,6})")
_SEPARATORS = pattern(r"\|\|?|&&|;|\n")
_REDIRECTION = pattern(r"(?<![0-9&])>|\btee\b")
_ASSIGNMENT = pattern(r"\w+=\S*\s+")


@cache
def is_configuring(name: str) -> bool:
    """Tell whether a function is one of those that set how all of its library works from then on."""
    library, _, rest = name.partition(".")
    module, _, last = name.rpartition(".")
    if not rest or library in libraries.LOOKS or "matplotlib" in last:
        return False
    if library in knowledge.KNOWN_LIBRARIES:
        known = module in knowledge.MODULES and last.startswith(settings.SETTING)
    else:
        known = last.startswith(settings.SETTING_ELSEWHERE)
    return known or not settings.OPTIONS.isdisjoint(module.lower().split(".")[1:])


def is_only_showing(arguments: list[Argument]) -> bool:
    """Tell whether a command that is handed to the shell, as a text or a list of words, only shows something."""
    node = arguments[0].node if arguments else None
    if isinstance(node, (ast.List, ast.Tuple)):
        words = [word.value if isinstance(word, ast.Constant) else "?" for word in node.elts]
        return bool(words) and words[0] in settings.LOOKING
    literal = arguments[0].value.literal if arguments else None
    return literal is not None and is_showing(literal)


def is_showing(command: str) -> bool:
    """Tell whether a line for the shell only shows something."""
    return not _REDIRECTION.search(command) and set(commands_of(command)) <= settings.LOOKING


def commands_of(command: str) -> list[str]:
    """Return the names of the programs that a line for the shell runs."""
    parts = (_ASSIGNMENT.sub("", part.strip()) for part in _SEPARATORS.split(command))
    return [part.split()[0].rpartition("/")[2] for part in parts if part.strip()]


def keep_state(
    recorder: Recorder, name: str, arguments: list[Argument], *, discarded: bool
) -> None:
    """Note that a function of a library nothing is known of, called for what it does, may keep something, or write."""
    library, _, _ = name.partition(".")
    last = name.rpartition(".")[2].lower()
    if not discarded or library in libraries.LOOKS or library in knowledge.KNOWN_LIBRARIES:
        return
    if _WRITING.search(last):
        for argument in arguments:
            literal = argument.value.literal
            if literal is not None and _FILE.fullmatch(literal):
                recorder.use(file(literal), writes=True)
    if not SHOWING.search(last):
        recorder.use(state_of(library), reads=True, writes=True)


def do_as_written(walker: Walker, name: str) -> Function | None:
    """Note what a function, class or method of a module beside the notebook touches; None if it is none of those.

    Return the function, or for a method the class.
    """
    others = walker.world.others
    if not others:
        return None
    found = others.get(name) or others.get(name.rpartition(".")[0])
    if found is not None:
        for use in found.uses:
            walker.recorder.use(
                use.resource, reads=use.is_read, writes=use.is_write, resets=use.is_reset
            )
        walker.recorder.has_output |= found.has_output
    return found
