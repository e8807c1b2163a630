"""Scores and predictions that are only printed become variables, so that the package can return them.

`print("accuracy", accuracy_score(y, p))` is read as `accuracy = accuracy_score(y, p)` followed by
`print("accuracy", accuracy)`. The change is made on the source of the cell, before it is scanned; verification
compares with the notebook as its author left it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.models import ASKED, PREDICTING, called_after, told_apart
from nb2pkg.analysis.knowledge.scores import (
    ASKED_FOR,
    HARMLESS,
    KEEPING,
    PRINTING_SUMMARIES,
    SCORES,
    SHOWING,
    SUMMARIES,
)
from nb2pkg.analysis.rewriting.spans import line_starts, span
from nb2pkg.notebook.ipython import to_python
from nb2pkg.trees import called_name, tree_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nb2pkg.notebook.model import Cell, Notebook


def hoisted(notebook: Notebook) -> tuple[Notebook, frozenset[str]]:
    """Return the notebook with its printed scores given names, and those names."""
    before = _names(notebook)
    taken = set(before)
    scores = _scores_of(notebook)
    models = _Models(notebook, before)
    cells = tuple(_hoisted_cell(cell, scores, taken, models) for cell in notebook.cells)
    return notebook._replace(cells=cells), frozenset(taken - before)


def _scores_of(notebook: Notebook) -> Mapping[str, str]:
    text = "\n".join(cell.source for cell in notebook.code_cells)
    summed = "statsmodels" in text and not any(library in text for library in PRINTING_SUMMARIES)
    return {**SCORES, **SUMMARIES} if summed else SCORES


def _hoisted_cell(cell: Cell, scores: Mapping[str, str], taken: set[str], models: _Models) -> Cell:
    """Name the scores of a cell; `models` tells which model made a variable's predictions, and learns more of them."""
    tree = _parsed(cell)
    if tree is None:
        return cell
    starts = line_starts(cell.source)
    text = cell.source
    known = []
    for node in tree.body:
        models.note(node)
        known.append((dict(models.named), dict(models.predicted)))
    if not any(word in cell.source for word in scores) or to_python(text).text != text:
        return cell
    for node, at in zip(reversed(tree.body), reversed(known), strict=True):
        text = _hoisted_statement(node, text, starts, scores, taken, at)
    return cell._replace(source=text)


def _hoisted_statement(
    node: ast.stmt,
    text: str,
    starts: list[int],
    scores: Mapping[str, str],
    taken: set[str],
    models: tuple[Mapping[str, str], Mapping[str, str]],
) -> str:
    if not isinstance(node, ast.Expr) or node.col_offset or _keeps(node.value):
        return text
    early = _early_enough(node.value, scores)
    own = [c for c in early if c is not node.value and _is_shown(c, node.value)]
    whole = [node.value] if not own and _is_score(node.value, scores) else []
    begin = starts[node.lineno - 1]
    head, changed = "", []
    for call in [*own, *whole]:
        start, end = span(call, starts, text)
        name = _free(scores[called_name(call)], *_model_of(call, *models), taken)
        head += f"{name} = {text[start:end]}\n"
        changed.append((start, end, name))
    if text[begin : span(node, starts, text)[0]].strip() or _shares_line(node, text, starts):
        return text
    for start, end, name in sorted(changed, reverse=True):
        text = text[:start] + name + text[end:]
    return text[:begin] + head + text[begin:]


def _is_shown(call: ast.expr, whole: ast.expr) -> bool:
    """Say whether an expression shows what a call gives: a prediction that is drawn, or counted, is no result."""
    if called_name(call) not in PREDICTING:
        return True
    shown = whole.args if called_name(whole) in SHOWING and isinstance(whole, ast.Call) else [whole]
    return any(call is each for each in shown)


def _keeps(node: ast.expr) -> bool:
    """Say whether an expression puts its arguments away, as `results.append(...)` does: then nothing is lost."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in KEEPING
    )


def _shares_line(node: ast.stmt, text: str, starts: list[int]) -> bool:
    """Say whether another statement follows on the same line."""
    end = span(node, starts, text)[1]
    rest = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)].strip()
    return bool(rest.strip(";").strip()) and not rest.strip(";").strip().startswith("#")


def _early_enough(node: ast.expr, scores: Mapping[str, str]) -> list[ast.expr]:
    """Return the score calls of an expression before which nothing happens that could change them, or be changed."""
    found = list(_scored(node, scores))
    within = {part for call in found for part in ast.walk(call)} - set(found)
    kept: list[ast.expr] = []
    for act in _in_order(node):
        if act in found:
            if act is not found[0] and not _is_calm(act, scores):
                break
            kept.append(act)
        elif act not in within and not _is_harmless(act, scores):
            break
    return kept


def _is_calm(call: ast.expr, scores: Mapping[str, str]) -> bool:
    """Say whether nothing but the score itself happens in a call that something else comes before."""
    return all(act is call or _is_harmless(act, scores) for act in _in_order(call))


def _in_order(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the calls of an expression, and whatever else happens in it, in the order of time."""
    for child in ast.iter_child_nodes(node):
        yield from _in_order(child)
    if isinstance(node, ast.Call | ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom):
        yield node


def _is_harmless(act: ast.expr, scores: Mapping[str, str]) -> bool:
    known = _is_score(act, scores) or called_name(act) in HARMLESS
    return isinstance(act, ast.Call) and known


def _scored(node: ast.AST, scores: Mapping[str, str]) -> Iterator[ast.expr]:
    """Yield the outermost score calls that are evaluated exactly once, in order, before anything is printed."""
    if isinstance(node, ast.expr) and _is_score(node, scores):
        yield node
        return
    if isinstance(
        node,
        ast.Lambda
        | ast.IfExp
        | ast.BoolOp
        | ast.ListComp
        | ast.SetComp
        | ast.DictComp
        | ast.GeneratorExp,
    ):
        return
    for child in ast.iter_child_nodes(node):
        yield from _scored(child, scores)


def _is_score(node: ast.expr, scores: Mapping[str, str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in scores and node.func.id not in {"score", *SUMMARIES}
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in scores:
        return False
    plain = isinstance(node.func.value, ast.Name)
    return plain and (node.func.attr != "score" or bool(node.args))


class _Models:
    """What models are called as the notebook goes on: by their classes, where several share a variable."""

    def __init__(self, notebook: Notebook, taken: Iterable[str]) -> None:
        makers: dict[str, list[ast.expr | None]] = {}
        for cell in notebook.code_cells:
            tree = _parsed(cell)
            for name, value in map(_made, tree.body if tree else ()):
                if name and called_after(value):
                    makers.setdefault(name, []).append(value)
        text = "\n".join(cell.source for cell in notebook.code_cells)
        self._left = {
            name: told_apart(made, name, set(taken))
            for name, made in makers.items()
            if len(made) > 1 and _is_asked(name, text)
        }
        self.named: dict[str, str] = {}  # variable of a model that shares it -> its name
        self.predicted: dict[str, str] = {}  # variable of predictions -> what made them

    def note(self, node: ast.stmt) -> None:
        """Take in a statement that binds a model, or predictions."""
        name, value = _made(node)
        if name in self._left and self._left[name] and called_after(value):
            self.named[name] = self._left[name].pop(0)
        elif name:
            asked = _asked(value)
            self.predicted[name] = self.named.get(asked, asked)


def _made(node: ast.stmt) -> tuple[str, ast.expr]:
    """Return the variable that a statement binds first, or nothing, and the expression that it binds it to."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id, node.value
    return "", ast.Constant(None)


def _is_asked(name: str, text: str) -> bool:
    """Say whether a variable is ever fitted or asked for predictions."""
    return any(f"{name}.{method}(" in text for method in (*ASKED, "fit"))


def _parsed(cell: Cell) -> ast.Module | None:
    """Return the tree of a cell of code; None where it is none, or Python cannot read it."""
    return tree_or_none(to_python(cell.source).text) if cell.kind == "code" else None


def _asked(node: ast.AST) -> str:
    """Return the variable of the model that an expression asks for predictions or a score, or nothing."""
    for child in ast.walk(node):
        function = child.func if isinstance(child, ast.Call) else None
        if isinstance(function, ast.Attribute) and function.attr in ASKED_FOR:
            return function.value.id if isinstance(function.value, ast.Name) else ""
    return ""


def _model_of(
    call: ast.expr, named: Mapping[str, str], predicted: Mapping[str, str]
) -> tuple[str, bool]:
    """Return the name of the model that a score is about, or nothing, and whether it shares its variable."""
    given = [a.id for a in getattr(call, "args", ()) if isinstance(a, ast.Name)]
    if called_name(call).startswith("cross_val"):
        model = given[0] if given else ""
    else:
        model = _asked(call) or next((predicted[n] for n in given if predicted.get(n)), "")
    model = named.get(model, model)
    return model, model in named.values()


def _free(name: str, model: str, shares: bool, taken: set[str]) -> str:  # noqa: FBT001
    """Return the name, or that with the model's behind it, or a numbered one, whichever is free.

    A score of a model that `shares` its variable with others has the model's name in any case.
    """
    if model and (name in taken or shares):
        name = f"{name}_{model}"
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    taken.add(candidate)
    return candidate


def _names(notebook: Notebook) -> set[str]:
    found: set[str] = set()
    for cell in notebook.code_cells:
        tree = _parsed(cell)
        for node in ast.walk(tree) if tree else ():
            found |= {
                getattr(node, field)
                for field in ("id", "name", "asname", "arg")
                if isinstance(getattr(node, field, None), str)
            }
    return found
