"""Cells as a whole: what governs them is a cell magic, an automagic, or nothing."""

from __future__ import annotations

import re
from collections.abc import Container

from nb2pkg.notebook.ipython import magics as known
from nb2pkg.notebook.ipython.margins import dedented, without_prompts
from nb2pkg.notebook.ipython.rewriter import Rewriter, make_magic, shell_call
from nb2pkg.notebook.ipython.statements import add_statements, has_statements
from nb2pkg.notebook.model import Code, Magic
from nb2pkg.patterns import pattern
from nb2pkg.trees import tree_or_none

_CELL_MAGIC = pattern(r"%%(?!\w+\?)([^ \n]*)(?:[ ]([^\n]*))?(?:\n|$)")
# cells of Databricks: their first line names the language of all that follows
_LANGUAGE = pattern(r"%(md-sandbox|md|scala|fs|sh|sql|r)(?:[ \t]+([^\n]*))?\n")
_WORD = pattern(r"([A-Za-z_]\w*)(?:[ \t]+(?!=)([^\n]*))?\n?\Z")


def convert(source: str, defined: Container[str] = frozenset()) -> Code:
    """Return a cell, or the body of one that is Python, as Python."""
    text, removed = dedented(*without_prompts(source))
    rewriter = Rewriter(removed=dict(enumerate(removed, 1)))
    begin = _first_line(text)
    rewriter.keep(text[:begin])
    line = text.count("\n", 0, begin) + 1
    cell_magic = _CELL_MAGIC.match(text, begin)
    language = None if cell_magic else _LANGUAGE.match(text, begin)
    if cell_magic:
        _add_cell_magic(rewriter, cell_magic, text[cell_magic.end() :], line)
    elif language and _is_foreign(language, text[language.end() :]):
        _add_cell_magic(rewriter, language, text[language.end() :], line)
    elif not _add_automagic(rewriter, text[begin:], line, defined):
        add_statements(rewriter, text, begin, line)
    return rewriter.code()


def _first_line(text: str) -> int:
    """Return where the first line begins that is not blank."""
    content = len(text) - len(text.lstrip())
    return text.rfind("\n", 0, content) + 1


def _is_foreign(language: re.Match[str], body: str) -> bool:
    """Tell whether the first line makes a whole cell another language's; `%sql` also stands above Python."""
    if not body.strip():
        return False
    return language[1] != "sql" or not (language[2] or "").strip() or tree_or_none(body) is None


def _add_cell_magic(rewriter: Rewriter, match: re.Match[str], body: str, line: int) -> None:
    name = match[1].rstrip()
    argument = (match[2] or "").rstrip()
    if name in known.PYTHON_BODIES:
        last = line + (match[0] + body.rstrip()).count("\n")
        magic = make_magic(name, argument, line, max(last, line), is_cell=True)
        _add_python_body(rewriter, match, magic, body)
        return
    lines = match[0].count("\n") + body.count("\n")
    magic = make_magic(name, argument, line, line + lines - body.endswith("\n"), is_cell=True)
    rewriter.magics.append(magic._replace(has_python_body=False))
    rewriter.keep(shell_call("run_cell_magic", name, argument, body) + "\n" * lines)


def _add_python_body(rewriter: Rewriter, match: re.Match[str], magic: Magic, body: str) -> None:
    name, argument = magic.name, magic.argument
    rewriter.magics.append(magic)
    first = shell_call("run_cell_magic", name, argument, "")
    code = argument[known.code_offset(name, argument) :]
    if code and name == "timeit" and body.strip():
        rewriter.magics[-1] = magic._replace(reads=())  # the code below says it itself
        setup = f"{first}; {code}"
        first = setup if tree_or_none(setup) else first
    elif code and name in known.RUNS_ARGUMENT and not body.strip() and has_statements(code):
        first = code
        rewriter.remove(magic.line, match[0].find(code))
    rewriter.keep(first + "\n" * match[0].count("\n"))
    if match[0].endswith("\n"):
        rewriter.add(convert(body), magic.line + 1)


def can_be_automagic(source: str) -> bool:
    """Say whether a cell may be a magic without a sign; names it may stand for are not asked."""
    stripped = source.lstrip()
    return "\n" not in stripped.removesuffix("\n") and bool(_automagic(stripped, frozenset()))


def _automagic(text: str, defined: Container[str]) -> tuple[str, str] | None:
    """Return name and argument where a whole cell is one magic that is written without `%`."""
    match = _WORD.match(text)
    if match is None or match[1] not in known.AUTOMAGIC or match[1] in defined:
        return None
    if match[1] not in known.UNMISTAKABLE and tree_or_none(text) is not None:
        return None
    return match[1], (match[2] or "").rstrip()


def _add_automagic(rewriter: Rewriter, text: str, line: int, defined: Container[str]) -> bool:
    found = _automagic(text, defined)
    if found is None:
        return False
    rewriter.magics.append(make_magic(*found, line, line))
    rewriter.keep(shell_call("run_line_magic", *found) + "\n" * text.count("\n"))
    return True
