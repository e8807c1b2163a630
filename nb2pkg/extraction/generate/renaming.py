"""Variables of a function under other names."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst


def renamed(function: cst.FunctionDef, names: Mapping[str, str]) -> cst.FunctionDef:
    """Return a function in which variables, parameters too, have other names."""
    if not names:
        return function
    return cst.ensure_type(function.visit(_Renamer(names)), cst.FunctionDef)


class _Renamer(cst.CSTTransformer):
    """Renames plain names; attributes and the keywords of calls are none."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        """Rename."""
        return updated_node.with_changes(
            value=self._names.get(original_node.value, original_node.value)
        )

    def leave_Attribute(
        self, original_node: cst.Attribute, updated_node: cst.Attribute
    ) -> cst.BaseExpression:
        """Leave attributes alone."""
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        """Leave the keywords of calls alone."""
        return updated_node.with_changes(keyword=original_node.keyword)

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        """Leave the function's own name alone."""
        return updated_node.with_changes(name=original_node.name)
