"""Whether code computes the same whenever it runs, and does nothing else."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.knowledge import pure
from nb2pkg.analysis.knowledge.changing import CHANGES_OWN
from nb2pkg.extraction.plan.context import Role
from nb2pkg.trees import Renewal, parents_in, statement_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from nb2pkg.analysis.model import Function, Statement
    from nb2pkg.extraction.plan.context import Context

_FORBIDDEN: Final = (
    ast.Await,
    ast.Yield,
    ast.YieldFrom,
    ast.NamedExpr,
    ast.Global,
    ast.Nonlocal,
    ast.Import,
    ast.ImportFrom,
    ast.With,
    ast.AsyncWith,
    ast.AsyncFor,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Delete,
    ast.Try,
    ast.Match,
)
_HOOKS: Final = frozenset("__init__ __new__ __post_init__ __init_subclass__".split())
WRAPPERS: Final = (ast.keyword, ast.Starred)  # between a call and what it is handed


class _Scope(NamedTuple):
    """The code at hand: who holds whom, its own names, and whether it may change what it has made itself."""

    parents: dict[ast.AST, ast.AST]
    own: frozenset[str]
    own_changes: bool


class Purity:
    """Judges expressions and functions; `lasts` says of a variable of the notebook whether it always is the same."""

    def __init__(self, context: Context, lasts: Callable[[str], ast.expr | None]) -> None:
        self._context = context
        self._lasts = lasts
        self._known: dict[int, bool] = {}

    def is_pure(self, node: ast.expr, free: frozenset[str]) -> bool:
        """Say whether an expression of a cell is pure; `free` are the names it reads that it does not make."""
        return self._is_pure(node, free, own_changes=False)

    def qualified(self, node: ast.AST) -> str:
        """Return what an imported or builtin callable is called in full; empty for everything else."""
        if isinstance(node, ast.Attribute):
            root = self.qualified(node.value)
            return f"{root}.{node.attr}" if root and not root.startswith("builtins.") else ""
        if not isinstance(node, ast.Name):
            return ""
        role = self._context.late_role(node.id)
        if role is Role.IMPORT:
            targets = {
                dict(s.effects.imports)[node.id] for s in self._context.importers.get(node.id, ())
            }
            return targets.pop() if len(targets) == 1 else ""
        if role is Role.UNKNOWN and node.id in pure.BUILTINS | pure.ITERATORS:
            return f"builtins.{node.id}"
        return ""

    def _is_pure(self, tree: ast.AST, free: frozenset[str], *, own_changes: bool) -> bool:
        own = {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)} | {
            n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        scope = _Scope(parents_in(tree), frozenset(own), own_changes)
        return not own & free and all(self._may_stand(node, scope) for node in ast.walk(tree))

    def _may_stand(self, node: ast.AST, scope: _Scope) -> bool:
        if isinstance(node, _FORBIDDEN):
            return False
        if isinstance(node, ast.GeneratorExp):
            return self._is_used_up(node, scope)
        if isinstance(node, ast.Call):
            return self._may_call(node, scope)
        if isinstance(node, ast.Name):
            is_read = isinstance(node.ctx, ast.Load) and node.id not in scope.own
            return not is_read or self._may_read(node, scope)
        if isinstance(node, ast.Attribute):
            return isinstance(node.ctx, ast.Load) and self._may_ask(node, scope)
        return True

    def _named(self, node: ast.AST, scope: _Scope) -> str:
        return "" if _root(node) in scope.own else self.qualified(node)

    def _may_read(self, node: ast.Name, scope: _Scope) -> bool:
        role = self._context.late_role(node.id)
        if role is Role.DEFINITION:
            return self._is_pure_definition(node.id)
        if role is Role.VARIABLE:
            return self._lasts(node.id) is not None
        if role is Role.IMPORT:
            name = self.qualified(node)
            is_module = isinstance(scope.parents.get(node), ast.Attribute)
            return bool(name) and (is_module or _known(name))
        return node.id in pure.BUILTINS | pure.ITERATORS or _is_exception(node.id)

    def _may_ask(self, node: ast.Attribute, scope: _Scope) -> bool:
        name, parent = self._named(node, scope), scope.parents.get(node)
        is_part = isinstance(parent, ast.Attribute) or getattr(parent, "func", None) is node
        return is_part or not name or _known(name)

    def _may_call(self, node: ast.Call, scope: _Scope) -> bool:
        function, name = node.func, self._named(node.func, scope)
        if name:
            return self._may_call_known(node, name, scope)
        if isinstance(function, ast.Attribute):
            changing = scope.own_changes and function.attr in CHANGES_OWN
            return changing or function.attr in pure.METHODS
        if not isinstance(function, ast.Name) or function.id in scope.own:
            return False
        if self._context.late_role(function.id) is Role.DEFINITION:
            return self._is_pure_definition(function.id)
        value = self._lasts(function.id)
        return isinstance(value, ast.Call) and _listed(self.qualified(value.func), pure.IMMUTABLE)

    def _may_call_known(self, node: ast.Call, name: str, scope: _Scope) -> bool:
        if _is_iterating(name):
            return self._is_used_up(node, scope)
        holder, _, method = name.rpartition(".")
        on_constant = holder.rpartition(".")[0] in pure.ATTRIBUTES and method in pure.METHODS
        return on_constant or name.startswith("builtins.") or _listed(name, pure.CALLS)

    def _is_used_up(self, node: ast.AST, scope: _Scope) -> bool:
        """Say whether what can be gone through once is gone through where it is made."""
        parent = scope.parents.get(node)
        while isinstance(parent, WRAPPERS):
            node, parent = parent, scope.parents.get(parent)
        if isinstance(parent, ast.For | ast.comprehension):
            return parent.iter is node
        if isinstance(parent, ast.Compare):
            return True
        if not isinstance(parent, ast.Call) or parent.func is node:
            return False
        if isinstance(parent.func, ast.Attribute) and parent.func.attr in pure.USING_UP:
            return True
        name = self._named(parent.func, scope)
        return self._is_used_up(parent, scope) if _is_iterating(name) else bool(name)

    def _is_pure_definition(self, name: str) -> bool:
        binders = self._context.bound_by.get(name, ())
        if len(binders) != 1:
            return False
        (number,) = binders
        if number not in self._known:
            self._known[number] = True  # one that calls itself is as pure as the rest of it
            self._known[number] = self._judge(self._context.statements[number])
        return self._known[number]

    def _judge(self, statement: Statement) -> bool:
        node = statement_of(statement.text)
        if isinstance(node, ast.ClassDef):
            return self._is_record(node)
        functions = statement.effects.defines
        if len(functions) != 1 or not _keeps_to_itself(functions[0]):
            return False
        if isinstance(node, ast.Assign):
            node = ast.Return(node.value)
        elif not isinstance(node, ast.FunctionDef) or node.decorator_list:
            return False
        free = frozenset(read.name for read in functions[0].reads)
        return self._is_pure(_Unannotated().visit(node), free, own_changes=True)

    def _is_record(self, node: ast.ClassDef) -> bool:
        """Say whether a class is one of those that only hold what they are given."""
        decorators = {
            self.qualified(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list
        }
        if decorators - {"dataclasses.dataclass"}:
            return False
        bases = {self.qualified(base) for base in node.bases}
        own = {child.name for child in node.body if isinstance(child, ast.FunctionDef)}
        return (
            not own & (_HOOKS | pure.METHODS) and bases <= pure.RECORDS and bool(bases | decorators)
        )


class _Unannotated(Renewal):
    """Takes the annotations off a function: a call does not look at them."""

    def visit(self, node: ast.AST) -> ast.AST:
        """Return what stands for a node."""
        if isinstance(node, ast.arg):
            return ast.arg(node.arg)
        made = self.generic_visit(node)
        if isinstance(made, ast.FunctionDef):
            made.returns = None
        return made


def _keeps_to_itself(function: Function) -> bool:
    changed = function.mutates | function.may_mutate | function.binds
    handed = function.mutates_parameters | function.may_mutate_parameters
    return not (changed or handed or function.uses or function.has_output or function.is_opaque)


def _known(name: str) -> bool:
    module = name.rpartition(".")[0]
    builtin = name.startswith("builtins.")
    return builtin or module in pure.ATTRIBUTES or _listed(name, pure.CALLS | pure.ITERATING)


def _is_iterating(name: str) -> bool:
    return name.removeprefix("builtins.") in pure.ITERATORS or _listed(name, pure.ITERATING)


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _listed(name: str, names: frozenset[str]) -> bool:
    return bool(name) and (name in names or f"{name.rpartition('.')[0]}.*" in names)


def _is_exception(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)
