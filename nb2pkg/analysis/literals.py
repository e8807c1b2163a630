"""Literal paths and seeds inside a statement that can become settings."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from nb2pkg.analysis.knowledge.lifting import KEYWORDS, PATHS, TUNABLE
from nb2pkg.notebook.model import Place
from nb2pkg.trees import NO_TREE, called_name, expression_of, statement_of, tree_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.model import Statement

_PLAIN: Final = (int, float, str)


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal worth lifting: where it stands, what it is, and what it might be called."""

    place: Place
    value: int | float | str
    hint: str  # "path", the keyword it is given for, or the option it is the default of


def literals(statement: Statement) -> tuple[Literal, ...]:
    """Return the literal paths and tunable keywords in a statement, function bodies and loops left out."""
    if statement.kind not in {"assign", "expr", "annassign", "augassign", "with"}:
        return ()
    tree = tree_or_none(statement.text)
    return () if tree is None else tuple(_found(tree, statement))


def literal_value(statement: Statement) -> int | float | str | bool | None:
    """Return the value of an assignment of a literal, or None where there is none."""
    try:
        tree = statement_of(statement.text)
    except NO_TREE:
        return None
    assigns = isinstance(tree, ast.Assign | ast.AnnAssign) and tree.value is not None
    found = finite_literal(tree.value) if assigns else None  # type: ignore[attr-defined]
    value = found[0] if found else None
    return value if isinstance(value, bool | int | float | str) else None


def finite_literal(node: ast.expr) -> tuple[Any] | None:
    """Return the value of a literal, in a tuple; None for what is no literal, or has no text that gives it back."""
    try:
        value = ast.literal_eval(node)
        return (value,) if ast.literal_eval(expression_of(repr(value))) == value else None
    except (*NO_TREE, TypeError):
        return None


def _found(tree: ast.AST, statement: Statement) -> Iterator[Literal]:
    for node in calls_once(tree):
        name = called_name(node)
        index = PATHS.get(name)
        if index is not None and len(node.args) > index:
            yield from _path(node.args[index], statement)
        for keyword in node.keywords:
            value = keyword.value
            if keyword.arg in KEYWORDS and index is not None:
                yield from _path(value, statement)
            elif (
                keyword.arg in TUNABLE
                and isinstance(value, ast.Constant)
                and type(value.value) in (int, float)
            ):
                yield Literal(place_of(value, statement), value.value, keyword.arg or "")  # type: ignore[arg-type]
        if name == "add_argument":
            yield from _option(node, statement)


def _option(call: ast.Call, statement: Statement) -> Iterator[Literal]:
    """Yield the default of an option of argparse: a notebook has no command line, so it is a setting.

    The setting is called as argparse calls the attribute: after `dest`, else the first long option.
    """
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    default, dest = given.get("default"), given.get("dest")
    flags = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    texts = [flag for flag in flags if isinstance(flag, str)]
    name = dest.value if isinstance(dest, ast.Constant) else _attribute(texts)
    if (
        isinstance(default, ast.Constant)
        and type(default.value) in _PLAIN
        and isinstance(name, str)
    ):
        yield Literal(place_of(default, statement), default.value, name)  # type: ignore[arg-type]


def _attribute(flags: list[str]) -> str | None:
    """Return the attribute that argparse makes of an option's flags, if it is a name."""
    long = [flag for flag in flags if flag.startswith("--")] or flags
    name = long[0].lstrip("-").replace("-", "_") if long else ""
    return name.lower() if name.isidentifier() else None


def calls_once(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that run exactly once with the statement, in source order."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(
            child,
            ast.Lambda
            | ast.ListComp
            | ast.SetComp
            | ast.DictComp
            | ast.GeneratorExp
            | ast.FunctionDef,
        ):
            continue
        yield from calls_once(child)
    if isinstance(tree, ast.Call):
        yield tree


def _path(node: ast.expr, statement: Statement) -> Iterator[Literal]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_path(node.value):
        yield Literal(place_of(node, statement), node.value, "path")


def _is_path(text: str) -> bool:
    return 0 < len(text) < 300 and "\n" not in text


def place_of(node: ast.expr, statement: Statement) -> Place:
    """Turn the position of a node of the statement's text into one within its cell."""
    lines = statement.text.split("\n")

    def at(line: int, offset: int) -> tuple[int, int]:
        characters = len(lines[line - 1].encode()[:offset].decode())
        shift = statement.place.column - 1 if line == 1 else 0
        return statement.place.line + line - 1, characters + 1 + shift

    first, last = at(node.lineno, node.col_offset), at(
        node.end_lineno or node.lineno, node.end_col_offset or 0
    )
    return Place(statement.cell, *first, *last)
