"""Functions, classes and lambdas: read when they are defined, and what their bodies do later."""

from __future__ import annotations

import ast

from nb2pkg.analysis import kinds
from nb2pkg.analysis.kinds import (
    LOCAL_CLASS,
    LOCAL_FUNCTION,
    OWN_CLASS,
    OWN_FUNCTION,
    OWN_INSTANCE,
    Kind,
)
from nb2pkg.analysis.scan import inference
from nb2pkg.analysis.scan.closures import kind_of, note_defaults
from nb2pkg.analysis.scan.flow import Scope, ScopeKind
from nb2pkg.analysis.scan.recorder import Definition, NoticedCall, Recorder
from nb2pkg.analysis.scan.scopes import local_names, parameter_names
from nb2pkg.analysis.scan.values import UNKNOWN, Share, Value
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.scan.walker import Walker

_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_HOLDING_LAMBDAS = frozenset({ast.Lambda, ast.Dict, ast.List, ast.Tuple, ast.Set})


def define_function(walker: Walker, node: _FunctionNode) -> None:
    """Define a function: decorators, defaults and annotations now, the body when it is called."""
    _decorators(walker, node.decorator_list)
    _defaults(walker, node.args)
    if walker.scope.kind is not ScopeKind.MODULE:
        walker.bind(node.name, Value(kind_of(walker, node)))
        _annotations(walker, node)
        _walk_inline(walker, node)
        return
    definition = _new_definition(walker, node.name, node.args)
    definition.decorated = bool(node.decorator_list)
    # a decorator of one's own has put a function around this one, which is in the decorator's body
    definition.body.calls += [
        NoticedCall(each.id, each)  # type: ignore[attr-defined]
        for each in node.decorator_list
        if _is_own_function(walker, each)
    ]
    _annotations(walker, node, definition.body)
    walker.bind(node.name, Value(Kind(OWN_FUNCTION, node.name)))
    _walk_body(walker, node, definition)


def _new_definition(walker: Walker, name: str, arguments: ast.arguments) -> Definition:
    definition = Definition(name, tuple(parameter_names(arguments)))
    walker.recorder.defines.append(definition)
    walker.world.definitions[name] = definition
    return definition


def _decorators(walker: Walker, decorators: list[ast.expr]) -> None:
    for decorator in decorators:
        value = walker.value(decorator)
        if isinstance(decorator, ast.Name) and value.kind is not None and value.kind.is_own:
            walker.recorder.calls.append(NoticedCall(decorator.id, decorator))


def _defaults(walker: Walker, arguments: ast.arguments) -> None:
    walker.values(arguments.defaults)
    walker.values(arguments.kw_defaults)


def _is_own_function(walker: Walker, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in walker.world.definitions


def _annotations(walker: Walker, node: _FunctionNode, later: Recorder | None = None) -> None:
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    for annotation in [argument.annotation for argument in every] + [node.returns]:
        if annotation is not None:
            inference.read_annotation(walker, annotation, later)


def _walk_body(walker: Walker, node: _FunctionNode, definition: Definition) -> None:
    """Walk a body into its definition's own recorder, in a world where nothing is bound yet."""
    recorder, scope = walker.recorder, walker.scope
    walker.recorder, walker.scope = definition.body, Scope(ScopeKind.MODULE)
    _walk_inline(walker, node)
    walker.recorder, walker.scope = recorder, scope
    note_defaults(node.args, definition)


def _walk_inline(walker: Walker, node: _FunctionNode, owner: str | None = None) -> None:
    """Walk a body into the recorder at hand."""
    names = parameter_names(node.args)
    own = local_names(node.body, walrus=walker.world.has_walrus)
    outer, loops = walker.scope, walker.loops
    walker.loops = []
    scope = walker.scope = Scope(ScopeKind.FUNCTION, outer, own | frozenset(names))
    nested = outer.kind is not ScopeKind.MODULE and outer.kind is not ScopeKind.CLASS
    returned, yields = walker.recorder.returned, walker.recorder.yields
    _bind_parameters(walker, node.args, names, nested=nested)
    if owner is not None and names and not node.decorator_list:
        first = scope.flow.values[names[0]]
        scope.flow.values[names[0]] = first._replace(kind=Kind(OWN_INSTANCE, owner))
    recorder, reads = walker.recorder, walker.recorder.reads
    if nested:
        recorder.returned = []
        recorder.reads = recorder.deferred
    walker.run(node.body)
    recorder.reads = reads
    _may_fall_through(walker, scope)
    if nested:
        walker.recorder.returned = returned
        walker.recorder.yields = yields
    walker.scope, walker.loops = outer, loops


def _may_fall_through(walker: Walker, scope: Scope) -> None:
    if walker.recorder.returned and not scope.flow.dead:
        walker.recorder.returned.append(UNKNOWN)


def _bind_parameters(
    walker: Walker, arguments: ast.arguments, names: list[str], *, nested: bool
) -> None:
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    annotations = {argument.arg: argument.annotation for argument in every}
    for name in names:
        annotation = annotations.get(name)
        kind = inference.annotation(walker, annotation) if annotation is not None else None
        if kind is None:
            kind = inference.BY_PARAMETER_NAME.get(name)
        shares = () if nested else (Share("." + name),)
        walker.scope.flow.values[name] = Value(kind, shares)
        walker.scope.flow.bound.add(name)


def lambda_inline(walker: Walker, node: ast.Lambda) -> Value:
    """Walk a lambda where it stands: whoever it is handed to will call it at once."""
    _defaults(walker, node.args)
    names = frozenset(parameter_names(node.args))
    outer = walker.scope
    enclosing = outer.outer if outer.kind is ScopeKind.CLASS and outer.outer else outer
    scope = walker.scope = Scope(ScopeKind.FUNCTION, enclosing, names)
    scope.flow.bound.update(names)
    asked = (
        enclosing.flow.asked.copy()
    )  # the next round of a loop may bind what it reads before it is called
    walker.discarded = node.body
    walker.value(node.body)
    enclosing.flow.asked = asked
    walker.scope = outer
    return Value(kind_of(walker, node))


def name_lambda(walker: Walker, targets: list[ast.expr], value: ast.expr) -> bool:
    """Define a function where a lambda, or a table of lambdas, is assigned to a global name."""
    if value.__class__ not in _HOLDING_LAMBDAS or walker.scope.kind is not ScopeKind.MODULE:
        return False
    if len(targets) != 1 or not isinstance(targets[0], ast.Name):
        return False
    name = targets[0].id
    if isinstance(value, ast.Lambda):
        _defaults(walker, value.args)
        _walk_lambda(walker, value, _new_definition(walker, name, value.args))
        walker.bind(name, Value(Kind(OWN_FUNCTION, name)))
        return True
    members = _table(value)
    if not members:
        return False
    definition = Definition(name, ())
    for member in members:
        _defaults(walker, member.args)
        _walk_lambda(walker, member, definition)
    definition.body.mutates.clear()  # nobody knows which parameter is meant
    definition.body.returned.clear()
    walker.recorder.defines.append(definition)
    walker.world.definitions[name] = definition
    if isinstance(value, ast.Dict):
        walker.values(value.keys)
    walker.bind(name, Value(kinds.DICT if isinstance(value, ast.Dict) else kinds.LIST))
    return True


def _table(value: ast.expr) -> list[ast.Lambda]:
    """Return the lambdas of a display that holds nothing else."""
    members: list[ast.expr] = getattr(value, "values" if isinstance(value, ast.Dict) else "elts")
    found = [member for member in members if isinstance(member, ast.Lambda)]
    return found if len(found) == len(members) else []


def _walk_lambda(walker: Walker, node: ast.Lambda, definition: Definition) -> None:
    recorder, scope = walker.recorder, walker.scope
    names = parameter_names(node.args)
    walker.recorder = definition.body
    walker.scope = Scope(ScopeKind.FUNCTION, Scope(ScopeKind.MODULE), frozenset(names))
    _bind_parameters(walker, node.args, names, nested=False)
    walker.discarded = node.body
    definition.body.returned.append(walker.value(node.body))
    walker.recorder, walker.scope = recorder, scope


def define_class(walker: Walker, node: ast.ClassDef) -> None:
    """Define a class: its body runs now; its methods make up one function, run by whoever uses it."""
    _decorators(walker, node.decorator_list)
    bases = [
        walker.read(base.id, base) if isinstance(base, ast.Name) else walker.value(base)
        for base in node.bases
    ]
    walker.values(keyword.value for keyword in node.keywords)
    outer = walker.scope
    names = local_names(node.body, walrus=walker.world.has_walrus)
    walker.scope = Scope(ScopeKind.CLASS, outer, names)
    if outer.kind is ScopeKind.MODULE:
        _class_body(walker, node, bases)
    else:
        walker.run(node.body)
    walker.scope = outer
    family = OWN_CLASS if outer.kind is ScopeKind.MODULE else LOCAL_CLASS
    walker.bind(node.name, Value(Kind(family, node.name)))


def _class_body(walker: Walker, node: ast.ClassDef, bases: list[Value]) -> None:
    definition = Definition(node.name, (), is_class=True)
    walker.recorder.defines.append(definition)
    walker.world.definitions[node.name] = definition
    for base, value in zip(node.bases, bases, strict=False):
        own = value.kind is not None and value.kind.family == OWN_CLASS
        if own and isinstance(base, ast.Name):
            definition.body.calls.append(NoticedCall(base.id, base))
            inherited = walker.world.definitions.get(base.id)
            if inherited is not None:
                definition.methods.update(inherited.methods)
                definition.parameters = inherited.parameters
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _method(walker, statement, definition)
        else:
            walker.run((statement,))
    definition.body.returned.clear()


def _method(walker: Walker, node: _FunctionNode, owner: Definition) -> None:
    _decorators(walker, node.decorator_list)
    _defaults(walker, node.args)
    _annotations(walker, node, owner.body)
    walker.bind(node.name, Value(Kind(LOCAL_FUNCTION)))
    names = tuple(parameter_names(node.args))
    method = Definition(node.name, names)
    recorder, scope = walker.recorder, walker.scope
    walker.recorder = method.body
    walker.scope = Scope(ScopeKind.CLASS, Scope(ScopeKind.MODULE), scope.names)
    _walk_inline(walker, node, owner=owner.name)
    walker.recorder, walker.scope = recorder, scope
    owner.methods[node.name] = method
    if node.name == "__init__":
        owner.parameters = names[1:]
    _fold(owner, method)


def _fold(owner: Definition, method: Definition) -> None:
    """Add what a method does to its class; parameters keep their meaning only in `__init__`."""
    body, part = owner.body, method.body
    body.inner |= part.inner - body.reads.keys()
    body.inner -= part.reads.keys() - part.inner
    for name, node in part.reads.items():
        body.reads.setdefault(name, node)
    for name, node in part.mentioned.items():
        body.mentioned.setdefault(name, node)
    for name, node in part.deferred.items():
        body.deferred.setdefault(name, node)
    own = method.name == "__init__"
    for root in part.mutates:
        if root[0] != "." or (own and root != "." + method.parameters[0]):
            body.mutates[root] = None
    for root in part.may_mutate:
        if root[0] != ".":
            body.may_mutate[root] = None
    body.calls.extend(part.calls)
    body.global_binds |= part.global_binds
    body.shows |= part.shows
    body.opaque |= part.opaque
    for resource, (reads, writes, resets) in part.uses.items():
        body.use(resource, reads=reads, writes=writes, resets=resets and resource not in body.uses)
