"""Names and summaries of steps: what a person says of a step, or else what it does."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nb2pkg.analysis.kinds import STR
from nb2pkg.analysis.resources import ENVIRONMENT, FOLDER, INTERPRETER, LOCALE, NUMPY_ERRORS
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.naming import shapes
from nb2pkg.extraction.plan.naming.names import phrase_name, telling_name, words
from nb2pkg.extraction.plan.naming.phrases import call_phrase
from nb2pkg.extraction.plan.naming.remarks import is_better, remark_name, remark_phrase
from nb2pkg.extraction.plan.steps import flows
from nb2pkg.extraction.plan.twins.forms import edited, leading_comments
from nb2pkg.extraction.stages.label import headings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Replace, Step
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.twins.twins import Shared


_SETTING = {
    FOLDER: "change folder",
    ENVIRONMENT: "set environment",
    LOCALE: "set locale",
    INTERPRETER: "configure Python",
    NUMPY_ERRORS: "configure numpy",
}


def name_steps(context: Context, shared: Shared, taken: set[str]) -> tuple[Step, ...]:
    """Give every step a summary, and every function a name of its own that is not among those `taken`."""
    steps, firsts = shared.steps, shared.firsts
    titles = _titles(context, steps)
    sections = headings(context.graph.program.notebook)
    callers: defaultdict[int, list[Step]] = defaultdict(list)
    for step, first in zip(steps, firsts, strict=True):
        callers[first].append(step)
    named: list[Step] = []
    for index, (step, first) in enumerate(zip(steps, firsts, strict=True)):
        if first != index:
            original = named[first]
            named.append(replace(step, name=original.name, summary=original.summary))
            continue
        phrase, told = _phrase(context, step, titles, callers[index], shared.edits)
        name = telling_name(
            remark_name(phrase) if told else phrase_name(phrase),
            _hints(step, sections[step.cell]),
            taken,
        )
        named.append(replace(step, name=name, summary=_sentence(phrase)))
    return tuple(named)


def _titles(context: Context, steps: Sequence[Step]) -> dict[int, str]:
    """Return for each cell the heading of its section, if the section holds one step only: then it names the step."""
    sections: dict[int, int] = {}
    found: dict[int, str] = {}
    number = 0
    for cell in context.graph.program.notebook.cells:
        if cell.kind == "markdown":
            number = cell.number
            lines = [line for line in cell.source.split("\n") if line.lstrip().startswith("#")]
            found[number] = (
                lines[-1].strip().strip("#").strip(" *:") if lines else _short(cell.source)
            )
        sections[cell.number] = number
    homes = Counter(sections[step.cell] for step in steps)
    return {
        cell: found.get(section, "") for cell, section in sections.items() if homes[section] == 1
    }


def _short(text: str) -> str:
    line = text.strip().split("\n")[0].strip(" *_:.")
    return line if len(line.split()) <= 8 else ""


def _phrase(
    context: Context,
    step: Step,
    titles: dict[int, str],
    callers: Sequence[Step],
    edits: Mapping[int, Sequence[Replace]],
) -> tuple[str, bool]:
    """Return the phrase that names a step, and whether a person told it in a comment or heading.

    Where several steps call the function, only what a person said of all of them counts.
    """
    statements = [_with_parameters(context, i, step, edits.get(i, ())) for i in step.statements]
    done = _done(context, step, statements)
    said = [_told(context, caller, titles) for caller in callers]
    for phrase in said[0]:
        if all(phrase in other for other in said[1:]) and is_better(phrase, statements, done):
            return phrase, True
    return done, False


def _told(context: Context, step: Step, titles: dict[int, str]) -> list[str]:
    """Return what comments above a step and the heading of its section say, as phrases."""
    first = context.statements[step.statements[0]]
    texts = [] if _has_more_comments(context, step) else leading_comments(context, step)
    title = titles.get(first.cell, "")
    in_cell = context.graph.program.of_cell(first.cell) if title else ()
    if next((s.id for s in in_cell if s.id in context.computing), None) == first.id:
        texts.append(title)
    return [phrase for text in texts if (phrase := remark_phrase(text))]


def _with_parameters(
    context: Context, number: int, step: Step, edits: Sequence[Replace]
) -> Statement:
    """Return a statement in which the texts that differ from call to call are the names of their parameters."""
    texts = {v.name for v in step.parameters if v.literal and v.kinds == (STR,)}
    named = [replace(edit, text=repr(edit.text)) for edit in edits if edit.text in texts]
    statement = context.statements[number]
    return statement._replace(text=edited(statement, named)) if named else statement


def _done(context: Context, step: Step, statements: Sequence[Statement]) -> str:
    """Return what a step does, under the names that its function has for variables."""
    if context.options.issuperset(step.statements):
        return _setting(context, step)
    models = [v.name for v in step.parameters if any(map(_is_estimator, v.kinds))]
    helpers = {
        call.function
        for s in statements
        for call in s.effects.calls
        if context.role(s.id, call.function) is Role.DEFINITION
    }
    returns = [v.name for v in step.returns]
    bound = [n for n in flows.touched(context, step.statements) if n in returns] or returns
    alone = shapes.learned(statements[0]) if len(statements) == 1 else None
    phrase = alone or call_phrase(statements, bound, step.stage.value, models, helpers)
    names = dict(step.body.renamed)
    return re.sub(r"\b\w+\b", lambda match: names.get(match.group(), match.group()), phrase)


def _is_estimator(kind: Kind) -> bool:
    return kind.is_instance and kind.library.startswith("sklearn")


def _setting(context: Context, step: Step) -> str:
    """Return what a step does that only sets how all that follows works."""
    uses = [use for i in step.statements for use in context.graph.resolved[i].uses if use.is_write]
    resources = list(dict.fromkeys(use.resource for use in uses if use.resource.is_option))
    if len(resources) > 1:
        return "set options"
    return _SETTING.get(resources[0], f"configure {resources[0].name}")


def _hints(step: Step, heading: str) -> list[str]:
    """Return words that set a step apart from another of the same name: what it makes, takes, where it stands."""
    names = dict(step.body.renamed)
    made = [f"for {names.get(v.name, v.name)}" for v in step.returns]
    given = [f"of {names.get(v.name, v.name)}" for v in step.parameters if v.is_variable]
    told = f"for {heading}" if heading.isascii() and 0 < len(heading.split()) <= 4 else ""
    hints = (*made[-1:], told, *made[:-1], *given)
    return [hint for hint in hints if len(words(hint)) > 1]


def _has_more_comments(context: Context, step: Step) -> bool:
    """Say whether comments of their own stand between the statements: then the first is not about them all."""
    statements = [context.statements[i] for i in step.statements]
    lines = context.graph.program.notebook.cell(step.cell).source.split("\n")
    between = [
        line
        for one, other in pairwise(statements)
        for line in lines[one.place.end_line : other.place.line - 1]
    ]
    return any(line.lstrip().startswith("#") for line in between)


def _sentence(phrase: str) -> str:
    text = " ".join(phrase.split())
    return text[:1].upper() + text[1:]
