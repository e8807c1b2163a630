"""Which steps `train`, `evaluate` and `infer` need by themselves, and what passes between them on disk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nb2pkg.blueprint import Commands, Part, Variable
from nb2pkg.model import Stage
from nb2pkg.needed import is_display_resource
from nb2pkg.plan.predictors import predictors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from nb2pkg.blueprint import Step
    from nb2pkg.model import Dependency
    from nb2pkg.plan.context import Context


def commands(
    context: Context,
    steps: tuple[Step, ...],
    order: tuple[int, ...],
    results: Iterable[Variable],
    constants: Mapping[int, str],
    taken: set[str],
    *,
    afresh: Collection[str],
) -> Commands:
    """Return what the package's commands run, save and load.

    `evaluate` and `infer` load what `train` has saved where nothing but variables passes from training to them, and
    nothing of training comes after them; elsewhere, or where they stand in `afresh`, they run all they need afresh.
    With "train" in it nothing is saved.
    """
    parts = _Parts(context, steps, order, frozenset(variable.name for variable in results))
    train = parts.whole(Stage.TRAIN) if "train" not in afresh else None
    if train is None:
        evaluate, infer = parts.whole(Stage.EVALUATE), parts.whole(Stage.INFER)
        return Commands(None, (), evaluate, infer, parts.rows_setting(infer))
    trained = frozenset(train.steps)
    evaluate, infer = parts.whole(Stage.EVALUATE), parts.whole(Stage.INFER)
    evaluate = evaluate if "evaluate" in afresh else parts.rest(evaluate, trained)
    infer = infer if "infer" in afresh else parts.rest(infer, trained)
    last = parts.last_versions(trained)
    found = predictors(context, parts.statements(trained), last, constants, taken)
    wanted = {name: last[name] for name in train.gives}
    wanted |= {v.name: v for part in (evaluate, infer) if part for v in part.loads}
    wanted |= {
        v.name: v for p in found for v in (*p.transformers, p.model, *p.needs) if v.setting is None
    }
    saves = tuple(wanted[name] for name in last if name in wanted)
    return Commands(train, saves, evaluate, infer, parts.rows_setting(infer), found)


@dataclass(frozen=True)
class _Parts:
    """The steps and what leads from one to another, statements outside the package included."""

    context: Context
    steps: tuple[Step, ...]
    order: tuple[int, ...]
    results: frozenset[str]

    @cached_property
    def _home(self) -> dict[int, int]:
        """Return the step of each statement; statements outside the package are nodes of their own."""
        home = {s.id: len(self.steps) + s.id for s in self.context.statements}
        return home | {i: index for index, step in enumerate(self.steps) for i in step.statements}

    @cached_property
    def _edges(self) -> tuple[tuple[int, int, Dependency], ...]:
        found = []
        for edge in self.context.graph.dependencies:
            one, other = self._home[edge.source], self._home[edge.target]
            if one != other and not is_display_resource(edge.name):
                found.append((one, other, edge))
        return tuple(found)

    @cached_property
    def _resources(self) -> frozenset[str]:
        return frozenset(use.resource for one in self.context.graph.resolved for use in one.uses)

    @cached_property
    def _options(self) -> frozenset[int]:
        """Return the steps that only set how what follows works: every command takes them."""
        options = self.context.options
        return frozenset(i for i, s in enumerate(self.steps) if options.issuperset(s.statements))

    def whole(self, stage: Stage) -> Part | None:
        """Return all that the steps of a stage need."""
        seeds = {i for i, step in enumerate(self.steps) if step.stage is stage}
        if not seeds:
            return None
        steps = self._in_order(self._reached(seeds, backwards=True))
        if self._inputs(steps):  # then something else makes them: all that comes before
            last = max(at for at, i in enumerate(self.order) if i in seeds)
            steps = self.order[: last + 1]
        return Part(steps, (), self._given(stage))

    def rest(self, whole: Part | None, trained: Collection[int]) -> Part | None:
        """Return what a part needs besides what training has saved; all of it where that is not enough."""
        if whole is None:
            return None
        trained = set(trained) - self._options
        left = set(whole.steps) - trained
        going_on = self._reached(left - self._options, backwards=False)
        if going_on & trained or self._shares_more(trained, left):
            return whole
        steps, last = self._in_order(left), self.last_versions(trained)
        made = {v.name for i in steps for v in self.steps[i].returns}
        # besides what goes into the steps: the scores that training itself had to know
        loads = dict.fromkeys([*self._inputs(steps), *(n for n in whole.gives if n not in made)])
        if loads.keys() - last.keys() or self._change_together(steps, loads.keys()):
            return whole
        return Part(steps, tuple(last[name] for name in loads), whole.gives)

    def _change_together(self, steps: Collection[int], loads: Collection[str]) -> bool:
        """Say whether a change of one loaded variable reaches another that the statement does not name.

        Views of an array share its memory as long as they are in one process; saved and loaded, each has its own.
        """
        for number in self.statements(steps):
            resolved = self.context.graph.resolved[number]
            reached = (resolved.mutates | resolved.may_mutate) & set(loads)
            named = {read.name for read in self.context.statements[number].effects.reads}
            if len(reached) > 1 and reached - named:
                return True
        return False

    def last_versions(self, steps: Collection[int]) -> dict[str, Variable]:
        """Return the variables that these steps leave."""
        return {v.name: v for i in self._in_order(steps) for v in self.steps[i].returns}

    def statements(self, steps: Collection[int]) -> frozenset[int]:
        """Return the statements of some steps."""
        return frozenset(number for i in steps for number in self.steps[i].statements)

    def rows_setting(self, infer: Part | None) -> str | None:
        """Return the setting that names the one file from which only `infer` reads."""
        if infer is None or not infer.loads:
            return None
        own = frozenset(infer.steps)
        settings = {
            v.setting
            for i in infer.steps
            if self.steps[i].stage is Stage.INGEST
            for v in self.steps[i].parameters
        }
        only = settings.pop() if len(settings) == 1 else None
        elsewhere = {
            v.setting for i, step in enumerate(self.steps) if i not in own for v in step.parameters
        }
        return None if only in elsewhere else only

    def _in_order(self, steps: Collection[int]) -> tuple[int, ...]:
        return tuple(i for i in self.order if i in steps)

    def _given(self, stage: Stage) -> tuple[str, ...]:
        """Return the results that the steps of a stage make."""
        made = (
            v.name
            for i in self.order
            if self.steps[i].stage is stage
            for v in self.steps[i].returns
        )
        return tuple(name for name in dict.fromkeys(made) if name in self.results)

    def _inputs(self, steps: Iterable[int]) -> list[str]:
        known: set[str] = set()
        found: dict[str, None] = {}
        for i in steps:
            names = [v.name for v in self.steps[i].parameters if v.is_variable]
            found |= dict.fromkeys(name for name in names if name not in known)
            known |= {v.name for v in self.steps[i].returns}
        return list(found)

    def _reached(self, start: Collection[int], *, backwards: bool) -> set[int]:
        """Return what the steps need, or all that has to come after them."""
        after: defaultdict[int, set[int]] = defaultdict(set)
        for one, other, edge in self._edges:
            if not backwards:
                after[one].add(other)
            elif edge.kind == "flow" or (edge.kind == "output" and self._builds_on(edge)):
                after[other].add(one)
        seen: set[int] = set()
        todo = list(start)
        while todo:
            current = todo.pop()
            if current not in seen:
                seen.add(current)
                todo.extend(after[current])
        return seen

    def _builds_on(self, edge: Dependency) -> bool:
        """Say whether a statement changes what another one wrote, instead of replacing it."""
        resolved = self.context.graph.resolved[edge.target]
        if edge.name in resolved.mutates | resolved.may_mutate | resolved.may_bind:
            return True
        return any(use.resource == edge.name and not use.resets for use in resolved.uses)

    def _shares_more(self, trained: Collection[int], left: Collection[int]) -> bool:
        """Say whether something besides variables and files passes on, such as the state of a random generator."""
        return any(
            edge.name in self._resources and not edge.name.startswith("fs:")
            for one, other, edge in self._edges
            if one in trained and other in left and edge.kind != "anti"
        )
