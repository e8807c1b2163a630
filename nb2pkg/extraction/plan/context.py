"""What the planner asks of the graph: who bound a name, what it is, what depends on what."""

from __future__ import annotations

import builtins
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from nb2pkg.analysis.model import Statement
from nb2pkg.extraction.stages.label import options_of
from nb2pkg.extraction.stages.needed import is_definition, is_import
from nb2pkg.stage import Label

if TYPE_CHECKING:
    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.analysis.model import Dependency, Function


class Role(Enum):
    """What a name stands for where it is read."""

    IMPORT = "import"
    DEFINITION = "definition"
    VARIABLE = "variable"
    UNKNOWN = "unknown"  # a builtin, IPython's own, or from a star import


@dataclass(frozen=True)
class Context:
    """A labelled graph with the look-ups that planning needs."""

    graph: Graph
    labels: tuple[Label, ...]
    pandas: int | None = None  # the major version in the notebook's environment, where it is known
    fixed: frozenset[int] = frozenset()  # statements that stand at module level

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return all statements in notebook order."""
        return self.graph.program.statements

    @cached_property
    def moved(self) -> frozenset[int]:
        """Return the statements that go into step functions or become settings."""
        return frozenset(
            s.id
            for s in self.statements
            if not is_import(s) and not is_definition(s) and self.labels[s.id].is_in_package
        )

    @cached_property
    def figures(self) -> tuple[tuple[int, ...], ...]:
        """Return the statements of each figure that becomes a function."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for number, label in enumerate(self.labels):
            if label.figure is not None:
                found[label.figure].append(number)
        return tuple(map(tuple, found.values()))

    @cached_property
    def drawn(self) -> frozenset[int]:
        """Return the statements that only draw figures, which the pipeline does without."""
        return frozenset(number for members in self.figures for number in members)

    @cached_property
    def computing(self) -> frozenset[int]:
        """Return the statements that move and compute something, or set how it is computed."""
        return self.moved - self.drawn

    @cached_property
    def options(self) -> frozenset[int]:
        """Return the statements that only set how what follows works."""
        return options_of(self.graph, self.moved)

    @cached_property
    def imports(self) -> tuple[Statement, ...]:
        """Return the statements that only import."""
        return tuple(s for s in self.statements if is_import(s))

    @cached_property
    def stars(self) -> tuple[Statement, ...]:
        """Return the star imports."""
        return tuple(s for s in self.imports if s.effects.has_star)

    @cached_property
    def importers(self) -> dict[str, tuple[Statement, ...]]:
        """Return for each name the statements that import it, in notebook order."""
        found: defaultdict[str, list[Statement]] = defaultdict(list)
        for statement in self.imports:
            for name in dict(statement.effects.imports):
                found[name].append(statement)
        return {name: tuple(statements) for name, statements in found.items()}

    @cached_property
    def changed(self) -> frozenset[str]:
        """Return the names whose object some statement changes, or that one takes away."""
        return frozenset().union(
            *(r.mutates | r.may_mutate | r.unbinds for r in self.graph.resolved)
        )

    @cached_property
    def _histories(self) -> dict[tuple[int, str], tuple[int, ...]]:
        found: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for occurrence in self.graph.fresh.reads:
            found[occurrence.statement, occurrence.name].extend(occurrence.history)
        return {key: tuple(dict.fromkeys(ids)) for key, ids in found.items()}

    @cached_property
    def bound_by(self) -> dict[str, tuple[int, ...]]:
        """Return for each name the statements that bind it, in notebook order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for statement in self.statements:
            resolved = self.graph.resolved[statement.id]
            for name in resolved.binds | resolved.may_bind:
                found[name].append(statement.id)
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def rebound_by(self) -> dict[str, tuple[int, ...]]:
        """Return for each name the statements that bind it or take it away, in notebook order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for statement in self.statements:
            resolved = self.graph.resolved[statement.id]
            for name in resolved.binds | resolved.may_bind | resolved.unbinds:
                found[name].append(statement.id)
        return {name: tuple(ids) for name, ids in found.items()}

    @cached_property
    def dependencies_of(self) -> dict[int, tuple[Dependency, ...]]:
        """Return what each statement depends on directly."""
        found: defaultdict[int, list[Dependency]] = defaultdict(list)
        for edge in self.graph.dependencies:
            found[edge.target].append(edge)
        return {key: tuple(edges) for key, edges in found.items()}

    def history(self, statement: int, name: str) -> tuple[int, ...]:
        """Return the statements that made the version of a name that a statement reads."""
        return self._histories.get((statement, name), ())

    def binders(self, statement: int, name: str) -> tuple[int, ...]:
        """Return the statements that bound the version of a name that a statement reads."""
        return tuple(i for i in self.history(statement, name) if self.can_bind(i, name))

    def can_bind(self, statement: int, name: str) -> bool:
        """Say whether a statement binds a name, or may."""
        resolved = self.graph.resolved[statement]
        return name in resolved.binds or name in resolved.may_bind

    def role(self, statement: int, name: str) -> Role:
        """Say what a name stands for where a statement (or a function it calls) reads it."""
        return self._role_of(self.binders(statement, name) or self._before(statement, name), name)

    def late_role(self, name: str) -> Role:
        """Say what a name stands for in the body of a function, called at whatever time."""
        return self._role_of(self.bound_by.get(name, ()), name)

    def _before(self, statement: int, name: str) -> tuple[int, ...]:
        if hasattr(builtins, name):
            return ()
        binders = self.bound_by.get(name, ())
        return binders[: bisect_left(binders, statement)]

    def _role_of(self, binders: tuple[int, ...], name: str) -> Role:
        if not binders:
            return Role.UNKNOWN
        makers = [self.statements[i] for i in binders]
        if all(is_import(s) and name in dict(s.effects.imports) for s in makers):
            return Role.IMPORT
        if all(is_definition(s) or s.id in self.fixed for s in makers):
            return Role.DEFINITION
        return Role.VARIABLE

    def kind(self, statement: int, name: str) -> Kind | None:
        """Return the kind of the value that a name holds where a statement reads it, if one is certain."""
        kinds = {
            dict(self.statements[i].effects.kinds).get(name) for i in self.binders(statement, name)
        }
        return kinds.pop() if len(kinds) == 1 else None

    def function(self, statement: int) -> Function | None:
        """Return what a definition does when called."""
        defines = self.statements[statement].effects.defines
        return defines[0] if defines else None
