"""Where the rows of a model come from: the table it was fitted on, and the reader of the data file behind that."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.kinds import BUNCH, FRAME
from nb2pkg.analysis.knowledge.reading import (
    ABOUT_FILE,
    AS_ARRAY,
    KEPT,
    MAKES_ARRAY,
    READERS,
    SAME_ROWS,
    SELECTING,
)
from nb2pkg.analysis.knowledge.rows import is_bringing_array, is_bringing_bunch
from nb2pkg.extraction.blueprint import Source
from nb2pkg.extraction.plan.commands.array_readers import EXACT, reading_of
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nb2pkg.extraction.plan.context import Context

_TYPES: Final = frozenset({"str", "int", "float", "bool", "object"})
_DEPTH: Final = 40


@dataclass(frozen=True)
class Sources:
    """Follows rows back to the file that they were read from."""

    context: Context
    is_left: Callable[[str, int], bool]  # whether training leaves a name as a statement reads it

    def of(self, node: ast.expr, at: int) -> Source:
        """Return what is known of the rows that an expression stands for."""
        return self._traced(node, at, 0)

    def reading(self, at: int) -> Source:
        """Return what is known of the file that a statement reads, which does nothing else."""
        calls = [
            n
            for n in ast.walk(tree_of(self.context.statements[at].text))
            if isinstance(n, ast.Call)
        ]
        for call in calls:
            name = self._qualified(call.func, at) or ""
            if is_bringing_array(name):
                return reading_of(call, lambda node: self._literal(node, at))
            if is_bringing_bunch(name):
                return Source(dict(EXACT), is_raw=True)
        return next((self._reader(c, at) for c in calls if self._is_reader(c)), Source())

    def columns(self, node: ast.expr, at: int, depth: int = 0) -> str:
        """Return an expression for the names of the columns of an array, which training can evaluate in the end."""
        if depth > _DEPTH:
            return ""
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="data") if self.context.kind(
                at, name
            ) is BUNCH and self.is_left(name, at):
                return f"{name}.feature_names"
            case ast.Attribute(value=frame, attr="values"):
                return self._named(frame, at)
            case ast.Call(func=ast.Attribute(value=frame, attr="to_numpy" | "as_matrix")):
                return self._named(frame, at)
            case ast.Call(func=function, args=[frame, *_]) if (
                self._qualified(function, at) in MAKES_ARRAY
            ):
                return self._named(frame, at) or self.columns(frame, at, depth + 1)
            case ast.Call(func=ast.Attribute(value=value, attr="astype")):
                return self.columns(value, at, depth + 1)
            case ast.Call(func=ast.Attribute(attr="transform" | "fit_transform"), args=[value, *_]):
                return ""
            case ast.BinOp(left=value, right=ast.Constant()):
                return self.columns(value, at, depth + 1)
            case ast.Name(id=name):
                made = self._made(name, at)
                return self.columns(made[0], made[1], depth + 1) if made and made[2] else ""
        return ""

    def _named(self, frame: ast.expr, at: int) -> str:
        """Return the columns of a table that can still be looked at when training has ended."""
        names = {n.id for n in ast.walk(frame) if isinstance(n, ast.Name)}
        if not self._selects(frame, at) or not all(self.is_left(name, at) for name in names):
            return ""
        return f"{ast.unparse(frame)}.columns"

    def _selects(self, node: ast.expr, at: int) -> bool:
        """Say whether an expression does nothing but choose from a table, which names hold."""
        match node:
            case ast.Name(id=name):
                return self.context.kind(at, name) is FRAME
            case ast.Subscript(value=ast.Attribute(value=frame, attr="loc" | "iloc")):
                return self._selects(frame, at)
            case ast.Subscript(value=frame, slice=ast.List() | ast.Name()):
                return self._selects(frame, at)
            case ast.Call(
                func=ast.Attribute(value=frame, attr="drop" | "select_dtypes" | "filter")
            ):
                return self._selects(frame, at)
        return False

    def _traced(self, node: ast.expr, at: int, depth: int) -> Source:
        if depth > _DEPTH:
            return Source()
        match node:
            case ast.Name(id=name):
                return self._variable(name, at, depth)
            case ast.Attribute(value=value, attr=attr):
                source = self._traced(value, at, depth + 1)
                return source if attr in SAME_ROWS else replace(source, is_raw=False)
            case ast.Subscript(value=value):
                return self._traced(value, at, depth + 1)
            case ast.BinOp(left=one, right=other):
                found = self._traced(one, at, depth + 1)
                found = found if found.options is not None else self._traced(other, at, depth + 1)
                return replace(found, is_raw=False)
            case ast.Call(func=function, args=args):
                if self._qualified(function, at) in READERS:
                    return self._reader(node, at)
                library = self._qualified(function, at)
                if isinstance(function, ast.Attribute) and library is None:
                    return self._method(function, args, at, depth)
                return self._function(function, args, at, depth)
        return Source()

    def _method(self, function: ast.Attribute, args: list[ast.expr], at: int, depth: int) -> Source:
        if function.attr in SELECTING or function.attr in AS_ARRAY:
            return self._traced(function.value, at, depth + 1)
        source = self._traced(function.value, at, depth + 1)
        if function.attr == "astype" and (cast := _frame_cast(args)) is not None:
            return replace(source, casts={**source.casts, **cast})
        if source.options is None and args:
            source = self._traced(args[0], at, depth + 1)
        return replace(source, is_raw=False)

    def _function(self, function: ast.expr, args: list[ast.expr], at: int, depth: int) -> Source:
        """Follow the first argument of a function, or look for a reader in one of the notebook's own."""
        if args and (source := self._traced(args[0], at, depth + 1)).options is not None:
            same = self._qualified(function, at) in MAKES_ARRAY
            return replace(source, is_raw=source.is_raw and same)
        if isinstance(function, ast.Name):
            for number in self.context.binders(at, function.id)[-1:]:
                tree = tree_of(self.context.statements[number].text)
                calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
                found = [c for c in calls if self._is_reader(c)]
                if len(found) == 1:
                    return replace(self._reader(found[0], number), is_raw=False)
        return Source()

    def _variable(self, name: str, at: int, depth: int) -> Source:
        history = self.context.history(at, name)
        made = self._made(name, at)
        if made is None:
            return Source()
        source = self._traced(made[0], made[1], depth + 1)
        for number in history:
            if number == made[1]:
                continue
            cast = _cast(self.context.statements[number].text, name)
            if cast is None:
                source = replace(source, is_raw=source.is_raw and self._only_selects(number, name))
            else:
                source = replace(source, casts={**source.casts, **cast})
        return source if made[2] else replace(source, is_raw=False)

    def _made(self, name: str, at: int) -> tuple[ast.expr, int, bool] | None:
        """Return the expression that gave a variable its value, and whether the value is the whole of it."""
        binders = [
            i
            for i in self.context.history(at, name)
            if name
            in self.context.graph.resolved[i].binds | self.context.graph.resolved[i].may_bind
        ]
        if len(binders) != 1 or self.context.statements[binders[0]].kind not in {
            "assign",
            "annassign",
        }:
            return None
        match tree_of(self.context.statements[binders[0]].text).body:
            case [ast.Assign(targets=[ast.Name()], value=value)]:
                return value, binders[0], True
            case [ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Call(args=args) as call)]:
                names = [ast.unparse(one) for one in targets]
                last = ast.unparse(call.func).rpartition(".")[2]
                if last == "train_test_split" and name in names and len(targets) == 2 * len(args):
                    return args[names.index(name) // 2], binders[0], True
        return None

    def _only_selects(self, number: int, name: str) -> bool:
        """Say whether a statement takes rows or columns away from a table, and changes nothing else."""
        match tree_of(self.context.statements[number].text).body:
            case [ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id=one), attr=attr)))]:
                return one == name and attr in SELECTING
            case [
                ast.Assign(value=ast.Call(func=ast.Attribute(value=ast.Name(id=one), attr="pop")))
            ]:
                return one == name
            case [ast.Delete()]:
                return True
        return False

    def _is_reader(self, call: ast.Call) -> bool:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        return f"pandas.{name}" in READERS

    def _reader(self, call: ast.Call, at: int) -> Source:
        """Return the options of a reader that say how its file is to be understood."""
        name = ast.unparse(call.func).rpartition(".")[2]
        options = {"sep": repr("\t")} if name == "read_table" else {}
        given = [(k.arg, k.value) for k in call.keywords]
        given += [("sep", one) for one in call.args[1:2]] if name != "read_excel" else []
        kept = KEPT if name != "read_excel" else KEPT - ABOUT_FILE
        if len(call.args) > 2 or any(arg is None for arg, _ in given):
            return Source({}, is_raw=True, unknown="options by position or **")
        for arg, value in given:
            if arg == "usecols" and not _names(value) and any(a == "names" for a, _ in given):
                return Source({}, is_raw=True, unknown="usecols")
            if arg not in kept:
                continue
            text = self._literal(value, at)
            if text is None:
                return Source({}, is_raw=True, unknown=f"{arg}={ast.unparse(value)}"[:80])
            options[str(arg)] = text
        return Source(options, is_raw=name != "read_excel" or not options)

    def _literal(self, node: ast.expr, at: int) -> str | None:
        """Return the text of a value that can be known: literals, types, and variables that hold such."""
        match node:
            case ast.Constant():
                return repr(node.value)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
                return ast.unparse(node)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                texts = [self._literal(one, at) for one in elements]
                return None if None in texts else f"[{', '.join(t for t in texts if t)}]"
            case ast.Dict(keys=keys, values=values):
                pairs = [
                    (k and self._literal(k, at), self._literal(v, at))
                    for k, v in zip(keys, values, strict=True)
                ]
                known = all(k is not None and v is not None for k, v in pairs)
                return "{" + ", ".join(f"{k}: {v}" for k, v in pairs) + "}" if known else None
            case ast.Name(id=name) if name in _TYPES:
                return name
            case ast.Attribute(attr=name) if (self._qualified(node, at) or "").startswith("numpy."):
                return repr(name.removesuffix("_"))
            case ast.Name(id=name):
                made = self._made(name, at)
                only = made is not None and len(self.context.history(at, name)) == 1
                return self._literal(made[0], made[1]) if made and only else None
        return None

    def _qualified(self, node: ast.expr, at: int) -> str | None:
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=attr):
                for number in self.context.history(at, owner)[-1:]:
                    imports = dict(self.context.statements[number].effects.imports)
                    return f"{imports[owner]}.{attr}" if owner in imports else None
            case ast.Name(id=name):
                for number in self.context.history(at, name)[-1:]:
                    return dict(self.context.statements[number].effects.imports).get(name)
        return None


def _cast(text: str, name: str) -> dict[str, str] | None:
    """Return the column that `df[c] = df[c].astype(…)` gives another type, and the type; None for all else.

    Categories are those that training has seen: they need no type here.
    """
    match tree_of(text).body:
        case [
            ast.Assign(
                targets=[ast.Subscript(ast.Name(id=one), ast.Constant(value=str(column)))],
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Subscript(ast.Name(id=other), ast.Constant(value=again)),
                        attr="astype",
                    ),
                    args=[kind],
                ),
            )
        ] if (
            one == other == name and column == again
        ):
            return _types({column: kind})
    return None


def _types(kinds: dict[str, ast.expr]) -> dict[str, str] | None:
    """Return types by their names; None where one is not known."""
    found: dict[str, str] = {}
    for column, kind in kinds.items():
        match kind:
            case ast.Name(id=name) if name in _TYPES:
                found[column] = name
            case ast.Constant(value="category"):
                pass
            case ast.Constant(value=str(name)):
                found[column] = name
            case _:
                return None
    return found


def _frame_cast(args: list[ast.expr]) -> dict[str, str] | None:
    """Return what `df.astype({column: type, …})` does."""
    match args:
        case [ast.Dict(keys=keys, values=values)]:
            names = [k.value if isinstance(k, ast.Constant) else None for k in keys]
            if all(isinstance(name, str) for name in names):
                return _types({str(n): v for n, v in zip(names, values, strict=True)})
    return None


def _names(node: ast.expr) -> bool:
    return isinstance(node, ast.List) and all(
        isinstance(one, ast.Constant) and isinstance(one.value, str) for one in node.elts
    )
