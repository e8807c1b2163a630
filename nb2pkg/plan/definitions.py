"""Where the notebook's functions, classes and their constants go, and what becomes of the globals they read."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from nb2pkg.blueprint import Definition, Edit
from nb2pkg.model import PIPELINE_STAGES, Stage
from nb2pkg.needed import is_definition
from nb2pkg.plan.context import Role
from nb2pkg.plan.naming import unique

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.model import Statement
    from nb2pkg.plan.context import Context

COMMON = "common"
_ALIAS_PARTS = (ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.Constant, ast.BinOp)


def plan_definitions(
    context: Context, taken: set[str]
) -> tuple[tuple[Definition, ...], tuple[str, ...]]:
    """Return the definitions that move to module level, and the reasons why that cannot be done faithfully."""
    stages = _users(context)
    extras = _extra_parameters(context, set(stages))
    constants, problems = _constants(context, stages)
    seen: dict[str, str] = {}
    found = []
    for number in sorted(stages.keys() | constants.keys()):
        statement = context.statements[number]
        users = stages.get(number) or constants[number]
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
    return tuple(found), tuple(problems)


def definition_edits(
    context: Context, definitions: tuple[Definition, ...]
) -> dict[int, list[Edit]]:
    """Return the edits that make parameters of former globals, and give functions their new names."""
    edits: defaultdict[int, list[Edit]] = defaultdict(list)
    for definition in definitions:
        statement = context.statements[definition.statement]
        if definition.extra and not definition.is_class:
            edits[statement.id].append(
                Edit("parameters", statement.place, ", ".join(definition.extra))
            )
        if definition.name != definition.original:
            edits[statement.id].append(Edit("rename", statement.place, definition.name))
    return dict(edits)


def _users(context: Context) -> dict[int, set[Stage]]:
    """Return for every definition that the package needs the stages that reach it."""
    users: defaultdict[int, set[Stage]] = defaultdict(set)
    for number in context.moved:
        stage = context.labels[number].stage
        if stage not in PIPELINE_STAGES:
            continue
        for reached in _closure(context, _direct(context, number)):
            users[reached].add(stage)
    return dict(users)


def _direct(context: Context, number: int) -> set[int]:
    """Return the definitions that a statement reaches by calling them or by naming them."""
    reached = set(context.graph.resolved[number].functions)
    for name in context.graph.resolved[number].reads:
        if context.role(number, name) is Role.DEFINITION:
            reached.update(context.binders(number, name) or context.bound_by[name])
    return {i for i in reached if is_definition(context.statements[i])}


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
        if context.statements[number].kind != "classdef"
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


def _constants(
    context: Context, stages: dict[int, set[Stage]]
) -> tuple[dict[int, set[Stage]], list[str]]:
    """Return the literal assignments that must stand at module level, since definitions read them at once."""
    found: defaultdict[int, set[Stage]] = defaultdict(set)
    problems = []
    for number, users in sorted(stages.items()):
        statement = context.statements[number]
        names = {
            r.name for r in statement.effects.reads if context.role(number, r.name) is Role.VARIABLE
        }
        if statement.kind == "classdef":
            names |= {
                name for name in _late_names(statement) if context.late_role(name) is Role.VARIABLE
            }
        for name in sorted(names):
            binders = context.bound_by[name]
            if len(binders) == 1 and _is_constant(context, binders[0], name):
                if _may_let_change(context, statement, binders[0]):
                    problems.append(
                        f"cell {statement.cell}, line {statement.place.line}: a call of "
                        f"{'/'.join(sorted(statement.effects.binds))} may change the variable {name!r}, which is its "
                        f"default; hand it over as an argument"
                    )
                found[binders[0]] |= users
            else:
                what = "class" if statement.kind == "classdef" else "definition"
                problems.append(
                    f"cell {statement.cell}, line {statement.place.line}: the {what} "
                    f"{'/'.join(sorted(statement.effects.binds))} reads the variable {name!r}, "
                    f"which is not a constant; hand it over as an argument"
                )
        problems += _rebinding(statement)
    return dict(found), problems


def _rebinding(statement: Statement) -> list[str]:
    names = sorted({name for function in statement.effects.defines for name in function.binds})
    if not names:
        return []
    where = f"cell {statement.cell}, line {statement.place.line}"
    function, rebound = "/".join(sorted(statement.effects.binds)), ", ".join(map(repr, names))
    return [f"{where}: {function} rebinds the global {rebound}; return the new value instead"]


def _is_constant(context: Context, binder: int, name: str) -> bool:
    """Say whether a literal is assigned, and nothing changes it later: every run of the pipeline shares it."""
    return name not in context.changed and (
        is_literal(context.statements[binder]) or _is_alias(context, context.statements[binder])
    )


def _may_let_change(context: Context, definition: Statement, binder: int) -> bool:
    """Say whether a function gives away or changes its parameters, one of which defaults to what can change."""
    kinds = dict(context.statements[binder].effects.kinds)
    mutable = any(kind in {"list", "dict", "set"} for kind in kinds.values())
    return mutable and any(
        f.mutates_parameters | f.may_mutate_parameters | f.returns_parameters
        for f in definition.effects.defines
        if not f.is_class
    )


def _is_alias(context: Context, statement: Statement) -> bool:
    """Say whether a statement gives a name to what others make of imported things alone: `Table = dict[str, Frame]`."""
    if statement.kind != "assign" or len(statement.effects.binds) != 1:
        return False
    node = ast.parse(statement.text).body[0]
    value = node.value if isinstance(node, ast.Assign) else node
    imports = all(
        context.role(statement.id, read.name) is Role.IMPORT for read in statement.effects.reads
    )
    return imports and all(
        isinstance(part, _ALIAS_PARTS) for part in ast.walk(value) if isinstance(part, ast.expr)
    )


def is_literal(statement: Statement) -> bool:
    """Say whether a statement assigns a literal, and nothing else."""
    if statement.kind != "assign" or statement.effects.reads:
        return False
    try:
        node = ast.parse(statement.text).body[0]
        ast.literal_eval(node.value)  # type: ignore[attr-defined]
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return False
    return True
