"""Commands of IPython and the shell whose effect a package may need, written out as Python before a cell is scanned.

`%cd data` becomes `import os; os.chdir('data'); print(os.getcwd())`. A line stays one line, so that places stay true.
Commands that only look, that install or download, or in which variables are filled in, are left as they are.
"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.settings import SETTING_UP
from nb2pkg.analysis.scan.settings import commands_of, is_showing
from nb2pkg.notebook.ipython import to_python

if TYPE_CHECKING:
    from nb2pkg.notebook.model import Cell, Magic, Notebook

_SHELL: Final = frozenset({"!", "system", "sx"})
_FILES: Final = frozenset("mkdir rmdir mv rm cp".split())
_ENVIRONMENT: Final = re.compile(r"([A-Za-z_]\w*)(?:=|\s+)(.*\S)\s*")
_SPECIAL: Final = re.compile(r"[$`{}*?~\[\]<>|&;]")
_LEFT: Final = re.compile(r"[${]|-m\s+(?:pip|venv|conda)\b")
_BACKGROUND: Final = re.compile(r"(?<![&>])&(?![&>])")
_RUN: Final = (
    "import subprocess; print(subprocess.run({command!r}, shell=True, text=True, "
    "stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout, end='')"
)
_SCRIPT: Final = (
    "import subprocess; print(subprocess.run([{shell!r}], input={text!r}, text=True, check=True, "
    "stdout=subprocess.PIPE).stdout, end='')"
)


def written_out(notebook: Notebook) -> Notebook:
    """Return the notebook with such commands as Python; each cell has as many lines as before."""
    return notebook._replace(cells=tuple(_written_cell(cell) for cell in notebook.cells))


def _written_cell(cell: Cell) -> Cell:
    if cell.kind != "code":
        return cell
    magics = to_python(cell.source).magics
    lines = cell.source.split("\n")
    for magic in magics:
        if magic.is_cell:
            script = _script(magic, lines)
            return cell if script is None else cell._replace(source=script)
        line = lines[magic.line - 1]
        if magic.line == magic.end_line and line.lstrip()[:1] in _first_letters(magic):
            python = _as_python(magic)
            if python is not None:
                lines[magic.line - 1] = line[: len(line) - len(line.lstrip())] + python
    return cell._replace(source="\n".join(lines))


def _first_letters(magic: Magic) -> str:
    return "!" if magic.name == "!" else f"%{magic.name[0]}"


def _as_python(magic: Magic) -> str | None:
    """Return a line magic as Python, or None where it is to stay."""
    argument = magic.argument.strip()
    if magic.binds or magic.reads or not argument:
        return None
    if magic.name in _SHELL:
        return _command(argument)
    if magic.name in _FILES:
        return _command(f"{magic.name} {argument}")
    if magic.name == "cd":
        return _change_folder(argument)
    if magic.name in {"env", "set_env"}:
        return _set_variable(argument)
    return None


def _command(command: str) -> str | None:
    if is_showing(command) or not SETTING_UP.isdisjoint(commands_of(command)):
        return None
    if _BACKGROUND.search(command) or _LEFT.search(command):
        return None
    folders = _folders(command)
    if folders:
        return "import os; " + "; ".join(
            f"os.makedirs({name!r}, exist_ok=True)" for name in folders
        )
    return _RUN.format(command=command)


def _folders(command: str) -> list[str]:
    """Return the folders that `mkdir -p` makes; none where the command is another one."""
    if _SPECIAL.search(command):
        return []
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return words[2:] if words[:2] == ["mkdir", "-p"] else []


def _change_folder(argument: str) -> str | None:
    quiet = argument.startswith("-q ")
    path = argument[3:].strip() if quiet else argument
    if path.startswith("-") or _SPECIAL.search(path.removeprefix("~")):
        return None
    path = path.strip("'\"")
    where = f"os.path.expanduser({path!r})" if path.startswith("~") else repr(path)
    said = "" if quiet else "; print(os.getcwd())"
    return f"import os; os.chdir({where}){said}"


def _set_variable(argument: str) -> str | None:
    match = _ENVIRONMENT.fullmatch(argument)
    if match is None or "$" in match[2] or "{" in match[2]:
        return None
    name, value = match.groups()
    return f"import os; os.environ[{name!r}] = {value!r}; print({f'env: {name}={value}'!r})"


def _script(magic: Magic, lines: list[str]) -> str | None:
    """Return a cell of shell commands as Python, or None where it is to stay."""
    if magic.name not in {"bash", "sh"} or magic.argument.strip():
        return None
    text = "\n".join(lines[magic.line :]) + "\n"
    commands = commands_of("\n".join(line for line in lines[magic.line :] if line[:1] != "#"))
    if (
        is_showing(text)
        or not commands
        or not SETTING_UP.isdisjoint(commands)
        or _BACKGROUND.search(text)
    ):
        return None
    above = "\n" * (magic.line - 1)
    return above + _SCRIPT.format(shell=magic.name, text=text) + "\n" * (len(lines) - magic.line)
