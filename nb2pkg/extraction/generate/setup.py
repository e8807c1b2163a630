"""What a notebook installs and runs in a shell before it can work."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from nb2pkg.secrets import without_secrets

if TYPE_CHECKING:
    from nb2pkg.extraction.blueprint import Plan

_SHELL = frozenset({"!", "!!", "pip", "conda", "mamba", "bash", "sh", "system", "sx"})
_INSTALL = re.compile(r"(?:sudo\s+|-?\S*python3?\S*\s+-m\s+)?(?:pip3?|uv\s+pip)\s+install\s+(.*)")
_REQUIREMENT = re.compile(
    r"([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:\[[\w,. -]+\])?\s*(?:(?:[=<>!~]=|[<>])[\w.*+!,<>=~ -]+)?"
)
_TAKES_VALUE = frozenset({"-r", "-c", "-i", "-e", "-f", "--index-url", "--extra-index-url", "-t"})
_TOOLS = frozenset({"pip", "setuptools", "wheel", "conda"})


def canonical(name: str) -> str:
    """Return the name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def shell_lines(plan: Plan) -> list[tuple[int, str]]:
    """Return the shell commands of the notebook with their cells, secrets masked."""
    found = []
    for statement in plan.program.statements:
        magic = statement.magic
        if magic is None or magic.name not in _SHELL:
            continue
        if magic.is_cell:
            body = plan.program.notebook.cell(statement.cell).source.split("\n")[1:]
            found += [(statement.cell, line) for line in map(str.strip, body) if line]
        else:
            before = "" if magic.name.startswith("!") else f"{magic.name} "
            found.append((statement.cell, f"{before}{magic.argument.strip()}"))
    return [(cell, without_secrets(line)) for cell, line in found]


def requirements(plan: Plan) -> dict[str, str]:
    """Return what the notebook installs with pip: names of distributions, and the requirement as it wrote it."""
    found = {}
    for _, line in shell_lines(plan):
        match = _INSTALL.match(line)
        for text in _arguments(match.group(1)) if match else ():
            fits = _REQUIREMENT.fullmatch(text)
            if fits and fits.group(1).lower() not in _TOOLS:
                found[fits.group(1)] = text
    return found


def _arguments(text: str) -> list[str]:
    """Return the arguments that are no options and no values of options; up to what ends the command."""
    try:
        words = shlex.split(re.split(r"[;&|]|\s>|\s#", text)[0])
    except ValueError:  # a quotation mark without its fellow
        return []
    pairs = zip(["", *words], words, strict=False)
    return [word for before, word in pairs if word[:1] != "-" and before not in _TAKES_VALUE]
