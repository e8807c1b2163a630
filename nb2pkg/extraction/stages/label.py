"""A stage for every statement: the cheapest labelling in which little depends on a later stage."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from nb2pkg.analysis.kinds import ARRAY, FRAME, INSTANCE, OWN_INSTANCE, SERIES
from nb2pkg.analysis.knowledge.phrases import INPUTS, TARGETS
from nb2pkg.analysis.knowledge.pure import ASKING
from nb2pkg.analysis.literals import literal_value
from nb2pkg.analysis.model import Statement
from nb2pkg.extraction.stages.cut import cheapest_labelling
from nb2pkg.extraction.stages.evidence import (
    Evidence,
    evidence_of,
    fact_evidence,
    facts_within,
    is_fit,
    settled_stage,
    user_word,
    words_of,
)
from nb2pkg.extraction.stages.figures import figures
from nb2pkg.extraction.stages.flow import Flow, data_flow, is_carrying
from nb2pkg.extraction.stages.models import has_predictions, models_of
from nb2pkg.extraction.stages.names import is_part
from nb2pkg.extraction.stages.needed import is_definition, is_import, is_only_configuring, needed
from nb2pkg.extraction.stages.parameters import overridden, parameters
from nb2pkg.extraction.stages.purpose import purposes
from nb2pkg.stage import PIPELINE_STAGES, Label, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.extraction.stages.models import Models
    from nb2pkg.notebook.model import Notebook

Settled = Iterable[tuple[str, Stage]]

_ORDER = {stage.value: index for index, stage in enumerate(PIPELINE_STAGES)}
_MODELS = frozenset({INSTANCE, OWN_INSTANCE})
_TABLES = frozenset({FRAME, ARRAY, SERIES})
_DEMAND = 1e6
_NEIGHBOUR = 1.0
_BACK = 6.0  # more than any but strong evidence: clusters may be features, and their plots are not train
_BESIDE = 0.2
_NOTHING_SAID: Evidence = ("features", 0.2, "nothing says what else it is for")
_FLOW = 0.4
_UNSAID = 0.3  # less than what one step of the data's way weighs
_WITHOUT_PREDICTION = 1e3
_INFER = PIPELINE_STAGES.index(Stage.INFER)


def label(graph: Graph, stages: Settled = (), *, narrow: bool = False) -> tuple[Label, ...]:
    """Return the stage of each statement, by id, with the reasons for it.

    `stages` are the user's: pairs of a pattern for the full names of called functions, and a stage.
    The five pipeline stages are chosen by an exact minimum cut over the evidence; imports, definitions used by
    several stages and constants are `setup`; what only shows something is `explore`. With `narrow`, the package takes
    no more than it must, as `needed` says.
    """
    statements = graph.program.statements
    demands = _demands(graph, stages)
    inside = needed(graph, frozenset(demands), narrow=narrow) - overridden(graph)
    given = parameters(graph)
    fixed = constants(graph) & inside | given.keys()
    options = options_of(graph, inside - demands.keys() - fixed)
    computing = [s for s in statements if s.id in inside - fixed - options]
    titles = headings(graph.program.notebook)
    flow = data_flow(graph)
    models = models_of(graph, flow)
    evidence = {
        s.id: demands.get(s.id) or _evidence(s, graph, titles[s.cell], models, flow)
        for s in computing
    }
    asks = has_predictions(graph)
    chosen = cheapest_labelling(
        {key: _costs(found, predicts=asks) for key, found in evidence.items()},
        _order(graph, set(evidence)),
        _together(graph, computing),
        _BACK,
    )
    labels = {
        number: Label(PIPELINE_STAGES[stage], _reasons(stage, evidence[number]), is_in_package=True)
        for number, stage in chosen.items()
    }
    labels |= {
        number: Label(
            Stage.SETUP, ("a parameter" if number in given else "a constant",), is_in_package=True
        )
        for number in fixed
    }
    labels |= {
        number: Label(Stage.SETUP, ("sets how what follows works",), is_in_package=True)
        for number in options
    }
    own = [s for s in statements if not is_import(s) and not is_definition(s)]
    staying = [s for s in own if s.id not in labels]
    labels |= purposes(graph, labels, staying, models, flow)
    moved = {number for number, label in labels.items() if label.is_in_package}
    users = _users(graph)
    for statement in filter(is_definition, statements):
        labels[statement.id] = _definition_label(users[statement.id], labels, moved)
    for first, members in figures(graph, labels).items():
        for number in members:
            labels[number] = _drawn(labels[number], first)
        moved |= set(members)
    for statement in statements:
        if is_import(statement):
            is_read = any(statement.effects.binds & _names(graph, i) for i in moved)
            labels[statement.id] = Label(Stage.SETUP, ("an import",), is_read)
    return tuple(labels[s.id] for s in statements)


def _drawn(label: Label, first: int) -> Label:
    """Return the label of a statement that draws a figure of the package with others."""
    reasons = (*label.reasons, "draws a figure")
    return Label(Stage.EVALUATE, reasons, is_in_package=True, figure=first)


def _names(graph: Graph, number: int) -> frozenset[str]:
    """Return the names that a statement reads, in the functions too that it runs."""
    resolved = graph.resolved[number]
    found = set(resolved.reads)
    for reached in resolved.functions:
        for function in graph.program.statements[reached].effects.defines:
            found |= {read.name for read in function.reads}
    return frozenset(found)


def options_of(graph: Graph, among: Iterable[int]) -> frozenset[int]:
    """Return those of some statements that only set how what follows works, as `sklearn.set_config(…)` does."""
    return frozenset(i for i in among if is_only_configuring(graph, graph.program.statements[i]))


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
    statement: Statement, graph: Graph, heading: str, models: Models, flow: Flow
) -> list[Evidence]:
    found = evidence_of(dict.fromkeys(statement.effects.facts))
    if any(map(is_fit, statement.effects.facts)):
        found = _lessened(found, "evaluate")  # a loop over candidates tunes
    within = evidence_of(facts_within(graph, statement))
    if not _keeps_model(statement) and any(s == "evaluate" and w >= 7 for s, w, _ in within):
        within = _lessened(within, "train")  # only the scores of what it fits come out
    found += [
        (stage, weight * 0.8, f"{why} in a function it calls") for stage, weight, why in within
    ]
    found += words_of(heading, 0.5, "the heading")
    named = " ".join(name for name in sorted(statement.effects.binds) if not is_part(name))
    found += words_of(named.replace("_", " "), 0.3, "the name")
    if statement.effects.binds & (INPUTS | TARGETS) or any(map(is_part, statement.effects.binds)):
        found.append(("features", 3.0, "names the inputs or the target of a model"))
    elif _unpacks(statement, graph, flow):
        found.append(("ingest", 2.5, "takes its rows out of what was loaded"))
    elif not found and _makes_table(statement):
        found.append(("features", 1.5, "makes a table of another"))
    if _brings_data(statement):
        found.append(("ingest", 3.0, "makes data out of nothing"))
    if any(fact in ASKING for fact in statement.effects.facts):
        found.append(("ingest", 2.0, "asks the environment"))
    found += _model_evidence(statement, models)
    return found or [_NOTHING_SAID]


def _lessened(found: list[Evidence], which: str) -> list[Evidence]:
    """Let what speaks for one stage count little, where fitting and scoring are the same statement's."""
    return [
        (stage, weight * _BESIDE if stage == which else weight, why) for stage, weight, why in found
    ]


def _keeps_model(statement: Statement) -> bool:
    """Say whether a statement binds or changes a model, or something that nobody knows."""
    effects = statement.effects
    bound = effects.binds | effects.may_bind
    kinds = [dict(effects.kinds).get(name) for name in bound]
    return bool(effects.mutates) or any(kind is None or kind.family in _MODELS for kind in kinds)


def _unpacks(statement: Statement, graph: Graph, flow: Flow) -> bool:
    """Say whether a statement makes a table of a bundle of arrays, as libraries hand out their data sets."""
    sources = [graph.program.statements[i] for i in flow.sources.get(statement.id, ())]
    loading = [all(map(_is_loader, s.effects.facts)) and bool(s.effects.facts) for s in sources]
    tables = [_makes_table(s) for s in sources]
    return any(load and not table for load, table in zip(loading, tables, strict=True)) and all(
        load or table for load, table in zip(loading, tables, strict=True)
    )


def _is_loader(fact: str) -> bool:
    found = fact_evidence(fact)
    return found is not None and found[0] == "ingest"


def _makes_table(statement: Statement) -> bool:
    kinds = dict(statement.effects.kinds)
    return any(kinds.get(name) in _TABLES for name in statement.effects.binds)


def _brings_data(statement: Statement) -> bool:
    kinds = dict(statement.effects.kinds)
    read = {r.name for r in statement.effects.reads}
    imported = {kind for name, kind in kinds.items() if name in statement.effects.binds}
    return bool(imported & _TABLES) and not (read - {"pd", "np", "pandas", "numpy"})


def _model_evidence(statement: Statement, models: Models) -> list[Evidence]:
    """Return what it speaks for that a statement goes on from models, or predicts rows that nobody knows."""
    if statement.id in models.saved:
        return [("infer", 12.0, "its predictions are saved, and nothing scores them")]
    if statement.id in models.unjudged:
        return [("infer", 12.0, "predicts, and nothing scores the prediction")]
    if statement.id in models.derived:
        return [("evaluate", 2.5, "goes on from what models gave")]
    return []


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
        and is_carrying(edge)
    }


def _together(graph: Graph, computing: list[Statement]) -> dict[tuple[int, int], float]:
    pull: dict[tuple[int, int], float] = {}
    for one, other in pairwise(computing):
        if one.cell == other.cell:
            pull[one.id, other.id] = _NEIGHBOUR
    inside = {s.id for s in computing}
    for edge in graph.dependencies:
        pair = (edge.source, edge.target)
        if edge.kind == "flow" and inside.issuperset(pair) and is_carrying(edge):
            pull[pair] = pull.get(pair, 0.0) + _FLOW
    return pull


def _reasons(stage: int, found: list[Evidence]) -> tuple[str, ...]:
    reasons = tuple(dict.fromkeys(why for name, _, why in found if _ORDER[name] == stage))
    return reasons or ("what it needs and what needs it",)


def _users(graph: Graph) -> defaultdict[int, list[int]]:
    """Return for each definition the statements that reach it by their calls."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, resolved in enumerate(graph.resolved):
        for function in resolved.functions:
            found[function].append(number)
    return found


def _definition_label(
    users: Sequence[int], labels: Mapping[int, Label], moved: Collection[int]
) -> Label:
    is_in_package = any(i in moved for i in users)
    among = [labels[i] for i in users if i in labels and (i in moved or not is_in_package)]
    stages = {label.stage for label in among} - {Stage.EXPLORE, Stage.SETUP}
    if len(stages) == 1:
        return Label(stages.pop(), ("the one stage that calls it",), is_in_package)
    if stages:
        return Label(Stage.SETUP, ("several stages call it",), is_in_package)
    return Label(Stage.EXPLORE, ("no stage calls it",), is_in_package)
