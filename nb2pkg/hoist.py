"""Scores that are only printed become variables, so that the package can return them.

`print("accuracy", accuracy_score(y, p))` is read as `accuracy = accuracy_score(y, p)` followed by
`print("accuracy", accuracy)`. The change is made on the source of the cell, before it is scanned; verification
compares with the notebook as its author left it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg import knowledge
from nb2pkg.ipython import to_python

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nb2pkg.model import Cell, Notebook

#: what is called without anything else noticing
_HARMLESS: Final = knowledge.PURE_ANYWHERE - {"sample", "get", "show", "plot"} | frozenset(
    "len str repr int float abs sorted list tuple set dict print confusion_matrix classification_report".split()
)

#: called name -> the variable that its value gets
SCORES: Final = {
    "accuracy_score": "accuracy",
    "balanced_accuracy_score": "balanced_accuracy",
    "f1_score": "f1",
    "precision_score": "precision",
    "recall_score": "recall",
    "roc_auc_score": "roc_auc",
    "confusion_matrix": "confusion",
    "classification_report": "report",
    "mean_squared_error": "mse",
    "root_mean_squared_error": "rmse",
    "mean_absolute_error": "mae",
    "r2_score": "r2",
    "log_loss": "loss",
    "silhouette_score": "silhouette",
    "cross_val_score": "cv_scores",
    "score": "score",
}

#: … in a notebook with statsmodels, whose summaries are values; other libraries' `summary` prints, and returns nothing
_SUMMARIES: Final = {"summary": "summary"}
_PRINTING_SUMMARIES: Final = ("keras", "tensorflow", "torch", "pyspark")

_ASKED: Final = frozenset({"predict", "predict_proba", "decision_function", "score"})
_KEEPING: Final = frozenset(
    {"append", "extend", "insert", "update", "add", "setdefault", "put", "write"}
)


def hoisted(notebook: Notebook) -> tuple[Notebook, frozenset[str]]:
    """Return the notebook with its printed scores given names, and those names."""
    before = _names(notebook)
    taken = set(before)
    scores = _scores_of(notebook)
    models: dict[str, str] = {}
    cells = tuple(_hoisted_cell(cell, scores, taken, models) for cell in notebook.cells)
    return notebook._replace(cells=cells), frozenset(taken - before)


def _scores_of(notebook: Notebook) -> Mapping[str, str]:
    text = "\n".join(cell.source for cell in notebook.code_cells)
    summed = "statsmodels" in text and not any(library in text for library in _PRINTING_SUMMARIES)
    return {**SCORES, **_SUMMARIES} if summed else SCORES


def _hoisted_cell(
    cell: Cell, scores: Mapping[str, str], taken: set[str], models: dict[str, str]
) -> Cell:
    """Name the scores of a cell; `models` tells which model made a variable's predictions, and learns more of them."""
    speaks = [*scores, *_ASKED]
    if cell.kind != "code" or not any(word in cell.source for word in speaks):
        return cell
    if to_python(cell.source).text != cell.source:
        return cell
    try:
        tree = ast.parse(cell.source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return cell
    starts = _line_starts(cell.source)
    text = cell.source
    known = []
    for node in tree.body:
        models |= _predictions(node)
        known.append(dict(models))
    for node, at in zip(reversed(tree.body), reversed(known), strict=True):
        text = _hoisted_statement(node, text, starts, scores, taken, at)
    return cell._replace(source=text)


def _hoisted_statement(
    node: ast.stmt,
    text: str,
    starts: list[int],
    scores: Mapping[str, str],
    taken: set[str],
    models: Mapping[str, str],
) -> str:
    if not isinstance(node, ast.Expr) or node.col_offset or _keeps(node.value):
        return text
    own = [call for call in _early_enough(node.value, scores) if call is not node.value]
    whole = [node.value] if not own and _is_score(node.value, scores) else []
    begin = starts[node.lineno - 1]
    head, changed = "", []
    for call in [*own, *whole]:
        start, end = _span(call, starts, text)
        name = _free(scores[_called(call)], _model_of(call, models), taken)
        head += f"{name} = {text[start:end]}\n"
        changed.append((start, end, name))
    if text[begin : _span(node, starts, text)[0]].strip() or _shares_line(node, text, starts):
        return text
    for start, end, name in sorted(changed, reverse=True):
        text = text[:start] + name + text[end:]
    return text[:begin] + head + text[begin:]


def _keeps(node: ast.expr) -> bool:
    """Say whether an expression puts its arguments away, as `results.append(...)` does: then nothing is lost."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _KEEPING
    )


def _shares_line(node: ast.stmt, text: str, starts: list[int]) -> bool:
    """Say whether another statement follows on the same line."""
    end = _span(node, starts, text)[1]
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
    known = _is_score(act, scores) or _called(act) in _HARMLESS
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
        return node.func.id in scores and node.func.id not in {"score", *_SUMMARIES}
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in scores:
        return False
    plain = isinstance(node.func.value, ast.Name)
    return plain and (node.func.attr != "score" or bool(node.args))


def _called(call: ast.expr) -> str:
    function = call.func if isinstance(call, ast.Call) else None
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _predictions(node: ast.stmt) -> dict[str, str]:
    """Return the variable that a statement gives predictions to, with the model that makes them."""
    if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
        return {}
    return {node.targets[0].id: _asked(node.value)}


def _asked(node: ast.AST) -> str:
    """Return the variable of the model that an expression asks for predictions or a score, or nothing."""
    for child in ast.walk(node):
        function = child.func if isinstance(child, ast.Call) else None
        if isinstance(function, ast.Attribute) and function.attr in _ASKED:
            return function.value.id if isinstance(function.value, ast.Name) else ""
    return ""


def _model_of(call: ast.expr, models: Mapping[str, str]) -> str:
    """Return the variable of the model that a score is about, or nothing where that is unknown."""
    given = [a.id for a in getattr(call, "args", ()) if isinstance(a, ast.Name)]
    if _called(call).startswith("cross_val"):
        return given[0] if given else ""
    return _asked(call) or next((models[name] for name in given if models.get(name)), "")


def _free(name: str, model: str, taken: set[str]) -> str:
    """Return the name, or that with the model's behind it, or a numbered one, whichever is free."""
    if name in taken and model:
        name = f"{name}_{model}"
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    taken.add(candidate)
    return candidate


def _names(notebook: Notebook) -> set[str]:
    found: set[str] = set()
    for cell in notebook.code_cells:
        try:
            tree = ast.parse(to_python(cell.source).text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            found |= {
                getattr(node, field)
                for field in ("id", "name", "asname", "arg")
                if isinstance(getattr(node, field, None), str)
            }
    return found


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _span(node: ast.expr | ast.stmt, starts: list[int], text: str) -> tuple[int, int]:
    def at(line: int, offset: int) -> int:
        start = starts[line - 1]
        return start + len(text[start : starts[line] - 1].encode()[:offset].decode())

    return at(node.lineno, node.col_offset), at(
        node.end_lineno or node.lineno, node.end_col_offset or 0
    )
