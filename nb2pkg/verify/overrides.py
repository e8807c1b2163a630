"""What `--set` and `--map` say: other values for settings, other places for absolute paths; for the runs alone."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nb2pkg.errors import Nb2pkgError
from nb2pkg.notebook.model import Place
from nb2pkg.trees import statement_of, tree_of, tree_or_none
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Program, Statement

_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class ProjectSetting(NamedTuple):
    """A setting of a project, as its manifest tells of it: its type, and where it stands in the notebook."""

    name: str
    type: str
    default: object
    names: tuple[tuple[int, str], ...]  # (cell, name) of assignments
    literals: tuple[tuple[int, str], ...]  # (cell, hint) of literals with the default's value


def project_settings(rows: Iterable[Mapping[str, Any]]) -> tuple[ProjectSetting, ...]:
    """Return the settings of a manifest."""
    return tuple(
        ProjectSetting(
            row["name"],
            row["type"],
            row["default"],
            tuple((cell, name) for cell, name in row["names"]),
            tuple((cell, hint) for cell, hint in row["literals"]),
        )
        for row in rows
    )


def values(given: Sequence[tuple[str, str]], known: Sequence[ProjectSetting]) -> dict[str, object]:
    """Return what was given for settings, in their types; raise Nb2pkgError for what is no setting or no value."""
    by_name = {setting.name: setting for setting in known}
    unknown = [name for name, _ in given if name not in by_name]
    if unknown:
        names = ", ".join(by_name) or "none"
        raise Nb2pkgError(f"--set {unknown[0]}: there is no such setting; there are: {names}")
    return {name: typed(name, text, by_name[name].type) for name, text in given}


def typed(name: str, text: str, kind: str) -> object:
    """Return the value that a text stands for in a setting of some type."""
    try:
        if kind == "bool":
            return _TRUTH[text.lower()]
        if kind in {"int", "float"}:
            return {"int": int, "float": float}[kind](text)
        if kind == "str":
            return text
        return _literal(text, kind)
    except (KeyError, ValueError, SyntaxError) as error:
        raise Nb2pkgError(f"--set {name}: it must be {kind}, not {text!r}") from error


def _literal(text: str, kind: str) -> object:
    value = ast.literal_eval(text) if kind != "Any" or text[:1] in "[({'\"" else _plain(text)
    if kind != "Any" and type(value).__name__ != kind:
        raise ValueError(text)
    return value


def _plain(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text


def sources(
    data: bytes, path: str, wanted: Mapping[str, object], known: Sequence[ProjectSetting]
) -> dict[int, str]:
    """Return the sources of the notebook's cells in which other values stand where the settings came from.

    Lines stay where they are. Raises Nb2pkgError where a literal cannot be replaced.
    """
    from nb2pkg.analysis.scan import scan
    from nb2pkg.notebook.read import parse

    program = scan(parse(data, path))
    changes: dict[int, list[tuple[Place, object]]] = {}
    for setting in (each for each in known if each.name in wanted):
        places = list(_places(program, setting))
        if not places:
            raise Nb2pkgError(
                f"--set {setting.name}: the notebook no longer has the value it came from: extract again"
            )
        for place in places:
            changes.setdefault(place.cell, []).append((place, wanted[setting.name]))
    return {
        number: _replaced(program.notebook.cell(number).source, found)
        for number, found in changes.items()
    }


def _places(program: Program, setting: ProjectSetting) -> Iterator[Place]:
    """Yield the places, in the cells' sources, of the expressions that the setting stands for."""
    from nb2pkg.analysis.literals import literals, place_of

    standing = set(setting.literals)
    for statement in program.statements:
        margins = program.codes[statement.cell].removed
        names = {name for cell, name in setting.names if cell == statement.cell}
        for node in _assigned(statement.text, names):
            yield _in_source(place_of(node, statement), statement, margins)
        for literal in literals(statement):
            same = type(literal.value) is type(setting.default) and literal.value == setting.default
            if same and (statement.cell, literal.hint) in standing:
                yield _in_source(literal.place, statement, margins)


def _in_source(place: Place, statement: Statement, margins: tuple[int, ...]) -> Place:
    """Return a place with what was taken from the start of its lines; the statement's first line knows of it."""

    def column(line: int, known: int) -> int:
        return known + (margins[line - 1] if margins and line != statement.place.line else 0)

    return place._replace(
        column=column(place.line, place.column), end_column=column(place.end_line, place.end_column)
    )


def _assigned(text: str, names: set[str]) -> Iterator[ast.expr]:
    """Yield what a statement assigns to one of the names."""
    if not names:
        return
    try:
        tree = statement_of(text)
    except (SyntaxError, IndexError):
        return
    yield from _values(tree, names)


def _values(tree: ast.stmt, names: set[str]) -> Iterator[ast.expr]:
    """Yield what a statement's tree assigns to one of the names."""
    targets = (
        tree.targets
        if isinstance(tree, ast.Assign)
        else [tree.target] if isinstance(tree, ast.AnnAssign) else []
    )
    value = tree.value if isinstance(tree, ast.Assign | ast.AnnAssign) else None
    for target in targets:
        if isinstance(target, ast.Name) and target.id in names and value is not None:
            yield value
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = zip(target.elts, value.elts, strict=False)
            yield from (v for t, v in pairs if isinstance(t, ast.Name) and t.id in names)


def assigned(source: str, name: str, text: str) -> str | None:
    """Return a cell's source with another value where a name is set to a literal; None where it is set to none."""
    tree = tree_or_none(source)
    if tree is None:
        return None
    lines = source.split("\n")
    found: list[tuple[Place, object]] = []
    for statement in tree.body:
        for node in _values(statement, {name}):
            try:
                default = ast.literal_eval(node)
            except ValueError:
                continue
            found.append((_place(node, lines), typed(name, text, type(default).__name__)))
    return _replaced(source, found) if found else None


def _place(node: ast.expr, lines: Sequence[str]) -> Place:
    """Return where a node stands; the tree counts bytes, a place characters."""

    def column(line: int, count: int) -> int:
        return len(lines[line - 1].encode()[:count].decode()) + 1

    last, end = node.end_lineno or node.lineno, node.end_col_offset or 0
    return Place(0, node.lineno, column(node.lineno, node.col_offset), last, column(last, end))


def _replaced(source: str, found: Sequence[tuple[Place, object]]) -> str:
    """Return a cell's source with expressions replaced; later ones first, so that places hold."""
    lines = source.split("\n")
    for place, value in sorted(found, key=lambda pair: pair[0], reverse=True):
        first, last = lines[place.line - 1], lines[place.end_line - 1]
        before, after = first[: place.column - 1], last[place.end_column - 1 :]
        blank = "\n" * (place.end_line - place.line)
        text = f"({value!r}{blank})" if blank else repr(value)
        lines[place.line - 1 : place.end_line] = (before + text + after).split("\n")
    return "\n".join(lines)


def into_package(package: Path, wanted: Mapping[str, object]) -> None:
    """Make the values the defaults of the settings in a copy of a package."""
    if not wanted:
        return
    file = package / "settings.py"
    source = file.read_text(encoding="utf-8")
    lines = source.split("\n")
    for node in sorted(_fields(source), key=lambda each: each.lineno, reverse=True):
        name = node.target.id if isinstance(node.target, ast.Name) else ""
        if name in wanted and node.end_lineno is not None:
            value = wanted[name]
            made = (
                f"field(default_factory=lambda: {value!r})"
                if isinstance(value, list | dict)
                else repr(value)
            )
            lines[node.lineno - 1 : node.end_lineno] = [
                f"    {name}: {ast.unparse(node.annotation)} = {made}"
            ]
    file.write_text("\n".join(lines), encoding="utf-8")


def _fields(source: str) -> Iterator[ast.AnnAssign]:
    for node in tree_of(source).body:
        if isinstance(node, ast.ClassDef) and node.name == "Settings":
            yield from (each for each in node.body if isinstance(each, ast.AnnAssign))


def variables(package: str, wanted: Mapping[str, object]) -> dict[str, str]:
    """Return the values as variables in the environment, which win over a project's configuration."""
    return {
        f"{package.upper()}_{name.upper()}": (
            value
            if isinstance(value, str)
            else json.dumps(value) if isinstance(value, bool) else repr(value)
        )
        for name, value in wanted.items()
    }


def maps_of(given: Sequence[str], needed: Sequence[Path]) -> tuple[tuple[str, str], ...]:
    """Return pairs of an absolute path and what is to stand there, of texts such as `/kaggle/input=data`.

    Raises Nb2pkgError for what is no such pair, and where the path holds what the runs themselves need.
    """
    made = []
    for text in given:
        path, sign, place = text.partition("=")
        real = Path(place).expanduser()
        if not sign or not path.startswith("/") or not path.strip("/"):
            raise Nb2pkgError(
                f"--map {text}: it has to be an absolute path, `=`, and a folder or file of this machine"
            )
        if not place or not real.exists():
            raise Nb2pkgError(f"--map {text}: there is no {place or 'place'} on this machine")
        normal = os.path.normpath(f"/{path.lstrip('/')}")
        if any(each.is_relative_to(normal) for each in needed):
            raise Nb2pkgError(
                f"--map {text}: {normal} holds what the runs need, and cannot be another folder"
            )
        made.append((normal, str(real.resolve())))
    return tuple(made)


def mapped(text: str, maps: Sequence[tuple[str, str]]) -> str:
    """Return code in which texts that begin with a mapped path begin with what it stands for."""
    for path, place in maps:
        pattern = rf"(?<=[\"']){re.escape(path)}(?=[/\"'])"
        text = re.sub(pattern, lambda _, place=place: place, text)  # type: ignore[misc]
    return text
