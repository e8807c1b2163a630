"""Who gets hold of an object: does every place that mentions it only look at it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge import ARGUMENT_KEPT, KEEPING_ANYWHERE, pure
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.definitions.purity import WRAPPERS
from nb2pkg.extraction.stages.needed import is_definition, is_import
from nb2pkg.trees import parents_in, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.definitions.purity import Purity

_LOOKING: Final = (
    ast.Compare,
    ast.BinOp,
    ast.UnaryOp,
    ast.FormattedValue,
    ast.Expr,
    ast.Slice,
    ast.If,
    ast.While,
    ast.Assert,
    ast.arg,  # an annotation
    ast.FunctionDef,
)


class Mentions:
    """Judges the places in a notebook where one object is mentioned; `flat` if its members cannot be changed."""

    def __init__(self, context: Context, purity: Purity, *, flat: bool) -> None:
        self._context = context
        self._purity = purity
        self._flat = flat
        self._safe: dict[str, bool] = {}

    def is_only_read(self, name: str) -> bool:
        """Say whether no place in the notebook gives the object behind a name away to where it may be changed."""
        if name not in self._safe:
            self._safe[name] = True
            self._safe[name] = all(
                self._looks(node, parents) for node, parents in self._mentions(name)
            )
        return self._safe[name]

    def _mentions(self, name: str) -> Iterator[tuple[ast.AST, dict[ast.AST, ast.AST]]]:
        """Yield the places where a variable, or an attribute of some object (`.name`), is read."""
        attribute = name.removeprefix(".")
        for statement in self._context.statements:
            if attribute not in statement.text or is_import(statement):
                continue
            tree = tree_of(statement.text)
            parents = parents_in(tree)
            for node in ast.walk(tree):
                if _stands_for(node) == name:
                    yield node, parents

    def _looks(self, node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
        parent = parents.get(node)
        while isinstance(parent, WRAPPERS):
            node, parent = parent, parents.get(parent)
        if isinstance(parent, ast.For | ast.comprehension):
            return True
        if isinstance(parent, ast.Attribute):
            is_method = getattr(parents.get(parent), "func", None) is parent
            return is_method and parent.attr in pure.METHODS
        if isinstance(parent, ast.Subscript):
            return self._takes_member(node, parent, parents)
        if isinstance(parent, ast.Call):
            return parent.func is node or self._may_be_handed_to(parent, node)
        if isinstance(parent, ast.arguments):
            return self.is_only_read(_parameter_of(parent, node))
        if isinstance(parent, ast.Assign):
            return all(self._may_be(target) for target in parent.targets)
        if isinstance(parent, ast.AnnAssign):
            return node is not parent.value or self._may_be(parent.target)
        return isinstance(parent, _LOOKING)

    def _takes_member(
        self, node: ast.AST, taken: ast.Subscript, parents: dict[ast.AST, ast.AST]
    ) -> bool:
        """Say whether a member is only looked at; for those of a variable the graph tells what changes them."""
        if not isinstance(taken.ctx, ast.Load):
            return False
        is_index = node is taken.slice
        return is_index or self._flat or isinstance(node, ast.Name) or self._looks(taken, parents)

    def _may_be(self, target: ast.expr) -> bool:
        """Say whether an object that gets another name, or becomes an attribute, is only looked at there as well."""
        name = _stands_for(target)
        return bool(name) and self.is_only_read(name)

    def _may_be_handed_to(self, call: ast.Call, argument: ast.AST) -> bool:
        """Say whether what a function does to an argument is known, and is not to keep it."""
        function, name = call.func, self._purity.qualified(call.func)
        if name.startswith("builtins."):
            return True
        if name or _root_is_import(self._context, function):
            return name not in pure.HOLDING and name not in ARGUMENT_KEPT
        if isinstance(function, ast.Attribute):
            if function.attr in KEEPING_ANYWHERE:
                return False
            return function.attr in pure.METHODS or not self._has_classes()
        if not isinstance(function, ast.Name):
            return False
        makers = [self._context.statements[i] for i in self._context.bound_by.get(function.id, ())]
        if not makers:
            return function.id in pure.HARMLESS
        return all(self._may_be_argument(call, argument, maker) for maker in makers)

    def _may_be_argument(self, call: ast.Call, argument: ast.AST, maker: Statement) -> bool:
        if not is_definition(maker) or maker.kind == "classdef" or not maker.effects.defines:
            return False
        if argument not in call.args:
            names = [k.arg or "" for k in call.keywords if k.value is argument or k is argument]
        else:
            names = list(maker.effects.defines[0].parameters)
            names = names[call.args.index(argument) :][:1]
        return bool(names) and all(self.is_only_read(name) for name in names)

    def _has_classes(self) -> bool:
        return any(statement.kind == "classdef" for statement in self._context.statements)


def _parameter_of(arguments: ast.arguments, default: ast.AST) -> str:
    """Return the parameter that a default stands for."""
    places = [*arguments.posonlyargs, *arguments.args][::-1]
    pairs = [
        *zip(places, arguments.defaults[::-1], strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return next(argument.arg for argument, value in pairs if value is default)


def _stands_for(node: ast.AST) -> str:
    """Return the name of a variable, or `.attr` for the attribute of that name of any object."""
    if isinstance(node, ast.Name):
        return node.id
    return f".{node.attr}" if isinstance(node, ast.Attribute) else ""


def _root_is_import(context: Context, node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and context.late_role(node.id) is Role.IMPORT
