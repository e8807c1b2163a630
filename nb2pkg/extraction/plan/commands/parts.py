"""Which steps `train`, `evaluate` and `infer` need by themselves, and what passes between them on disk."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from nb2pkg.extraction.blueprint import Part, Variable
from nb2pkg.extraction.plan.commands.aliasing import last_writers, links, sharing
from nb2pkg.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from nb2pkg.analysis.model import Dependency
    from nb2pkg.extraction.blueprint import Step
    from nb2pkg.extraction.plan.commands.versions import Lineage
    from nb2pkg.extraction.plan.context import Context


@dataclass(frozen=True)
class Parts:
    """The steps and what leads from one to another, statements outside the package included."""

    context: Context
    steps: tuple[Step, ...]
    order: tuple[int, ...]
    results: frozenset[str]
    known: Lineage

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
            looks = edge.resource is not None and edge.resource.is_display
            if one != other and not looks:
                found.append((one, other, edge))
        return tuple(found)

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
        if not self._fits(steps, {}):  # then something else makes them: all that comes before
            last = max(at for at, i in enumerate(self.order) if i in seeds)
            steps = self.order[: last + 1]
        return Part(steps, (), self._given(stage))

    def with_more(self, train: Part, more: Collection[int]) -> Part:
        """Return training with further steps and all that they need, where that changes nothing else."""
        steps = self._in_order({*train.steps, *self._reached(more, backwards=True)})
        return replace(train, steps=steps) if more and self._fits(steps, {}) else train

    def judged(self, train: Part, whole: Part) -> tuple[Part, Part]:
        """Return training and evaluation so that the second goes on from the first: as one run, if need be."""
        rest = self.rest(whole, train.steps)
        shared = set(train.steps) & set(whole.steps) - self._options
        if rest is not None and (rest is not whole or not shared or not whole.gives):
            return train, rest
        steps = self._in_order({*train.steps, *whole.steps})
        if not self._fits(steps, {}):
            steps = self.order[: 1 + max(self.order.index(i) for i in steps)]
        last = self.last_versions(steps)
        told = Part((), tuple(last[name] for name in whole.gives), whole.gives)
        return Part(steps, (), train.gives), told

    def rest(self, whole: Part | None, trained: Collection[int]) -> Part | None:
        """Return what a part needs besides what training has saved; all of it, as it is, where that is not enough."""
        if whole is None:
            return None
        trained = set(trained) - self._options
        left = set(whole.steps) - trained
        going_on = self._reached(left - self._options, backwards=False)
        if going_on & trained or self._shares_more(trained, left):
            return whole
        steps, last = self._in_order(left), self.last_versions(trained)
        made = {label for i in steps for label in self._made(i)}
        # besides what goes into the steps: the scores that training itself had to know
        loads = dict.fromkeys([*self._loads(steps), *(n for n in whole.gives if n not in made)])
        makers = self.last_makers(trained)
        if loads.keys() - last.keys() or not self._fits(steps, {n: makers[n] for n in loads}):
            return whole
        resumed = Part(steps, tuple(last[name] for name in loads), whole.gives)
        return whole if self.is_changing_together(resumed) else resumed

    def is_changing_together(self, part: Part) -> bool:
        """Say whether a part changes several of the variables that it loads at once."""
        loads = {variable.name for variable in part.loads}
        return self._change_together(part.steps, self._originals(part.steps, loads))

    def maker(self, statements: Sequence[int], name: str) -> tuple[str, int] | None:
        """Return the version of a variable that statements read, and the step that made it last, if one did."""
        reader = next(i for i in statements if name in self.context.graph.resolved[i].reads)
        history = self.context.history(reader, name)
        index = self._home[history[-1]] if history else len(self.steps)
        made = self._made(index) if index < len(self.steps) else {}
        label = next((one for one, variable in made.items() if variable.name == name), None)
        return None if label is None else (label, index)

    def after(self, statements: Collection[int]) -> set[int]:
        """Return the steps that have to come after statements which are in none."""
        nodes = {self._home[number] for number in statements}
        return {i for i in self._reached(nodes, backwards=False) if i < len(self.steps)}

    def _originals(self, steps: Iterable[int], versions: Collection[str]) -> set[str]:
        """Return the notebook's names of versions that steps are given."""
        given = self.known.versions.of_parameter
        names = {(i, v.name) for i in steps for v in self.steps[i].parameters if v.is_variable}
        return {name for i, name in names if given(i, name) in versions}

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
        """Return the variables that these steps leave, under the names of their versions."""
        return {
            label: replace(variable, name=label)
            for i in self._in_order(steps)
            for label, variable in self._made(i).items()
        }

    def left(self, steps: Collection[int]) -> dict[tuple[str, int], Variable]:
        """Return the variables that these steps leave, by name in the notebook and the last statement to change it."""
        writers = last_writers(self.context)
        makers, last = self.last_makers(steps), self.last_versions(steps)
        found = {}
        for label, index in makers.items():
            name = next(v.name for one, v in self._made(index).items() if one == label)
            ends = [end for end in writers[name] if end[-1] in self.steps[index].statements]
            if ends:
                found[name, ends[-1][-1]] = last[label]
        return found

    def _made(self, index: int) -> dict[str, Variable]:
        """Return what a step returns, by the names of the versions."""
        versions = self.known.versions
        return {versions.of_return(index, v.name): v for v in self.steps[index].returns}

    def last_makers(self, steps: Collection[int]) -> dict[str, int]:
        """Return the step that makes each version last, of those that these steps make."""
        return {label: i for i in self._in_order(steps) for label in self._made(i)}

    def _taken(self, index: int) -> dict[str, int | None]:
        """Return what a step is given, by the names of the versions, and the step that made it."""
        versions, makers = self.known.versions, self.known.makers
        names = [v.name for v in self.steps[index].parameters if v.is_variable]
        return {versions.of_parameter(index, n): makers.get((index, n)) for n in names}

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
            label
            for i in self.order
            if self.steps[i].stage is stage
            for label, variable in self._made(i).items()
            if variable.name in self.results
        )
        return tuple(dict.fromkeys(made))

    def _loads(self, steps: Collection[int]) -> list[str]:
        """Return what steps are given that none of them makes."""
        taken = [pair for i in steps for pair in self._taken(i).items()]
        return list(dict.fromkeys(label for label, maker in taken if maker not in steps))

    def _fits(self, steps: Iterable[int], loaded: Mapping[str, int]) -> bool:
        """Say whether steps, one after the other, are given the very versions that they are given in the pipeline."""
        there: dict[str, int | None] = dict(loaded)
        for i in steps:
            if any(there.get(label, -1) != maker for label, maker in self._taken(i).items()):
                return False
            there |= dict.fromkeys(self._made(i), i)
        return True

    def _reached(self, start: Collection[int], *, backwards: bool) -> set[int]:
        """Return what the steps need, or all that has to come after them."""
        after: defaultdict[int, set[int]] = defaultdict(set)
        for one, other, edge in self._edges:
            if not backwards:
                if not self._only_rebinds(edge):
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

    def _only_rebinds(self, edge: Dependency) -> bool:
        """Say whether the second statement only gives the name to something else, and leaves the first one's object.

        Then the first may run later, with that object: nothing changes it by another name in the meantime.
        """
        resolved = self.context.graph.resolved[edge.target]
        if edge.kind == "flow" or edge.name not in resolved.binds - resolved.reads:
            return False
        if edge.name in resolved.mutates | resolved.may_mutate | resolved.may_bind:
            return False
        shared = sharing(self._linked, edge.name)
        return all(self._changed_last.get(name, -1) <= edge.source for name in shared)

    @cached_property
    def _linked(self) -> dict[str, set[str]]:
        return links(self.context)

    @cached_property
    def _changed_last(self) -> dict[str, int]:
        """Return for each name the last statement that may change its object."""
        return {
            name: number
            for number, resolved in enumerate(self.context.graph.resolved)
            for name in resolved.mutates | resolved.may_mutate
        }

    def _builds_on(self, edge: Dependency) -> bool:
        """Say whether a statement changes what another one wrote, instead of replacing it."""
        resolved = self.context.graph.resolved[edge.target]
        if edge.name in resolved.mutates | resolved.may_mutate | resolved.may_bind:
            return True
        return any(use.resource == edge.name and not use.is_reset for use in resolved.uses)

    def _shares_more(self, trained: Collection[int], left: Collection[int]) -> bool:
        """Say whether something besides variables and files passes on, such as the state of a random generator."""
        return any(
            edge.resource is not None and not edge.resource.is_file
            for one, other, edge in self._edges
            if one in trained and other in left and edge.kind != "anti"
        )
