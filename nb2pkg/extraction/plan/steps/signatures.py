"""Step functions: their parameters and returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.analysis import kinds
from nb2pkg.analysis.knowledge import ESTIMATOR_LIBRARIES
from nb2pkg.analysis.resources import FIGURE
from nb2pkg.extraction.blueprint import Body, Checks, Step, Variable
from nb2pkg.extraction.plan.naming import shapes
from nb2pkg.extraction.plan.steps import flows
from nb2pkg.extraction.plan.steps.awaiting import is_awaiting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nb2pkg.analysis.graph.values import Resolved
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.steps.settings import Lifted

Readers = dict[tuple[int, str], set[int]]


def make_steps(
    context: Context,
    groups: Sequence[Sequence[int]],
    lifted: Lifted,
    kept: Mapping[str, set[int]],
) -> tuple[Step, ...]:
    """Turn groups of statements into steps without names; `kept` maps a result to what made its last version."""
    readers = flows.readers(context)
    steps = []
    for members in groups:
        parameters = parameters_of(context, members, lifted)
        returns = _returns(context, members, readers, kept)
        unset = _complete(context, members, parameters, returns, lifted)
        shown = flows.shown(context, members[-1])
        if isinstance(shown, str) and shown not in returns:
            returns.append(shown)
        steps.append(
            Step(
                name="",
                summary="",
                stage=context.labels[members[0]].stage,
                statements=tuple(members),
                cell=context.statements[members[0]].cell,
                parameters=tuple(
                    Variable(n, flows.kinds_in(context, members, n), setting)
                    for n, setting in parameters.items()
                ),
                returns=tuple(Variable(n, flows.kinds_out(context, members, n)) for n in returns),
                shown=shown,
                changes=_changes(context, members, parameters),
                body=Body(
                    unset=unset,
                    is_coroutine=any(is_awaiting(context.statements[i]) for i in members),
                ),
                checks=Checks(
                    lasting=tuple(n for n in returns if _holds(context, members, n)),
                    passing=tuple(n for n in returns if _passes(context, members, n)),
                    end=_end(context, members),
                ),
            )
        )
    return tuple(steps)


def _complete(
    context: Context,
    members: Sequence[int],
    parameters: dict[str, str | None],
    returns: Sequence[str],
    lifted: Lifted,
) -> tuple[str, ...]:
    """Add parameters for returned names that the step may leave as they were; return those that were nothing."""
    unset = []
    for name in returns:
        if name in flows.surely_bound(context, members) or name in parameters:
            continue
        if not any(flows.can_keep(context, i, name) for i in members):
            continue
        if any(i < members[0] and i in context.computing for i in context.bound_by.get(name, ())):
            parameters[name] = _setting_before(context, members, name, lifted)
        elif flows.can_be_unbound(context, members, name):
            unset.append(name)
    return tuple(unset)


def parameters_of(
    context: Context, members: Sequence[int], lifted: Lifted
) -> dict[str, str | None]:
    """Return parameter names, data first, each with the setting it is given, if any."""
    names = flows.parameters(context, members)
    given = {name: _setting_read(context, members, name, lifted) for name in names}
    found: dict[str, str | None] = {name: None for name in names if given[name] is None}
    found |= {name: setting for name, setting in given.items() if setting is not None}
    for number in members:
        found |= {name: name for name in lifted.parameters.get(number, ())}
    return found


def _setting_read(
    context: Context, members: Sequence[int], name: str, lifted: Lifted
) -> str | None:
    """Return the setting that a name stands for where the statements read it first."""
    number = lifted.names.get(name)
    if number is None or context.bound_by[name] == (number,):
        return None if number is None else lifted.constants[number]
    reader = next(i for i in members if name in context.graph.resolved[i].reads)
    return lifted.constants[number] if context.history(reader, name) == (number,) else None


def _setting_before(
    context: Context, members: Sequence[int], name: str, lifted: Lifted
) -> str | None:
    """Return the setting that a name stands for before the statements, which may bind it."""
    writer = next(i for i in members if context.can_bind(i, name))
    before = [i for i in context.bound_by[name] if i < writer]
    return lifted.constants.get(before[-1]) if before else None


def _changes(
    context: Context, members: Sequence[int], parameters: Mapping[str, str | None]
) -> tuple[str, ...]:
    """Return the parameters whose very objects the step changes."""
    left, found = set(parameters), dict[str, None]()
    for number in members:
        resolved = context.graph.resolved[number]
        found |= dict.fromkeys(name for name in parameters if name in resolved.mutates & left)
        left -= resolved.binds - resolved.mutates
    return tuple(found)


def _returns(
    context: Context, members: Sequence[int], readers: Readers, kept: Mapping[str, set[int]]
) -> list[str]:
    """Return the names that later code or the results need from the step, in the order they arise.

    What a step makes and nobody reads, not even the step, is handed back as well: it is what the step is for. So is
    what only the text of a query reads: linters, and readers, would take it for something that nobody uses. And so is
    each thing that is fitted under a name whose last version is kept: it is what training leaves as well.
    """
    inside = set(members)
    read = {name for i in members for name in context.graph.resolved[i].reads}
    read -= {name for i in members for name in shapes.only_mentioned(context.statements[i])}
    bound = flows.surely_bound(context, members)
    found = []
    for name in flows.touched(context, members):
        writers = [i for i in members if _writes(context, i, name)]
        needed = any(readers.get((i, name), set()) - inside for i in writers)
        idle = name in bound - read and all(_assigns(context, i) for i in writers)
        fits = name in kept and name in bound and _is_fitted(context, members, name)
        if needed or idle or fits or inside & kept.get(name, set()):
            found.append(name)
    return found


def _is_fitted(context: Context, members: Sequence[int], name: str) -> bool:
    """Say whether the statements leave an object of a library under a name, which they fit."""
    kind = flows.kind_out(context, members, name)
    if kind is None or not kind.is_object:
        return False
    fits = (f"{name}.fit", ").fit(")
    texts = [context.statements[i].text for i in members]
    return kind.library in ESTIMATOR_LIBRARIES and any(
        each in text for each in fits for text in texts
    )


def _assigns(context: Context, number: int) -> bool:
    return context.statements[number].kind in {"assign", "annassign"}


def _writes(context: Context, number: int, name: str) -> bool:
    return context.can_bind(number, name) or name in context.statements[number].effects.mutates


def _holds(context: Context, members: Sequence[int], name: str) -> bool:
    """Say whether nothing else in the cell changes a returned name after the step."""
    return not _changers(context, members, name)


def _passes(context: Context, members: Sequence[int], name: str) -> bool:
    """Say whether something else in the cell changes a returned name, but only behind the step's last statement."""
    changers = _changers(context, members, name)
    return bool(changers) and min(changers) > max(members)


def _changers(context: Context, members: Sequence[int], name: str) -> list[int]:
    """Return the other statements of the cell, behind the step's first, that change a name, or draw on its figure."""
    cell = context.statements[members[0]].cell
    is_figure = flows.kind_out(context, members, name) is kinds.FIGURE
    found = []
    for statement in context.graph.program.of_cell(cell):
        if statement.id > members[0] and statement.id not in members:
            resolved = context.graph.resolved[statement.id]
            changed = (
                resolved.binds
                | resolved.may_bind
                | resolved.mutates
                | resolved.may_mutate
                | resolved.unbinds
            )
            if name in changed or (is_figure and _draws(resolved)):
                found.append(statement.id)
    return found


def _draws(resolved: Resolved) -> bool:
    return any(use.resource == FIGURE and use.is_write for use in resolved.uses)


def _end(context: Context, members: Sequence[int]) -> tuple[int, str]:
    last = context.statements[max(members)]
    return last.place.end_line, last.text
