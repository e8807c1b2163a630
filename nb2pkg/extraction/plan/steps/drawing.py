"""Functions that draw figures about models: steps which the pipeline does not call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.analysis.kinds import FIGURE
from nb2pkg.analysis.knowledge.showing import DRAWING_LIBRARIES, PYPLOT
from nb2pkg.extraction.blueprint import Body, Showing, Step, Variable
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.naming.drawings import figure_phrase
from nb2pkg.extraction.plan.naming.names import phrase_name, telling_name
from nb2pkg.extraction.plan.steps import flows
from nb2pkg.extraction.plan.steps.signatures import parameters_of
from nb2pkg.extraction.stages.drawing import makers
from nb2pkg.extraction.stages.label import headings
from nb2pkg.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.steps.settings import Lifted


def figure_steps(context: Context, lifted: Lifted, taken: set[str]) -> tuple[Step, ...]:
    """Return the functions that draw figures, with names that are not among those `taken`."""
    return tuple(_step(context, members, lifted, taken) for members in context.figures)


def _step(context: Context, members: Sequence[int], lifted: Lifted, taken: set[str]) -> Step:
    statements = [context.statements[i] for i in members]
    parameters = parameters_of(context, members, lifted)
    phrase = _phrase(context, members, list(parameters))
    hints = [f"of {name}" for name, setting in parameters.items() if setting is None]
    summary = f"{phrase[:1].upper()}{phrase[1:]}"
    return Step(
        name=telling_name(phrase_name(phrase), hints, taken),
        summary=summary,
        stage=Stage.EVALUATE,
        statements=tuple(members),
        cell=statements[0].cell,
        parameters=tuple(
            Variable(n, flows.kinds_in(context, members, n), setting)
            for n, setting in parameters.items()
        ),
        returns=(),
        shown=Showing.VALUE if statements[-1].effects.is_displayed else None,
        body=_body(context, members),
    )


def _body(context: Context, members: Sequence[int]) -> Body:
    """Return how the figure is called where it has been drawn, and what the function imports itself."""
    statements = [context.statements[i] for i in members]
    names = {
        read.name
        for i in members
        for read in context.statements[i].effects.reads
        if is_drawing_name(context, i, read.name)
    }
    made = [s for s in statements if makers(s)]
    named = [
        n for s in made for n, kind in s.effects.kinds if kind == FIGURE and n in s.effects.binds
    ]
    if len(made) == len(named) == 1 and made[0].effects.facts[0].startswith(PYPLOT):
        return Body(figure=named[0], imports=tuple(sorted(names)))
    pyplot = next(n for s in context.imports for n, what in s.effects.imports if what == PYPLOT)
    return Body(figure=f"{pyplot}.gcf()", imports=tuple(sorted({*names, pyplot})))


def _phrase(context: Context, members: Sequence[int], parameters: Sequence[str]) -> str:
    first = context.statements[members[0]]
    lines = context.graph.program.notebook.cell(first.cell).source.split("\n")
    above = lines[first.place.line - 2].strip() if first.place.line > 1 else ""
    comment = above.lstrip("# ") if above.startswith("#") else ""
    heading = headings(context.graph.program.notebook)[first.cell]
    texts = [context.statements[i].text for i in members]
    return figure_phrase(texts, comment, heading, " and ".join(parameters[:2]))


def is_drawing_name(context: Context, number: int, name: str) -> bool:
    """Say whether a name that a statement reads is imported from a library that only drawing needs."""
    if context.role(number, name) is not Role.IMPORT:
        return False
    imported = {
        what
        for s in context.importers.get(name, ())
        for one, what in s.effects.imports
        if one == name
    }
    return {what.partition(".")[0] for what in imported} <= DRAWING_LIBRARIES
