"""Cells that only IPython understands become Python that can be analysed.

The result has as many lines as the cell, and a line that IPython would not touch keeps its text.
What had to be taken from the start of a line (a common indent, `>>> `, `%time `) is counted in
`Code.removed`, so that columns can be told in the cell's own terms. IPython is not imported: that
alone would take longer than everything else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container
from dataclasses import dataclass, field, replace

from nb2pkg import magics as known
from nb2pkg.logical import lines_inside_strings, logical_line, physical_end, skip_blank
from nb2pkg.model import Code, Magic

# Never all absent where IPython would change something. The quick ones catch too much.
_QUICK = tuple(
    re.compile(pattern)
    for pattern in (r"\n[ \t\f]*[%!?,;/>I\[.]", r"=[\s\\]*[!%]", r"\?(?:\n|\Z)")
)
_SUSPECT = re.compile(
    r"""
      ^[ \t\f]*(?:[%!?,;/]|>>>|(?:\[\w+\]\ )?In\ \[|\.{3,}:)  # escapes and prompts
    | =[\s\\]*[!%]                            # files = !ls
    | \?$                                     # help?
    """,
    re.VERBOSE | re.MULTILINE,
)
_INDENTED = re.compile(r"(?:[ \t\f]*\n)*[ \t\f]+\S")
_CELL_MAGIC = re.compile(r"%%(?!\w+\?)([^ \n]*)(?:[ ]([^\n]*))?(?:\n|$)")
_VALUE_MAGIC = re.compile(r"%[^\W\d]|!")
_HELP = re.compile(r"(%{0,2}(?!\d)[\w*]+(?:\.(?!\d)[\w*]+|\[-?[0-9]+\])*)(\?\??)$")
_WORD = re.compile(r"([A-Za-z_]\w*)(?:[ \t]+(?!=[^=])([^\n]*))?\n?\Z")
_IPYTHON_PROMPT = re.compile(r"(?:(?:\[(?:nav|ins)\])? ?In \[\d+\]: |\s*\.{3,}: ?)")
_PYTHON_PROMPT = re.compile(r"\s*(?:>>>|\.\.\.)[ \t]?")
_INDENT = re.compile(r"[ \t\f]*")
_ESCAPES = "%!?,;/"


@dataclass(slots=True)
class _Work:
    """The cell while it is being rewritten."""

    parts: list[str] = field(default_factory=list)
    magics: list[Magic] = field(default_factory=list)
    removed: dict[int, int] = field(default_factory=dict)  # by line, from 1

    def keep(self, text: str) -> None:
        self.parts.append(text)

    def add(self, code: Code, line: int) -> None:
        """Take over code that was worked out on its own and belongs on this line."""
        self.parts.append(code.text)
        shift = line - 1
        self.magics += (
            replace(magic, line=magic.line + shift, end_line=magic.end_line + shift)
            for magic in code.magics
        )
        for number, count in enumerate(code.removed, line):
            if count:
                self.removed[number] = self.removed.get(number, 0) + count

    def code(self) -> Code:
        text = "".join(self.parts)
        removed: tuple[int, ...] = ()
        if any(self.removed.values()):
            lines = range(1, text.count("\n") + 2)
            removed = tuple(self.removed.get(line, 0) for line in lines)
        return Code(text, tuple(self.magics), removed)


def to_python(source: str, defined: Container[str] = frozenset()) -> Code:
    """Return a code cell as Python with the same number of lines, and its magics.

    `defined` are names of the notebook's own that look like magics: where a cell says nothing but
    `ls` and another has bound `ls`, the variable is meant.
    """
    if not _is_suspect(source):
        return Code(source)
    code = _convert(source, defined)
    if "get_ipython()" in source:
        return replace(code, magics=_with_written_calls(code))
    return code


def _is_suspect(source: str) -> bool:
    lines = f"\n{source}"
    if any(sign.search(lines) for sign in _QUICK) and _SUSPECT.search(source):
        return True
    if "get_ipython()" in source or _INDENTED.match(source):
        return True
    return _may_be_automagic(source)


def _convert(source: str, defined: Container[str] = frozenset()) -> Code:
    text, removed = _dedented(*_without_prompts(source))
    work = _Work(removed=dict(enumerate(removed, 1)))
    begin = _first_line(text)
    work.keep(text[:begin])
    line = text.count("\n", 0, begin) + 1
    cell_magic = _CELL_MAGIC.match(text, begin)
    if cell_magic:
        _add_cell_magic(work, cell_magic, text[cell_magic.end() :], line)
    elif not _add_automagic(work, text[begin:], line, defined):
        _add_statements(work, text, begin, line)
    return work.code()


def _first_line(text: str) -> int:
    """Return where the first line begins that is not blank."""
    content = len(text) - len(text.lstrip())
    return text.rfind("\n", 0, content) + 1


# --- what is taken from the start of lines


def _without_prompts(source: str) -> tuple[str, list[int]]:
    """Take `>>> ` and `In [1]: ` from a session that was pasted, but not from a docstring."""
    lines = source.split("\n")
    removed = [0] * len(lines)
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if any(_IPYTHON_PROMPT.match(line) for line in lines[first : first + 2]):
        pattern, kept = _IPYTHON_PROMPT, set[int]()
    elif ">>>" in source:
        pattern = _PYTHON_PROMPT
        begun = lines_inside_strings(source)
        kept = {line for line, start in begun.items() if not pattern.match(lines[start])}
        if not any(
            line.lstrip().startswith(">>>") and i not in kept for i, line in enumerate(lines)
        ):
            return source, removed
    else:
        return source, removed
    for index, line in enumerate(lines):
        match = pattern.match(line) if index not in kept else None
        if match:
            removed[index] = match.end()
            lines[index] = line[match.end() :]
    return "\n".join(lines), removed


def _dedented(source: str, removed: list[int]) -> tuple[str, list[int]]:
    """Take away the indent that all lines share, else the first line's where it is repeated."""
    lines = source.split("\n")
    indents = [line[: len(line) - len(line.lstrip())] for line in lines if line.strip()]
    if not indents or not indents[0]:
        return source, removed
    low, high = min(indents), max(indents)
    shared = next((i for i, char in enumerate(low) if char != high[i]), len(low))
    margin = low[:shared] or indents[0]
    for index, line in enumerate(lines):
        taken = len(margin) if line.startswith(margin) else 0
        lines[index] = line[taken:]
        removed[index] += taken
    return "\n".join(lines), removed


# --- magics that govern a whole cell


def _add_cell_magic(work: _Work, match: re.Match[str], body: str, line: int) -> None:
    name = match[1].rstrip()
    argument = (match[2] or "").rstrip()
    if name in known.PYTHON_BODIES:
        _add_python_body(work, match, name, argument, body, line)
        return
    lines = match[0].count("\n") + body.count("\n")
    magic = _magic(name, argument, line, line + lines - body.endswith("\n"), is_cell=True)
    work.magics.append(replace(magic, body_is_python=False))
    work.keep(_call("run_cell_magic", name, argument, body) + "\n" * lines)


def _add_python_body(  # noqa: PLR0913  (a step of one function, kept apart for its length)
    work: _Work, match: re.Match[str], name: str, argument: str, body: str, line: int
) -> None:
    last = line + (match[0] + body.rstrip()).count("\n")
    magic = _magic(name, argument, line, max(last, line), is_cell=True)
    work.magics.append(magic)
    first = _call("run_cell_magic", name, argument, "")
    code = argument[known.code_offset(name, argument) :]
    if code and name == "timeit" and body.strip():
        work.magics[-1] = replace(magic, reads=())  # the code below says it itself
        setup = f"{first}; {code}"
        first = setup if known.parse(setup) else first
    elif code and name in known.RUNS_ARGUMENT and not body.strip() and _has_statements(code):
        first = code
        work.removed[line] = work.removed.get(line, 0) + match[0].find(code)
    work.keep(first + "\n" * match[0].count("\n"))
    if match[0].endswith("\n"):
        work.add(_convert(body), line + 1)


# --- statements, one after the other


def _add_statements(work: _Work, text: str, position: int, line: int) -> None:
    last_suspect = max((match.end() for match in _SUSPECT.finditer(text)), default=0)
    while position < len(text):
        if position >= last_suspect:
            work.keep(text[position:])
            break
        start = skip_blank(text, position)
        work.keep(text[position:start])
        line += text.count("\n", position, start)
        if start >= len(text):
            break
        end = _add_statement(work, text, start, line)
        line += text.count("\n", start, end)
        position = end


def _add_statement(work: _Work, text: str, begin: int, line: int) -> int:
    """Add the statement that begins here, in Python, and return where it ends."""
    start = _content(text, begin)
    work.keep(text[begin:start])
    if _is_escape(text, start):
        end = physical_end(text, start)
        first_end = text.find("\n", start)
        help_end = first_end if first_end >= 0 else len(text)
        asked = _HELP.search(text[start:help_end])
        if asked:
            _add_help(work, asked, "", line, line)
            return help_end
        _add_escaped(work, text[start:end], line)
        return end
    statement = logical_line(text, begin)
    asked = _HELP.search(text[start : statement.end]) if text[statement.last] == "?" else None
    if asked:
        breaks = text.count("\n", start, statement.end)
        _add_help(work, asked, "\n" * breaks, line, line + breaks)
        return statement.end
    if statement.value is not None and _VALUE_MAGIC.match(text, statement.value):
        end = physical_end(text, statement.value)
        work.keep(text[start : statement.value])
        line += text.count("\n", start, statement.value)
        _add_value(work, text[start : statement.value], text[statement.value : end], line)
        return end
    work.keep(text[start : statement.end])
    return statement.end


def _content(text: str, begin: int) -> int:
    match = _INDENT.match(text, begin)
    return match.end() if match else begin


def _is_escape(text: str, start: int) -> bool:
    """Tell whether a line begins with an escape character and not with an operator of Python."""
    return text[start] in _ESCAPES and text[start : start + 2] not in ("!=", "%=", "/=", "//")


def _add_help(work: _Work, asked: re.Match[str], padding: str, line: int, end_line: int) -> None:
    method = "pinfo2" if asked[2] == "??" else "psearch" if "*" in asked[1] else "pinfo"
    work.magics.append(Magic(line, end_line, "?", asked[1]))
    work.keep(_call("run_line_magic", method, asked[1]) + padding)


def _add_escaped(work: _Work, raw: str, line: int) -> None:
    """Add a command that begins with an escape character and may be continued by backslashes."""
    breaks = raw.count("\n")
    command = _one_line(raw)
    escape = command[:2] if command[:2] in ("!!", "??") else command[:1]
    content = command[len(escape) :]
    word, _, rest = content.partition(" ")
    if escape == "%":
        _add_line_magic(work, raw, line)
        return
    if escape in ("!", "!!"):
        magic = Magic(line, line + breaks, "!", content, reads=known.names_expanded(content))
        call = _call("system" if escape == "!" else "getoutput", content)
    elif escape in ("?", "??"):
        magic = Magic(line, line + breaks, "?", content)
        method = "pinfo2" if escape == "??" else "psearch" if "*" in content else "pinfo"
        shown = _call("run_line_magic", method, content)
        call = shown if content else "get_ipython().show_usage()"
    else:
        magic = Magic(line, line + breaks, escape, content)
        call = _autocall(escape, word, rest)
    work.magics.append(magic)
    work.keep(call + "\n" * breaks)


def _autocall(escape: str, function: str, rest: str) -> str:
    if escape == "/":
        return f"{function}({', '.join(rest.split())})"
    arguments = '", "'.join(rest.split()) if escape == "," else rest
    return f'{function}("{arguments}")'


def _add_line_magic(work: _Work, raw: str, line: int) -> None:
    breaks = raw.count("\n")
    name, _, argument = _one_line(raw)[1:].partition(" ")
    magic = _magic(name, argument, line, line + breaks)
    work.magics.append(magic)
    code = _code_of(name, raw)
    inner = _convert(code) if code else None
    if inner and _has_statements(inner.text):
        work.removed[line] = work.removed.get(line, 0) + len(raw) - len(code)
        work.add(inner, line)
    else:
        work.keep(_call("run_line_magic", name, argument) + "\n" * breaks)


def _add_value(work: _Work, target: str, raw: str, line: int) -> None:
    """Add what stands after the sign of an assignment: `%magic …` or `!command`."""
    breaks = raw.count("\n")
    binds = _targets(target)
    if raw.startswith("!"):
        command = _one_line(raw)[1:]
        magic = Magic(line, line + breaks, "!", command, False, binds, known.names_expanded(command))
        call = _call("getoutput", command)
    else:
        name, _, argument = _one_line(raw)[1:].partition(" ")
        magic = replace(_magic(name, argument, line, line + breaks), binds=binds)
        call = _call("run_line_magic", name, argument)
        code = _code_of(name, raw)
        tree = known.parse(code) if code else None
        if tree and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
            work.magics.append(magic)
            work.keep(" " * (len(raw) - len(code)) + code)  # columns stay as they were
            return
    work.magics.append(magic)
    work.keep(call + "\n" * breaks)


def _has_statements(code: str) -> bool:
    tree = known.parse(code)
    return tree is not None and bool(tree.body)


def _code_of(name: str, raw: str) -> str:
    """Return the Python that a line magic runs in the notebook's namespace, as it is written."""
    if name not in known.RUNS_ARGUMENT:
        return ""
    argument = raw[len(name) + 1 :]
    return argument[known.code_offset(name, argument) :]


def _targets(target: str) -> tuple[str, ...]:
    tree = known.parse(f"{target.strip()} None")
    if tree is None:
        return ()
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return tuple(node.id for node in names if isinstance(node.ctx, ast.Store))


# --- magics without a sign


def _may_be_automagic(source: str) -> bool:
    stripped = source.lstrip()
    return "\n" not in stripped.removesuffix("\n") and bool(_automagic(stripped, frozenset()))


def _automagic(text: str, defined: Container[str]) -> tuple[str, str] | None:
    """Return name and argument where a whole cell is one magic that is written without `%`."""
    match = _WORD.match(text)
    if match is None or match[1] not in known.AUTOMAGIC or match[1] in defined:
        return None
    if match[1] not in known.UNMISTAKABLE and known.parse(text) is not None:
        return None
    return match[1], (match[2] or "").rstrip()


def _add_automagic(work: _Work, text: str, line: int, defined: Container[str]) -> bool:
    found = _automagic(text, defined)
    if found is None:
        return False
    work.magics.append(_magic(*found, line, line))
    work.keep(_call("run_line_magic", *found) + "\n" * text.count("\n"))
    return True


# --- calls that somebody wrote out


def _with_written_calls(code: Code) -> tuple[Magic, ...]:
    """Add the magics that a cell calls by `get_ipython().…` with literal arguments."""
    tree = known.parse(code.text)
    made = {line for magic in code.magics for line in range(magic.line, magic.end_line + 1)}
    found = list(code.magics)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.Call) and node.lineno not in made:
            magic = _written_call(node)
            found += [magic] if magic else []
    return tuple(sorted(found, key=lambda magic: (magic.line, -magic.end_line)))


def _written_call(node: ast.Call) -> Magic | None:
    shell = node.func.value if isinstance(node.func, ast.Attribute) else None
    if not isinstance(node.func, ast.Attribute) or not isinstance(shell, ast.Call):
        return None
    if not isinstance(shell.func, ast.Name) or shell.func.id != "get_ipython":
        return None
    words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if not words or len(words) < len(node.args):
        return None
    line, end_line = node.lineno, node.end_lineno or node.lineno
    method = node.func.attr
    if method in ("system", "getoutput", "getoutputs"):
        return Magic(line, end_line, "!", words[0], reads=known.names_expanded(words[0]))
    if method == "magic":
        name, _, argument = words[0].lstrip("%").partition(" ")
        return _magic(name, argument, line, end_line)
    if method in ("run_line_magic", "run_cell_magic"):
        is_cell = method == "run_cell_magic"
        magic = _magic(words[0], "".join(words[1:2]), line, end_line, is_cell=is_cell)
        return replace(magic, body_is_python=not is_cell)  # its code is a text here
    return None


def _magic(name: str, argument: str, line: int, end_line: int, *, is_cell: bool = False) -> Magic:
    return Magic(
        line,
        end_line,
        name,
        argument,
        is_cell,
        binds=known.names_bound(name, argument),
        reads=known.names_taken(name, argument),
    )


def _one_line(raw: str) -> str:
    """Join a command that backslashes continue, in the way IPython does."""
    parts = raw.split("\n")
    return " ".join([part.rstrip()[:-1] for part in parts[:-1]] + [parts[-1].rstrip()])


def _call(method: str, *arguments: str) -> str:
    return f"get_ipython().{method}({', '.join(map(repr, arguments))})"
