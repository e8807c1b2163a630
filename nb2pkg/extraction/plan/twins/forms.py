"""What is left of a step's code when its variables lose their names: equal forms do the same."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.frames import mentioned
from nb2pkg.analysis.knowledge.pure import REFLECTING
from nb2pkg.extraction.blueprint import Replace
from nb2pkg.extraction.plan.naming.shapes import tree
from nb2pkg.extraction.plan.twins.varying import Slot, slots, work
from nb2pkg.trees import Renewal, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Edit, Step
    from nb2pkg.extraction.plan.context import Context

_BLANK: Final = "__nb2pkg_literal_"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a step: what two steps have in common that do the same."""

    key: object
    order: tuple[str, ...]  # the variables, as they first appear
    slots: tuple[Slot, ...]  # literals in which steps of one form may differ
    fixed: frozenset[str]  # all other names in the code
    work: int  # how much the code does

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
    found = _slots(context, step, edits)
    blanks = [
        [Replace(slot.place, f"{_BLANK}{slot.family}") for slot in found if slot.statement == i]
        for i in range(len(statements))
    ]
    module = tree_of("\n".join(map(edited, statements, map(list.__add__, edits, blanks))))
    fixed, shown = _fixed(module), _identifiers(module)
    names = _Names(_variables(context, step) - fixed)
    blanked = names.visit(module)
    others = frozenset((fixed | shown) - set(names.order))
    made = Form((), tuple(names.order), found, others, work(statements))
    key = (
        step.stage,
        ast.dump(blanked),
        tuple((v.is_variable, made.index(v.name)) for v in step.parameters),
        tuple(map(made.index, step.body.unset)),
        step.has_shown_value,
        tuple(e for row in edits for e in row if not isinstance(e, Replace)),
        _inner_comments(context, step),
    )
    return replace(made, key=key)


def _slots(context: Context, step: Step, edits: Sequence[Sequence[Edit]]) -> tuple[Slot, ...]:
    """Return the literals of a step that can become parameters: none where code asks which names there are."""
    code = [tree(context.statements[i].text) for i in step.statements]
    if any(_identifiers(node) & REFLECTING for node in code if node):
        return ()
    return tuple(
        slot
        for position, number in enumerate(step.statements)
        for slot in slots(context, number, position, edits[position])
    )


def edited(statement: Statement, edits: Sequence[Edit]) -> str:
    """Return a statement's text with the replacements made that stand on one line."""
    lines = statement.text.split("\n")
    for edit in sorted((e for e in edits if isinstance(e, Replace)), key=lambda e: e.place)[::-1]:
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
            found.update(mentioned(node.value))
        if isinstance(node, ast.Name) and node.id in REFLECTING:
            found |= _identifiers(module)
    return found


def _identifiers(module: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}


class _Names(Renewal):
    """Numbers variables in the order in which they appear."""

    def __init__(self, variables: set[str]) -> None:
        self._variables = variables
        self.order: dict[str, int] = {}

    def visit(self, node: ast.AST) -> ast.AST:
        """Return what stands for a node."""
        if not isinstance(node, ast.Name):
            return self.generic_visit(node)
        if node.id not in self._variables:
            return node
        number = self.order.setdefault(node.id, len(self.order))
        return ast.Name(f"variable {number}", node.ctx)


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
