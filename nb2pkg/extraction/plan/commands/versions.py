"""What a notebook keeps under one name in turn, told apart: `model` is a logistic regression, and then a tree.

The pipeline calls steps one after the other, and a step knows its parameters alone: so which version of a variable
a step is given is certain, and a version may have any name there. Inside of steps, and in the notebook, names stay.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge import ESTIMATOR_LIBRARIES
from nb2pkg.analysis.knowledge.models import ASKED, FITTED, ROW_BY_ROW, called_after, told_apart
from nb2pkg.extraction.blueprint import Versions
from nb2pkg.extraction.plan.naming.names import unique
from nb2pkg.trees import tree_of, tree_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.extraction.blueprint import Step
    from nb2pkg.extraction.plan.context import Context

_DATA: Final = frozenset("pandas numpy polars list dict set tuple str int float bool".split())


@dataclass(eq=False)
class _Web:
    """Versions of a variable that go on from each other, and what they are about."""

    name: str
    made: ast.expr | None = None  # what makes a model
    after: str = ""  # its class
    about: set[_Web] = field(default_factory=set)  # the models that it comes from
    label: str = ""


@dataclass(frozen=True)
class Lineage:
    """The names of all versions in the pipeline, and which step made what a step is given."""

    versions: Versions
    makers: dict[tuple[int, str], int]  # step and parameter -> the step that returned it last


def lineage(
    context: Context, steps: Sequence[Step], order: Iterable[int], taken: Iterable[str]
) -> Lineage:
    """Tell versions apart, and name them; `taken` are names that none may have."""
    webs = _Webs(context, steps)
    for index in order:
        webs.follow(index)
    _name(webs.found, set(taken))
    given = {key: web.label for key, web in webs.given.items() if web.label != key[1]}
    made = {key: web.label for key, web in webs.made.items() if web.label != key[1]}
    last = {name: web.label for name, web in webs.current.items() if web.label != name}
    return Lineage(Versions(given, made, last), webs.makers)


class _Webs:
    """Follows the steps in their order."""

    def __init__(self, context: Context, steps: Sequence[Step]) -> None:
        self._context, self._steps = context, steps
        self._fitted, self._models = _fitted(context, steps)
        self._maker: dict[str, int] = {}
        self.found: list[_Web] = []
        self.current: dict[str, _Web] = {}
        self.given: dict[tuple[int, str], _Web] = {}
        self.made: dict[tuple[int, str], _Web] = {}
        self.makers: dict[tuple[int, str], int] = {}

    def follow(self, index: int) -> None:
        """Note what a step is given and what it makes."""
        step = self._steps[index]
        for name in [v.name for v in step.parameters if v.is_variable]:
            if name in self.current:
                self.given[index, name] = self.current[name]
                self.makers[index, name] = self._maker[name]
        known = [self.current[v.name] for v in step.parameters if v.name in self.current]
        for variable in step.returns:
            self.made[index, variable.name] = self._web(index, variable.name)
        known += [self.made[index, v.name] for v in step.returns]
        about = {web for web in known if web.name in self._models}
        about |= {web for one in known if one.name not in self._models for web in one.about}
        for variable in step.returns:
            web = self.made[index, variable.name]
            self.current[variable.name], self._maker[variable.name] = web, index
            if not web.after:
                web.about |= about - {web}

    def _web(self, index: int, name: str) -> _Web:
        """Return the web that a returned value belongs to: that of what the step was given, or a new one."""
        made = self._made_of(index, name) if name in self._fitted else None
        before = self.given.get((index, name))
        after = called_after(made) if made is not None else ""
        if before is not None and after in {"", before.after}:
            return before
        web = _Web(name, made, after)
        self.found.append(web)
        return web

    def _made_of(self, index: int, name: str) -> ast.expr | None:
        """Return the expression whose value a step gives to a name, and to nothing else."""
        found = None
        for number in self._steps[index].statements:
            statement = self._context.statements[number]
            if name in statement.effects.binds and statement.kind == "assign":
                match tree_of(statement.text).body:
                    case [ast.Assign(targets=[ast.Name(id=target)], value=value)] if target == name:
                        found = value if found is None or called_after(value) else found
        return found


def _fitted(context: Context, steps: Sequence[Step]) -> tuple[set[str], set[str]]:
    """Return the variables that hold something fitted, and those of them that are models and no transformers."""
    libraries: defaultdict[str, set[str]] = defaultdict(set)
    for variable in [v for step in steps for v in step.returns]:
        found = {kind.library for kind in variable.kinds if kind.is_object}
        libraries[variable.name] |= found or {""}
    possible = {name for name, found in libraries.items() if not found & _DATA}
    methods: defaultdict[str, set[str]] = defaultdict(set)
    for statement in context.statements:
        if any(f".{method}(" in statement.text for method in FITTED):
            for name, method in _asked(statement.text):
                methods[name].add(method)
    fitted = {n for n in possible if methods[n] & FITTED or libraries[n] <= ESTIMATOR_LIBRARIES}
    return fitted, {n for n in fitted if methods[n] & ASKED or not methods[n] & ROW_BY_ROW}


def _asked(text: str) -> set[tuple[str, str]]:
    """Return the variables whose methods are called in a statement, with the methods."""
    tree = tree_or_none(text)
    return {
        (node.func.value.id, node.func.attr)
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    }


def _name(webs: Sequence[_Web], taken: set[str]) -> None:
    """Name webs: models that share a variable by their classes, and what comes from one model by that model."""
    shared: defaultdict[str, list[_Web]] = defaultdict(list)
    for web in webs:
        shared[web.name].append(web)
        web.label = web.name
    for same in shared.values():
        if len(same) > 1 and any(web.after for web in same):
            labels = told_apart([web.made for web in same], same[0].name, taken)
            for web, label in zip(same, labels, strict=True):
                web.label = label
    for same in shared.values():
        about = {frozenset(web.about) for web in same}
        for web in same if len(about) > 1 else ():
            if len(web.about) == 1 and not web.after:
                web.label = unique(f"{web.name}_{next(iter(web.about)).label}", taken)
