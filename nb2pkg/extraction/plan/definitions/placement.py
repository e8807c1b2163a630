"""Where the notebook's functions, classes and their constants go, and what becomes of the globals they read."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from nb2pkg.extraction.blueprint import AddParameters, Definition, Rename
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.definitions.lasting import Lasting
from nb2pkg.extraction.plan.definitions.memoizing import is_memoized, is_part_of_a_key
from nb2pkg.extraction.plan.definitions.registering import (
    is_mentioned,
    late_registrations,
    registrations,
    registries,
    unknown_registries,
)
from nb2pkg.extraction.plan.naming.names import unique
from nb2pkg.extraction.stages.needed import is_definition
from nb2pkg.stage import PIPELINE_STAGES, Stage
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Edit
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.definitions.registering import Registration

COMMON = "common"


def plan_definitions(
    context: Context, taken: set[str]
) -> tuple[tuple[Definition, ...], tuple[str, ...]]:
    """Return the definitions that move to module level, and the reasons why that cannot be done faithfully."""
    lasting = Lasting(context)
    context = replace(context, fixed=_standing(context, lasting))
    stages = _users(context)
    extras = _extra_parameters(context, set(stages))
    moved = context.moved - context.fixed
    problems = (
        *_problems(context, lasting, stages),
        *unknown_registries(context, moved),
        *late_registrations(context, stages, moved),
    )
    seen: dict[str, str] = {}
    found = []
    for number, users in sorted(stages.items()):
        statement = context.statements[number]
        for original in sorted(statement.effects.binds):
            repeated = seen.get(original)
            name = original if repeated is None else unique(original, taken)
            seen[original] = name
            found.append(
                Definition(
                    statement=number,
                    name=name,
                    original=original,
                    module=next(iter(users)).value if len(users) == 1 else COMMON,
                    extra=tuple(sorted(extras.get(number, ()))),
                    is_class=statement.kind == "classdef",
                )
            )
    return tuple(found), problems


def modules_that_register(context: Context, definitions: Iterable[Definition]) -> tuple[str, ...]:
    """Return the modules whose import enters something with a library: whoever uses the package needs that."""
    entered = {each.statement for each in registrations(context) if not each.into}
    return tuple(sorted({d.module for d in definitions if d.statement in entered}))


def definition_edits(
    context: Context, definitions: tuple[Definition, ...]
) -> dict[int, list[Edit]]:
    """Return the edits that make parameters of former globals, and give functions their new names."""
    edits: defaultdict[int, list[Edit]] = defaultdict(list)
    for definition in definitions:
        statement = context.statements[definition.statement]
        if definition.extra and not definition.is_class:
            edits[statement.id].append(AddParameters(definition.extra))
        if definition.name != definition.original:
            edits[statement.id].append(Rename(definition.name))
    return dict(edits)


def _users(context: Context) -> dict[int, set[Stage]]:
    """Return for every definition that the package needs the stages that reach it."""
    users: defaultdict[int, set[Stage]] = defaultdict(set)
    moved = [i for i in context.computing - context.fixed if _is_staged(context, i)]
    for number in moved:
        for reached in _closure(context, _direct(context, number)):
            users[reached].add(context.labels[number].stage)
    entering = list(registrations(context))
    found = True
    while found:
        found = False
        for each in entering:
            stages = _askers(context, each, users, moved)
            for reached in _closure(context, [each.statement]) if stages else ():
                if not stages <= users[reached]:
                    users[reached] |= stages
                    found = True
    return dict(users)


def _is_staged(context: Context, number: int) -> bool:
    return context.labels[number].stage in PIPELINE_STAGES


def _askers(
    context: Context,
    registration: Registration,
    users: Mapping[int, set[Stage]],
    moved: Sequence[int],
) -> set[Stage]:
    """Return the stages in which what a definition is registered with may be asked."""
    if not registration.into:
        inside = {*moved, *users} - {registration.statement}
        is_used = is_mentioned(context, registration.word, inside)
        return {context.labels[number].stage for number in moved} if is_used else set()
    makers = [i for name in registration.into for i in context.bound_by.get(name, ())]
    return set().union(*(users[i] for i in makers if i in users))


def _direct(context: Context, number: int) -> set[int]:
    """Return the definitions that a statement reaches by calling them or by naming them."""
    reached = set(context.graph.resolved[number].functions)
    for name in context.graph.resolved[number].reads:
        if context.role(number, name) is Role.DEFINITION:
            reached.update(context.binders(number, name) or context.bound_by[name])
    return {i for i in reached if i in context.fixed or is_definition(context.statements[i])}


def _closure(context: Context, start: Iterable[int]) -> set[int]:
    seen: set[int] = set()
    todo = list(start)
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        for name in sorted(_names_used(context.statements[current])):
            if context.late_role(name) is Role.DEFINITION:
                todo.extend(context.bound_by[name])
    return seen


def _names_used(statement: Statement) -> set[str]:
    names = {read.name for read in statement.effects.reads}
    for function in statement.effects.defines:
        names |= {read.name for read in function.reads} | {call.function for call in function.calls}
    return names


def _late_names(statement: Statement) -> set[str]:
    return {
        name
        for function in statement.effects.defines
        for name in ({r.name for r in function.reads} | function.mutates | function.may_mutate)
    }


def _extra_parameters(context: Context, definitions: set[int]) -> dict[int, set[str]]:
    """Return the variables that functions read as globals, those of their callees included, to a fixpoint."""
    extras = {
        number: {
            name
            for name in _late_names(context.statements[number])
            if context.late_role(name) is Role.VARIABLE
        }
        for number in definitions
        if context.statements[number].kind != "classdef" and number not in context.fixed
    }
    changed = True
    while changed:
        changed = False
        for number, known in extras.items():
            for function in context.statements[number].effects.defines:
                for call in function.calls:
                    for callee in context.bound_by.get(call.function, ()):
                        missing = extras.get(callee, set()) - known
                        if missing:
                            known.update(missing)
                            changed = True
    return extras


def _standing(context: Context, lasting: Lasting) -> frozenset[int]:
    """Return the assignments that must stand at module level, since definitions read what they make at once."""
    fixed = frozenset(
        maker.id
        for name in sorted(registries(context))
        if any(name in context.graph.resolved[i].reads for i in context.moved)
        and (maker := lasting.maker(name)) is not None
    )
    while True:
        current = replace(context, fixed=fixed)
        makers = [
            lasting.maker(name)
            for number in _users(current)
            for name in _read_at_once(current, number) | _read_by_callees(current, number)
        ]
        more = {maker.id for maker in makers if maker is not None} - fixed
        if not more:
            return fixed
        fixed |= more


def _read_at_once(context: Context, number: int) -> set[str]:
    """Return the variables that a definition, or a value, reads where it stands; a class cannot be handed any."""
    statement = context.statements[number]
    names = {
        r.name for r in statement.effects.reads if context.role(number, r.name) is Role.VARIABLE
    }
    if statement.kind == "classdef":
        names |= {n for n in _late_names(statement) if context.late_role(n) is Role.VARIABLE}
    return names


def _read_by_callees(context: Context, number: int) -> set[str]:
    """Return the variables that functions read which are called where nothing can be handed to them.

    That is in classes, decorators, defaults, and in values that stand at module level.
    """
    statement = context.statements[number]
    if is_memoized(context, statement):
        late = {n for i in _closure(context, [number]) for n in _late_names(context.statements[i])}
        variables = {name for name in late if context.late_role(name) is Role.VARIABLE}
        return {name for name in variables if not is_part_of_a_key(context, name)}
    if statement.kind == "classdef" or number in context.fixed:
        start = _names_used(statement)
    else:
        start = {call.function for call in statement.effects.calls}
    called = [i for name in start for i in context.bound_by.get(name, ())]
    return {
        name
        for i in _closure(context, [i for i in called if is_definition(context.statements[i])])
        for name in _late_names(context.statements[i])
        if context.late_role(name) is Role.VARIABLE
    }


def _problems(context: Context, lasting: Lasting, numbers: Iterable[int]) -> Iterator[str]:
    """Yield the reasons why definitions cannot stand at module level."""
    for number in sorted(numbers):
        statement = context.statements[number]
        where = f"cell {statement.cell}, line {statement.place.line}"
        title = "/".join(sorted(statement.effects.binds))
        for name in sorted(_read_at_once(context, number)):
            what = "class" if statement.kind == "classdef" else "definition"
            yield (
                f"{where}: the {what} {title} reads the variable {name!r}, "
                f"which is not a constant; hand it over as an argument"
            )
        for name in sorted(_defaults(statement)):
            if _may_let_change(context, lasting, statement, name):
                yield (
                    f"{where}: a call of {title} may change the variable {name!r}, which is its default; "
                    f"hand it over as an argument"
                )
        yield from _rebinding(statement)


def _defaults(statement: Statement) -> set[str]:
    """Return the names that stand in the defaults of parameters."""
    defaults = [
        default
        for node in ast.walk(tree_of(statement.text))
        if isinstance(node, ast.arguments)
        for default in (*node.defaults, *node.kw_defaults)
        if default is not None
    ]
    return {n.id for default in defaults for n in ast.walk(default) if isinstance(n, ast.Name)}


def _rebinding(statement: Statement) -> list[str]:
    names = sorted({name for function in statement.effects.defines for name in function.binds})
    if not names:
        return []
    where = f"cell {statement.cell}, line {statement.place.line}"
    function, rebound = "/".join(sorted(statement.effects.binds)), ", ".join(map(repr, names))
    return [f"{where}: {function} rebinds the global {rebound}; return the new value instead"]


def _may_let_change(context: Context, lasting: Lasting, definition: Statement, name: str) -> bool:
    """Say whether a function gives away or changes its parameters, one of which defaults to what can change."""
    is_value = context.fixed.issuperset(context.bound_by.get(name, (-1,)))
    return (
        is_value
        and lasting.can_change(name)
        and any(
            f.mutates_parameters | f.may_mutate_parameters | f.returns_parameters
            for f in definition.effects.defines
            if not f.is_class
        )
    )
