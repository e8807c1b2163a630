"""The names that a piece of Python reads from outside itself, and those that it binds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

from nb2pkg.trees import NO_TREE, cell_tree
from nb2pkg.typed import Any

# fields that hold no names of variables
_WITHOUT_NAMES = frozenset(
    "arg ctx op ops attr id kind conversion is_async simple type_comment".split()
)

Names = set[str]


class UnclearError(Exception):
    """Something is not simple enough for a quick proof."""


def parsed(text: str) -> list[ast.stmt]:
    """Return the statements of a cell; raise UnclearError where there is anything amiss with them."""
    try:
        return cell_tree(text).body
    except NO_TREE as error:
        raise UnclearError from error


def collect(node: ast.AST, reads: Names, binds: Names) -> None:
    """Add the names that an expression or a simple statement reads, and those that it binds."""
    kind = node.__class__
    if kind is ast.Name:
        (reads if node.ctx.__class__ is ast.Load else binds).add(node.id)  # type: ignore[attr-defined]
        return
    if kind is ast.Constant:
        return
    special = _SPECIAL.get(kind)
    if special is not None:
        special(node, reads, binds)
        return
    for field in _FIELDS.get(kind) or _fields(kind):
        value = getattr(node, field)
        if value.__class__ is list:
            for each in value:
                if each is not None:
                    collect(each, reads, binds)
        elif value is not None:
            collect(value, reads, binds)


_FIELDS: dict[type, tuple[str, ...]] = {}


def _fields(kind: type[ast.AST]) -> tuple[str, ...]:
    found = _FIELDS[kind] = tuple(each for each in kind._fields if each not in _WITHOUT_NAMES)
    return found


def collect_all(nodes: Iterable[ast.AST | None], reads: Names, binds: Names) -> None:
    """Do so for several."""
    for node in nodes:
        if node is not None:
            collect(node, reads, binds)


def reads_when_called(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Names:
    """Return the global names that a function's body reads."""
    reads: Names = set()
    own: Names = {each.arg for each in _parameters(node.args)}
    if isinstance(node.body, list):
        collect_all(node.body, reads, own)
    else:
        collect(node.body, reads, own)
    if BREAK in reads:
        raise UnclearError
    return reads - own - {YIELD}


def reads_when_defined(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, reads: Names, binds: Names
) -> None:
    """Add what decorators, defaults and annotations read."""
    arguments = node.args
    collect_all((*arguments.defaults, *arguments.kw_defaults), reads, binds)
    if not isinstance(node, ast.Lambda):
        collect_all((*node.decorator_list, node.returns), reads, binds)
        collect_all((each.annotation for each in _parameters(arguments)), reads, binds)


def _parameters(arguments: ast.arguments) -> list[ast.arg]:
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return every + [each for each in (arguments.vararg, arguments.kwarg) if each is not None]


def _function(node: Any, reads: Names, binds: Names) -> None:
    reads_when_defined(node, reads, binds)
    reads |= reads_when_called(node)
    if node.__class__ is not ast.Lambda:
        binds.add(node.name)


def _class(node: ast.ClassDef, reads: Names, binds: Names) -> None:
    collect_all((*node.decorator_list, *node.bases, *node.keywords, *node.body), reads, set())
    binds.add(node.name)


def _comprehension(node: Any, reads: Names, binds: Names) -> None:
    first, *others = node.generators
    collect(first.iter, reads, binds)
    inner: Names = set()
    own: Names = set()
    collect_all((first.target, *first.ifs, *others), inner, own)
    collect_all(
        (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,), inner, own
    )
    reads |= inner - own


def _import(node: ast.Import | ast.ImportFrom, _: Names, binds: Names) -> None:
    if isinstance(node, ast.ImportFrom) and node.level:
        raise UnclearError
    for alias in node.names:
        if alias.name == "*":
            raise UnclearError
        binds.add(alias.asname or alias.name.partition(".")[0])


def _annotated(node: ast.AnnAssign, reads: Names, binds: Names) -> None:
    collect(node.annotation, reads, binds)
    if node.value is not None:
        collect(node.value, reads, binds)
    if node.value is not None or not isinstance(node.target, ast.Name):
        collect(node.target, reads, binds)


def _augmented(node: ast.AugAssign, reads: Names, binds: Names) -> None:
    if isinstance(node.target, ast.Name):
        reads.add(node.target.id)
    collect_all((node.target, node.value), reads, binds)


def _handler(node: ast.ExceptHandler, reads: Names, binds: Names) -> None:
    if node.name is not None:
        binds.add(node.name)
    collect_all((node.type, *node.body), reads, binds)


def _deletion(node: ast.Delete, reads: Names, binds: Names) -> None:
    if not all(isinstance(target, (ast.Subscript, ast.Attribute)) for target in node.targets):
        raise UnclearError
    collect_all(node.targets, reads, binds)


# keywords, so no variables' names: where nothing takes them away again, they are found to be unbound
YIELD, BREAK = "yield", "break"


def _yield(node: ast.Yield | ast.YieldFrom, reads: Names, binds: Names) -> None:
    reads.add(YIELD)
    if node.value is not None:
        collect(node.value, reads, binds)


def _break(_: ast.AST, reads: Names, __: Names) -> None:
    reads.add(BREAK)


def _loop(node: Any, reads: Names, binds: Names) -> None:
    head = (node.test,) if isinstance(node, ast.While) else (node.iter, node.target)
    inner: Names = set()
    collect_all((*head, *node.body), inner, binds)
    inner.discard(BREAK)
    collect_all(node.orelse, inner, binds)
    reads |= inner


def _unclear(*_: object) -> None:
    raise UnclearError


def _nothing(*_: object) -> None:
    return


_SPECIAL: dict[type[ast.AST], Callable[[Any, Names, Names], None]] = {
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.Lambda: _function,
    ast.ClassDef: _class,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.ExceptHandler: _handler,
    ast.Delete: _deletion,
    ast.Yield: _yield,
    ast.YieldFrom: _yield,
    ast.Pass: _nothing,
    ast.Break: _break,
    ast.Continue: _break,
    ast.For: _loop,
    ast.AsyncFor: _loop,
    ast.While: _loop,
    # rare, and not simple
    ast.Global: _unclear,
    ast.Nonlocal: _unclear,
    ast.NamedExpr: _unclear,
    ast.Match: _unclear,
    **({ast.TypeAlias: _unclear} if hasattr(ast, "TypeAlias") else {}),  # Python 3.12
}
