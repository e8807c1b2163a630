"""What the form of a statement says about it: columns, selections, loops, and the names in its calls."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.changing import COLLECTING
from nb2pkg.analysis.knowledge.frames import mentioned
from nb2pkg.analysis.knowledge.phrases import GENERIC, INPUTS, TARGETS
from nb2pkg.analysis.knowledge.reading import FINISHING, PLACES, PROPERTIES
from nb2pkg.analysis.knowledge.separable import REDUCING
from nb2pkg.extraction.plan.naming.names import words
from nb2pkg.trees import called_name, tree_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.model import Statement

_LISTED: Final = 28
_CONTAINERS: Final = (ast.List, ast.Dict, ast.Tuple, ast.Set)


def only_mentioned(statement: Statement) -> set[str]:
    """Return the variables that stand in the text of a query, as in `df.query("age > @limit")`, and nowhere else."""
    node = tree(statement.text) if "@" in statement.text else None
    found: set[str] = set()
    shown: set[str] = set()
    for each in ast.walk(node) if node else ():
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            found.update(mentioned(each.value))
        elif isinstance(each, ast.Name):
            shown.add(each.id)
    return found - shown


def tree(text: str) -> ast.stmt | None:
    """Return a statement's syntax tree, or None where it is not one statement."""
    whole = tree_or_none(text)
    return whole.body[0] if whole and len(whole.body) == 1 else None


def shape(statement: Statement) -> str | None:
    """Return what a statement does by its form alone, or None."""
    node = tree(statement.text)
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, ast.Name):
            return _of_name(target.id, node.value)
        return _of_part(target, node.value)
    if isinstance(node, ast.AugAssign):
        return _of_part(node.target, node.value)
    if isinstance(node, ast.Delete):
        dropped = [name for target in node.targets for name in _labels(target)]
        return f"drop {listed(dropped, 'columns')}" if dropped else None
    if isinstance(node, ast.For | ast.AsyncFor | ast.While):
        return _of_loop(node)
    return None


def learned(statement: Statement) -> str | None:
    """Return a phrase for a statement that keeps one value of many rows: a median, the categories of a column."""
    match tree(statement.text):
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            while isinstance(value, ast.Subscript):
                value = value.value
        case _:
            return None
    match value:
        case ast.Attribute(value=ast.Call(), attr="dtype"):
            return f"learn {name}"
        case ast.Call(
            func=ast.Attribute(attr=method)
        ) if method in REDUCING and not method.startswith("idx"):
            return f"compute {name}"
    return None


def set_columns(statement: Statement) -> list[str]:
    """Return the columns that a statement assigns."""
    node = tree(statement.text)
    targets = node.targets if isinstance(node, ast.Assign) else []
    found = [name for t in targets if isinstance(t, ast.Subscript) for name in _labels(t)]
    return list(dict.fromkeys(found))


def read_columns(statement: Statement) -> list[str]:
    """Return the columns that a statement names: in brackets, or as what it drops or encodes."""
    node = tree(statement.text)
    found: list[str] = []
    for child in ast.walk(node) if node else ():
        if isinstance(child, ast.Subscript):
            found += _labels(child)
        elif isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            given = [k.value for k in child.keywords if k.arg in {"columns", "subset"}]
            if child.func.attr == "drop" and child.args:
                given.append(child.args[0])
            found += [name for value in given for name in _texts(value)]
    return list(dict.fromkeys(found))


def receiver(statement: Statement, method: str) -> str | None:
    """Return the variable that a method is called on."""
    for call in _calls(statement):
        if isinstance(call.func, ast.Attribute) and call.func.attr == method:
            base = call.func.value
            while isinstance(base, ast.Subscript):
                base = base.value
            if isinstance(base, ast.Name):
                return base.id
    return None


def given(statement: Statement, function: str) -> list[str]:
    """Return the variables that a function is handed: by themselves, or in a list."""
    for call in _calls(statement):
        if called_name(call) == function:
            values = [v for a in call.args for v in (a.elts if isinstance(a, ast.List) else [a])]
            return [value.id for value in values if isinstance(value, ast.Name)]
    return []


def handed(statement: Statement) -> list[str]:
    """Return the variables that a statement hands to whatever it calls."""
    return [a.id for call in _calls(statement) for a in call.args if isinstance(a, ast.Name)]


def listed(names: list[str], many: str) -> str:
    """Return one or two names in words, or the word for many."""
    told = [" ".join(words(name)[:4]) for name in names if words(name)]
    both = " and ".join(told)
    return both if told and len(told) <= 2 and len(both) <= _LISTED else many


def _of_name(name: str, value: ast.expr) -> str | None:
    if isinstance(value, _CONTAINERS):
        return f"define {name}"
    if isinstance(value, ast.BinOp | ast.UnaryOp | ast.Compare | ast.BoolOp):
        return f"compute {name}"
    if isinstance(value, ast.Name):
        return f"use {value.id} as {name}"
    picked = _finished(value)
    if not isinstance(picked, ast.Subscript | ast.Attribute):
        return None
    if isinstance(picked, ast.Attribute) and (
        picked.attr in PROPERTIES or picked.attr.endswith("_")
    ):
        return None
    if isinstance(picked, ast.Subscript):
        tested = _tested(picked.slice)
        if tested is not None:
            return f"filter {name} by {tested}" if tested else f"filter {name}"
    if any(isinstance(child, ast.Call) for child in ast.walk(picked)):
        return None
    if name in INPUTS:
        return "select features"
    if name in TARGETS:
        return "select target"
    if isinstance(picked, ast.Subscript):
        return f"select {listed(_labels(picked), name)}"
    return f"select {' '.join(words(picked.attr)) or name}"


def _finished(value: ast.expr) -> ast.expr:
    """Return an expression without the conversions at its end."""
    while True:
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
            inner = value.func
        elif isinstance(value, ast.Attribute):
            inner = value
        else:
            return value
        if inner.attr not in FINISHING:
            return value
        value = inner.value


def _tested(index: ast.expr) -> str | None:
    """Return the column that a mask compares, "" where that is unknown, or None where an index is no mask."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    for part in parts:
        for child in ast.walk(part):
            if isinstance(child, ast.Compare):
                left = child.left
                if isinstance(left, ast.Subscript):
                    return " ".join(words(" ".join(_labels(left))))
                return " ".join(words(left.attr)) if isinstance(left, ast.Attribute) else ""
    return None


def _of_part(target: ast.expr, value: ast.expr) -> str | None:
    """Return what setting a column, or a part of something, does."""
    if isinstance(target, ast.Attribute):
        if target.attr == "columns":
            return "rename columns"
        read = {child.attr for child in ast.walk(value) if isinstance(child, ast.Attribute)}
        return f"{'transform' if target.attr in read else 'set'} {' '.join(words(target.attr))}"
    columns = _labels(target)
    if not columns or not isinstance(target, ast.Subscript):
        return None
    place = target.value.attr if isinstance(target.value, ast.Attribute) else ""
    if place in PLACES:
        return f"set {listed(columns, 'values')}"
    again = {name for child in ast.walk(value) for name in _labels(child)}
    again |= {child.attr for child in ast.walk(value) if isinstance(child, ast.Attribute)}
    verb = "transform" if again & set(columns) else "add"
    return f"{verb} {listed(columns, 'columns')}"


def _of_loop(node: ast.For | ast.AsyncFor | ast.While) -> str | None:
    inner = [child for part in node.body for child in ast.walk(part)]
    for child in inner:
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            kept = child.func.value
            if child.func.attr in COLLECTING and isinstance(kept, ast.Name):
                return f"collect {kept.id}"
    for child in inner:
        if isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Subscript):
            base = child.targets[0].value
            if isinstance(base, ast.Name) and not _labels(child.targets[0]):
                return f"update {'columns' if base.id in GENERIC else base.id}"
    return None


def _labels(node: ast.AST) -> list[str]:
    """Return the texts that a subscript is indexed with."""
    if not isinstance(node, ast.Subscript):
        return []
    index = node.slice
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return [text for part in parts for text in _texts(part)]


def _texts(node: ast.expr) -> list[str]:
    values = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    return [v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)]


def _calls(statement: Statement) -> Iterator[ast.Call]:
    node = tree(statement.text)
    yield from (child for child in (ast.walk(node) if node else ()) if isinstance(child, ast.Call))
