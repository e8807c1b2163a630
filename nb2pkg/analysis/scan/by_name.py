"""Attributes whose names are handed over as texts: `getattr(x, "name")` is `x.name`, and `setattr` assigns to that."""

from __future__ import annotations

import ast

from nb2pkg.analysis.kinds import BUILTIN
from nb2pkg.analysis.scan.targets import assign
from nb2pkg.analysis.scan.values import NONE, Value, join
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.scan.walker import Walker

_GETTING, _SETTING = "getattr", "setattr"
_ARGUMENTS = {_GETTING: (2, 3), _SETTING: (3,)}  # the third one of `getattr` is a default


def attribute_got(walker: Walker, node: ast.expr) -> ast.Attribute | None:
    """Return the attribute that `getattr` without a default gives, where a constant says which."""
    if not isinstance(node, ast.Call) or len(node.args) != 2:
        return None
    if not isinstance(node.func, ast.Name) or node.func.id != _GETTING:
        return None
    kind = walker.read(_GETTING, node.func).kind
    if kind is None or kind.family != BUILTIN:
        return None
    return _attribute(node, ast.Load())


def use_attribute(walker: Walker, node: ast.Call, name: str) -> Value | None:
    """Walk a call of `getattr` or `setattr` as what it stands for; None if nobody can tell which attribute is meant."""
    is_setting = name == _SETTING
    meant = _attribute(node, ast.Store() if is_setting else ast.Load())
    if meant is None or len(node.args) not in _ARGUMENTS[name]:
        return None
    more = [walker.value(argument) for argument in node.args[2:]]
    if is_setting:
        assign(walker, meant, *more)
        found = NONE
    else:
        found = walker.value(meant)
        for default in more:
            found = join(found, default)
    walker.recorder.facts.append("builtins." + name)
    return found


def _attribute(node: ast.Call, context: ast.Load | ast.Store) -> ast.Attribute | None:
    name = node.args[1] if len(node.args) > 1 else None
    if node.keywords or not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return None
    if isinstance(node.args[0], ast.Starred) or not name.value.isidentifier():
        return None
    return ast.copy_location(ast.Attribute(node.args[0], name.value, context), node)
