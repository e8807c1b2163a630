"""What is known of IPython's magics: which hold Python, which names they read and bind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

from nb2pkg.patterns import pattern
from nb2pkg.trees import tree_or_none


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Cell magics whose body IPython runs as Python. `%%python` and its like are not among them: they
# start another interpreter.
PYTHON_BODIES = _words(
    "time timeit capture prun memit debug cache chime heat ipytest notify pyinstrument scalene"
    " snakeviz viztracer wandb"
)

# Line magics that run the code of their argument in the notebook's own namespace.
RUNS_ARGUMENT = _words("time prun memit lprun mprun pyinstrument snakeviz")

# These hand their argument on as it is written: `{x}` in it is code, not a place to fill in.
_NOT_EXPANDED = RUNS_ARGUMENT | {"timeit"}

# The one-letter options that take a value.
_OPTIONS_WITH_VALUE = {
    "timeit": "nrpv",
    "prun": "DlsT",
    "memit": "rti",
    "lprun": "fmDTu",
    "mprun": "fT",
    "snakeviz": "f",
}

# What IPython takes for a magic without a `%` where a cell is this one line.
AUTOMAGIC = _words(
    "alias alias_magic autoawait autocall automagic autosave bookmark cat cd clear cls colors conda"
    " config connect_info cp debug dhist dirs doctest_mode ed edit env gui hist history"
    " killbgscripts ldir less lf lk ll ln load load_ext loadpy logoff logon logstart logstate"
    " logstop ls lsmagic lx macro magic mamba man matplotlib micromamba mkdir more mv notebook page"
    " pastebin pdb pdef pdoc pfile pinfo pinfo2 pip popd pprint precision prun psearch psource"
    " pushd pwd pycat pylab qtconsole quickref recall rehashx reload_ext rep rerun reset"
    " reset_selective rm rmdir run save sc set_env store sx system tb time timeit unalias"
    " unload_ext uv who who_ls whos xdel xmode"
)

# Those that nobody gives to a variable: a line of them is a magic even where it is valid Python.
UNMISTAKABLE = _words(
    "cd ldir lf lk ll ls lsmagic lx mkdir popd pushd pwd pylab quickref rehashx reload_ext"
    " load_ext reset reset_selective rmdir who who_ls whos xdel"
)

_DOLLAR = pattern(r"\$(\$?[\w.]+)")
_LETTER_OPTION = pattern(r"-([A-Za-z])(\S*)\s*")
_IDENTIFIER = pattern(r"[^\W\d]\w*")
_SQL_RESULT = pattern(r"([^\W\d]\w*)\s*=?<<")
_OUT_OPTIONS = pattern(r"--(?:out|err|proc|output)[ =]([^\W\d]\w*)")
_SCRIPTS = _words("bash sh script perl ruby python python2 python3 pypy cmd system")


def names_read(code: str) -> tuple[str, ...]:
    """Return the names that a piece of Python takes from outside itself, in order."""
    tree = tree_or_none(code)
    if tree is None:
        return ()
    own: set[str] = set()
    read: list[tuple[int, int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            read.append((node.lineno, node.col_offset, node.id))
        elif isinstance(node, ast.Name):
            own.add(node.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.alias):
            own.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            own.add(node.name)
    return _once(name for _, _, name in sorted(read) if name not in own)


def names_expanded(text: str) -> tuple[str, ...]:
    """Return the names that IPython fills in where a command says `{name}` or `$name`.

    One place that cannot be filled in keeps IPython from filling in any, so `awk '{print $1}'`
    reads nothing.
    """
    import string  # compiles patterns that nobody needs who runs no commands

    found: list[str] = []
    try:
        for literal, field, _, _ in string.Formatter().parse(text):
            found += _dollar_names(literal)
            if field is None:
                continue
            tree = tree_or_none(f"({field}\n)")
            if tree is None or not field.strip():
                return ()
            found += names_read(field.strip())
    except ValueError:  # braces that do not pair up
        return ()
    return _once(found)


def code_offset(name: str, argument: str) -> int:
    """Return where the code begins in the argument of a magic that takes code: after its options."""
    position = len(argument) - len(argument.lstrip())
    if name == "time":
        match = re.compile(r"--no-raise-error\s+").match(argument, position)
        return match.end() if match else position
    with_value = _OPTIONS_WITH_VALUE.get(name, "")
    while match := _LETTER_OPTION.match(argument, position):
        position = match.end()
        if match[1] in with_value and not match[2]:
            value = re.compile(r"\S+\s*").match(argument, position)
            position = value.end() if value else position
    return position


def names_bound(name: str, argument: str) -> tuple[str, ...]:
    """Return the names that a magic binds by what its argument says."""
    words = argument.split()
    if name == "capture":
        return _identifiers(word for word in words if not word.startswith("-"))[:1]
    if name in ("R", "spark"):
        return _option_values(words, "-o", "--output")
    if name in ("sql", "bigquery"):
        return _query_result(name, argument, words)
    if name == "store" and "-r" in words:
        return _identifiers(word for word in words if word != "-r")
    if name in ("Rpull", "cache"):
        return _identifiers(words)
    if name == "macro":
        return _identifiers(words)[:1]
    if name in _SCRIPTS:
        return _once(_OUT_OPTIONS.findall(argument))
    return ()


def names_taken(name: str, argument: str) -> tuple[str, ...]:
    """Return the names that a magic reads by what its argument says."""
    if name == "timeit":
        return names_read(argument[code_offset(name, argument) :])
    if name in _NOT_EXPANDED:
        return ()
    words = argument.split()
    taken: tuple[str, ...] = ()
    if name == "R":
        taken = _option_values(words, "-i", "--input")
    elif name == "Rpush" or (name == "store" and not argument.lstrip().startswith("-")):
        taken = _identifiers(words)
    return _once((*taken, *names_expanded(argument)))


def _query_result(name: str, argument: str, words: list[str]) -> tuple[str, ...]:
    match = _SQL_RESULT.match(argument.lstrip())
    if match:
        return (match[1],)
    if name == "bigquery":
        return _identifiers(words[:1])
    return _option_values(words, "-o", "--output")


def _option_values(words: list[str], *options: str) -> tuple[str, ...]:
    """Return the names that follow an option, each time it is given: `-o a,b`, `-oa`."""
    values: list[str] = []
    for index, word in enumerate(words):
        if word in options:
            values += words[index + 1 : index + 2]
        elif word.startswith(options[0]) and not word.startswith("--"):
            values.append(word[len(options[0]) :])
    return _identifiers(name for value in values for name in value.split(","))


def _dollar_names(literal: str) -> tuple[str, ...]:
    names = (match[1] for match in _DOLLAR.finditer(literal) if not match[1].startswith("$"))
    return _identifiers(name.partition(".")[0] for name in names)


def _identifiers(words: Iterable[str]) -> tuple[str, ...]:
    return _once(word for word in words if _IDENTIFIER.fullmatch(word))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
