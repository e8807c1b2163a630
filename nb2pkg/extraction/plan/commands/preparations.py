"""`prepare`: the pipeline's own steps, called for rows of a data file on their way to a model."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nb2pkg.extraction.blueprint import Passage, Preparation, Variable
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.naming.names import unique, words
from nb2pkg.extraction.plan.serving.brought import Form
from nb2pkg.extraction.plan.serving.values import How, NotRawError
from nb2pkg.trees import Renewal, expression_of, statement_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.extraction.blueprint import Definition, Step, Versions
    from nb2pkg.extraction.plan.commands.versions import Lineage
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.serving.passed import Passed
    from nb2pkg.extraction.plan.serving.served import Served

_NOTHING = Variable("")
Left = Mapping[tuple[str, int], Variable]


@dataclass(frozen=True)
class Line:
    """The pipeline: its steps, their order, and what variables are called between them."""

    context: Context
    steps: tuple[Step, ...]
    order: tuple[int, ...]
    known: Lineage
    definitions: tuple[Definition, ...] = ()
    constants: Mapping[int, str] = field(default_factory=dict)  # statement -> the setting it became

    @property
    def versions(self) -> Versions:
        """Return what variables are called between the steps."""
        return self.known.versions

    def home(self, statement: int) -> int:
        """Return the step of a statement; raise NotRawError for one outside of the package."""
        for index, step in enumerate(self.steps):
            if statement in step.statements:
                return index
        place = self.context.statements[statement].place
        raise NotRawError(f"cell {place.cell}, line {place.line}: it stays in the notebook")

    def needed(self, call: Served) -> set[int]:
        """Return the steps that training has to run for what the way of a call's rows needs."""
        if not call.is_raw:
            return set()
        on_way = {each.statement for each in call.passed if each.how is not How.CHOSEN}
        learned = {each.statement for each in call.passed if each.how is How.APPLIED}
        rows = {each.name for each in call.passed}
        try:
            found = {self.home(i) for i in learned}
            found |= {self.home(call.source.statement)} if call.source else set()
            for number in sorted(on_way):
                resolved = self.context.graph.resolved[number]
                for name in resolved.reads - rows:
                    if self.context.role(number, name) is Role.VARIABLE:
                        moved = set(self.context.history(number, name)) & self.context.moved
                        found |= {self.home(i) for i in moved if self._is_in_step(i)}
        except NotRawError:
            return set()
        return found

    def _is_in_step(self, statement: int) -> bool:
        return any(statement in step.statements for step in self.steps)


def preparation(line: Line, call: Served, left: Left, taken: set[str]) -> Preparation:
    """Return how rows of a file get to a call; raise NotRawError where that is not to be had."""
    return _Preparing(line, call, left).made(taken)


@dataclass
class _Preparing:
    """Calls step after step, and keeps what rows are called behind each."""

    line: Line
    call: Served
    left: Left
    called: dict[str, str] = field(
        default_factory=dict
    )  # version -> what it is called in `prepare`
    needs: dict[str, Variable] = field(default_factory=dict)

    def made(self, taken: set[str]) -> Preparation:
        """Return the preparation; `taken` are names that its function must not have, and gets its own."""
        source = self.call.source
        if source is None:
            raise NotRawError(self.call.reason)
        reading = self.line.home(source.statement)
        self._require_form(source)
        if self.line.steps[reading].statements != (source.statement,):
            raise NotRawError("the step that reads the file does more than that")
        first = self.line.versions.of_return(reading, source.name)
        self.called[first] = first
        passages = tuple(self._passages())
        returned = self._written(
            expression_of(self.call.rows), self._step_of_rows(), self.call.rows_at
        )
        own: dict[str, str] = {}
        called = self._calling(
            expression_of(self.call.rows), self._step_of_rows(), self.call.rows_at, own
        )
        functions = {d.original: d.name for d in self.line.definitions if d.original in own}
        asked = ast.unparse(_Renamed(functions).visit(called))
        setting = next((v.setting for v in self.line.steps[reading].parameters if v.setting), "")
        name = unique("prepare", taken) if "prepare" not in taken else self._longer(taken)
        taken.add(name)
        targets = self._targets()
        needed = self.call.needed
        named = sorted((n for n in needed.names if isinstance(n, str | int)), key=str)
        return Preparation(
            name,
            reading,
            source.statement,
            first,
            first,
            passages,
            returned,
            tuple(self.needs.values()),
            targets,
            None if needed.is_all_but else tuple(named),
            tuple(named) if needed.is_all_but else (),
            setting or "",
            asked,
            self.call.is_from_elsewhere,
            is_table=self.call.form is Form.TABLE,
        )

    def _require_form(self, source: Passed) -> None:
        """Refuse what brings rows in a form that nobody knows, and tables where `infer` has no pandas for them."""
        statement = self.line.context.statements[source.statement]
        if self.call.form is Form.UNKNOWN:
            told = "nobody can tell in which form it brings rows"
        elif self.call.form is Form.TABLE and not self._has_pandas():
            told = "it brings a table, and the notebook does not import pandas"
        else:
            return
        place, text = statement.place, statement.text.strip().splitlines()[0]
        raise NotRawError(f"cell {place.cell}, line {place.line}: {text[:100]}: {told}")

    def _has_pandas(self) -> bool:
        imports = (s.effects.imports for s in self.line.context.statements)
        return any(what.partition(".")[0] == "pandas" for each in imports for _, what in each)

    def _targets(self) -> tuple[str | int, ...]:
        """Return the columns that are predicted: a bunch has them apart, and no place of a column tells them."""
        known = {t for t in self.call.unasked if isinstance(t, str | int)}
        if self.call.form is Form.BUNCH and not any(isinstance(t, int) and t < 0 for t in known):
            known |= {"target"}
        if self.call.form is Form.BUNCH:
            known = {t for t in known if isinstance(t, str) or t >= 0}
        return tuple(sorted(known, key=str))

    def _longer(self, taken: set[str]) -> str:
        return unique(f"prepare_for_{'_'.join(words(self.call.model))}", taken)

    def _step_of_rows(self) -> int | None:
        try:
            return self.line.home(self.call.rows_at)
        except NotRawError:
            return None

    def _passages(self) -> Iterable[Passage]:
        place = {index: at for at, index in enumerate(self.line.order)}
        homes = {each: self.line.home(each.statement) for each in self.call.passed}
        rest = [each for each in self.call.passed if each.how is not How.SOURCE]
        done: set[int] = set()
        for each in sorted(rest, key=lambda e: (place[homes[e]], e.statement)):
            index = homes[each]
            if each.how is How.CHOSEN:
                self._choose(each, index)
            elif each.how is How.APPLIED:
                yield self._apply(each, index)
            elif index not in done:
                done.add(index)
                yield self._passage(each, index)

    def _choose(self, passed: Passed, index: int) -> None:
        """Let what was chosen from rows stand for these rows themselves."""
        text = self._written(expression_of(passed.base), index, passed.statement)
        self.called[self.line.versions.of_return(index, passed.name)] = text

    def _apply(self, passed: Passed, index: int) -> Passage:
        """Return the statement that applies to rows what the step has learned from others."""
        kept = self.left.get((passed.learner, passed.statement)) if passed.learner else _NOTHING
        if kept is None:
            place = self.line.context.statements[passed.statement].place
            told = f"training does not leave `{passed.learner}` as it is there"
            raise NotRawError(f"cell {place.cell}, line {place.line}: {told}")
        known = {passed.learner: kept.name} if passed.learner else {}
        if passed.learner:
            self.needs[kept.name] = kept
        node = statement_of(passed.applied)
        versions = self.line.versions
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            label = versions.of_return(index, passed.name)
            text = f"{label} = {self._written(node.value, index, passed.statement, known)}"
        else:
            label = self._name(
                versions.of_parameter(index, passed.name), passed.name, passed.statement
            )
            text = self._written(node, index, passed.statement, known)
        self.called[versions.of_return(index, passed.name)] = label
        return Passage(index, (), (label,), line=text)

    def _passage(self, passed: Passed, index: int) -> Passage:
        step, versions = self.line.steps[index], self.line.versions
        on_way = {e.statement for e in self.call.passed if e.how in {How.ROWS, How.FILTERED}}
        if not on_way.issuperset(step.statements):
            raise NotRawError(
                f"cell {step.cell}: what rows pass could not be kept apart from the rest"
            )
        if step.body.is_coroutine:
            raise NotRawError(f"cell {step.cell}: the step waits for something")
        parts = {
            name: part
            for each in self.call.passed
            if each.statement in step.statements
            for name, part in each.picked
        }
        given = []
        for variable in step.parameters:
            if variable.setting is not None:
                self.needs[variable.setting] = variable
            elif variable.is_variable:
                label = versions.of_parameter(index, variable.name)
                reader = self._reader(step, variable.name)
                text = self._name(label, variable.name, reader)
                part = parts.get(variable.name)
                given.append((variable.name, f"{text}[{part}]" if part else text))
        made = []
        for variable in step.returns:
            label = versions.of_return(index, variable.name)
            self.called[label] = label
            made.append(label)
        made += ["_"] if step.has_shown_value and made else []
        filters = ""
        if passed.how is How.FILTERED:
            statement = self.line.context.statements[passed.statement]
            first = statement.text.strip().splitlines()[0]
            filters = f"cell {statement.cell}: {first[:100]}"
        return Passage(index, tuple(given), tuple(made), filters, passed.is_pure)

    def _reader(self, step: Step, name: str) -> int:
        resolved = self.line.context.graph.resolved
        found = [i for i in step.statements if name in resolved[i].reads]
        return found[0] if found else step.statements[0]

    def _name(self, label: str, name: str, reader: int) -> str:
        """Return what a version is called in `prepare`; what is no rows comes from training."""
        if label in self.called:
            return self.called[label]
        history = self.line.context.history(reader, name)
        kept = self.left.get((name, history[-1])) if history else None
        if kept is None:
            place = self.line.context.statements[reader].place
            raise NotRawError(
                f"cell {place.cell}, line {place.line}: training does not leave `{name}` as it is there"
            )
        self.needs[kept.name] = kept
        return kept.name

    def _written(
        self, node: ast.AST, index: int | None, at: int, known: Mapping[str, str] | None = None
    ) -> str:
        """Return code of the notebook with the names that things have in `prepare`; some are `known`."""
        names = dict(known or {})
        context = self.line.context
        node = self._calling(node, index, at, names)
        for each in ast.walk(node):
            if not isinstance(each, ast.Name) or each.id in names:
                continue
            if context.role(at, each.id) is Role.VARIABLE:
                label = (
                    each.id if index is None else self.line.versions.of_parameter(index, each.id)
                )
                names[each.id] = self._name(label, each.id, at)
        return ast.unparse(_Renamed(names).visit(node))

    def _calling(self, node: ast.AST, index: int | None, at: int, names: dict[str, str]) -> ast.AST:
        """Return code that hands the notebook's own functions what were their globals; note what these are called."""
        called = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        found = {
            d.original: d
            for d in self.line.definitions
            if d.original in called and self.line.context.role(at, d.original) is Role.DEFINITION
        }
        for definition in found.values():
            names[definition.original] = definition.name
            for extra in definition.extra:
                names[extra] = self._global(extra, index, at)
        return _Calling({name: d.extra for name, d in found.items()}).visit(node)

    def _global(self, name: str, index: int | None, at: int) -> str:
        """Return what stands in `prepare` for a variable that one of the notebook's functions reads."""
        history = self.line.context.history(at, name)
        setting = self.line.constants.get(history[-1]) if len(history) == 1 else None
        if setting is not None:
            self.needs[setting] = Variable(name, setting=setting)
            return setting
        label = name if index is None else self.line.versions.of_parameter(index, name)
        return self._name(label, name, at)


class _Calling(Renewal):
    """Adds keywords to calls of functions."""

    def __init__(self, extra: Mapping[str, tuple[str, ...]]) -> None:
        self._extra = extra

    def visit(self, node: ast.AST) -> ast.AST:
        """Return what stands for a node."""
        renewed: ast.AST = self.generic_visit(node)
        if isinstance(renewed, ast.Call) and isinstance(renewed.func, ast.Name):
            more = self._extra.get(renewed.func.id, ())
            keywords = [ast.keyword(name, ast.Name(name, ast.Load())) for name in more]
            return ast.Call(renewed.func, renewed.args, [*renewed.keywords, *keywords])
        return renewed


class _Renamed(Renewal):
    """Puts other expressions for names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {name: expression_of(text) for name, text in names.items()}

    def visit(self, node: ast.AST) -> ast.AST:
        """Return what stands for a node."""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return self._names.get(node.id, node)
        renewed: ast.AST = self.generic_visit(node)
        return renewed


def steps_needed(line: Line, calls: Iterable[Served]) -> set[int]:
    """Return the steps that training has to run for what is served."""
    return {index for call in calls for index in line.needed(call)}
