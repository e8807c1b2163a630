"""Ways in which an extractor may go wrong, and ways in which it may differ and still be right.

An operator takes the tree of one module and yields changed copies of it, each with a word on what was changed; which of
them becomes a mutant is drawn by lot, with a seed.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import Any

Change = tuple[str, ast.Module]
Operator = Callable[[ast.Module], Iterator[Change]]


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _bodies(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements that functions consist of."""
    for function in _functions(tree):
        for node in ast.walk(function):
            for name in ("body", "orelse"):
                body = getattr(node, name, None)
                if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                    yield body


def _places(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """Yield the places of all statements that do something."""
    for number, body in enumerate(_bodies(tree)):
        for index, statement in enumerate(body):
            text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            if not text:
                yield number, index


def _at(tree: ast.Module, number: int) -> list[ast.stmt]:
    return list(_bodies(tree))[number]


def drop(tree: ast.Module) -> Iterator[Change]:
    """Lose a statement."""
    for number, index in _places(tree):
        made = copy.deepcopy(tree)
        body = _at(made, number)
        lost = body[index]
        body[index] = ast.Pass()
        yield f"without {ast.unparse(lost)[:60]!r}", made


def duplicate(tree: ast.Module) -> Iterator[Change]:
    """Do a statement twice."""
    for number, index in _places(tree):
        made = copy.deepcopy(tree)
        body = _at(made, number)
        if not isinstance(body[index], ast.Return):
            body.insert(index, copy.deepcopy(body[index]))
            yield f"twice {ast.unparse(body[index])[:60]!r}", made


def swap(tree: ast.Module) -> Iterator[Change]:
    """Swap two neighbours."""
    for number, index in _places(tree):
        made = copy.deepcopy(tree)
        body = _at(made, number)
        if index + 1 < len(body) and not isinstance(body[index + 1], ast.Return):
            body[index], body[index + 1] = body[index + 1], body[index]
            yield f"{ast.unparse(body[index])[:40]!r} too early", made


def change_number(tree: ast.Module) -> Iterator[Change]:
    """Take another number: a wrong seed, limit or size."""
    for where, node in _nodes(tree, ast.Constant):
        if type(node.value) in (int, float):
            made, other = _copied(tree, where)
            other.value = node.value + 1 if isinstance(node.value, int) else node.value * 1.5 + 0.1
            yield f"{node.value} became {other.value}", made


def change_text(tree: ast.Module) -> Iterator[Change]:
    """Take another of the module's own texts: a wrong column, method or path."""
    texts = sorted({n.value for _, n in _nodes(tree, ast.Constant) if isinstance(n.value, str)})
    plain = [text for text in texts if len(text) < 30 and " " not in text]
    for where, node in _nodes(tree, ast.Constant):
        if node.value in plain and len(plain) > 1:
            made, other = _copied(tree, where)
            other.value = plain[(plain.index(node.value) + 1) % len(plain)]
            yield f"{node.value!r} became {other.value!r}", made


def change_operator(tree: ast.Module) -> Iterator[Change]:
    """Calculate otherwise."""
    others: dict[type[ast.operator], type[ast.operator]] = {
        ast.Add: ast.Sub,
        ast.Sub: ast.Add,
        ast.Mult: ast.Div,
        ast.Div: ast.Mult,
    }
    for where, node in _nodes(tree, ast.BinOp):
        if type(node.op) in others:
            made, other = _copied(tree, where)
            other.op = others[type(node.op)]()
            yield f"another operator in {ast.unparse(node)[:60]!r}", made


def change_comparison(tree: ast.Module) -> Iterator[Change]:
    """Compare the other way round."""
    for where, _ in _nodes(tree, ast.Compare):
        made, other = _copied(tree, where)
        other.ops[0] = ast.LtE() if isinstance(other.ops[0], ast.Gt) else ast.Gt()
        yield f"compared as {ast.unparse(other)[:60]!r}", made


def lose_keyword(tree: ast.Module) -> Iterator[Change]:
    """Forget an argument."""
    for where, node in _nodes(tree, ast.Call):
        for number, keyword in enumerate(node.keywords):
            made, other = _copied(tree, where)
            del other.keywords[number]
            yield f"without {keyword.arg}= in {ast.unparse(node)[:60]!r}", made


def lose_copy(tree: ast.Module) -> Iterator[Change]:
    """Share what was to be copied."""
    for where, node in _nodes(tree, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in {"copy", "deepcopy"} and node.args:
            made = _replaced(tree, where, node.args[0])
            yield f"shared instead of {ast.unparse(node)[:60]!r}", made


def return_nothing(tree: ast.Module) -> Iterator[Change]:
    """Forget what a step returns."""
    for where, node in _nodes(tree, ast.Return):
        if node.value is not None:
            made, other = _copied(tree, where)
            other.value = None
            yield f"nothing instead of {ast.unparse(node)[:60]!r}", made


def return_in_other_order(tree: ast.Module) -> Iterator[Change]:
    """Mix up what a step returns."""
    for where, node in _nodes(tree, ast.Return):
        if isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
            made, other = _copied(tree, where)
            other.value.elts = other.value.elts[1:] + other.value.elts[:1]
            yield f"{ast.unparse(other)[:60]!r}", made


def _returning(tree: ast.Module, said: str, form: str) -> Iterator[Change]:
    """Yield trees in which one returned thing is put through an expression."""
    for where, node in _nodes(tree, ast.Return):
        parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        for number, part in enumerate(parts):
            if part is None:
                continue
            made, other = _copied(tree, where)
            changed = ast.parse(form.format(f"({ast.unparse(part)})"), mode="eval").body
            if isinstance(other.value, ast.Tuple):
                other.value.elts[number] = changed
            else:
                other.value = changed
            yield f"{said}: {ast.unparse(part)[:40]!r}", made


def sort_rows(tree: ast.Module) -> Iterator[Change]:
    """Return rows in another order."""
    form = (
        "(lambda v: v.iloc[::-1] if hasattr(v, 'iloc') else v[::-1] if isinstance(v, (list, tuple)) or "
        "hasattr(v, 'shape') and v.shape else dict(reversed(v.items())) if isinstance(v, dict) else v)({})"
    )
    yield from _returning(tree, "other order", form)


def other_type(tree: ast.Module) -> Iterator[Change]:
    """Return another type of the same value."""
    form = (
        "(lambda v: v.astype('float32') if hasattr(v, 'astype') and getattr(v, 'dtype', None) == 'float64' else "
        "v.astype(object) if hasattr(v, 'astype') else tuple(v) if isinstance(v, list) else list(v) "
        "if isinstance(v, tuple) else float(v) if type(v) is int else dict(v) if isinstance(v, dict) else v)({})"
    )
    yield from _returning(tree, "other type", form)


def drift(tree: ast.Module) -> Iterator[Change]:
    """Return numbers that are off by a ten-millionth."""
    form = (
        "(lambda v: v * (1 + 1e-7) if isinstance(v, float) or str(getattr(v, 'dtype', '')).startswith('float') "
        "else v.assign(**{{c: v[c] * (1 + 1e-7) for c in v.select_dtypes('float')}}) if hasattr(v, 'select_dtypes') "
        "else v)({})"
    )
    yield from _returning(tree, "drift", form)


def lose_row(tree: ast.Module) -> Iterator[Change]:
    """Lose the last row."""
    form = "(lambda v: v[:-1] if hasattr(v, '__getitem__') and not isinstance(v, dict) and len(v) else v)({})"
    yield from _returning(tree, "a row less", form)


def constant_score(tree: ast.Module) -> Iterator[Change]:
    """Return the same score whatever was predicted."""
    form = "(lambda v: type(v)(0.5) if isinstance(v, float) else v)({})"
    yield from _returning(tree, "always 0.5", form)


def reverse_predictions(tree: ast.Module) -> Iterator[Change]:
    """Mix up which row a prediction is for."""
    for where, node in _nodes(tree, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr.startswith("predict"):
            turned = ast.parse(f"{ast.unparse(node)}[::-1]", mode="eval").body
            yield f"reversed {ast.unparse(node)[:40]}", _replaced(tree, where, turned)


def copy_parameter(tree: ast.Module) -> Iterator[Change]:
    """Work on a copy, so that the change in place is lost to everybody else."""
    for number, function in enumerate(_functions(tree)):
        for argument in function.args.args:
            made = copy.deepcopy(tree)
            text = f"{argument.arg} = __import__('copy').deepcopy({argument.arg})"
            list(_functions(made))[number].body[0:0] = ast.parse(text).body
            yield f"a copy of {argument.arg} in {function.name}", made


def other_variable(tree: ast.Module) -> Iterator[Change]:
    """Read another variable of the function: a wrong version, or a stale one."""
    for number, function in enumerate(_functions(tree)):
        stored = [node.id for node in _named(function, ast.Store)]
        names = sorted({*stored, *(argument.arg for argument in function.args.args)})
        loads = [node for node in _named(function, ast.Load) if node.id in names]
        for place, load in enumerate(loads):
            for name in (name for name in names if name != load.id):
                made = copy.deepcopy(tree)
                same = _named(list(_functions(made))[number], ast.Load)
                [node for node in same if node.id in names][place].id = name
                yield f"{name} instead of {load.id} in {function.name}", made


def lose_target(tree: ast.Module) -> Iterator[Change]:
    """Forget to take what a call returns: the old version stays."""
    for number, index in _places(tree):
        statement = _at(tree, number)[index]
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            made = copy.deepcopy(tree)
            _at(made, number)[index] = ast.Expr(copy.deepcopy(statement.value))
            yield f"nobody takes {ast.unparse(statement)[:60]!r}", made


def _named(tree: ast.AST, context: type[ast.expr_context]) -> list[ast.Name]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return [node for node in nodes if isinstance(node.ctx, context)]


def _nodes(tree: ast.Module, kind: type[ast.AST]) -> Iterator[tuple[int, Any]]:
    """Yield nodes of a kind within functions and classes, with their numbers among all nodes."""
    skipped = {id(s.value) for s in ast.walk(tree) if isinstance(s, ast.Expr)}
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, kind) and not (isinstance(node, ast.Constant) and id(node) in skipped):
            yield number, node


def _copied(tree: ast.Module, where: int) -> tuple[ast.Module, Any]:
    made = copy.deepcopy(tree)
    return made, list(ast.walk(made))[where]


def _replaced(tree: ast.Module, where: int, new: ast.expr) -> ast.Module:
    made = copy.deepcopy(tree)
    old = list(ast.walk(made))[where]
    for parent in ast.walk(made):
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, copy.deepcopy(new))
            elif isinstance(value, list):
                value[:] = [copy.deepcopy(new) if item is old else item for item in value]
    return made


def reformat(tree: ast.Module) -> Iterator[Change]:
    """Write the same in another layout."""
    yield "another layout", copy.deepcopy(tree)


def rename_local(tree: ast.Module) -> Iterator[Change]:
    """Give a local variable another name."""
    for number, function in enumerate(_functions(tree)):
        if any(isinstance(n, ast.FunctionDef | ast.Lambda | ast.Global) for n in function.body):
            continue
        arguments = {argument.arg for argument in function.args.args}
        stored = {node.id for node in _named(function, ast.Store)} - arguments
        for name in sorted(stored):
            made = copy.deepcopy(tree)
            for node in ast.walk(list(_functions(made))[number]):
                if isinstance(node, ast.Name) and node.id == name:
                    node.id = f"{name}_renamed"
            yield f"{name} has another name in {function.name}", made


def name_result(tree: ast.Module) -> Iterator[Change]:
    """Give what is returned a name first."""
    for number, index in _places(tree):
        statement = _at(tree, number)[index]
        if isinstance(statement, ast.Return) and statement.value is not None:
            made = copy.deepcopy(tree)
            text = f"what_is_returned = {ast.unparse(statement.value)}\nreturn what_is_returned"
            _at(made, number)[index : index + 1] = ast.parse(text).body
            yield f"a name for {ast.unparse(statement)[:60]!r}", made


def unused(tree: ast.Module) -> Iterator[Change]:
    """Add what does nothing."""
    for number, function in enumerate(_functions(tree)):
        made = copy.deepcopy(tree)
        list(_functions(made))[number].body[0:0] = ast.parse("nothing_of_it = [1, 2, 3]").body
        yield f"an unused variable in {function.name}", made


def swap_independent(tree: ast.Module) -> Iterator[Change]:
    """Swap neighbours that share no name."""
    for said, made in swap(tree):
        yield said.replace("too early", "earlier"), made


HARMFUL: tuple[Operator, ...] = (
    *(drop, duplicate, swap, change_number, change_text, change_operator, change_comparison),
    *(lose_keyword, lose_copy, return_nothing, return_in_other_order, sort_rows, other_type, drift),
    *(lose_row, copy_parameter, other_variable, lose_target),
)
FOR_RESULTS: tuple[Operator, ...] = (*HARMFUL, constant_score, reverse_predictions)
HARMLESS: tuple[Operator, ...] = (reformat, rename_local, name_result, unused, swap_independent)
