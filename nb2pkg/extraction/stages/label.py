"""A stage for every statement: the cheapest labelling in which nothing depends on a later stage."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from nb2pkg.analysis.kinds import ARRAY, FRAME, SERIES
from nb2pkg.analysis.knowledge.models import PREDICTING
from nb2pkg.analysis.knowledge.phrases import INPUTS, TARGETS
from nb2pkg.analysis.knowledge.pure import ASKING
from nb2pkg.analysis.literals import literal_value
from nb2pkg.analysis.model import Dependency, Statement
from nb2pkg.extraction.stages.cut import cheapest_labelling
from nb2pkg.extraction.stages.evidence import (
    Evidence,
    evidence_of,
    settled_stage,
    speaks_for,
    user_word,
    words_of,
)
from nb2pkg.extraction.stages.needed import is_definition, is_import, needed, only_configures
from nb2pkg.extraction.stages.parameters import overridden, parameters
from nb2pkg.stage import PIPELINE_STAGES, Label, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.notebook.model import Notebook

Settled = Iterable[tuple[str, Stage]]

_ORDER = {stage.value: index for index, stage in enumerate(PIPELINE_STAGES)}
_HELD_OUT = re.compile(r"test|val|train|^X$|^x$", re.IGNORECASE)
_TABLES = frozenset({FRAME, ARRAY, SERIES})
_PARTS = frozenset({"train", "test", "val", "valid", "validation", "dev", "holdout", "full"})
_DEMAND = 1e6
_NEIGHBOUR = 1.0
_NOTHING_SAID: Evidence = ("features", 0.2, "nothing says what else it is for")
_FLOW = 0.4
_UNSAID = 0.3  # less than what one step of the data's way weighs
_WITHOUT_PREDICTION = 1e3
_INFER = PIPELINE_STAGES.index(Stage.INFER)


def label(graph: Graph, stages: Settled = ()) -> tuple[Label, ...]:
    """Return the stage of each statement, by id, with the reasons for it.

    `stages` are the user's: pairs of a pattern for the full names of called functions, and a stage.
    The five pipeline stages are chosen by an exact minimum cut over the evidence; imports, definitions used by
    several stages and constants are `setup`; what only shows something is `explore`.
    """
    statements = graph.program.statements
    demands = _demands(graph, stages)
    inside = needed(graph, frozenset(demands)) - overridden(graph)
    given = parameters(graph)
    fixed = constants(graph) & inside | given.keys()
    options = options_of(graph, inside - demands.keys() - fixed)
    computing = [s for s in statements if s.id in inside - fixed - options]
    titles = headings(graph.program.notebook)
    after = _data_flow(graph)
    evidence = {
        s.id: demands.get(s.id) or _evidence(s, graph, titles[s.cell], after) for s in computing
    }
    predicts = any(_predicts(s) for s in statements)
    chosen = cheapest_labelling(
        {key: _costs(found, predicts=predicts) for key, found in evidence.items()},
        _order(graph, set(evidence)),
        _together(graph, computing),
    )
    labels: dict[int, Label] = {}
    for statement in statements:
        if statement.id in chosen:
            stage = PIPELINE_STAGES[chosen[statement.id]]
            labels[statement.id] = Label(stage, _reasons(stage, evidence[statement.id]))
        elif is_import(statement):
            labels[statement.id] = Label(Stage.SETUP, ("an import",))
        elif statement.id in fixed:
            why = "a parameter" if statement.id in given else "a constant"
            labels[statement.id] = Label(Stage.SETUP, (why,))
        elif statement.id in options:
            labels[statement.id] = Label(Stage.SETUP, ("sets how what follows works",))
        elif not is_definition(statement):
            labels[statement.id] = Label(
                Stage.EXPLORE, ("nothing that the package computes needs it",)
            )
    users = _users(graph)
    for statement in statements:
        if is_definition(statement):
            labels[statement.id] = _definition_label(users[statement.id], labels)
    return tuple(labels[s.id] for s in statements)


def options_of(graph: Graph, among: Iterable[int]) -> frozenset[int]:
    """Return those of some statements that only set how what follows works, as `sklearn.set_config(…)` does."""
    return frozenset(i for i in among if only_configures(graph, graph.program.statements[i]))


def constants(graph: Graph) -> frozenset[int]:
    """Return the statements that bind a name to a literal number, text or truth value, once and for all.

    Such a value can be set from outside: nothing else in the notebook binds the name or takes it away.
    """
    bound: Counter[str] = Counter()
    for resolved in graph.resolved:
        bound.update(resolved.binds | resolved.may_bind)
        bound.update(resolved.unbinds | resolved.mutates | resolved.may_mutate)
    return frozenset(
        s.id
        for s in graph.program.statements
        if _is_literal(s) and all(bound[name] == 1 for name in s.effects.binds)
    )


def _is_literal(statement: Statement) -> bool:
    effects = statement.effects
    return (
        statement.kind in {"assign", "annassign"}
        and len(effects.binds) == 1
        and not (effects.reads or effects.calls or effects.facts or effects.uses or effects.aliases)
        and literal_value(statement) is not None
    )


def headings(notebook: Notebook) -> dict[int, str]:
    """Return for every cell the nearest markdown heading above it, or an empty text."""
    found, current = {}, ""
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for line in cell.source.split("\n"):
                if line.lstrip().startswith("#"):
                    current = line.strip().strip("#").strip()
        found[cell.number] = current
    return found


def _demands(graph: Graph, stages: Settled) -> dict[int, list[Evidence]]:
    """Return what the user said of statements: by a tag or a comment, and if not so, by settings."""
    found = {}
    for statement in graph.program.statements:
        cell = graph.program.notebook.cell(statement.cell)
        lines = cell.source.split("\n")[statement.place.line - 1 : statement.place.end_line]
        said = user_word("\n".join(lines), cell.source, cell.tags)
        own = (call.function for call in statement.effects.calls)
        settled = settled_stage((*statement.effects.facts, *own), stages) if stages else None
        if said in _ORDER:
            found[statement.id] = [(said, _DEMAND, "you said so")]
        elif settled:
            found[statement.id] = [(settled, _DEMAND, "your settings say so")]
    return found


def _evidence(
    statement: Statement, graph: Graph, heading: str, after: Mapping[int, Sequence[int]]
) -> list[Evidence]:
    found = evidence_of(statement)
    for called in graph.resolved[statement.id].functions:
        for stage, weight, why in evidence_of(graph.program.statements[called]):
            found.append((stage, weight * 0.8, f"{why} in a function it calls"))
    found += words_of(heading, 0.5, "the heading")
    named = " ".join(name for name in sorted(statement.effects.binds) if not _is_part(name))
    found += words_of(named.replace("_", " "), 0.3, "the name")
    if statement.effects.binds & (INPUTS | TARGETS) or any(map(_is_part, statement.effects.binds)):
        found.append(("features", 3.0, "names the inputs or the target of a model"))
    elif not found and _makes_table(statement):
        found.append(("features", 1.5, "makes a table of another"))
    if _brings_data(statement):
        found.append(("ingest", 3.0, "makes data out of nothing"))
    if any(fact in ASKING for fact in statement.effects.facts):
        found.append(("ingest", 2.0, "asks the environment"))
    found += _prediction_evidence(statement, graph, after)
    return found or [_NOTHING_SAID]


def _is_part(name: str) -> bool:
    """Say whether a name is that of a part of the inputs or the target, such as `X_train` or `y_val`."""
    first, _, rest = name.partition("_")
    parts = set(rest.lower().split("_"))
    return first in INPUTS | TARGETS and bool(parts & _PARTS) and "pred" not in parts


def _makes_table(statement: Statement) -> bool:
    kinds = dict(statement.effects.kinds)
    return any(kinds.get(name) in _TABLES for name in statement.effects.binds)


def _brings_data(statement: Statement) -> bool:
    kinds = dict(statement.effects.kinds)
    read = {r.name for r in statement.effects.reads}
    imported = {kind for name, kind in kinds.items() if name in statement.effects.binds}
    return bool(imported & _TABLES) and not (read - {"pd", "np", "pandas", "numpy"})


def _prediction_evidence(
    statement: Statement, graph: Graph, flow: Mapping[int, Sequence[int]]
) -> list[Evidence]:
    """Predictions that are saved, or made for rows that are no test set and never scored, are inference."""
    if not _predicts(statement):
        return []
    statements = graph.program.statements
    after = [statement, *(statements[i] for i in _downstream(statement.id, flow))]
    if any(speaks_for(one, "evaluate") for one in after):
        return []
    if any(use.writes and use.resource.is_file for one in after for use in one.effects.uses):
        return [("infer", 12.0, "its predictions are saved, and nothing scores them")]
    if any(_HELD_OUT.search(read.name) for read in statement.effects.reads):
        return []
    return [("infer", 12.0, "predicts, and nothing scores the prediction")]


def _predicts(statement: Statement) -> bool:
    """Say whether a statement asks for predictions, or defines what does."""
    if is_definition(statement):
        return any(f".{method}(" in statement.text for method in PREDICTING)
    return any(fact.rpartition(".")[2] in PREDICTING for fact in statement.effects.facts)


def _data_flow(graph: Graph) -> defaultdict[int, list[int]]:
    """Return for each statement those that its data goes to directly."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for edge in graph.dependencies:
        if edge.kind == "flow" and _carries(edge):
            found[edge.source].append(edge.target)
    return found


def _downstream(statement: int, flow: Mapping[int, Sequence[int]]) -> list[int]:
    """Return the statements that data of this one reaches."""
    seen: set[int] = set()
    todo = [statement]
    while todo:
        for target in flow.get(todo.pop(), ()):
            if target not in seen:
                seen.add(target)
                todo.append(target)
    return sorted(seen)


def _costs(found: list[Evidence], *, predicts: bool) -> list[float]:
    """Return what each stage costs a statement; where nothing predicts, only the user makes it infer."""
    points = [0.0] * len(PIPELINE_STAGES)
    for stage, weight, _ in found:
        points[_ORDER[stage]] += weight
    most = sum(points)
    costs = [most - point for point in points]
    if not predicts:
        costs[_INFER] += _WITHOUT_PREDICTION
    elif not points[_INFER]:
        costs[_INFER] += _UNSAID
    return costs


def _order(graph: Graph, inside: set[int]) -> set[tuple[int, int]]:
    """Return the pairs between which data flows; resources order statements but carry nothing from stage to stage."""
    return {
        (edge.source, edge.target)
        for edge in graph.dependencies
        if edge.kind == "flow"
        and edge.source in inside
        and edge.target in inside
        and _carries(edge)
    }


def _carries(edge: Dependency) -> bool:
    return edge.resource is None or edge.resource.carries_data


def _together(graph: Graph, computing: list[Statement]) -> dict[tuple[int, int], float]:
    pull: dict[tuple[int, int], float] = {}
    for one, other in pairwise(computing):
        if one.cell == other.cell:
            pull[one.id, other.id] = _NEIGHBOUR
    inside = {s.id for s in computing}
    for edge in graph.dependencies:
        pair = (edge.source, edge.target)
        if edge.kind == "flow" and inside.issuperset(pair) and _carries(edge):
            pull[pair] = pull.get(pair, 0.0) + _FLOW
    return pull


def _reasons(stage: Stage, found: list[Evidence]) -> tuple[str, ...]:
    reasons = tuple(dict.fromkeys(why for name, _, why in found if name == stage.value))
    return reasons or ("what it needs and what needs it",)


def _users(graph: Graph) -> defaultdict[int, list[int]]:
    """Return for each definition the statements that reach it by their calls."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, resolved in enumerate(graph.resolved):
        for function in resolved.functions:
            found[function].append(number)
    return found


def _definition_label(users: Iterable[int], labels: Mapping[int, Label]) -> Label:
    stages = {labels[i].stage for i in users if i in labels} - {Stage.EXPLORE, Stage.SETUP}
    if len(stages) == 1:
        return Label(stages.pop(), ("the one stage that calls it",))
    if stages:
        return Label(Stage.SETUP, ("several stages call it",))
    return Label(Stage.EXPLORE, ("no stage calls it",))
