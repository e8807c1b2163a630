"""Predict calls of the notebook that can be made for new rows with what training leaves."""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.kinds import OBJECT
from nb2pkg.analysis.knowledge.models import FITTED_ON, SERVED
from nb2pkg.analysis.literals import calls_once
from nb2pkg.extraction.blueprint import Predictor, TrainingRows, Variable
from nb2pkg.extraction.plan.commands.aliasing import last_writers
from nb2pkg.extraction.plan.commands.postprocessing import PLAIN, Postprocessing
from nb2pkg.extraction.plan.commands.preparations import preparation
from nb2pkg.extraction.plan.commands.sources import Sources
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.naming.names import unique, words
from nb2pkg.extraction.plan.serving.asking import SCORE, asked
from nb2pkg.extraction.plan.serving.values import NotRawError
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.extraction.blueprint import Preparation
    from nb2pkg.extraction.plan.commands.preparations import Line
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.serving.served import Served

_KINDS: Final = frozenset({"assign", "annassign", "expr"})
_TABLES: Final = frozenset({"pandas", "numpy"})


def predictors(
    line: Line,
    trained: frozenset[int],
    saved: Mapping[tuple[str, int], Variable],
    constants: Mapping[int, str],
    taken: set[str],
    served: Collection[Served],
) -> tuple[Predictor, ...]:
    """Return one predictor for each model that the notebook predicts with, in the order of the notebook.

    `trained` are the statements that training runs, `saved` what it leaves, by name in the notebook and the last
    statement that changed it, `constants` the statements that became settings. Each model, and each fitted
    transformer that its rows have gone through, must be then what it was when the notebook predicted.
    """
    context = line.context
    chains = _Chains(context, trained, saved, constants)
    found: dict[str, _Call] = {}
    chosen = {(c.model, c.made): c.statement for c in served if not c.reason}
    for statement in context.statements:
        magic = statement.magic
        if statement.kind not in _KINDS or (
            magic and not (magic.is_cell or statement.effects.binds)
        ):
            continue
        for node in calls_once(tree_of(statement.text)):
            call = chains.call(node, statement.id)
            if call is None or chosen.get(call.key, statement.id) != statement.id:
                continue
            before = found.get(call.model.name, call)
            is_same = before.statement == call.statement
            if _rank(call) <= _rank(before) or (call.key in chosen and not is_same):
                call = chains.finished(call, node)  # with what becomes of it
                found[call.model.name] = call
    names = _Names(taken)
    made = []
    ready = _prepared(found.values(), line, served, chains.saved, taken)
    for call in found.values():
        way = ready[call.model.name]
        if way.preparation is None:
            made.append(chains.predictor(call, names.of(call), way.reason))
            continue
        direct = call._replace(transformers=(), rows=way.rows)
        predictor = chains.predictor(direct, names.of(direct), "")
        plain = chains.predictor(call, names.of(call, is_plain=True), "")
        made.append(
            replace(
                predictor,
                training_rows=chains.read(way.preparation),
                preparation=way.preparation,
                rows_at=way.rows_at,
                plain=plain,
            )
        )
    return tuple(made)


class _Names:
    """Names of functions that predict; those that do the same have one."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._known: dict[tuple[object, ...], str] = {}

    def of(self, call: _Call, *, is_plain: bool = False) -> str:
        """Return the name of what predicts as a call does; `is_plain` where rows cannot be prepared for it."""
        transformers = tuple(t.name for t in call.transformers)
        key = (call.method, transformers, call.body, call.needs, is_plain)
        if key not in self._known:
            wanted = f"{call.method}_{'prepared_' if is_plain else ''}rows"
            more = f"{wanted}_with_{'_'.join(words(call.model.name))}"
            self._known[key] = unique(more if wanted in self._taken else wanted, self._taken)
        return self._known[key]


class _Ready(NamedTuple):
    """How rows of a file get to a model, or why they cannot, and what they are called where it predicts."""

    preparation: Preparation | None
    reason: str = ""
    rows: str = ""
    rows_at: int = -1  # the statement whose rows these are


def _prepared(
    calls: Iterable[_Call],
    line: Line,
    served: Collection[Served],
    left: Mapping[tuple[str, int], Variable],
    taken: set[str],
) -> dict[str, _Ready]:
    """Return for each model how rows of a file get to it, or why they cannot; equal ways have one function."""
    found: dict[str, _Ready] = {}
    same: dict[Preparation, Preparation] = {}
    for call in calls:
        way = next((each for each in served if (each.model, each.made) == call.key), None)
        if way is None or not way.is_raw:
            found[call.model.name] = _Ready(None, way.reason or way.told if way else "")
            continue
        names = set(taken)
        try:
            made = preparation(line, way, left, names)
        except NotRawError as error:
            found[call.model.name] = _Ready(None, error.reason)
            continue
        known = same.setdefault(replace(made, name="", targets=()), made)
        if known is made:
            taken.add(made.name)
        found[call.model.name] = _Ready(known, "", way.rows, way.rows_at)
    return found


class _Call(NamedTuple):
    """A call of a model's method, and where its rows come from."""

    key: tuple[str, int]  # the model's name in the notebook, and the last statement that changed it
    statement: int
    model: Variable
    method: str
    transformers: tuple[Variable, ...]
    rows: str
    kind: Kind | None
    body: tuple[str, ...] = ()
    needs: tuple[Variable, ...] = ()
    names: frozenset[str] = frozenset()
    bound: str | None = None
    settled: int | None = None
    owner: str = ""  # the model's name in the notebook
    is_scored: bool = False  # the notebook only asks how good its predictions are

    @property
    def fitted(self) -> str:
        """Return the first of the fitted things that rows get to."""
        return (*self.transformers, self.model)[0].name


def _rank(call: _Call) -> int:
    return len(SERVED) if call.is_scored else SERVED.index(call.method)


class _Method(NamedTuple):
    """`owner.name(argument)`."""

    owner: str
    name: str
    argument: ast.expr


def _is_fit(node: ast.AST, name: str, text: str) -> bool:
    """Say whether a node is `name.fit(rows, …)`, or `Class(…).fit(rows, …)` whose result gets the name."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
        return False
    if node.func.attr not in FITTED_ON or isinstance(node.args[0], ast.Starred):
        return False
    owner = node.func.value
    if isinstance(owner, ast.Name):
        return owner.id == name
    return isinstance(owner, ast.Call) and text.lstrip().startswith(f"{name} =")


def _method(node: ast.AST) -> _Method | None:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return None
    owner = node.func.value
    if not isinstance(owner, ast.Name) or len(node.args) != 1 or node.keywords:
        return None
    if isinstance(node.args[0], ast.Starred):
        return None
    return _Method(owner.id, node.func.attr, node.args[0])


@dataclass(frozen=True)
class _Chains:
    """Follows the rows of a predict call back through fitted transformers."""

    context: Context
    trained: frozenset[int]
    saved: Mapping[tuple[str, int], Variable]
    constants: Mapping[int, str]

    def finished(self, call: _Call, node: ast.Call) -> _Call:
        """Return a call with what the notebook does to its result up to what it keeps."""
        if call.is_scored:
            return call._replace(body=PLAIN)
        after = Postprocessing(self.context, self.constants, self._left_by_name)
        body = after.body(node, call.statement)
        known = {v.name for v in (*call.transformers, call.model)}
        needs = tuple(v for v in after.needs.values() if v.name not in known)
        tree = tree_of("\n".join(body).replace("return ", ""))
        names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
        return call._replace(
            body=body, needs=needs, names=frozenset(names), bound=after.bound, settled=after.settled
        )

    def predictor(self, call: _Call, function: str, reason: str) -> Predictor:
        """Return what predicts as a call of the notebook does, for rows as that call is given them."""
        return Predictor(
            function,
            call.model,
            call.method,
            call.transformers,
            call.rows,
            call.kind,
            self.context.statements[call.statement].cell,
            call.body,
            call.needs,
            call.names,
            self.seen(call.fitted),
            reason=reason,
            bound=call.bound,
            settled=call.statement if call.settled is None else call.settled,
            owner=call.owner,
        )

    def read(self, prepared: Preparation) -> TrainingRows:
        """Return what is known of the reader behind rows that can be prepared."""
        sources = Sources(self.context, self._is_left)
        return TrainingRows("", "", sources.reading(prepared.read_by))

    def seen(self, fitted: str) -> TrainingRows | None:
        """Return the rows that something was fitted on last, where training leaves them as they were."""
        name, history = self._made(fitted)
        for number in sorted(history, reverse=True):
            for node in ast.walk(tree_of(self.context.statements[number].text)):
                if not _is_fit(node, name, self.context.statements[number].text):
                    continue
                rows = node.args[0]  # type: ignore[attr-defined]  # a call with arguments
                sources = Sources(self.context, self._is_left)
                source = sources.of(rows, number)
                if isinstance(rows, ast.Name) and self._is_left(rows.id, number):
                    return TrainingRows(rows.id, sources.columns(rows, number), source)
                return TrainingRows("", "", source)
        return None

    def _made(self, version: str) -> tuple[str, tuple[int, ...]]:
        """Return a version's name in the notebook, and the statements that made it."""
        name, last = next(key for key, variable in self.saved.items() if variable.name == version)
        found = last_writers(self.context)[name]
        return name, next(history for history in found if history[-1] == last)

    def _left_by_name(self, name: str, statement: int) -> Variable | None:
        """Return what training leaves of a version that has the notebook's own name."""
        variable = self._left(name, statement)
        return variable if variable is not None and variable.name == name else None

    def _is_left(self, name: str, statement: int) -> bool:
        return self._left_by_name(name, statement) is not None

    def call(self, node: ast.AST, statement: int) -> _Call | None:
        """Return the predict call that a node is, or None."""
        found = asked(node)
        if found is None or not isinstance(found.owner, ast.Name):
            return None
        name = found.owner.id
        model = self._left(name, statement)
        transformers, rows, kind = self._origin(found.rows, statement)
        if model is None or (kind is not None and kind.is_instance):  # no table becomes one
            return None
        made = self.context.history(statement, name)[-1]
        is_scored = found.method == SCORE
        method = SERVED[0] if is_scored else found.method
        call = _Call((name, made), statement, model, method, transformers, rows, kind)
        return call._replace(is_scored=is_scored, owner=name)

    def _origin(
        self, node: ast.expr, statement: int
    ) -> tuple[tuple[Variable, ...], str, Kind | None]:
        """Return the transformers that gave a value, first one first, and the expression they began with."""
        if isinstance(node, ast.Name):
            history = self.context.history(statement, node.id)
            made = self._transformation(history[0], node.id) if len(history) == 1 else None
            fitted = self._transformer(made.owner, history[0]) if made else None
            if made is not None and fitted is not None:
                before, rows, kind = self._origin(made.argument, history[0])
                return (*before, fitted), rows, kind
            return (), node.id, self.context.kind(statement, node.id)
        nested = _method(node)
        fitted = self._transformer(nested.owner, statement) if nested else None
        if nested and nested.name == "transform" and fitted is not None:
            before, rows, kind = self._origin(nested.argument, statement)
            return (*before, fitted), rows, kind
        return (), ast.unparse(node), None

    def _transformation(self, number: int, name: str) -> _Method | None:
        """Return the `scaler.transform(rows)` whose value a statement gives to a name."""
        statement = self.context.statements[number]
        if statement.kind != "assign" or statement.magic is not None:
            return None
        match tree_of(statement.text).body:
            case [ast.Assign(targets=[ast.Name(id=target)], value=value)] if target == name:
                found = _method(value)
            case _:
                return None
        return found if found is not None and found.name == "transform" else None

    def _transformer(self, name: str, statement: int) -> Variable | None:
        """Return what a name holds if training fitted it, and it is no table: these have a `transform` too."""
        kind = self.context.kind(statement, name)
        if kind is not None and kind.family == OBJECT and kind.library in _TABLES:
            return None
        made = kind is not None and kind.is_instance
        fitted = made or len(self.context.history(statement, name)) > 1
        return self._left(name, statement) if fitted else None

    def _left(self, name: str, statement: int) -> Variable | None:
        """Return a variable, if it is, as a statement reads it, what training leaves of this version."""
        history = self.context.history(statement, name)
        known = self.context.role(statement, name) is Role.VARIABLE
        if not history or not known or not self.trained.issuperset(history):
            return None
        return self.saved.get((name, history[-1]))
