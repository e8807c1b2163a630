"""Cells as LibCST nodes: the statements of a cell with their comments, edited as the plan says."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from nb2pkg.errors import CannotExtractError
from nb2pkg.extraction.blueprint import AddParameters, CallAs, Rename, Replace
from nb2pkg.extraction.generate.uses import with_uses
from nb2pkg.extraction.isolated import announce
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.extraction.blueprint import Edit, Plan

Node = cst.SimpleStatementLine | cst.BaseCompoundStatement


@dataclass(frozen=True)
class CellNodes:
    """The top-level statements of one cell as nodes, by statement id, comments attached."""

    nodes: dict[int, Node]

    def code(self, number: int) -> str:
        """Return a statement as text, without the comments above it."""
        node = self.nodes[number].with_changes(leading_lines=())
        return cst.Module(body=[node]).code.rstrip("\n")


def parse_cells(plan: Plan, numbers: Iterable[int]) -> dict[int, CellNodes]:
    """Parse the cells with the given numbers and apply the plan's edits to their statements."""
    return {number: _parse_cell(plan, number) for number in sorted(set(numbers))}


def _parse_cell(plan: Plan, cell: int) -> CellNodes:
    announce(f"cell {cell}")
    text = plan.program.codes[cell].text
    statements = plan.program.of_cell(cell)
    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError as error:
        reason = f"cell {cell}: LibCST cannot read it ({type(error).__name__})"
        raise CannotExtractError(plan.program.notebook.path, (reason,)) from error
    if module.code != text and not _same_program(module.code, text):
        reason = f"cell {cell}: LibCST does not give back the code that it has read"
        raise CannotExtractError(plan.program.notebook.path, (reason,))
    wrapper = MetadataWrapper(module)
    edits = [
        edit for s in statements for edit in plan.edits.get(s.id, ()) if isinstance(edit, Replace)
    ]
    edited = wrapper.module.visit(_Editor(edits, wrapper)) if edits else wrapper.module
    nodes = list(_statements(edited))
    if len(nodes) != len(statements):
        reason = f"cell {cell}: {len(statements)} statements were scanned and {len(nodes)} parsed"
        raise CannotExtractError(plan.program.notebook.path, (reason,))
    found = {}
    for statement, node in zip(statements, nodes, strict=True):
        found[statement.id] = _redefine(node, plan.edits.get(statement.id, ()))
    return CellNodes(found)


def _same_program(one: str, other: str) -> bool:
    """Say whether two texts differ in nothing but blanks: LibCST drops form feeds and blanks at the end."""
    try:
        return ast.dump(tree_of(one)) == ast.dump(tree_of(other))
    except SyntaxError:
        return False


def _statements(module: cst.Module) -> list[Node]:
    """Return the top-level statements, one node each, also where several share a line."""
    found: list[Node] = []
    for line in module.body:
        if isinstance(line, cst.SimpleStatementLine):
            for index, small in enumerate(line.body):
                single = cst.SimpleStatementLine(
                    body=[small.with_changes(semicolon=cst.MaybeSentinel.DEFAULT)],
                    leading_lines=line.leading_lines if index == 0 else (),
                    trailing_whitespace=(
                        line.trailing_whitespace
                        if index == len(line.body) - 1
                        else cst.TrailingWhitespace()
                    ),
                )
                found.append(single)
        else:
            found.append(line)
    if found and module.header:
        first = found[0]
        found[0] = first.with_changes(leading_lines=[*module.header, *first.leading_lines])
    return found


class _Editor(cst.CSTTransformer):
    """Replaces expressions at their places."""

    def __init__(self, edits: Sequence[Replace], wrapper: MetadataWrapper) -> None:
        super().__init__()
        self._positions = wrapper.resolve(PositionProvider)
        self._replace = {self._key(edit): edit.text for edit in edits}

    @staticmethod
    def _key(edit: Replace) -> tuple[int, int, int, int]:
        place = edit.place
        return place.line, place.column - 1, place.end_line, place.end_column - 1

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        """Replace the node where an edit asks for it."""
        updated = super().on_leave(original_node, updated_node)
        if isinstance(original_node, cst.BaseExpression) and original_node in self._positions:
            span = self._positions[original_node]
            text = self._replace.get(
                (span.start.line, span.start.column, span.end.line, span.end.column)
            )
            if text is not None:
                return cst.parse_expression(text)
        return updated  # type: ignore[return-value]


def _redefine(node: Node, edits: Sequence[Edit]) -> Node:
    for edit in edits:
        match edit:
            case Rename(name):
                node = _renamed(node, name)
            case AddParameters(names):
                node = _with_parameters(node, names)
            case CallAs():
                node = with_uses(node, edit)
            case Replace():
                pass  # done already, where the expressions stand
    return node


def _renamed(node: Node, name: str) -> Node:
    if isinstance(node, cst.FunctionDef | cst.ClassDef):
        return node.with_changes(name=cst.Name(name))
    assign = cst.ensure_type(cst.ensure_type(node, cst.SimpleStatementLine).body[0], cst.Assign)
    target = assign.targets[0].with_changes(target=cst.Name(name))
    return node.with_changes(body=[assign.with_changes(targets=[target])])


def _with_parameters(node: Node, names: Sequence[str]) -> Node:
    added = [cst.Param(cst.Name(name)) for name in names]
    if isinstance(node, cst.FunctionDef):
        return node.with_changes(params=_extended(node.params, added))
    assign = cst.ensure_type(cst.ensure_type(node, cst.SimpleStatementLine).body[0], cst.Assign)
    function = cst.ensure_type(assign.value, cst.Lambda)
    spaced = function.with_changes(
        params=_extended(function.params, added),
        whitespace_after_lambda=cst.SimpleWhitespace(" "),
    )
    return node.with_changes(body=[assign.with_changes(value=spaced)])


def _extended(parameters: cst.Parameters, names: list[cst.Param]) -> cst.Parameters:
    changes: dict[str, object] = {
        "kwonly_params": [*_comma_ended(parameters.kwonly_params), *names]
    }
    if not isinstance(parameters.star_arg, cst.Param | cst.ParamStar):
        changes["star_arg"] = cst.ParamStar()
    return parameters.with_changes(**changes)


def _comma_ended(parameters: Sequence[cst.Param]) -> list[cst.Param]:
    return [p.with_changes(comma=cst.MaybeSentinel.DEFAULT) for p in parameters]
