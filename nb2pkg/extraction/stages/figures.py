"""Figures of a model that become functions: what draws them stands together, and nothing else needs it."""

from __future__ import annotations

import ast
import builtins
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.showing import (
    DRAWERS,
    PYPLOT,
    QUIET_LIBRARIES,
    SAYING,
)
from nb2pkg.analysis.resources import FIGURE, STYLE
from nb2pkg.extraction.stages.drawing import (
    REPEATING,
    is_of_display,
    is_one_figure,
    is_only_making_display,
    is_showing,
    makers,
)
from nb2pkg.extraction.stages.evidence import facts_within
from nb2pkg.extraction.stages.needed import (
    is_changing,
    is_definition,
    is_drawing,
    is_drawing_kind,
    is_expected_to_fail,
    is_import,
    is_needed_for,
)
from nb2pkg.stage import Stage
from nb2pkg.trees import called_name, tree_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Dependency, Statement
    from nb2pkg.stage import Label


def figures(graph: Graph, labels: Mapping[int, Label]) -> dict[int, tuple[int, ...]]:
    """Return what draws each figure about a model that can be a function, by the first of its statements.

    Such statements end with what shows the figure, or with their cell. They draw on nothing that was there before,
    leave nothing that others read, and need only what the package has.
    """
    found = {}
    finder = _Finder(graph, labels)
    for cell in dict.fromkeys(s.cell for s in graph.program.statements):
        for segment in _segments(graph.program.of_cell(cell)):
            members = finder.drawing(segment)
            if members:
                found[members[0]] = members
    return found


def without_figures(
    labels: Iterable[Label], which: Collection[int] | None = None
) -> tuple[Label, ...]:
    """Return labels with which some figures, or all, stay in the notebook."""
    return tuple(
        (
            label._replace(is_in_package=False, figure=None)
            if label.figure is not None and (which is None or label.figure in which)
            else label
        )
        for label in labels
    )


@dataclass(frozen=True)
class _Segment:
    """Statements of a cell up to what shows their figures, or to its end."""

    statements: tuple[Statement, ...]
    is_shown: bool


def _segments(statements: Sequence[Statement]) -> Iterator[_Segment]:
    open_ones: list[Statement] = []
    for statement in statements:
        if is_showing(statement):
            yield _Segment(tuple(open_ones), is_shown=True)
            open_ones = []
        else:
            open_ones.append(statement)
    yield _Segment(tuple(open_ones), is_shown=False)


@dataclass(frozen=True)
class _Finder:
    """Looks for figures among labelled statements."""

    graph: Graph
    labels: Mapping[int, Label]

    def drawing(self, segment: _Segment) -> tuple[int, ...]:
        """Return the statements of a segment that draw its one figure, or none."""
        members: list[int] = []
        before = list(segment.statements)
        while before and (self._can_join(before[-1]) or self._can_pass(before[-1])):
            statement = before.pop()
            if self._can_join(statement):
                members.insert(0, statement.id)
            elif not members and not segment.is_shown:
                return ()
        if not any(map(self._surely_draws, members)) or any(self._may_draw(s) for s in before):
            return ()
        return tuple(members) if self._is_apart(members) else ()

    def _can_join(self, statement: Statement) -> bool:
        """Say whether a statement may be part of a function that draws."""
        label, resolved = self.labels.get(statement.id), self.graph.resolved[statement.id]
        allowed = all(
            use.resource == FIGURE or (use.resource == STYLE and not use.is_write)
            for use in resolved.uses
        )
        return (
            label is not None
            and not label.is_in_package
            and (label.stage is Stage.EVALUATE or self._is_own_value(statement))
            and statement.magic is None
            and not is_expected_to_fail(self.graph.program.notebook, statement)
            and not (resolved.unbinds or resolved.unresolved or resolved.is_opaque)
            and allowed
            and not self._says(statement)
            and not self._is_strange(statement)
            and all(map(self._is_helper, resolved.functions))
        )

    def _is_own_value(self, statement: Statement) -> bool:
        """Say whether a statement does nothing but bind something that stays in the notebook."""
        stage = self.labels[statement.id].stage
        return stage in {Stage.SETUP, Stage.EXPLORE} and statement.kind in {"assign", "annassign"}

    def _is_helper(self, definition: int) -> bool:
        """Say whether a function of the notebook that is called draws nothing itself, and is in the package."""
        statement = self.graph.program.statements[definition]
        roots = {fact.partition(".")[0] for f in statement.effects.defines for fact in f.facts}
        draws = not roots.isdisjoint(DRAWERS)
        return not draws and self.labels[definition].is_in_package

    def _can_pass(self, statement: Statement) -> bool:
        """Say whether a statement between those that draw stays where it is, and draws and shows nothing."""
        if statement.magic is not None or self._draws(statement.id):
            return False
        if is_import(statement) or is_definition(statement):
            return True
        label, resolved = self.labels[statement.id], self.graph.resolved[statement.id]
        return (
            label.is_in_package and not resolved.has_output and not statement.effects.is_displayed
        )

    def _says(self, statement: Statement) -> bool:
        """Say whether something in a statement prints, shows a figure at once, or ends one."""
        calls = [n for n in ast.walk(tree_of(statement.text)) if isinstance(n, ast.Call)]
        return any(called_name(call) in SAYING for call in calls)

    @cached_property
    def _strangers(self) -> frozenset[str]:
        """Return the imported libraries of which nobody knows whether they show figures."""
        statements = self.graph.program.statements
        imported = {what for s in statements for _, what in s.effects.imports}
        return frozenset(what.partition(".")[0] for what in imported) - QUIET_LIBRARIES

    def _is_strange(self, statement: Statement) -> bool:
        facts = (*statement.effects.facts, *facts_within(self.graph, statement))
        return any(fact.partition(".")[0] in self._strangers for fact in facts)

    def _draws(self, number: int) -> bool:
        statement = self.graph.program.statements[number]
        uses = self.graph.resolved[number].uses
        return (
            any(use.resource == FIGURE and use.is_write for use in uses)
            or is_drawing(statement)
            or any(map(is_of_display, statement.effects.facts))
        )

    def _surely_draws(self, number: int) -> bool:
        """Say whether a statement draws with matplotlib, whatever way it goes: else there may be no figure."""
        statement = self.graph.program.statements[number]
        return not isinstance(tree_of(statement.text).body[0], REPEATING) and (
            bool(makers(statement))
            or (
                not is_only_making_display(statement)
                and any(
                    u.resource == FIGURE and u.is_write for u in self.graph.resolved[number].uses
                )
            )
        )

    def _may_draw(self, statement: Statement) -> bool:
        """Say whether a statement above the figure draws, or may do so without our knowledge."""
        if is_import(statement) or is_definition(statement):
            return False
        return self._draws(statement.id) or self._is_strange(statement)

    def _is_apart(self, members: Sequence[int]) -> bool:
        """Say whether nothing else needs what these statements make, and they need nothing but the package."""
        resolved = self.graph.resolved
        bound = set().union(*(resolved[i].binds | resolved[i].may_bind for i in members))
        changed = set().union(*(resolved[i].mutates for i in members))
        inside = set(members)
        return (
            any(map(self._is_made, self._edges_to(inside)))
            and changed <= bound
            and not self._shadows(inside, bound)
            and all(map(self._is_given, self._edges_to(inside)))
            and not any(map(self._is_asked, self._edges_from(inside)))
            and not self._waits(members)
            and self._makes_one(members)
            and self._has_pyplot(members[0])
        )

    def _edges_to(self, members: Collection[int]) -> Iterator[Dependency]:
        for edge in self.graph.dependencies:
            if edge.target in members and edge.source not in members:
                yield edge

    def _edges_from(self, members: Collection[int]) -> Iterator[Dependency]:
        for edge in self.graph.dependencies:
            if edge.source in members and edge.target not in members:
                yield edge

    def _is_made(self, edge: Dependency) -> bool:
        """Say whether a figure shows something that the package computes."""
        is_import_of_it = is_import(self.graph.program.statements[edge.source])
        return edge.kind == "flow" and edge.resource is None and not is_import_of_it

    def _is_given(self, edge: Dependency) -> bool:
        """Say whether what a figure needs is in the package, and no drawing."""
        if edge.resource is not None and edge.resource.is_drawn:
            return True
        if not is_needed_for(self.graph, edge):
            return True
        source = self.graph.program.statements[edge.source]
        kind = dict(source.effects.kinds).get(str(edge.name))
        if is_import(source):
            return not source.effects.has_star
        return self.labels[source.id].is_in_package and not is_drawing_kind(kind)

    def _is_asked(self, edge: Dependency) -> bool:
        """Say whether another statement reads, or goes on from, what a figure's statement leaves."""
        if edge.resource is not None:
            return not edge.resource.is_display
        return edge.kind == "flow" or (
            edge.kind == "output" and is_changing(self.graph, edge.target, edge.name)
        )

    def _makes_one(self, members: Sequence[int]) -> bool:
        statements = [self.graph.program.statements[i] for i in members if self._draws(i)]
        made = [s for s in statements if makers(s) or not is_only_making_display(s)]
        return is_one_figure(made)

    def _waits(self, members: Sequence[int]) -> bool:
        """Say whether a statement that stands between these has to come after one of them."""
        between = set(range(members[0], members[-1])) - set(members)
        return any(edge.target in between for edge in self._edges_from(members))

    def _shadows(self, members: Collection[int], bound: Collection[str]) -> bool:
        """Say whether a name that is bound here stands for an import or a definition elsewhere, or a builtin."""
        statements = self.graph.program.statements
        for name in bound:
            others = [statements[i] for i in self.graph.binders.get(name, ()) if i not in members]
            if any(is_import(s) or is_definition(s) for s in others) or hasattr(builtins, name):
                return True
        return False

    def _has_pyplot(self, first: int) -> bool:
        """Say whether pyplot has a name where the figure begins."""
        imports = [s.effects.imports for s in self.graph.program.statements[:first]]
        return any(what == PYPLOT for each in imports for _, what in each)
