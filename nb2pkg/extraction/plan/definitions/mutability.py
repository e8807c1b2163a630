"""What a value is made of: can whoever holds it, or one of its members, change it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge import pure
from nb2pkg.extraction.plan.context import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.definitions.purity import Purity

_DISPLAYS: Final = (ast.List, ast.Tuple, ast.Set)
_OPERATIONS: Final = (ast.BinOp, ast.UnaryOp, ast.IfExp)


class Mutability:
    """Judges pure expressions; `can_change` says of a variable that lasts whether its object can be changed."""

    def __init__(self, context: Context, purity: Purity, can_change: Callable[[str], bool]) -> None:
        self._context = context
        self._purity = purity
        self._can_change = can_change

    def is_immutable(self, node: ast.AST, known: frozenset[str] = frozenset()) -> bool:
        """Say whether nobody can change what an expression gives; `known` are names of which that is true."""
        if isinstance(node, ast.Constant | ast.JoinedStr):
            return True
        if isinstance(node, ast.Name):
            role = self._context.late_role(node.id)
            last = role is Role.VARIABLE and not self._can_change(node.id)
            return node.id in known or last or role in {Role.IMPORT, Role.DEFINITION}
        if isinstance(node, ast.Call):
            return self._gives_immutable(node)
        if isinstance(node, ast.Attribute):
            return bool(self._purity.qualified(node))
        if isinstance(node, ast.Subscript):
            return self.is_immutable(node.value, known) or self.is_flat(node.value, known)
        parts = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
        return isinstance(node, (ast.Tuple, *_OPERATIONS)) and all(
            self.is_immutable(part, known) for part in parts
        )

    def is_flat(self, node: ast.AST, known: frozenset[str] = frozenset()) -> bool:
        """Say whether nobody can change the members of what an expression gives."""
        if isinstance(node, _DISPLAYS):
            return all(self.is_immutable(member, known) for member in node.elts)
        if isinstance(node, ast.Dict):
            return all(self.is_immutable(member, known) for member in node.values)
        if isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
            return self.is_immutable(node.elt, self._running(node.generators, known))
        if isinstance(node, ast.DictComp):
            return self.is_immutable(node.value, self._running(node.generators, known))
        if isinstance(node, _OPERATIONS):
            parts = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
            return all(self._is_plain(part, known) for part in parts)
        return isinstance(node, ast.Call) and self._gives_flat(node, known)

    def _is_plain(self, node: ast.AST, known: frozenset[str]) -> bool:
        return self.is_immutable(node, known) or self.is_flat(node, known)

    def _running(
        self, generators: list[ast.comprehension], known: frozenset[str]
    ) -> frozenset[str]:
        """Add the variables of a comprehension that run over what nobody can change."""
        for each in generators:
            if self._is_plain(each.iter, known):
                known |= {n.id for n in ast.walk(each.target) if isinstance(n, ast.Name)}
        return known

    def _gives_immutable(self, call: ast.Call) -> bool:
        name = self._purity.qualified(call.func)
        if name:
            return name in pure.IMMUTABLE or f"{name.rpartition('.')[0]}.*" in pure.IMMUTABLE
        return isinstance(call.func, ast.Attribute) and call.func.attr in pure.IMMUTABLE_METHODS

    def _gives_flat(self, call: ast.Call, known: frozenset[str]) -> bool:
        if isinstance(call.func, ast.Attribute) and call.func.attr in pure.FLAT_METHODS:
            return True
        name = self._purity.qualified(call.func)
        members = [*call.args, *(keyword.value for keyword in call.keywords)]
        return name in pure.HASHING or (
            name in pure.SHALLOW and all(self._is_plain(member, known) for member in members)
        )
