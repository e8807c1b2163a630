"""What statements do with models: fit them, ask them for predictions, make something of what they gave."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.models import PREDICTING
from nb2pkg.extraction.stages.evidence import all_facts, is_evidence_for, is_fit
from nb2pkg.extraction.stages.needed import is_definition, is_import
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.stages.flow import Flow

_KNOWN_ROWS: Final = re.compile(r"test|val|train|^X$|^x$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Models:
    """Statements by what they do with models, as ids."""

    fitting: frozenset[int]
    predicting: frozenset[int]
    judging: frozenset[int]
    saved: frozenset[int]  # they predict, nothing judges that, and it ends in a file
    unjudged: frozenset[int]  # they predict rows that nobody knows the truth of
    derived: frozenset[int]  # they go on from what models gave, and no model is fitted on that

    @property
    def inferring(self) -> frozenset[int]:
        """Return the statements that predict rows which were never part of the data."""
        return self.saved | self.unjudged


def models_of(graph: Graph, flow: Flow) -> Models:
    """Return what the statements of a notebook do with models."""
    own = [s for s in graph.program.statements if not is_import(s) and not is_definition(s)]
    fitting = {s.id for s in own if any(map(is_fit, all_facts(graph, s)))}
    predicting = {s.id for s in own if _asks(graph, s)}
    judging = {s.id for s in own if is_evidence_for(all_facts(graph, s), "evaluate")}
    writing = {s.id for s in own if any(u.is_write and u.resource.is_file for u in s.effects.uses)}
    saved, unjudged = set(), set()
    for number in predicting:
        reached = {number} | flow.after([number])
        typed = _is_typed(graph, flow, number, fitting)
        if typed or not reached & judging:
            if reached & writing:
                saved.add(number)
            elif typed or _asks_about_new(graph, number):
                unjudged.add(number)
    unjudged |= {s.id for s in own if is_evidence_for(all_facts(graph, s), "infer")}
    derived = flow.after(fitting | predicting | judging) - flow.before(fitting) - fitting
    derived -= _changing_models(graph, fitting)
    return Models(*map(frozenset, (fitting, predicting, judging, saved, unjudged, derived)))


def _changing_models(graph: Graph, fitting: set[int]) -> set[int]:
    """Return the statements that change what fitting statements have bound: they are part of making the model."""
    names = {name for i in fitting for name in graph.resolved[i].binds | graph.resolved[i].mutates}
    return {
        number
        for number, resolved in enumerate(graph.resolved)
        if not names.isdisjoint(resolved.mutates)
    }


def has_predictions(graph: Graph) -> bool:
    """Say whether a notebook asks for predictions, or defines what does."""
    return any(_asks(graph, s) or _defines_asking(s) for s in graph.program.statements)


def _asks(graph: Graph, statement: Statement) -> bool:
    called = (fact.rpartition(".")[2] for fact in all_facts(graph, statement))
    return not is_definition(statement) and any(name in PREDICTING for name in called)


def _asks_itself(statement: Statement) -> bool:
    return any(fact.rpartition(".")[2] in PREDICTING for fact in statement.effects.facts)


def _defines_asking(statement: Statement) -> bool:
    asks = any(f".{method}(" in statement.text for method in PREDICTING)
    return asks and is_definition(statement)


def _asks_about_new(graph: Graph, number: int) -> bool:
    """Say whether a statement wants predictions for their own sake, of rows that are not called after a split."""
    statement, resolved = graph.program.statements[number], graph.resolved[number]
    draws = any(use.resource.is_drawn for use in resolved.uses)
    hands_back = bool(resolved.binds or resolved.mutates) or _asks_itself(statement)
    reads = statement.effects.reads
    return hands_back and not draws and not any(_KNOWN_ROWS.search(read.name) for read in reads)


def _is_typed(graph: Graph, flow: Flow, number: int, fitting: set[int]) -> bool:
    """Say whether the rows that are predicted were typed by hand, in the statement or above it."""
    given = set(flow.sources.get(number, ())) - fitting - flow.before(fitting)
    return _brings_nothing(graph, given) and _has_literal_rows(graph, number, given)


def _brings_nothing(graph: Graph, numbers: Iterable[int]) -> bool:
    """Say whether statements go on from nothing that others computed."""
    return not any(_computed(graph, name) for i in numbers for name in graph.resolved[i].reads)


def _computed(graph: Graph, name: str) -> bool:
    makers = [graph.program.statements[i] for i in graph.binders.get(name, ())]
    return any(not is_import(s) and not is_definition(s) for s in makers)


def _has_literal_rows(graph: Graph, number: int, given: set[int]) -> bool:
    """Say whether a list, tuple or dict is handed over in the statement, or makes what it alone is given."""
    statements = graph.program.statements
    handed = [
        argument
        for call in ast.walk(tree_of(statements[number].text))
        if isinstance(call, ast.Call)
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
    ]
    made = [tree_of(statements[i].text) for i in given]
    parts = [*handed, *(node for tree in made for node in ast.walk(tree))]
    return any(isinstance(node, ast.List | ast.Tuple | ast.Dict) for node in parts)
