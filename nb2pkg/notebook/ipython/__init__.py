"""Cells that only IPython understands become Python that can be analysed.

The result has as many lines as the cell, and a line that IPython would not touch keeps its text.
What had to be taken from the start of a line (a common indent, `>>> `, `%time `) is counted in
`Code.removed`, so that columns can be told in the cell's own terms. IPython is not imported: that
alone would take longer than everything else.
"""

from __future__ import annotations

from collections.abc import Container

from nb2pkg.notebook.ipython.cells import can_be_automagic, convert
from nb2pkg.notebook.ipython.statements import SUSPECT
from nb2pkg.notebook.ipython.written import with_written_calls
from nb2pkg.notebook.model import Code
from nb2pkg.patterns import pattern

# One of these is there wherever IPython would change something; they are quick, and catch too much.
_QUICK = tuple(
    pattern(sign) for sign in (r"\n[ \t\f]*[%!?,;/>I\[.]", r"=[\s\\]*[!%]", r"\?(?:\n|\Z)")
)
_INDENTED = pattern(r"(?:[ \t\f]*\n)*[ \t\f]+\S")


def to_python(source: str, defined: Container[str] = frozenset()) -> Code:
    """Return a code cell as Python with the same number of lines, and its magics.

    `defined` are names of the notebook's own that look like magics: where a cell says nothing but
    `ls` and another has bound `ls`, the variable is meant.
    """
    if source.isspace():  # a kernel passes over it, whatever kinds of space these are
        return Code("\n" * source.count("\n"))
    if not _is_suspect(source):
        return Code(source)
    try:
        code = convert(source, defined)
    except RecursionError:  # magics within magics, a thousand deep
        return Code(source)
    if "get_ipython()" in source:
        return code._replace(magics=with_written_calls(code))
    return code


def _is_suspect(source: str) -> bool:
    lines = f"\n{source}"
    if any(sign.search(lines) for sign in _QUICK) and SUSPECT.search(source):
        return True
    if "get_ipython()" in source or _INDENTED.match(source):
        return True
    return can_be_automagic(source)
