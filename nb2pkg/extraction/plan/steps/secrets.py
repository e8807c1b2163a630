"""Literals that look like secrets: where they stand, and what a variable for them may be called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.literals import place_of
from nb2pkg.extraction.plan.naming.names import identifier, words
from nb2pkg.secrets import find_secrets
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.notebook.model import Place

_SHORTEST: Final = 6  # a text that short stands in too many places to be looked for
#: what is called in the place of a secret where no setting can be handed over
LOOK_UP: Final = "secret_from_environment"


class FoundSecret(NamedTuple):
    """A literal with a secret in it."""

    statement: int
    place: Place
    value: str
    kind: str
    hint: str  # a name for it


def secret_texts(context: Context) -> tuple[str, ...]:
    """Return all that looks like a secret anywhere in the notebook, Markdown and comments included; longest first."""
    found = {
        secret.text
        for cell in context.graph.program.notebook.cells
        for secret in find_secrets(cell.source)
        if len(secret.text) >= _SHORTEST
    }
    return tuple(sorted(found, key=lambda text: (-len(text), text)))


def secret_literals(
    context: Context, texts: Iterable[str]
) -> tuple[dict[int, list[FoundSecret]], list[str]]:
    """Return the literals that hold a secret, by statement, and why some cannot be replaced by a look-up."""
    found: dict[int, list[FoundSecret]] = {}
    problems = []
    for statement in context.statements:
        if statement.magic is not None and not (statement.magic.is_cell or statement.effects.binds):
            continue  # a line for the shell or for IPython: it is masked
        for literal in _literals(statement, tuple(texts)):
            if isinstance(literal, FoundSecret):
                found.setdefault(statement.id, []).append(literal)
            else:
                problems.append(literal)
    return found, list(dict.fromkeys(problems))


def _literals(statement: Statement, texts: tuple[str, ...]) -> Iterator[FoundSecret | str]:
    """Yield the literals that hold a secret, or the reason why one cannot be taken out."""
    secrets = find_secrets(statement.text)
    if not secrets and not any(text in statement.text for text in texts):
        return
    tree = tree_of(statement.text)
    names, stuck = _names(tree), _stuck(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str | bytes):
            continue
        start, end = _span(node, statement.text)
        kinds = [s.kind for s in secrets if s.start < end and start < s.end]
        value = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
        if not kinds and not any(text in value for text in texts):
            continue
        if node in stuck or isinstance(node.value, bytes):
            line = statement.place.line + node.lineno - 1
            yield (
                f"cell {statement.cell}, line {line}: what looks like a secret stands inside a larger text; give it "
                f"a variable of its own, read from the environment"
            )
        else:
            kind = kinds[0] if kinds else "a secret"
            place = place_of(node, statement)
            yield FoundSecret(statement.id, place, value, kind, names.get(node, "secret"))


def _span(node: ast.Constant, text: str) -> tuple[int, int]:
    """Return where a node begins and ends in a text, in characters."""
    lines = text.split("\n")

    def at(line: int, offset: int) -> int:
        before = sum(len(one) + 1 for one in lines[: line - 1])
        return before + len(lines[line - 1].encode()[:offset].decode())

    end = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
    return at(node.lineno, node.col_offset), at(*end)


def _stuck(tree: ast.AST) -> set[ast.AST]:
    """Return the literals in whose place no expression can stand."""
    found: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.MatchValue | ast.MatchMapping):
            found |= set(ast.walk(node))
        elif isinstance(node, ast.Expr):
            found.add(node.value)  # a docstring
    return found


def _names(tree: ast.AST) -> dict[ast.AST, str]:
    """Return for literals the names of what they are given to: keywords, keys, variables, parameters."""
    found: dict[ast.AST, str] = {}
    for node in ast.walk(tree):
        pairs: list[tuple[str, ast.AST | None]] = []
        if isinstance(node, ast.Assign):
            pairs = [(_target(target), node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            pairs = [(_target(node.target), node.value)]
        elif isinstance(node, ast.keyword):
            pairs = [(node.arg or "", node.value)]
        elif isinstance(node, ast.Dict):
            pairs = [(_key(key), value) for key, value in zip(node.keys, node.values, strict=True)]
        elif isinstance(node, ast.Compare):
            pairs = [(_target(node.left), value) for value in node.comparators]
        elif isinstance(node, ast.arguments):
            named = [*node.posonlyargs, *node.args][-len(node.defaults) or None :]
            pairs = [(a.arg, value) for a, value in zip(named, node.defaults, strict=False)]
            pairs += [
                (a.arg, v) for a, v in zip(node.kwonlyargs, node.kw_defaults, strict=True) if v
            ]
        for name, value in pairs:
            if words(name) and value is not None:
                found[value] = identifier(words(name))
    return found


def _target(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    return _key(node.slice) if isinstance(node, ast.Subscript) else ""


def _key(node: ast.AST | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
