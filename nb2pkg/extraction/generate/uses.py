"""Uses of a function that has another name in the package, or takes former globals as keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import libcst as cst

from nb2pkg.analysis.knowledge.callbacks import CALLING
from nb2pkg.extraction.generate.handing_on import FUNCTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.blueprint import CallAs

Node = TypeVar("Node", bound=cst.CSTNode)


def with_uses(node: Node, edit: CallAs) -> Node:
    """Return a statement in which a function is used as an edit says."""
    return node.visit(_Uses(edit))  # type: ignore[return-value]  # nothing is removed


class _Uses(cst.CSTTransformer):
    """Gives every call its keywords, and hands on a function that has them already where none is called."""

    def __init__(self, edit: CallAs) -> None:
        super().__init__()
        self._name, self._written, self._keywords = edit.function, edit.name, edit.keywords
        self._only_called: set[cst.BaseExpression] = set()

    def visit_Call(self, node: cst.Call) -> None:
        """Remember what is handed to a function that does nothing but call it."""
        function = node.func
        name = function.attr if isinstance(function, cst.Attribute) else function
        if isinstance(name, cst.Name) and name.value in CALLING:
            self._only_called |= {argument.value for argument in node.args}

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        """Rename, or hand on a function that has its keywords."""
        if original_node.value != self._name:
            return updated_node
        renamed = updated_node.with_changes(value=self._written)
        if not self._keywords:
            return renamed
        given = ", ".join(f"{keyword}={keyword}" for keyword in self._keywords)
        wrapper = "partial" if original_node in self._only_called else FUNCTION
        return cst.parse_expression(f"{wrapper}({self._written}, {given})")

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        """Call the function itself, with its keywords."""
        function = original_node.func
        if not isinstance(function, cst.Name) or function.value != self._name:
            return updated_node
        named = updated_node.with_changes(func=function.with_changes(value=self._written))
        return _with_keywords(named, self._keywords)

    # names that are no uses

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.Attribute:
        """Leave attributes alone."""
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        """Leave the names of arguments alone."""
        return updated_node.with_changes(keyword=original_node.keyword)

    def leave_Param(self, original_node: cst.Param, updated_node: cst.Param) -> cst.Param:
        """Leave parameters alone."""
        return updated_node.with_changes(name=original_node.name)

    def leave_AssignTarget(
        self, original_node: cst.AssignTarget, updated_node: cst.AssignTarget
    ) -> cst.AssignTarget:
        """Leave what is assigned to alone."""
        if isinstance(original_node.target, cst.Name):
            return updated_node.with_changes(target=original_node.target)
        return updated_node

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        """Leave the definition's own name alone."""
        return updated_node.with_changes(name=original_node.name)

    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        """Leave the definition's own name alone."""
        return updated_node.with_changes(name=original_node.name)


def _with_keywords(call: cst.Call, names: Sequence[str]) -> cst.Call:
    present = {argument.keyword.value for argument in call.args if argument.keyword}
    wanted = [name for name in names if name not in present]
    if not wanted:
        return call
    text = ", ".join(f"{name}={name}" for name in wanted)
    added = cst.ensure_type(cst.parse_expression(f"f({text})"), cst.Call).args
    kept = [_parenthesized(argument) for argument in call.args]
    if kept:
        comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        kept[-1] = kept[-1].with_changes(comma=comma)
    return call.with_changes(args=[*kept, *added])


def _parenthesized(argument: cst.Arg) -> cst.Arg:
    """Give a generator brackets of its own: it may go without only as long as it is the only argument."""
    value = argument.value
    if isinstance(value, cst.GeneratorExp) and not value.lpar:
        bare = value.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
        return argument.with_changes(value=bare)
    return argument
