"""Statements that only IPython understands: magics, commands, help and what is assigned from them."""

from __future__ import annotations

import ast
import re

from nb2pkg.notebook.ipython import magics as known
from nb2pkg.notebook.ipython.logical import INDENT, logical_line, physical_end, skip_blank
from nb2pkg.notebook.ipython.rewriter import Rewriter, make_magic, shell_call
from nb2pkg.notebook.model import Magic
from nb2pkg.patterns import pattern
from nb2pkg.trees import tree_or_none

SUSPECT = pattern(
    r"""
      ^[ \t\f]*(?:[%!?,;/]|>>>|(?:\[\w+\]\ )?In\ \[|\.{3,}:)  # escapes and prompts
    | =[\s\\]*[!%]                            # files = !ls
    | \?$                                     # help?
    """,
    re.VERBOSE | re.MULTILINE,
)
_VALUE_MAGIC = pattern(r"%[^\W\d]|!")
_HELP = pattern(r"(%{0,2}(?!\d)[\w*]+(?:\.(?!\d)[\w*]+|\[-?[0-9]+\])*)(\?\??)$")
_LONGEST_NAME = 1000  # further back nobody asks, and the search takes the square of it
_ESCAPES = "%!?,;/"


def add_statements(rewriter: Rewriter, text: str, position: int, line: int) -> None:
    """Add the statements of a text from an offset on, which is at the start of this line."""
    last_suspect = max((match.end() for match in SUSPECT.finditer(text)), default=0)
    while position < len(text):
        if position >= last_suspect:
            rewriter.keep(text[position:])
            break
        start = skip_blank(text, position)
        rewriter.keep(text[position:start])
        line += text.count("\n", position, start)
        if start >= len(text):
            break
        end = _add_statement(rewriter, text, start, line)
        line += text.count("\n", start, end)
        position = end


def _add_statement(rewriter: Rewriter, text: str, begin: int, line: int) -> int:
    """Add the statement that begins here, in Python, and return where it ends."""
    start = _content(text, begin)
    rewriter.keep(text[begin:start])
    if _is_escape(text, start):
        return _add_command(rewriter, text, start, line)
    statement = logical_line(text, begin)
    asked = _help(text, start, statement.end) if statement.last == statement.end - 1 else None
    if asked:
        breaks = text.count("\n", start, statement.end)
        _add_help(rewriter, asked, line, line + breaks)
        return statement.end
    if statement.value is not None and _VALUE_MAGIC.match(text, statement.value):
        end = physical_end(text, statement.value)
        target = text[start : statement.value]
        rewriter.keep(target)
        _add_value(rewriter, target, text[statement.value : end], line + target.count("\n"))
        return end
    rewriter.keep(text[start : statement.end])
    return statement.end


def _add_command(rewriter: Rewriter, text: str, start: int, line: int) -> int:
    """Add what begins with an escape character and return where it ends."""
    line_end = text.find("\n", start)
    line_end = line_end if line_end >= 0 else len(text)
    asked = _help(text, start, line_end)
    if asked:
        _add_help(rewriter, asked, line, line)
        return line_end
    end = physical_end(text, start)
    _add_escaped(rewriter, text[start:end], line)
    return end


def _help(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return what a statement asks about, if it ends in a question mark."""
    if text[end - 1] != "?":
        return None
    return _HELP.search(text[max(start, end - _LONGEST_NAME) : end])


def _content(text: str, begin: int) -> int:
    match = INDENT.match(text, begin)
    return match.end() if match else begin


def _is_escape(text: str, start: int) -> bool:
    """Tell whether a line begins with an escape character and not with an operator of Python."""
    return text[start] in _ESCAPES and text[start : start + 2] not in ("!=", "%=", "/=", "//")


def _add_help(rewriter: Rewriter, asked: re.Match[str], line: int, end_line: int) -> None:
    method = "pinfo2" if asked[2] == "??" else "psearch" if "*" in asked[1] else "pinfo"
    rewriter.magics.append(Magic(line, end_line, "?", asked[1]))
    rewriter.keep(shell_call("run_line_magic", method, asked[1]) + "\n" * (end_line - line))


def _add_escaped(rewriter: Rewriter, raw: str, line: int) -> None:
    """Add a command that begins with an escape character and may be continued by backslashes."""
    breaks = raw.count("\n")
    command = _one_line(raw)
    escape = command[:2] if command[:2] in ("!!", "??") else command[:1]
    content = command[len(escape) :]
    word, _, rest = content.partition(" ")
    if escape == "%":
        _add_line_magic(rewriter, raw, line)
        return
    if escape in ("!", "!!"):
        magic = Magic(line, line + breaks, "!", content, reads=known.names_expanded(content))
        call = shell_call("system" if escape == "!" else "getoutput", content)
    elif escape in ("?", "??"):
        magic = Magic(line, line + breaks, "?", content)
        method = "pinfo2" if escape == "??" else "psearch" if "*" in content else "pinfo"
        shown = shell_call("run_line_magic", method, content)
        call = shown if content else "get_ipython().show_usage()"
    else:
        magic = Magic(line, line + breaks, escape, content)
        call = _autocall(escape, word, rest)
    rewriter.magics.append(magic)
    rewriter.keep(call + "\n" * breaks)


def _autocall(escape: str, function: str, rest: str) -> str:
    if escape == "/":
        return f"{function}({', '.join(rest.split())})"
    arguments = '", "'.join(rest.split()) if escape == "," else rest
    return f'{function}("{arguments}")'


def _add_line_magic(rewriter: Rewriter, raw: str, line: int) -> None:
    breaks = raw.count("\n")
    name, _, argument = _one_line(raw)[1:].partition(" ")
    magic = make_magic(name, argument, line, line + breaks)
    rewriter.magics.append(magic)
    code = _code_of(name, raw)
    inner = Rewriter()
    add_statements(inner, code, 0, 1)
    if has_statements(inner.code().text):
        rewriter.remove(line, len(raw) - len(code))
        rewriter.add(inner.code(), line)
    else:
        rewriter.keep(shell_call("run_line_magic", name, argument) + "\n" * breaks)


def _add_value(rewriter: Rewriter, target: str, raw: str, line: int) -> None:
    """Add what stands after the sign of an assignment: `%magic …` or `!command`."""
    breaks = raw.count("\n")
    binds = _targets(target)
    if raw.startswith("!"):
        command = _one_line(raw)[1:]
        reads = known.names_expanded(command)
        magic = Magic(line, line + breaks, "!", command, binds=binds, reads=reads)
        call = shell_call("getoutput", command)
    else:
        name, _, argument = _one_line(raw)[1:].partition(" ")
        magic = make_magic(name, argument, line, line + breaks)._replace(binds=binds)
        call = shell_call("run_line_magic", name, argument)
        code = _code_of(name, raw)
        tree = tree_or_none(code) if code else None
        if tree and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
            rewriter.magics.append(magic)
            rewriter.keep(" " * (len(raw) - len(code)) + code)  # columns stay as they were
            return
    rewriter.magics.append(magic)
    rewriter.keep(call + "\n" * breaks)


def has_statements(code: str) -> bool:
    """Say whether a text is Python, and more than comments."""
    tree = tree_or_none(code)
    return tree is not None and bool(tree.body)


def _code_of(name: str, raw: str) -> str:
    """Return the Python that a line magic runs in the notebook's namespace, as it is written."""
    if name not in known.RUNS_ARGUMENT:
        return ""
    argument = raw[len(name) + 1 :]
    return argument[known.code_offset(name, argument) :]


def _targets(target: str) -> tuple[str, ...]:
    tree = tree_or_none(f"{target.strip()} None")
    if tree is None:
        return ()
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return tuple(node.id for node in names if isinstance(node.ctx, ast.Store))


def _one_line(raw: str) -> str:
    """Join a command that backslashes continue, in the way IPython does."""
    parts = raw.split("\n")
    return " ".join([part.rstrip()[:-1] for part in parts[:-1]] + [parts[-1].rstrip()])
