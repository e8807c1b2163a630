"""What statements are for that stay in the notebook: a stage is a purpose, whether anything is kept of it or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.analysis.literals import literal_value
from nb2pkg.extraction.stages.evidence import all_facts, is_evidence_for
from nb2pkg.extraction.stages.names import is_held_out_target
from nb2pkg.extraction.stages.needed import (
    is_definition,
    is_drawing,
    is_foreign,
    is_import,
    is_only_configuring,
)
from nb2pkg.stage import Label, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.stages.flow import Flow
    from nb2pkg.extraction.stages.models import Models

_SERVES = Label(Stage.INFER, ("predicts, and nothing scores the prediction",))
_EXPLORES = Label(Stage.EXPLORE, ("nothing that the package computes needs it",))


def purposes(
    graph: Graph,
    labels: Mapping[int, Label],
    staying: Sequence[Statement],
    models: Models,
    flow: Flow,
) -> dict[int, Label]:
    """Return the labels of statements that stay; `labels` are those of all others."""
    served = flow.after(models.inferring) | models.inferring
    about = models.fitting | models.predicting | models.judging
    judged = flow.after(about - models.inferring)
    judged |= models.predicting | _held_out(graph, models)
    found = {}
    for statement in staying:
        if statement.id in served:
            found[statement.id] = _SERVES
        else:
            is_judging = statement.id in judged
            found[statement.id] = _purpose(graph, statement, is_judging=is_judging)
    found |= dict(_shown_with(graph, {**labels, **found}, found))
    _prepare(found, flow)
    return found


def _held_out(graph: Graph, models: Models) -> set[int]:
    """Return the statements that look at the true values of test rows once there is a model to hold against them."""
    first = min(models.fitting, default=len(graph.resolved))
    return {
        number
        for number, resolved in enumerate(graph.resolved)
        if number > first and any(map(is_held_out_target, resolved.reads))
    }


def _prepare(labels: dict[int, Label], flow: Flow) -> None:
    """Give what is made for statements of one purpose alone, such as the axes of a figure, that purpose."""
    for number in sorted(labels, reverse=True):
        targets = [labels.get(i) for i in flow.targets.get(number, ())]
        if labels[number] is not _EXPLORES or not targets:
            continue
        stages = {None if label is None else label.stage for label in targets}
        for stage in (Stage.EVALUATE, Stage.INFER):
            if stages == {stage}:
                labels[number] = Label(stage, ("made for what is shown of a model",))


def _purpose(graph: Graph, statement: Statement, *, is_judging: bool) -> Label:
    facts = all_facts(graph, statement)
    if _is_constant(statement):
        return Label(Stage.SETUP, ("a constant",))
    if is_foreign(statement) or _sets_up(graph, statement):
        return Label(Stage.SETUP, ("sets how what follows works",))
    if is_evidence_for(facts, "evaluate"):
        return Label(Stage.EVALUATE, ("judges a model or its predictions",))
    if is_evidence_for(facts, "train"):
        return Label(Stage.TRAIN, ("fits a model that nothing later needs",))
    if is_judging:
        return Label(Stage.EVALUATE, ("looks at a fitted model or its predictions",))
    return _EXPLORES


def _sets_up(graph: Graph, statement: Statement) -> bool:
    """Say whether a statement only sets how what follows works or looks."""
    resolved = graph.resolved[statement.id]
    touched = resolved.binds | resolved.may_bind | resolved.mutates | resolved.may_mutate
    written = [use.resource for use in resolved.uses if use.is_write]
    return is_only_configuring(graph, statement) or (
        bool(written)
        and not touched
        and not resolved.has_output
        and all(one.is_setting for one in written)
        and not any(_is_computed(graph, name) for name in resolved.reads)
    )


def _is_constant(statement: Statement) -> bool:
    is_bound = statement.kind in {"assign", "annassign"} and len(statement.effects.binds) == 1
    return is_bound and literal_value(statement) is not None


def _shown_with(
    graph: Graph, labels: Mapping[int, Label], staying: Collection[int]
) -> Iterator[tuple[int, Label]]:
    """Yield what only adds to what its cell shows of a model, such as the title of a figure, with its purpose."""
    statements = graph.program.statements
    shown = {
        statements[number].cell
        for number, label in labels.items()
        if label.stage in {Stage.EVALUATE, Stage.TRAIN} and _shows(graph, number)
    }
    for number in staying:
        is_free = labels[number] is _EXPLORES and statements[number].cell in shown
        if is_free and (_draws(graph, number) or _only_says(graph, number)):
            yield number, Label(Stage.EVALUATE, ("part of what is shown of a model",))


def _only_says(graph: Graph, number: int) -> bool:
    """Say whether a statement shows nothing that was computed."""
    reads = graph.resolved[number].reads
    return _shows(graph, number) and not any(_is_computed(graph, name) for name in reads)


def _draws(graph: Graph, number: int) -> bool:
    uses = graph.resolved[number].uses
    return is_drawing(graph.program.statements[number]) or any(
        use.resource.is_drawn for use in uses
    )


def _shows(graph: Graph, number: int) -> bool:
    if is_drawing(graph.program.statements[number]):
        return True
    return (
        graph.resolved[number].has_output or graph.program.statements[number].effects.is_displayed
    )


def _is_computed(graph: Graph, name: str) -> bool:
    makers = [graph.program.statements[i] for i in graph.binders.get(name, ())]
    return any(not is_import(s) and not is_definition(s) for s in makers)
