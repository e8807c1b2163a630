"""Step functions: their names, parameters, returns and summaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nb2pkg.blueprint import Step, Variable
from nb2pkg.label import headings
from nb2pkg.plan import flows
from nb2pkg.plan.naming import phrase_name, telling_name, words
from nb2pkg.plan.phrases import call_phrase, told_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nb2pkg.plan.context import Context
    from nb2pkg.plan.settings import Lifted

Readers = dict[tuple[int, str], set[int]]


def make_steps(
    context: Context,
    groups: Sequence[Sequence[int]],
    lifted: Lifted,
    kept: Mapping[str, set[int]],
    taken: set[str],
) -> tuple[Step, ...]:
    """Turn groups of statements into steps; `kept` maps a result to the statements that made its last version."""
    readers = flows.readers(context)
    titles = _titles(context, groups)
    steps = []
    for members in groups:
        parameters = _parameters(context, members, lifted)
        returns = _returns(context, members, readers, kept)
        unset = _complete(context, members, parameters, returns)
        shown = flows.shown(context, members[-1])
        if shown not in (None, "value") and shown not in returns:
            returns.append(shown)
        phrase, told = _phrase(context, members, titles, parameters, returns)
        steps.append(
            Step(
                name=telling_name(
                    phrase_name(phrase, told=told), _hints(context, members, returns), taken
                ),
                stage=context.labels[members[0]].stage,
                statements=tuple(members),
                cell=context.statements[members[0]].cell,
                parameters=tuple(
                    Variable(n, _kind_in(context, members, n), setting)
                    for n, setting in parameters.items()
                ),
                returns=tuple(Variable(n, _kind_out(context, members, n)) for n in returns),
                summary=_sentence(phrase),
                shown=shown,
                unset=unset,
                holds=tuple(n for n in returns if _holds(context, members, n)),
                passing=tuple(n for n in returns if _passes(context, members, n)),
                end=_end(context, members),
            )
        )
    return tuple(steps)


def _complete(
    context: Context,
    members: Sequence[int],
    parameters: dict[str, str | None],
    returns: Sequence[str],
) -> tuple[str, ...]:
    """Add parameters for returned names that the step may leave as they were; return those that were nothing."""
    unset = []
    for name in returns:
        if name in flows.surely_bound(context, members) or name in parameters:
            continue
        if not any(flows.may_keep(context, i, name) for i in members):
            continue
        if any(i < members[0] and i in context.moved for i in context.bound_by.get(name, ())):
            parameters[name] = None
        elif flows.may_be_unbound(context, members, name):
            unset.append(name)
    return tuple(unset)


def _parameters(context: Context, members: Sequence[int], lifted: Lifted) -> dict[str, str | None]:
    """Return parameter names, data first, each with the setting it is given, if any."""
    constants = {}
    for number, setting in lifted.constants.items():
        (name,) = context.statements[number].effects.binds
        constants[name] = setting
    names = flows.parameters(context, members)
    found: dict[str, str | None] = {name: None for name in names if name not in constants}
    found |= {name: constants[name] for name in names if name in constants}
    for number in members:
        found |= {name: name for name in lifted.parameters.get(number, ())}
    return found


def _returns(
    context: Context, members: Sequence[int], readers: Readers, kept: Mapping[str, set[int]]
) -> list[str]:
    """Return the names that later code or the results need from the step, in the order they arise.

    What a step makes and nobody reads, not even the step, is handed back as well: it is what the step is for.
    """
    inside = set(members)
    read = {name for i in members for name in context.graph.resolved[i].reads}
    bound = flows.surely_bound(context, members)
    found = []
    for name in flows.touched(context, members):
        writers = [i for i in members if _writes(context, i, name)]
        needed = any(readers.get((i, name), set()) - inside for i in writers)
        idle = name in bound - read and all(_assigns(context, i) for i in writers)
        if needed or idle or inside & kept.get(name, set()):
            found.append(name)
    return found


def _assigns(context: Context, number: int) -> bool:
    return context.statements[number].kind in {"assign", "annassign"}


def _writes(context: Context, number: int, name: str) -> bool:
    return context.binds(number, name) or name in context.statements[number].effects.mutates


def _holds(context: Context, members: Sequence[int], name: str) -> bool:
    """Say whether nothing else in the cell changes a returned name after the step."""
    return not _changers(context, members, name)


def _passes(context: Context, members: Sequence[int], name: str) -> bool:
    """Say whether something else in the cell changes a returned name, but only behind the step's last statement."""
    changers = _changers(context, members, name)
    return bool(changers) and min(changers) > max(members)


def _changers(context: Context, members: Sequence[int], name: str) -> list[int]:
    """Return the other statements of the cell, behind the step's first, that change a name."""
    cell = context.statements[members[0]].cell
    found = []
    for statement in context.statements:
        if statement.cell == cell and statement.id > members[0] and statement.id not in members:
            resolved = context.graph.resolved[statement.id]
            changed = (
                resolved.binds
                | resolved.may_bind
                | resolved.mutates
                | resolved.may_mutate
                | resolved.unbinds
            )
            if name in changed:
                found.append(statement.id)
    return found


def _end(context: Context, members: Sequence[int]) -> tuple[int, str]:
    last = context.statements[max(members)]
    return last.place.end_line, last.text


def _kind_in(context: Context, members: Sequence[int], name: str) -> str | None:
    for number in members:
        if name in context.graph.resolved[number].reads:
            return context.kind(number, name)
    return None


def _kind_out(context: Context, members: Sequence[int], name: str) -> str | None:
    for number in reversed(members):
        if context.binds(number, name):
            return dict(context.statements[number].effects.kinds).get(name)
    return _kind_in(context, members, name)


def _titles(context: Context, groups: Sequence[Sequence[int]]) -> dict[int, str]:
    """Return for each cell the heading of its section, if the section holds one step only: then it names the step."""
    sections: dict[int, int] = {}
    headings: dict[int, str] = {}
    number = 0
    for cell in context.graph.program.notebook.cells:
        if cell.kind == "markdown":
            number = cell.number
            lines = [line for line in cell.source.split("\n") if line.lstrip().startswith("#")]
            headings[number] = (
                lines[-1].strip().strip("#").strip(" *:") if lines else _short(cell.source)
            )
        sections[cell.number] = number
    homes = [sections[context.statements[members[0]].cell] for members in groups]
    return {
        cell: headings.get(section, "")
        for cell, section in sections.items()
        if homes.count(section) == 1
    }


def _short(text: str) -> str:
    line = text.strip().split("\n")[0].strip(" *_:.")
    return line if len(line.split()) <= 8 else ""


def _phrase(
    context: Context,
    members: Sequence[int],
    titles: dict[int, str],
    parameters: Iterable[str],
    returns: Sequence[str],
) -> tuple[str, bool]:
    """Return the phrase that names a step, and whether a person told it: a comment, a heading, or what it calls."""
    first = context.statements[members[0]]
    told = _comments(context, members)
    in_cell = [s.id for s in context.statements if s.cell == first.cell and s.id in context.moved]
    title = titles.get(first.cell, "")
    if title and in_cell[0] == first.id:
        told.append(title)
    for text in told:
        phrase = told_phrase(text)
        if phrase:
            return phrase, True
    statements = [context.statements[i] for i in members]
    models = [
        n
        for n in parameters
        if (_kind_in(context, members, n) or "").startswith("instance:sklearn")
    ]
    bound = [n for n in flows.touched(context, members) if n in returns] or list(returns)
    return call_phrase(statements, bound, context.labels[first.id].stage.value, models), False


def _hints(context: Context, members: Sequence[int], returns: Sequence[str]) -> list[str]:
    """Return words that set a step apart from another of the same name: what it makes, where it stands."""
    cell = context.statements[members[0]].cell
    heading = headings(context.graph.program.notebook)[cell]
    made = [f"for {name}" for name in returns if words(name)]
    told = f"for {heading}" if heading.isascii() and 0 < len(heading.split()) <= 4 else ""
    return [hint for hint in (*made[-1:], told, *made[:-1]) if hint]


def _comments(context: Context, members: Sequence[int]) -> list[str]:
    """Return the comment lines right above the first statement of a group."""
    statement = context.statements[members[0]]
    lines = context.graph.program.notebook.cell(statement.cell).source.split("\n")
    found: list[str] = []
    for line in reversed(lines[: statement.place.line - 1]):
        if not re.match(r"\s*#(?!\s*%%|!)", line):
            break
        found.insert(0, line)
    return found


def _sentence(phrase: str) -> str:
    text = " ".join(phrase.split())
    return text[:1].upper() + text[1:]
