"""Which statements a package has to contain: those that compute, and all that they need."""

from __future__ import annotations

import builtins
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from nb2pkg.analysis.kinds import DRAWINGS
from nb2pkg.analysis.knowledge.pure import SHADOWED
from nb2pkg.analysis.knowledge.showing import DRAWING_ANYWHERE
from nb2pkg.analysis.literals import literal_value
from nb2pkg.analysis.resources import NETWORK
from nb2pkg.extraction.stages.evidence import all_facts, is_evidence_for, is_strong_evidence

if TYPE_CHECKING:
    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.analysis.model import Dependency, Statement
    from nb2pkg.analysis.resources import Resource
    from nb2pkg.notebook.model import Notebook

ANYTHING = (
    "*"  # the name under which the graph orders statements of which nobody can tell what they touch
)

_SHELLS = frozenset({"!", "!!", "system", "sx", "pip", "conda", "mamba", "uv"})
_LANGUAGES = frozenset(
    "bash sh script cmd html HTML javascript js latex markdown svg SVG perl ruby pypy python2 R".split()
)
MAY_FAIL = "raises-exception"  # the tag of a cell that is expected to fail
_DEFINITIONS = frozenset({"functiondef", "asyncfunctiondef", "classdef"})
_EXECUTES = re.compile(r"\b(?:exec|execfile|globals|locals|vars|run_cell|run_line_magic)\s*\(")
_MEASURE = re.compile(
    r"(?:axes|figure)\.get_(?!figure|axes)\w+|matplotlib\.pyplot\.(?:xlim|ylim|axis|xticks|yticks)"
)
_LAMBDA = re.compile(r"\w+\s*=\s*lambda\b")
_IMPORTS = frozenset({"import", "importfrom"})


def is_definition(statement: Statement) -> bool:
    """Say whether a statement defines a function or a class, or names a lambda."""
    if statement.kind in _DEFINITIONS:
        return True
    defines = statement.effects.defines
    return statement.kind == "assign" and len(defines) == 1 and bool(_LAMBDA.match(statement.text))


def is_import(statement: Statement) -> bool:
    """Say whether a statement only imports, guarded by `try` or not."""
    if statement.kind in _IMPORTS or is_pylab(statement):
        return True
    effects = statement.effects
    bound = effects.binds | effects.may_bind
    imported = {name for name, _ in effects.imports}
    return (
        statement.kind in {"try", "if"}
        and bool(imported)
        and bound == imported
        and not effects.calls
    )


def can_be_starred(name: str) -> bool:
    """Say whether a name that no statement binds may come from a star import."""
    return not hasattr(builtins, name) or name in SHADOWED


def is_pylab(statement: Statement) -> bool:
    """Say whether a statement is the magic that imports numpy's and pyplot's names."""
    return statement.magic is not None and statement.magic.name == "pylab"


def is_foreign(statement: Statement) -> bool:
    """Say whether a statement runs something else than Python: a shell command, a cell in another language."""
    magic = statement.magic
    return magic is not None and (magic.name in _SHELLS or magic.name in _LANGUAGES)


def is_expected_to_fail(notebook: Notebook, statement: Statement) -> bool:
    """Say whether the author expects the cell of a statement to fail."""
    return MAY_FAIL in notebook.cell(statement.cell).tags


def is_only_configuring(graph: Graph, statement: Statement) -> bool:
    """Say whether all that a statement does is to set how what follows works, with nothing that was computed."""
    resolved = graph.resolved[statement.id]
    changed = resolved.binds | resolved.may_bind | resolved.unbinds
    changed |= resolved.mutates | resolved.may_mutate | resolved.reads
    written = [use.resource for use in resolved.uses if use.is_write]
    return (
        any(one.is_option for one in written)
        and all(one == NETWORK or one.is_setting for one in written)
        and not is_foreign(statement)
        and not resolved.is_opaque
        and all(_is_given(graph, name) for name in changed)
    )


def _is_given(graph: Graph, name: str) -> bool:
    """Say whether a name stands for an import, a definition or a constant, whoever reads it."""
    makers = [graph.program.statements[i] for i in graph.binders.get(name, ())]
    return all(is_import(s) or is_definition(s) or literal_value(s) is not None for s in makers)


def needed(
    graph: Graph, demanded: frozenset[int] = frozenset(), *, narrow: bool = False
) -> frozenset[int]:
    """Return the ids of the statements that belong into the package, definitions and imports left out.

    A statement computes when there is strong evidence that it makes features, trains, evaluates or predicts, itself or
    in functions of the notebook, and it leaves something behind; when it goes on from that; or when it writes a file.
    With `narrow`, features that nothing needs, what only functions do and what other cells make of it do not count.
    In a notebook that trains nothing, whatever binds or changes data computes. So does what the user gave a stage
    (`demanded`), if it leaves something behind. To these come, transitively, all on which they depend.
    """
    statements = [s for s in graph.program.statements if not is_import(s) and not is_definition(s)]
    own = [
        s
        for s in statements
        if not is_foreign(s) and not is_expected_to_fail(graph.program.notebook, s)
    ]
    facts = {s.id: s.effects.facts if narrow else all_facts(graph, s) for s in statements}
    strong = {i for i, called in facts.items() if is_strong_evidence(called, narrow=narrow)}
    sinks = {s.id for s in own if (s.id in strong and _leaves_something(s)) or _writes_data(s)}
    if not any(is_evidence_for(called, "train") for called in facts.values()):
        drawings = _drawings(graph)
        sinks |= {s.id for s in own if _holds_data(graph, s, drawings[s.id])}
    sinks |= _writing_on(graph, own, sinks)
    sinks |= {s.id for s in statements if s.id in demanded and _leaves_something(s)}
    modelled = set() if narrow else sinks & strong
    sinks |= _built_on(graph, sinks, modelled) & {s.id for s in own}
    return _closure(graph, sinks, frozenset(s.id for s in statements))


def _built_on(graph: Graph, sinks: set[int], modelled: set[int]) -> set[int]:
    """Return the statements that make something of what a computing statement gave: tables of scores, averages.

    What `modelled` statements gave is followed into other cells too.
    """
    statements = graph.program.statements
    found: set[int] = set()
    for edge in graph.dependencies:
        one, other = statements[edge.source], statements[edge.target]
        several = edge.resource is not None and edge.resource.is_one_of_several
        carries = edge.kind == "flow" and not several and edge.is_sure
        near = one.cell == other.cell and (one.id in sinks or one.id in found)
        far = bool(modelled) and (one.id in modelled or one.id in found)
        if carries and (near or far):
            makes = other.kind == "assign" and _leaves_something(other) and not is_drawing(other)
            found |= {other.id} if makes else set()
    return found


def _leaves_something(statement: Statement) -> bool:
    effects = statement.effects
    return bool(effects.binds or effects.may_bind or effects.mutates) and not _only_draws(statement)


def _only_draws(statement: Statement) -> bool:
    kinds = dict(statement.effects.kinds)
    touched = statement.effects.binds | statement.effects.may_bind
    return (
        bool(touched)
        and all(is_drawing_kind(kinds.get(name)) for name in touched)
        and not statement.effects.mutates
    )


def is_drawing_kind(kind: Kind | None) -> bool:
    """Say whether a value is a figure, a part of one, or one of scikit-learn's displays."""
    return kind in DRAWINGS or (
        kind is not None and kind.is_object and kind.name.endswith("Display")
    )


def is_drawing(statement: Statement) -> bool:
    """Say whether all that a statement calls for is a drawing, by what its calls are named."""
    facts = statement.effects.facts
    return bool(facts) and facts[-1].rpartition(".")[2] in DRAWING_ANYWHERE


def _drawings(graph: Graph) -> defaultdict[int, set[str]]:
    """Return for each statement the names it reads that stand for a drawing or a part of one."""
    statements = graph.program.statements
    found: defaultdict[int, set[str]] = defaultdict(set)
    for read in graph.fresh.reads:
        kinds = {
            dict(statements[i].effects.kinds).get(read.name)
            for i in read.history
            if read.name in graph.resolved[i].binds | graph.resolved[i].may_bind
        }
        if kinds and kinds <= DRAWINGS:
            found[read.statement].add(read.name)
    return found


def _holds_data(graph: Graph, statement: Statement, drawings: set[str]) -> bool:
    if statement.magic is not None and not statement.magic.has_python_body:
        return False
    changes = bool(statement.effects.mutates - drawings) or _calls_for_effect(graph, statement)
    if statement.kind in {"delete", "expr"} and not changes:
        return False
    if (
        statement.kind in {"for", "while", "if", "with"}
        and statement.effects.has_output
        and not changes
    ):
        return False
    return changes or _leaves_something(statement)


def _calls_for_effect(graph: Graph, statement: Statement) -> bool:
    """Say whether functions of the notebook change something for the statement."""
    resolved = graph.resolved[statement.id]
    return bool(resolved.functions) and bool(
        resolved.mutates or resolved.binds - statement.effects.binds
    )


def _writes_data(statement: Statement) -> bool:
    return any(
        use.is_write
        and use.resource.is_file
        and not use.resource.name.endswith((".png", ".jpg", ".svg", ".pdf"))
        for use in statement.effects.uses
    ) and not any(fact.endswith(".savefig") for fact in statement.effects.facts)


def _writing_on(graph: Graph, own: list[Statement], sinks: set[int]) -> set[int]:
    """Return the statements that go on with a file that was opened to be written: rows, and the closing of it."""
    opened = {name for s in own if s.id in sinks and _writes_data(s) for name in s.effects.binds}
    return {
        s.id
        for s in own
        if opened
        and not opened.isdisjoint(graph.resolved[s.id].mutates | graph.resolved[s.id].may_mutate)
    }


def _closure(graph: Graph, sinks: set[int], allowed: frozenset[int]) -> frozenset[int]:
    statements = graph.program.statements
    sources: defaultdict[int, set[int]] = defaultdict(set)
    drawn_by: defaultdict[int, set[int]] = defaultdict(set)
    for edge in graph.dependencies:
        if edge.kind == "flow" and edge.resource is not None and edge.resource.is_drawn:
            drawn_by[edge.target].add(edge.source)
        elif is_needed_for(graph, edge):
            sources[edge.target].add(edge.source)
    seen: set[int] = set()
    drawing: set[int] = set()  # what a measured drawing was made by
    todo = list(sinks)
    while todo:
        current = todo.pop()
        if current in drawing or _measures(statements[current]):
            again = drawn_by[current] - drawing
            drawing |= again
            todo.extend(again)
        if current not in seen:
            seen.add(current)
            todo.extend(sources[current])
    return frozenset(seen & allowed)


def is_needed_for(graph: Graph, edge: Dependency) -> bool:
    """Say whether the target of a dependency needs its source, and does not only come after it."""
    resource = edge.resource
    if edge.kind not in {"flow", "output"} or (resource is not None and resource.is_display):
        return False
    if edge.kind == "output" and not is_changing(graph, edge.target, edge.name):
        return False
    if edge.name == ANYTHING and _only_evaluates(graph, edge.source):
        return False
    # what a shell command does to files belongs to the set-up
    return resource is None or not (
        resource.is_one_of_several and is_foreign(graph.program.statements[edge.source])
    )


def _measures(statement: Statement) -> bool:
    """Say whether a statement takes numbers out of a drawing: then all that was drawn matters."""
    return _leaves_something(statement) and any(
        _MEASURE.fullmatch(fact) for fact in statement.effects.facts
    )


def _only_evaluates(graph: Graph, statement: int) -> bool:
    """Say whether nobody can tell what a statement reads, and yet it binds nothing: `eval` takes an expression."""
    statements = graph.program.statements
    reached = {statement, *graph.resolved[statement].functions}
    return graph.resolved[statement].is_opaque and not any(
        _EXECUTES.search(statements[i].text) or statements[i].magic is not None for i in reached
    )


def is_changing(graph: Graph, statement: int, name: str | Resource) -> bool:
    """Say whether a statement changes what is there (and so needs it) instead of replacing it."""
    resolved = graph.resolved[statement]
    if name in resolved.mutates or name in resolved.may_mutate or name in resolved.may_bind:
        return True
    return any(use.resource == name and not use.is_reset for use in resolved.uses)
