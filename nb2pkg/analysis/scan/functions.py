"""Functions, classes and lambdas: read when they are defined, and what their bodies do later."""

from __future__ import annotations

import ast

from nb2pkg.analysis import kinds
from nb2pkg.analysis.keys import attribute
from nb2pkg.analysis.kinds import (
    LOCAL_CLASS,
    LOCAL_FUNCTION,
    OWN_CLASS,
    OWN_FUNCTION,
    OWN_INSTANCE,
    Kind,
)
from nb2pkg.analysis.model import DROPS, RESULT
from nb2pkg.analysis.scan import inference
from nb2pkg.analysis.scan.arguments import Argument, find
from nb2pkg.analysis.scan.closures import FRESH, kind_of, note_defaults
from nb2pkg.analysis.scan.flow import Scope, ScopeKind
from nb2pkg.analysis.scan.recorder import Definition, NoticedCall, Recorder
from nb2pkg.analysis.scan.scopes import local_names, parameter_names
from nb2pkg.analysis.scan.shares import PARAMETER, Share, parameter, whole
from nb2pkg.analysis.scan.targets import root_name
from nb2pkg.analysis.scan.values import UNKNOWN, Value, element
from nb2pkg.analysis.scan.walker import MOST_ROUNDS
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.keys import Keys
    from nb2pkg.analysis.scan.walker import Walker

_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_PROPERTIES = frozenset({"property", "cached_property", "functools"})
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
    definition.is_decorated = bool(node.decorator_list)
    # a decorator of one's own has put a function around this one, which is in the decorator's body
    definition.body.calls += [
        NoticedCall(each.id, each, method=RESULT)  # type: ignore[attr-defined]
        for each in node.decorator_list
        if _is_own_function(walker, each)
    ]
    _annotations(walker, node, definition.body)
    walker.bind(node.name, Value(Kind(OWN_FUNCTION, node.name)))
    if not node.decorator_list:  # what a decorator puts around it may have other parameters
        _make_repeatable(definition, node)
    _walk_body(walker, node, definition)


def _new_definition(walker: Walker, name: str, arguments: ast.arguments) -> Definition:
    definition = Definition(name, tuple(parameter_names(arguments)))
    definition.rest = arguments.kwarg.arg if arguments.kwarg is not None else ""
    walker.recorder.defines.append(definition)
    walker.world.definitions[name] = definition
    return definition


def _make_repeatable(definition: Definition, node: _FunctionNode) -> None:
    """Keep what it takes to walk a function once more, for calls with certain constants."""
    definition.node, definition.walk = node, _walk_definition
    arguments = node.args
    places = [*arguments.posonlyargs, *arguments.args][::-1]
    pairs = [
        *zip(places, arguments.defaults[::-1], strict=False),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    definition.defaults = {
        parameter.arg: default.value  # type: ignore[misc]  # `...` is left out
        for parameter, default in pairs
        if isinstance(default, ast.Constant) and default.value is not ...
    }


def _walk_definition(walker: Walker, definition: Definition) -> None:
    """Walk the body of a function or method into a definition that has none yet."""
    node = definition.node
    if node is None:
        return
    if definition.owner is None:
        _walk_body(walker, node, definition)
    else:
        _walk_method(walker, node, definition, definition.owner)


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
    returned, yields = walker.recorder.returned, walker.recorder.is_generator
    _bind_parameters(walker, node.args, names, nested=nested)
    if owner is not None and names:
        first = scope.flow.values[names[0]]
        if _is_called(node, "classmethod"):
            value = Value(Kind(OWN_CLASS, owner), (*first.shares, *whole(owner)))
            scope.flow.values[names[0]] = value
        elif not node.decorator_list or _is_called(node, *_PROPERTIES):
            scope.flow.values[names[0]] = first._replace(kind=Kind(OWN_INSTANCE, owner))
    scope.body = node.body
    if walker.assumed is not None:
        walker.assumed.enter(scope, own)
    recorder, reads, mutates = walker.recorder, walker.recorder.reads, walker.recorder.mutates
    if nested:
        recorder.has_inner = True
        recorder.returned = []
        recorder.reads, recorder.mutates = recorder.deferred, {}
    walker.run(node.body)
    recorder.reads, recorder.mutates, inner = reads, mutates, recorder.mutates
    if nested:
        later = _is_only_returned(outer.body, node.name)
        (recorder.later if later else recorder.mutates).update(inner)
        recorder.may_mutate |= inner
    _may_fall_through(walker, scope)
    if nested:
        walker.recorder.returned = returned
        walker.recorder.is_generator = yields
    walker.scope, walker.loops = outer, loops


def _is_only_returned(body: list[ast.stmt], name: str) -> bool:
    """Tell whether a function does nothing with one that it defines but return it."""
    every = [node for statement in body for node in ast.walk(statement)]
    called = {id(node.func) for node in every if isinstance(node, ast.Call)}
    values = [node.value for node in every if isinstance(node, ast.Return) and node.value]
    returned = [n for value in values for n in ast.walk(value) if id(n) not in called]
    uses = [
        sum(isinstance(n, ast.Name) and n.id == name for n in nodes) for nodes in (every, returned)
    ]
    return uses[0] == uses[1]


def _may_fall_through(walker: Walker, scope: Scope) -> None:
    if walker.recorder.returned and not scope.flow.is_dead:
        walker.recorder.returned.append(UNKNOWN)


def _bind_parameters(
    walker: Walker, arguments: ast.arguments, names: list[str], *, nested: bool
) -> None:
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    annotations = {argument.arg: argument.annotation for argument in every}
    pairs = ((arguments.vararg, kinds.TUPLE), (arguments.kwarg, kinds.DICT))
    rest = {argument.arg: kind for argument, kind in pairs if argument is not None}
    for name in names:
        annotation = annotations.get(name)
        kind = inference.annotation(walker, annotation) if annotation is not None else None
        if kind is None:
            kind = inference.BY_PARAMETER_NAME.get(name)
        if kind is None:
            kind = rest.get(name)
        shares = () if nested else (Share(parameter(name)),)
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


def apply_to_members(walker: Walker, arguments: list[Argument], key: int | str, first: int) -> None:
    """Note what a function, the argument under a key, changes of members of what comes from a position on."""
    function = find(arguments, key)
    places = range(first, len(arguments))
    given = [
        element(each.value) for each in arguments if each.key in places and each is not function
    ]
    if function is None or not any(value.shares for value in given):
        return
    if isinstance(function.node, ast.Lambda):
        _walk_again(walker, function.node, given)
        return
    kind = function.value.kind
    if kind is not None and kind.family == OWN_FUNCTION and kind.name in walker.world.definitions:
        definition = walker.world.definitions[kind.name]
        for name, value in zip(definition.parameters, given, strict=False):
            if name in definition.mutated_parameters:
                walker.recorder.mutate(value)


def _walk_again(walker: Walker, node: ast.Lambda, given: list[Value]) -> None:
    """Walk a lambda once more, as it is called; only what it changes and ties is of interest."""
    if walker.rounds >= MOST_ROUNDS:
        return
    outer, recorder = walker.scope, walker.recorder
    enclosing = outer.outer if outer.kind is ScopeKind.CLASS and outer.outer else outer
    names = parameter_names(node.args)
    scope = walker.scope = Scope(ScopeKind.FUNCTION, enclosing, frozenset(names))
    scope.flow.bound.update(names)
    scope.flow.values.update(zip(names, given, strict=False))
    asked = enclosing.flow.asked.copy()
    walker.recorder, walker.discarded = Recorder(), node.body
    walker.rounds += 1
    walker.value(node.body)
    walker.rounds -= 1
    recorder.add_changes(walker.recorder)
    enclosing.flow.asked = asked
    walker.scope, walker.recorder = outer, recorder


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
            definition.bases += (base.id,)
            inherited = walker.world.definitions.get(base.id)
            if inherited is not None:
                _inherit(walker, definition, inherited, base)
    definition.attributes |= _class_attributes(node)
    if any("dataclass" in ast.dump(each) for each in node.decorator_list) or any(
        base.kind is not None and base.kind.name == "typing.NamedTuple" for base in bases
    ):
        definition.fields = tuple(
            each.target.id
            for each in node.body
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        )
    for statement in node.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _method(walker, statement, definition)
        else:
            walker.run((statement,))
    _walk_callers_again(walker, definition)
    definition.body.returned.clear()


def _inherit(walker: Walker, definition: Definition, inherited: Definition, base: ast.Name) -> None:
    definition.methods.update(inherited.methods)
    definition.parameters = inherited.parameters
    definition.attributes |= inherited.attributes
    definition.properties |= inherited.properties
    if "__init_subclass__" in inherited.methods:
        walker.recorder.calls.append(NoticedCall(base.id, base, method="__init_subclass__"))


def _class_attributes(node: ast.ClassDef) -> frozenset[str]:
    """Return the attributes that a class itself has, and that can be changed in place."""
    pairs = [
        (target, statement.value)
        for statement in node.body
        if isinstance(statement, (ast.Assign, ast.AnnAssign))
        for target in getattr(statement, "targets", [getattr(statement, "target", None)])
    ]
    return frozenset(
        target.id
        for target, value in pairs
        if isinstance(target, ast.Name) and isinstance(value, FRESH)
    )


def _method(walker: Walker, node: _FunctionNode, owner: Definition) -> None:
    _decorators(walker, node.decorator_list)
    _defaults(walker, node.args)
    _annotations(walker, node, owner.body)
    walker.bind(node.name, Value(Kind(LOCAL_FUNCTION)))
    names = tuple(parameter_names(node.args))
    method = Definition(node.name, names)
    method.owner, method.around = owner.name, walker.scope.names
    _make_repeatable(method, node)
    _walk_method(walker, node, method, owner.name)
    changed = next(filter(None, map(_accessor, node.decorator_list)), "")
    if changed:  # the property of this name keeps its getter
        method.name = f"{node.name}.{changed}"
    owner.own.add(method.name)
    _enter(owner, method)
    if _is_called(node, *_PROPERTIES):
        owner.properties.add(node.name)
    if node.name == "__init__":
        owner.parameters = names[1:]


def _enter(owner: Definition, method: Definition) -> None:
    """Let a class have a method that has been walked."""
    owner.methods[method.name] = method
    if method.name == "__init__" and method.parameters:
        dropped = _dropped(method, method.parameters[0])
        owner.attributes = frozenset(a for a in owner.attributes if attribute(a) not in dropped)
    _fold(owner, method)


def _walk_callers_again(walker: Walker, owner: Definition) -> None:
    """Walk methods again that call others which stand below them, now that these are known."""
    for name in sorted(owner.own):
        method = owner.methods[name]
        if not method.body.missing.isdisjoint(owner.own):
            again = method.again()
            again.defaults = method.defaults
            _walk_definition(walker, again)
            _enter(owner, again)


def _walk_method(walker: Walker, node: _FunctionNode, method: Definition, owner: str) -> None:
    names = method.parameters
    recorder, scope = walker.recorder, walker.scope
    walker.recorder = method.body
    walker.scope = Scope(ScopeKind.CLASS, Scope(ScopeKind.MODULE), method.around)
    walker.owner = (owner, names[0]) if names else None
    _walk_inline(walker, node, owner=owner)
    walker.owner = None
    walker.recorder, walker.scope = recorder, scope


def _dropped(method: Definition, name: str) -> set[Keys]:
    """Return the keys under which what a method is given as a parameter holds something else by its doing."""
    given = parameter(name)
    return {
        member.keys
        for member in method.body.members
        if member.container == given and member.action == DROPS
    }


def _is_called(node: _FunctionNode, *names: str) -> bool:
    """Tell whether a function has one of some decorators."""
    return any(root_name(each) in names for each in node.decorator_list)


def _accessor(decorator: ast.expr) -> str:
    name = decorator.attr if isinstance(decorator, ast.Attribute) else ""
    return name if name in {"setter", "deleter"} else ""


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
        if root.origin != PARAMETER or (own and root.name != method.parameters[0]):
            body.mutates[root] = None
    for root in part.may_mutate:
        if root.origin != PARAMETER:
            body.may_mutate[root] = None
    body.calls.extend(part.calls)
    body.global_binds |= part.global_binds
    body.has_output |= part.has_output
    body.is_opaque |= part.is_opaque
    for resource, (reads, writes, resets) in part.uses.items():
        body.use(resource, reads=reads, writes=writes, resets=resets and resource not in body.uses)
