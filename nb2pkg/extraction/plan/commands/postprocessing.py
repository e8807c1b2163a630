"""What a notebook does to each prediction behind its predict call, up to what it keeps as its prediction."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.kinds import BOOL, FLOAT, INT, STR, named
from nb2pkg.analysis.knowledge.elementwise import FUNCTIONS, METHODS, OF_ONE
from nb2pkg.analysis.knowledge.models import UNDOING
from nb2pkg.analysis.literals import literal_value
from nb2pkg.extraction.blueprint import Variable
from nb2pkg.extraction.plan.context import Role
from nb2pkg.trees import Renewal, expression_of, parents_in, statement_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.plan.context import Context

PREDICTED: Final = "_predicted_"  # stands for the predict call
PLAIN: Final = (f"return {PREDICTED}",)
_SCALARS: Final = frozenset({INT, FLOAT, STR, BOOL})
_SHORT: Final = 500


@dataclass
class Postprocessing:
    """Follows a prediction from the call on, and notes what it needs besides the model."""

    context: Context
    constants: Mapping[int, str]  # statement -> the setting that it became
    left: Callable[[str, int], Variable | None]  # what training leaves under a name
    needs: dict[str, Variable] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # names whose literal value stands in
    bound: str | None = None  # the variable that holds the prediction in the end
    settled: int | None = None  # the statement behind which it does

    def body(self, call: ast.Call, number: int) -> tuple[str, ...]:
        """Return the statements that make the prediction of `PREDICTED`, the last of which returns it."""
        tree = tree_of(self.context.statements[number].text)
        parents = parents_in(tree)
        same = next(node for node in ast.walk(tree) if _is_at(node, call))
        outer: ast.AST = same
        node = parents.get(same)
        while node is not None:
            if isinstance(node, ast.expr) and self._rows(node, number, lambda n: n is same):
                outer = node
            node = parents.get(node)
        needs = _Needs(self, number)
        needs.collect(outer, lambda n: n is same)
        whole = self._text(outer, same)
        name = _bound(parents.get(outer), outer)
        if name is None:
            return (f"return {whole}",)
        lines, last, made = self._followed(name, number)
        self.bound = last if lines else name
        self.settled = made
        return (f"{name} = {whole}", *lines, f"return {last}") if lines else (f"return {whole}",)

    def _followed(self, name: str, number: int) -> tuple[list[str], str, int]:
        """Return later statements that go on with a variable element by element, and what they end in and where."""
        lines: list[str] = []
        made = number
        for statement in self.context.statements[number + 1 :]:
            if made not in self.context.history(statement.id, name):
                continue
            step = self._step(statement.id, name, made)
            if step is None:
                continue
            text, name, made = step  # it goes on from what this statement made
            lines.append(text)
        return lines, name, made

    def _step(self, number: int, name: str, made: int) -> tuple[str, str, int] | None:
        """Return the text of a statement that goes on with a variable, and what that leaves where."""
        statement = self.context.statements[number]
        if statement.magic is not None or statement.kind not in {"assign", "augassign"}:
            return None

        def leaf(node: ast.AST) -> bool:
            return isinstance(node, ast.Name) and node.id == name

        match tree_of(statement.text).body:
            case [ast.Assign(targets=[ast.Name(id=target)], value=value)]:
                follows = target == name or self._only_reader(number, name, made)
                rows = follows and not leaf(value) and self._rows(value, number, leaf)
            case [ast.AugAssign(target=ast.Name(id=target), value=value)] if target == name:
                rows = self._scalar(value, number)
            case [ast.Assign(targets=[ast.Subscript(ast.Name(id=target), mask)], value=value)]:
                rows = target == name and isinstance(mask, ast.Compare)
                rows = rows and self._rows(mask, number, leaf) and self._scalar(value, number)
            case _:
                return None
        if not rows:
            return None
        tree = statement_of(statement.text)
        _Needs(self, number).collect(tree, leaf)
        return self._text(tree, None), target, number

    def _only_reader(self, number: int, name: str, made: int) -> bool:
        """Say whether nothing but this statement goes on from a version of a variable."""
        return not any(
            made in self.context.history(s.id, name)
            for s in self.context.statements
            if s.id != number
        )

    def _rows(self, node: ast.expr, at: int, leaf: Callable[[ast.AST], bool]) -> bool:
        """Say whether an expression gives one value for each row, from the value of that row alone."""
        if leaf(node):
            return True
        match node:
            case ast.UnaryOp(operand=operand):
                return self._goes((operand,), at, leaf)
            case ast.BinOp(left=one, right=other) | ast.Compare(left=one, comparators=[other]):
                return self._goes((one, other), at, leaf)
            case ast.Subscript(value=value, slice=ast.Tuple([ast.Slice(None, None, None), column])):
                return self._goes((value,), at, leaf) and self._scalar(column, at)
            case ast.Subscript(value=value, slice=index):
                table = self._is_left(value, at) or self._scalar(value, at)
                return table and self._goes((index,), at, leaf)
            case ast.Call():
                return self._called(node, at, leaf)
            case ast.ListComp(elt=each, generators=[ast.comprehension(ast.Name(id=one), rows, [])]):

                def single(node: ast.AST) -> bool:
                    return isinstance(node, ast.Name) and node.id == one

                return self._goes((rows,), at, leaf) and self._each(each, at, single)
        return False

    def _goes(self, nodes: Iterable[ast.expr], at: int, leaf: Callable[[ast.AST], bool]) -> bool:
        """Say whether some expressions go on from the rows, and nothing else of them has to do with any."""
        rows = {node: self._rows(node, at, leaf) for node in nodes}
        return any(rows.values()) and all(
            row or self._scalar(node, at) for node, row in rows.items()
        )

    def _called(self, node: ast.Call, at: int, leaf: Callable[[ast.AST], bool]) -> bool:
        """Say whether a call of a method of the rows, or of a function of them, goes on element by element."""
        function, options = node.func, [k.value for k in node.keywords]
        if not all(self._scalar(one, at) for one in options):
            return False
        if isinstance(function, ast.Attribute) and self._rows(function.value, at, leaf):
            given = all(self._scalar(one, at) for one in node.args)
            return given and _by_element(function.attr, METHODS, node)
        if not self._goes(node.args, at, leaf):
            return False
        if isinstance(function, ast.Attribute) and function.attr in UNDOING:
            return self._is_left(function.value, at) and len(node.args) == 1
        qualified = self._qualified(function, at)
        return qualified is not None and _by_element(qualified, FUNCTIONS, node)

    def _each(self, node: ast.expr, at: int, leaf: Callable[[ast.AST], bool]) -> bool:
        """Say whether an expression is made of one value, scalars, and branches between them."""
        if isinstance(node, ast.IfExp):
            parts = (node.test, node.body, node.orelse)
            return all(self._each(one, at, leaf) for one in parts)
        if isinstance(node, ast.Call) and self._qualified(node.func, at) in OF_ONE:
            return not node.keywords and all(self._each(one, at, leaf) for one in node.args)
        return self._rows(node, at, leaf) or self._scalar(node, at)

    def _scalar(self, node: ast.expr, at: int) -> bool:
        """Say whether an expression has a value that has nothing to do with any rows."""
        match node:
            case ast.Constant():
                return True
            case ast.UnaryOp(operand=operand):
                return self._scalar(operand, at)
            case ast.BinOp(left=one, right=other):
                return self._scalar(one, at) and self._scalar(other, at)
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                return all(self._scalar(one, at) for one in elements)
            case ast.Subscript(value=value, slice=index):
                return self._scalar(value, at) and self._scalar(index, at)
            case ast.Dict(keys=keys, values=values):
                return all(one is not None and self._scalar(one, at) for one in (*keys, *values))
            case ast.Attribute(value=ast.Name(id=name)):
                return self.context.role(at, name) is Role.IMPORT
            case ast.Name(id=name):
                return self.known(name, at) is not None or self._is_builtin(name, at)
        return False

    def known(self, name: str, at: int) -> Variable | str | None:
        """Return a scalar variable as what training leaves, as a setting, or as the text of its literal."""
        binders = self.context.history(at, name)
        if len(binders) == 1 and binders[0] in self.constants:
            value = literal_value(self.context.statements[binders[0]])
            setting = self.constants[binders[0]]
            return Variable(name, (named(type(value).__name__),), setting=setting)
        if len(binders) == 1 and (text := _literal(self.context.statements[binders[0]])):
            return text
        return self.left(name, at) if self.context.kind(at, name) in _SCALARS else None

    def _is_left(self, node: ast.expr, at: int) -> bool:
        """Say whether a value is a part of what training leaves."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and self.left(node.id, at) is not None

    def _is_builtin(self, name: str, at: int) -> bool:
        return hasattr(builtins, name) and self.context.role(at, name) is Role.UNKNOWN

    def _qualified(self, node: ast.expr, at: int) -> str | None:
        """Return the qualified name of an imported function, or the name of a builtin."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        if self._is_builtin(node.id, at):
            return None if parts else node.id
        if self.context.role(at, node.id) is not Role.IMPORT:
            return None
        binder = self.context.history(at, node.id)[-1:]
        imports = dict(self.context.statements[binder[0]].effects.imports) if binder else {}
        return ".".join([imports[node.id], *parts[::-1]]) if node.id in imports else None

    def _text(self, node: ast.AST, call: ast.AST | None) -> str:
        texts = {name: expression_of(text) for name, text in self.texts.items()}
        return ast.unparse(_Filled(call, texts).visit(node))


@dataclass
class _Needs:
    """Notes the variables that an expression needs besides its rows."""

    owner: Postprocessing
    at: int

    def collect(self, tree: ast.AST, leaf: Callable[[ast.AST], bool]) -> None:
        """Note them, in order."""
        if leaf(tree):
            return
        if isinstance(tree, ast.Name) and isinstance(tree.ctx, ast.Load):
            self._note(tree.id)
        for child in ast.iter_child_nodes(tree):
            self.collect(child, leaf)

    def _note(self, name: str) -> None:
        if self.owner.context.role(self.at, name) is not Role.VARIABLE:
            return
        known = self.owner.known(name, self.at) or self.owner.left(name, self.at)
        if isinstance(known, Variable):
            self.owner.needs[name] = known
        elif isinstance(known, str):
            self.owner.texts[name] = known


class _Filled(Renewal):
    """Puts a name for the predict call, and literals for names."""

    def __init__(self, call: ast.AST | None, texts: Mapping[str, ast.expr]) -> None:
        self._call, self._texts = call, texts

    def visit(self, node: ast.AST) -> ast.AST:
        """Return what stands for a node."""
        if node is self._call:
            return ast.Name(PREDICTED, ast.Load())
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return self._texts.get(node.id, node)
        return self.generic_visit(node)


def _literal(statement: Statement) -> str | None:
    """Return the text of the literal that a statement assigns to a variable, if it is short."""
    try:
        match tree_of(statement.text).body:
            case [ast.Assign(targets=[ast.Name()], value=value)] if (
                ast.literal_eval(value) is not None
            ):
                text = ast.unparse(value)
            case _:
                return None
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return text if len(text) <= _SHORT else None


def _is_at(node: ast.AST, call: ast.Call) -> bool:
    return isinstance(node, ast.Call) and (
        (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
        == (call.lineno, call.col_offset, call.end_lineno, call.end_col_offset)
    )


def _bound(parent: ast.AST | None, value: ast.AST) -> str | None:
    """Return the one variable that a value is assigned to."""
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)], value=given) if given is value:
            return name
        case ast.AnnAssign(target=ast.Name(id=name), value=given) if given is value:
            return name
    return None


def _by_element(name: str, table: Mapping[str, str], call: ast.Call) -> bool:
    """Say whether a call gives one value for each row; some do only along the other axis."""
    wanted = table.get(name)
    if wanted != "axis":
        return wanted is not None
    given = [k.value for k in call.keywords if k.arg == "axis"]
    axes = given or call.args[-1:]
    return any(ast.unparse(axis) in {"1", "-1"} for axis in axes)
