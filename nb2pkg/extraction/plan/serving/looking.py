"""Why code that is run for rows cannot be run for each of them alone, as far as its words tell.

A function that is handed rows may learn from all of them, remember those it has met, number them, or give something
else in another process. Not all of that shows in the rows of a notebook: nobody's age may be missing there.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.changing import CHANGES_OWN
from nb2pkg.analysis.knowledge.rows import (
    LEARNING_AND_APPLYING,
    LEARNING_INSIDE,
    LOOKING_AROUND,
    is_looking_around,
    is_random,
    is_told_by_process,
)
from nb2pkg.extraction.plan.serving.counting import carried, counted_in, is_counter_used
from nb2pkg.extraction.plan.serving.learning import (
    Learned,
    handed_on,
    is_along_columns,
    learned_of_column,
    name_of_row,
    root_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    class Words(Protocol):
        """What is known of names where a statement reads them."""

        def qualified(self, node: ast.expr, at: int) -> str | None:
            """Return the qualified name of what was imported, or of a builtin."""
            ...

        def body_of(self, name: str, at: int) -> ast.AST | None:
            """Return the definition of one of the notebook's own functions."""
            ...

        def made_by(self, name: str, at: int) -> ast.expr | None:
            """Return the expression whose value a variable holds."""
            ...

        def method_of(self, node: ast.expr, at: int, method: str) -> ast.AST | None:
            """Return the definition of a method of an object of one of the notebook's own classes."""
            ...

        def has_rows(self, name: str, at: int) -> bool:
            """Say whether a variable of the notebook holds something for each row."""
            ...


_DEPTH: Final = 6
_OWN_NAMES: Final = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Given(Enum):
    """What a function is called with."""

    ALL = "all"  # whole columns or tables
    ROW = "row"  # one row
    ONE = "one"  # one value
    EITHER = "either"  # one value, or a whole column


@dataclass
class Look:
    """Looks at code that a statement runs for rows."""

    words: Words
    at: int
    _seen: set[int] = field(default_factory=set)

    def function(self, node: ast.AST, given: Given, depth: int = 0) -> Iterator[str]:
        """Yield why a function, of the notebook or a lambda, cannot be called with some of the rows alone."""
        if id(node) in self._seen or depth > _DEPTH:
            return
        self._seen.add(id(node))
        definition = _definition(node)
        if definition is None:
            return
        yield from self.code(node)
        yield from _remembered(definition)
        parameters = {each.arg for each in ast.walk(definition.args) if isinstance(each, ast.arg)}
        own = parameters | _bound_in(definition)
        yield from self._other_rows(definition, own)
        if given is Given.ALL:
            yield from Learned(self.words, self.at, handed_on(definition, parameters)).of(
                definition
            )
            yield from self.counted(definition)
        elif given is Given.EITHER:
            yield from learned_of_column(definition, parameters)
        elif given is Given.ROW:
            yield from name_of_row(definition, parameters)
        for call in ast.walk(definition):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                body = self.words.body_of(call.func.id, self.at)
                if body is not None and call.func.id not in own:
                    yield from self.function(body, given, depth + 1)

    def handed(self, node: ast.expr, given: Given, depth: int = 0) -> Iterator[str]:
        """Yield why a function that is handed to another one cannot be called with some of the rows alone."""
        if depth > _DEPTH:
            return
        match node:
            case ast.Lambda():
                yield from self.function(node, given)
            case ast.Name(id=name):
                body = self.words.body_of(name, self.at)
                made = self.words.made_by(name, self.at)
                match body:
                    case ast.Module([ast.Assign(value=value)]):
                        made = value
                    case ast.AST():
                        yield from self.function(body, given)
                        return
                if isinstance(made, ast.Lambda | ast.Call):
                    yield from self.handed(made, given, depth + 1)
            case ast.Call(func=ast.Name()):
                yield from self._made(node, given, depth)
        if isinstance(node, ast.Name | ast.Attribute):
            yield from self.code(node)

    def _made(self, node: ast.Call, given: Given, depth: int) -> Iterator[str]:
        """Yield the same of a function that a call makes: one inside of another, or a partial."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        maker = self.words.body_of(name, self.at)
        outer = _definition(maker) if maker is not None else None
        for inner in ast.walk(outer) if outer is not None else ():
            if isinstance(inner, _OWN_NAMES) and inner is not outer:
                yield from self.function(inner, given)
        if (self.words.qualified(node.func, self.at) or "").endswith("partial"):
            for each in node.args[:1]:
                yield from self.code(each)
                yield from self.handed(each, given, depth + 1)

    def code(self, node: ast.AST) -> Iterator[str]:
        """Yield why some code cannot be run row by row: whatever it is given."""
        along = {
            id(n.func) for n in ast.walk(node) if isinstance(n, ast.Call) and is_along_columns(n)
        }
        for each in ast.walk(node):
            if isinstance(each, ast.Call):
                yield from self._called(each)
            elif (
                id(each) not in along
                and isinstance(each, ast.Name | ast.Attribute)
                and isinstance(each.ctx, ast.Load)
            ):
                name = self.words.qualified(each, self.at)
                if name is not None and is_looking_around(name):
                    yield f"{name.rpartition('.')[2]} looks at other rows"

    def _called(self, node: ast.Call) -> Iterator[str]:
        name = self.words.qualified(node.func, self.at)
        if name is not None:
            if is_random(name):
                yield "it draws random numbers"
            elif is_told_by_process(name):
                yield f"{name} differs from process to process"
            elif name in {"list", "tuple", "enumerate", "iter"} and _is_set(node.args[:1]):
                yield "the order of a set differs from process to process"
            return
        if isinstance(node.func, ast.Attribute):
            method = node.func.attr
            if method == "sample":
                yield "sample( draws random numbers"
            if method in LOOKING_AROUND:
                yield f"{method} looks at other rows"
            if method in LEARNING_AND_APPLYING:
                yield f"{method} learns from the rows at hand"
        yield from worded(node)

    def _other_rows(self, definition: ast.AST, own: set[str]) -> Iterator[str]:
        """Yield the tables of the notebook that a function reads besides what it is given."""
        for each in ast.walk(definition):
            if isinstance(each, ast.Attribute) and each.attr in {"columns", "dtypes"}:
                own = own | {n.id for n in ast.walk(each) if isinstance(n, ast.Name)}
        for each in ast.walk(definition):
            if (
                isinstance(each, ast.Name)
                and each.id not in own
                and self.words.has_rows(each.id, self.at)
            ):
                yield f"a function that is called for rows reads {each.id}, which has all of them"

    def counted(self, node: ast.AST) -> Iterator[str]:
        """Yield what makes a value of a row's number or label, or of rows before it."""
        for each in ast.walk(node):
            if isinstance(each, ast.For):
                if is_counter_used(each.target, each.iter, each.body):
                    yield "it makes a value of a row's number or label"
                if (name := carried(each)) is not None:
                    yield f"{name} is carried from row to row"
            elif isinstance(each, ast.ListComp | ast.GeneratorExp | ast.SetComp):
                yield from counted_in(each)


def worded(node: ast.Call) -> Iterator[str]:
    """Yield why a method that is named, or code that is written, in a text cannot be run row by row."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="transform" | "apply" | "agg" | "aggregate" | "pipe"),
            args=[ast.Constant(value=str(method)), *_],
        ) | ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(method)), *_]):
            if method in LOOKING_AROUND:
                yield f"{method} looks at other rows"
        case ast.Call(func=ast.Attribute(attr="eval"), args=[ast.Constant(value=str(text)), *_]):
            for name in LOOKING_AROUND | LEARNING_INSIDE:
                if f".{name}(" in text:
                    yield f"{name} looks at other rows"


def _is_set(nodes: list[ast.expr]) -> bool:
    return any(
        isinstance(n, ast.Set | ast.SetComp)
        or (isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == "set")
        for n in nodes
    )


def _definition(node: ast.AST) -> ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None:
    match node:
        case ast.Module([ast.Assign(value=ast.Lambda() as made)]):
            return made
        case ast.Module([*_, ast.FunctionDef() as made]):
            return made
    return node if isinstance(node, _OWN_NAMES) else None


def _bound_in(definition: ast.AST) -> set[str]:
    found = {
        n.id
        for n in ast.walk(definition)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    return found | {n.arg for n in ast.walk(definition) if isinstance(n, ast.arg)}


def _remembered(
    definition: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda,
) -> Iterator[str]:
    """Yield what a function keeps from one call to the next."""
    arguments = definition.args
    plain = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(reversed(plain), reversed(arguments.defaults), strict=False)]
    pairs += [(a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d]
    kept = {a.arg for a, d in pairs if isinstance(d, ast.List | ast.Dict | ast.Set | ast.Call)}
    free = _bound_in(definition) - kept
    for node in ast.walk(definition):
        match node:
            case ast.Global(names=[name, *_]) | ast.Nonlocal(names=[name, *_]):
                yield f"it keeps {name} from call to call"
            case ast.Call(func=ast.Attribute(value=owner, attr=method)) if method in CHANGES_OWN:
                if (name := root_of(owner)) and name not in free:
                    yield f"it keeps {name} from call to call"
            case ast.Subscript(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
                if (name := root_of(node)) and name not in free:
                    yield f"it keeps {name} from call to call"
            case ast.Call(func=ast.Name(id="next"), args=[ast.Name(id=name), *_]):
                if name not in free:
                    yield f"it keeps {name} from call to call"
