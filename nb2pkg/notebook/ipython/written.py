"""Magics that somebody wrote out as calls of `get_ipython()`, as an exported script has them."""

from __future__ import annotations

import ast

from nb2pkg.notebook.ipython import magics as known
from nb2pkg.notebook.ipython.rewriter import make_magic
from nb2pkg.notebook.model import Code, Magic
from nb2pkg.trees import tree_or_none


def with_written_calls(code: Code) -> tuple[Magic, ...]:
    """Add the magics that a cell calls by `get_ipython().…` with literal arguments."""
    tree = tree_or_none(code.text)
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
        return make_magic(name, argument, line, end_line)
    if method in ("run_line_magic", "run_cell_magic"):
        is_cell = method == "run_cell_magic"
        magic = make_magic(words[0], "".join(words[1:2]), line, end_line, is_cell=is_cell)
        return magic._replace(has_python_body=not is_cell)  # its code is a text here
    return None
