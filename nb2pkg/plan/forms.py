"""What is left of a step's code when its variables lose their names: equal forms do the same."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from nb2pkg.blueprint import Edit, Step
    from nb2pkg.model import Statement
    from nb2pkg.plan.context import Context

_REFLECTING: Final = frozenset({"locals", "globals", "vars", "eval", "exec", "dir"})
_VALUES: Final = (bool, int, float, str)


class Keyword(NamedTuple):
    """A plain value that is handed over as a keyword: where it stands, in which of the step's statements."""

    keyword: str
    value: bool | float | str | None
    statement: int
    place: Place


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a step: what two steps have in common that do the same."""

    key: object
    order: tuple[str, ...]  # the variables, as they first appear
    literals: tuple[Keyword, ...]
    fixed: frozenset[str]  # all other names in the code

    def index(self, name: str) -> int | str:
        """Return a variable's number; a name that the code does not show stands for itself."""
        return self.order.index(name) if name in self.order else name

    def name(self, index: int | str) -> str:
        """Return the variable of a number."""
        return index if isinstance(index, str) else self.order[index]


def form(context: Context, step: Step, edits_of: Callable[[int], Sequence[Edit] | None]) -> Form:
    """Return the form of a step whose statements are edited on their way into the package."""
    statements = [context.statements[i] for i in step.statements]
    edits = [list(edits_of(i) or ()) for i in step.statements]
    module = ast.parse("\n".join(map(_edited, statements, edits)))
    named = _identifiers(module) | {v.name for v in step.parameters}
    literals = tuple(k for k in _keywords(statements, edits) if k.keyword not in named)
    names = _Names(_variables(context, step) - _fixed(module))
    blanked = names.visit(_blanked(module, literals))
    found = Form(
        (), tuple(names.order), literals, frozenset(_identifiers(module) - set(names.order))
    )
    key = (
        step.stage,
        ast.dump(blanked),
        tuple((v.is_variable, found.index(v.name)) for v in step.parameters),
        tuple(map(found.index, step.unset)),
        step.shown == "value",
        tuple((e.action, e.text) for row in edits for e in row if e.action != "replace"),
        _inner_comments(context, step),
        tuple(literal.keyword for literal in literals),
    )
    return Form(key, found.order, found.literals, found.fixed)


def _edited(statement: Statement, edits: Sequence[Edit]) -> str:
    """Return a statement's text with the replacements made that stand on one line."""
    lines = statement.text.split("\n")
    for edit in sorted((e for e in edits if e.action == "replace"), key=lambda e: e.place)[::-1]:
        row = edit.place.line - statement.place.line
        shift = statement.place.column if row == 0 else 1
        start, end = edit.place.column - shift, edit.place.end_column - shift
        if edit.place.line == edit.place.end_line:
            lines[row] = lines[row][:start] + edit.text + lines[row][end:]
    return "\n".join(lines)


def _variables(context: Context, step: Step) -> set[str]:
    names = {v.name for v in (*step.parameters, *step.returns)}
    for number in step.statements:
        resolved = context.graph.resolved[number]
        names |= resolved.binds | resolved.may_bind
    return names


def _fixed(module: ast.Module) -> set[str]:
    """Return the names that must stay: they stand somewhere else than in a plain expression."""
    found: set[str] = set()
    for node in ast.walk(module):
        for field in ("arg", "name", "asname", "rest"):
            value = getattr(node, field, None)
            if isinstance(value, str) and not isinstance(node, ast.keyword):
                found.add(value)
        if isinstance(node, ast.Global | ast.Nonlocal):
            found |= set(node.names)
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= set(re.findall(r"@(\w+)", node.value))  # as in df.query("age > @limit")
        if isinstance(node, ast.Name) and node.id in _REFLECTING:
            found |= _identifiers(module)
    return found


def _identifiers(module: ast.Module) -> set[str]:
    return {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}


class _Names(ast.NodeTransformer):
    """Numbers variables in the order in which they appear."""

    def __init__(self, variables: set[str]) -> None:
        self._variables = variables
        self.order: dict[str, int] = {}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        if node.id not in self._variables:
            return node
        number = self.order.setdefault(node.id, len(self.order))
        return ast.Name(f"variable {number}", node.ctx)


def _keywords(
    statements: Sequence[Statement], edits: Sequence[Sequence[Edit]]
) -> Iterator[Keyword]:
    """Yield the keyword values of the calls that run exactly once, each keyword that is there only once."""
    found = [k for i, s in enumerate(statements) for k in _keywords_in(i, s, edits[i])]
    names = [k.keyword for k in found]
    yield from (k for k in found if names.count(k.keyword) == 1)


def _keywords_in(number: int, statement: Statement, edits: Sequence[Edit]) -> Iterator[Keyword]:
    taken = {edit.place for edit in edits}
    tree = ast.parse(statement.text).body[0]
    if not isinstance(tree, ast.Assign | ast.Expr):
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.keyword) or node.arg is None:
            continue
        value = node.value
        if not isinstance(value, ast.Constant) or not isinstance(value.value, _VALUES):
            continue
        place = _place(value, statement)
        if place not in taken and value.lineno == value.end_lineno:
            yield Keyword(node.arg, value.value, number, place)


def _place(node: ast.Constant, statement: Statement) -> Place:
    lines = statement.text.split("\n")
    shift = statement.place.column if node.lineno == 1 else 1

    def column(offset: int) -> int:
        return len(lines[node.lineno - 1].encode()[:offset].decode()) + shift

    line = statement.place.line + node.lineno - 1
    return Place(
        statement.cell, line, column(node.col_offset), line, column(node.end_col_offset or 0)
    )


def _blanked(module: ast.Module, literals: Sequence[Keyword]) -> ast.Module:
    """Take the values of some keywords away."""
    names = {literal.keyword for literal in literals}
    values = {(literal.keyword, type(literal.value), literal.value) for literal in literals}
    copied = ast.parse(ast.unparse(module))
    for node in ast.walk(copied):
        if isinstance(node, ast.keyword) and node.arg in names:
            value = node.value
            if (
                isinstance(value, ast.Constant)
                and (node.arg, type(value.value), value.value) in values
            ):
                node.value = ast.Constant(value=None)
    return copied


def _inner_comments(context: Context, step: Step) -> tuple[str, ...]:
    """Return the comments from a step's first statement to its last: they have to be the same."""
    statements = [context.statements[i] for i in step.statements]
    lines = context.graph.program.codes[step.cell].text.split("\n")
    inside = "\n".join(lines[statements[0].place.line - 1 : statements[-1].place.end_line])
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(inside + "\n").readline))
    except (tokenize.TokenError, SyntaxError):  # it begins or ends within a line
        return (inside,)
    return tuple(token.string for token in tokens if token.type == tokenize.COMMENT)


def leading_comments(context: Context, step: Step) -> list[str]:
    """Return the comment lines right above a step's first statement."""
    statement = context.statements[step.statements[0]]
    lines = context.graph.program.notebook.cell(statement.cell).source.split("\n")
    found: list[str] = []
    for line in reversed(lines[: statement.place.line - 1]):
        if not re.match(r"\s*#(?!\s*%%|!)", line):
            break
        found.insert(0, line)
    return found
