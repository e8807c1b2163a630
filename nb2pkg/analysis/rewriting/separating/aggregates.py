"""Values that are learned from many rows at once: the median of a column, its largest value, its counts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge import pure
from nb2pkg.analysis.knowledge.models import snake
from nb2pkg.analysis.knowledge.separable import (
    ALONG_ROWS,
    AROUND,
    CALLED,
    CALM_ON_LEARNED,
    REDUCING,
    REDUCING_BUILTINS,
    REDUCING_FUNCTIONS,
    TOLD,
    TOLD_FUNCTIONS,
)
from nb2pkg.analysis.rewriting.separating.calm import constant, is_calm
from nb2pkg.analysis.rewriting.separating.facts import joined, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.rewriting.separating.facts import Facts

_TYPES = frozenset({"float", "int", "str", "bool"})
_LIBRARIES = frozenset({"np", "numpy", "pd", "pandas"})
_SAYS_NOTHING = frozenset("values loc iloc str dt cat T index columns np numpy pd".split())


def is_learned(node: ast.expr, facts: Facts) -> bool:
    """Say whether an expression is an aggregate of rows, or made of aggregates alone by what does not look at rows."""
    if isinstance(node, ast.Call):
        return _is_aggregate(node, facts) or _is_of_learned(node, facts)
    if isinstance(node, ast.Attribute):
        return is_learned(node.value, facts)
    if isinstance(node, ast.Subscript):
        return is_learned(node.value, facts) and is_settled(node.slice, facts)
    if isinstance(node, ast.DictComp | ast.ListComp | ast.SetComp):
        return _is_closed(node, facts)
    return False


def is_settled(node: ast.expr, facts: Facts) -> bool:
    """Say whether an expression is made of constants and of what is learned alone."""
    if isinstance(node, ast.Constant) or is_learned(node, facts):
        return True
    if isinstance(node, ast.Name):
        return facts.qualified(node) in _TYPES
    if isinstance(
        node,
        ast.UnaryOp
        | ast.BinOp
        | ast.Compare
        | ast.BoolOp
        | ast.Tuple
        | ast.List
        | ast.Dict
        | ast.Slice,
    ):
        parts = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr)]
        return all(is_settled(each, facts) for each in parts)
    return False


def _is_aggregate(call: ast.Call, facts: Facts) -> bool:
    name = facts.qualified(call.func)
    if name:
        return _is_aggregating_function(name, call, facts)
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in REDUCING:
        return False
    if not is_calm(function.value, facts) or facts.qualified(function.value):
        return False
    if _looks_around(function.value) or not _is_along_rows(call):
        return False
    if function.attr in TOLD:
        return len(call.args) <= 1 and all(is_calm(each, facts) for each in call.args)
    return [constant(each) for each in call.args] in ([], [0])


def _is_aggregating_function(name: str, call: ast.Call, facts: Facts) -> bool:
    told = name in TOLD_FUNCTIONS
    if not told and name not in REDUCING_FUNCTIONS | REDUCING_BUILTINS:
        return False
    if len(call.args) != 1 + told or not all(is_calm(each, facts) for each in call.args):
        return False
    if name in REDUCING_BUILTINS and (
        call.keywords or not isinstance(call.args[0], ast.Attribute | ast.Subscript)
    ):
        return False
    return _is_along_rows(call) and not _looks_around(call.args[0])


def _is_along_rows(call: ast.Call) -> bool:
    for keyword in call.keywords:
        value = constant(keyword.value)
        if keyword.arg is None or value is ... or keyword.arg in {"out", "inplace", "level"}:
            return False
        if keyword.arg == "axis" and (isinstance(value, bool) or value not in ALONG_ROWS):
            return False
    return True


def _looks_around(node: ast.AST) -> bool:
    return any(
        isinstance(child, ast.Attribute) and child.attr in AROUND for child in ast.walk(node)
    )


def _is_of_learned(call: ast.Call, facts: Facts) -> bool:
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    if any(keyword.arg in {None, "inplace"} for keyword in call.keywords):
        return False
    if not all(is_settled(each, facts) for each in given):
        return False
    if isinstance(call.func, ast.Name):
        is_known = facts.qualified(call.func) in pure.BUILTINS
        return is_known and any(is_learned(each, facts) for each in given)
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in CALM_ON_LEARNED:
        return False
    return is_learned(call.func.value, facts)


def _is_closed(node: ast.DictComp | ast.ListComp | ast.SetComp, facts: Facts) -> bool:
    """Say whether a comprehension goes through what is learned, and looks at nothing else."""
    [*others, last] = node.generators
    if others or last.is_async or not is_calm(node, facts):
        return False
    source = last.iter
    counted = isinstance(source, ast.Call) and facts.qualified(source.func) in pure.ITERATORS
    through = source.args if isinstance(source, ast.Call) and counted else [source]
    if not any(is_learned(each, facts) for each in through):
        return False
    if not all(is_settled(each, facts) for each in through):
        return False
    made = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    own = names_in(last.target)
    return all(
        name in own or (not facts.is_bound(name) and not facts.imports_of(name))
        for name in names_in(*made, *last.ifs)
    )


def name_of(node: ast.expr) -> str:
    """Return a name for what is learned: `age_median` for `df["Age"].median()`."""
    found = next(_aggregates_in(node), None)
    if found is None:
        return joined([column_of(node), "learned"])
    function, rows = found
    told = [constant(each) for each in ast.walk(node) if isinstance(each, ast.Constant)]
    share = [f"{value * 100:g}" for value in told if isinstance(value, float) and 0 < value < 1]
    groups = next((g for g in _groupings(rows) if g), "")
    parts = [column_of(rows), CALLED.get(function, function.removeprefix("nan"))]
    if function == "quantile" and share:
        parts.append(share[0].replace(".", "_"))
    return joined([*parts, *(["by", groups] if groups else [])])


def _aggregates_in(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names of the aggregates in an expression, the innermost first, and the rows that they are made of."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr | ast.comprehension | ast.keyword):
            yield from _aggregates_in(child)
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and node.func.attr in REDUCING:
        is_function = isinstance(node.func.value, ast.Name) and bool(node.args)
        yield node.func.attr, node.args[0] if is_function and _takes_rows(node) else node.func.value
    elif isinstance(node.func, ast.Attribute | ast.Name) and node.args:
        last = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        if last in {name.rpartition(".")[2] for name in _FUNCTIONS}:
            yield last, node.args[0]


_FUNCTIONS = REDUCING_FUNCTIONS | TOLD_FUNCTIONS | REDUCING_BUILTINS


def _takes_rows(call: ast.Call) -> bool:
    return not isinstance(call.args[0], ast.Constant)


def _groupings(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if (
            isinstance(child, ast.Call)
            and isinstance(child.func, ast.Attribute)
            and child.func.attr == "groupby"
            and child.args
        ):
            yield joined(snake(word) for word in _texts(child.args[0]))


def _texts(node: ast.AST) -> list[str]:
    return [
        child.value
        for child in ast.walk(node)
        if isinstance(child, ast.Constant) and isinstance(child.value, str)
    ]


def column_of(node: ast.expr) -> str:
    """Return what rows are called: the column that they are, or the variable."""
    if isinstance(node, ast.Subscript):
        words = _texts(node.slice)
        if words and len(words) <= 3 and not isinstance(node.slice, ast.Compare | ast.BinOp):
            return joined(snake(word) for word in words)
        inner = column_of(node.value)
        numbers = [
            str(each.value)
            for each in ast.walk(node.slice)
            if isinstance(each, ast.Constant) and type(each.value) is int
        ]
        return joined([inner, *(numbers[:1] if isinstance(node.slice, ast.Tuple) else [])])
    if isinstance(node, ast.Attribute):
        return column_of(node.value) if node.attr in _SAYS_NOTHING else snake(node.attr)
    if isinstance(node, ast.Name):
        return snake(node.id)
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Attribute) and column_of(function.value) not in _LIBRARIES:
            return column_of(function.value)
        return column_of(node.args[0]) if node.args else ""
    parts = [each for each in ast.iter_child_nodes(node) if isinstance(each, ast.expr)]
    return next((name for name in map(column_of, parts) if name), "")
