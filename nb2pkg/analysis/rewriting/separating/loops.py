"""`for c in columns: df[c] = df[c].fillna(df[c].median())`: learned in a loop, kept by column, applied in another."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.models import snake
from nb2pkg.analysis.rewriting.separating.aggregates import is_learned, is_settled
from nb2pkg.analysis.rewriting.separating.calm import is_calm, keyword_of
from nb2pkg.analysis.rewriting.separating.columns import Column
from nb2pkg.analysis.rewriting.separating.distinct import is_distinct
from nb2pkg.analysis.rewriting.separating.facts import names_in
from nb2pkg.analysis.rewriting.separating.statements import separate_statement
from nb2pkg.analysis.rewriting.separating.tokens import comments_in, renamed
from nb2pkg.analysis.rewriting.separating.transformers import FIT_TRANSFORM, kind_of

if TYPE_CHECKING:
    from nb2pkg.analysis.rewriting.separating.desk import Desk

_MARGIN = "    "


def separated_loop(node: ast.For, desk: Desk) -> list[str]:
    """Return the two loops that take the place of one, and what they need; nothing where it is to stay."""
    if not isinstance(node.target, ast.Name) or node.orelse:
        return []
    if not is_calm(node.iter, desk.facts) or not is_distinct(node.iter, desk.facts):
        return []
    column = Column(node.target.id, desk.facts)
    branches = _branches(node.body)
    tests = [test for test, _ in branches if test is not None]
    if not all(map(column.is_all_of, tests)) or column.is_bound_in(node):
        return []
    desk.facts.columns = frozenset({column.name})
    works = [(test, _Work(body, column, desk)) for test, body in branches]
    made = _loops(node, works, desk) if all(work.is_known() for _, work in works) else []
    desk.facts.columns = frozenset()
    return made


_Branch = tuple[ast.expr | None, list[ast.stmt]]


def _branches(body: list[ast.stmt]) -> list[_Branch]:
    """Return what is done in a loop, by what has to hold for that; None stands for all other cases."""
    choice = body[0]
    if len(body) != 1 or not isinstance(choice, ast.If):
        return [(None, body)]
    return [(choice.test, choice.body), *(_branches(choice.orelse) if choice.orelse else [])]


class _Work:
    """What a loop does with a column: first it learns, then it applies."""

    def __init__(self, body: list[ast.stmt], column: Column, desk: Desk) -> None:
        self._column = column
        self._desk = desk
        self._facts = desk.facts
        self.made = [each for each in body[:1] if self._makes(each)]
        rest = body[len(self.made) :]
        self.locals: dict[str, ast.Assign] = {}  # values that are learned, by their names
        self.fit = ""  # the transformer that is fitted
        self.fitting: list[ast.stmt] = []
        while rest and self._learns(rest[0]):
            self.fitting.append(rest.pop(0))
        self.applying = rest

    def is_known(self) -> bool:
        """Say whether all that is done is to apply to the column itself what is learned from it."""
        if not self.applying or (self.made and not self._is_of_made()):
            return False
        if any(self._learns_more(each) for each in self.applying[1:]):
            return False
        return all(self._applies(each) for each in self.applying)

    def _makes(self, node: ast.stmt) -> bool:
        is_plain = isinstance(node, ast.Assign) and len(node.targets) == 1
        if not is_plain or not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            return False
        return isinstance(node.targets[0], ast.Name) and bool(kind_of(node.value, self._facts))

    def _is_of_made(self) -> bool:
        """Say whether the transformer made in the loop is the one that is fitted."""
        [made] = self.made
        name = (
            made.targets[0].id
            if isinstance(made, ast.Assign) and isinstance(made.targets[0], ast.Name)
            else ""
        )
        return self._fitted() == name

    def _fitted(self) -> str:
        """Return the variable of what is fitted, or nothing."""
        first = self.applying[0]
        call = first.value if isinstance(first, ast.Assign) else None
        is_fit = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if not self.fit and is_fit and isinstance(call, ast.Call):
            function = call.func
            if isinstance(function, ast.Attribute) and function.attr == FIT_TRANSFORM:
                return function.value.id if isinstance(function.value, ast.Name) else ""
        return self.fit

    def _learns(self, node: ast.stmt) -> bool:
        """Say whether a statement learns from the column, and take it in."""
        if isinstance(node, ast.Expr):
            call = node.value
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                return False
            made = call.func.value
            known = call.func.attr == "fit" and isinstance(made, ast.Name) and not self.fit
            if not known or not kind_of(made, self._facts) or len(call.args) != 1 or call.keywords:
                return False
            self.fit = made.id if isinstance(made, ast.Name) else ""
            return self._column.is_all_of(call.args[0])
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            return False
        [target] = node.targets
        if not isinstance(target, ast.Name) or target.id == self._column.name:
            return False
        if not self._is_settled(node.value):
            return False
        self.locals[target.id] = node
        return True

    def _is_settled(self, node: ast.expr) -> bool:
        """Say whether an expression is made of aggregates of the column, and of values that are."""
        if isinstance(node, ast.Name):
            return node.id in self.locals
        if isinstance(node, ast.BinOp):
            return self._is_settled(node.left) and self._is_settled(node.right)
        return is_settled(node, self._facts) and self._column.is_all_of(node)

    def _learns_more(self, node: ast.stmt) -> bool:
        return any(
            isinstance(each, ast.expr)
            and not isinstance(each, ast.Constant)
            and (is_learned(each, self._facts) or _is_fit(each))
            for each in ast.walk(node)
        )

    def _applies(self, node: ast.stmt) -> bool:
        """Say whether a statement changes the column of a table, by nothing but that column and what is learned."""
        allowed = {*self.locals, *([self._fitted()] if self._fitted() else [])}
        if isinstance(node, ast.Expr):
            call = node.value
            in_place = keyword_of(call, "inplace") if isinstance(call, ast.Call) else None
            if not isinstance(call, ast.Call) or not isinstance(in_place, ast.Constant):
                return False
            is_method = isinstance(call.func, ast.Attribute) and self._column.is_it(call.func.value)
            given = [*call.args, *(each.value for each in call.keywords)]
            return is_method and all(self._looks(each, allowed) for each in given)
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            return self._column.is_it(node.targets[0]) and self._looks(node.value, allowed)
        if isinstance(node, ast.AugAssign):
            return self._column.is_it(node.target) and self._looks(node.value, allowed)
        return False

    def _looks(self, node: ast.expr, allowed: set[str]) -> bool:
        """Say whether an expression looks at the column, at values that were learned, or asks what was fitted."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            made = node.func.value
            is_new = isinstance(made, ast.Call) and bool(kind_of(made, self._facts))
            is_asked = isinstance(made, ast.Name) and made.id == self._fitted()
            if (_is_fit(node) and (is_new or is_asked)) or (
                is_asked and node.func.attr == "transform" and len(node.args) == 1
            ):
                return all(self._column.is_all_of(each) for each in node.args)
        return self._column.is_all_of(node, allowed - {self._fitted()})


def _is_fit(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == FIT_TRANSFORM
    )


def _loops(node: ast.For, works: list[tuple[ast.expr | None, _Work]], desk: Desk) -> list[str]:
    """Return the loop that learns and those that apply, and in front of them the dicts between them."""
    variable = node.target.id if isinstance(node.target, ast.Name) else ""
    learning, applying, dicts = [], [], []
    column = desk.facts.new("column" if variable != "column" else "name")
    for number, (test, work) in enumerate(works):
        kept: dict[str, str] = {}  # what stands for a value in the second loop
        lines = _kept(work, kept, variable, desk)
        if not kept:
            return []
        if len(works) > 1 or test is not None:
            word = "elif" if number else "if"
            head = f"{word} {desk.text(test)}:" if test is not None else "else:"
            lines = [head, *(_MARGIN + line for line in lines)]
        learning += lines
        dicts += list(dict.fromkeys(kept.values()))
        known = {name: f"{each}[{column}]" for name, each in kept.items() if name}
        known[variable] = column
        second = f"for {column} in {next(iter(kept.values()))}:"
        applied = [renamed(desk.text(each), known) for each in work.applying]
        applying.append("\n".join([second, *(_MARGIN + line for line in applied)]))
    first = f"for {variable} in {desk.text(node.iter)}:"
    return [
        *comments_in(desk.text(node)),
        *(f"{each} = {{}}" for each in dicts),
        "\n".join([first, *(_MARGIN + line for line in learning)]),
        *applying,
    ]


def _kept(work: _Work, kept: dict[str, str], variable: str, desk: Desk) -> list[str]:
    """Return what the first loop does in one case, and note where what it learns is kept."""
    tables = {snake(name) for each in work.applying for name in names_in(each)}
    desk.naming = lambda wanted: _by_column(wanted, tables)
    desk.front = []
    lines = [desk.text(each) for each in work.made]
    for each in work.fitting:
        lines += _learned(each, work, kept, variable, desk)
    separate_statement(work.applying[0], desk)
    for line in desk.front:
        name, _, made = line.partition(" = ")
        kept[name] = name
        lines.append(f"{name}[{variable}] = {made}")
        if _is_fitting(work.applying[0]):
            kept.setdefault(_asked(work.applying[0]), name)
    return lines


def _learned(
    node: ast.stmt, work: _Work, kept: dict[str, str], variable: str, desk: Desk
) -> list[str]:
    """Return the lines of the first loop for a statement that learns; note where its value is kept."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        if not any(name in names_in(each) for each in work.applying):
            return [desk.text(node)]
        kept.setdefault(name, desk.facts.new(f"{snake(name)}_by_column"))
        return [desk.text(node), f"{kept[name]}[{variable}] = {name}"]
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        fitted = ast.Name(work.fit)
        word = snake(kind_of(fitted, desk.facts)).split("_")[-1]
        kept[work.fit] = desk.facts.new(f"{word}s")
        return [f"{kept[work.fit]}[{variable}] = {desk.copied()}({desk.text(node)})"]
    return []


def _is_fitting(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and _is_fit(node.value)


def _asked(node: ast.stmt) -> str:
    """Return the variable of the transformer that a statement fits, or nothing."""
    call = node.value if isinstance(node, ast.Assign) else None
    function = call.func if isinstance(call, ast.Call) else None
    made = function.value if isinstance(function, ast.Attribute) else None
    return made.id if isinstance(made, ast.Name) and _is_fitting(node) else ""


def _by_column(wanted: str, tables: set[str]) -> str:
    """Return what the values for all columns are called, by what one of them would be."""
    words = wanted
    for table in sorted(tables, key=len, reverse=True):
        words = words.removeprefix(f"{table}_")
    is_object = words.endswith(("er", "or"))  # an encoder, a scaler, a vectorizer, a selector
    return f"{words}s" if is_object else f"{words}_by_column"
