"""Which predictions of the notebook can be made for rows of its data file, and what these rows pass on their way."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.knowledge.models import FITTED_ON
from nb2pkg.analysis.literals import calls_once
from nb2pkg.extraction.plan.serving.applying import applying
from nb2pkg.extraction.plan.serving.asking import Asked, asked
from nb2pkg.extraction.plan.serving.brought import Form, form_of
from nb2pkg.extraction.plan.serving.columns import ALL, Columns, columns_needed
from nb2pkg.extraction.plan.serving.targets import columns_of, with_origins
from nb2pkg.extraction.plan.serving.tracing import Passed, Way
from nb2pkg.extraction.plan.serving.values import How, NoFileError, NotRawError, value_of
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.extraction.plan.context import Context

_KINDS: Final = frozenset({"assign", "annassign", "expr"})


@dataclass(frozen=True, slots=True)
class Served:
    """A call that predicts, and the way of its rows; `reason` says why there is none from a file."""

    statement: int
    model: str  # its name in the notebook
    made: int  # the last statement that changed the model
    says: int  # how much of the prediction: less is more
    rows: str  # the expression that it is given
    passed: tuple[Passed, ...] = ()  # in the order of the notebook
    mixed: tuple[int, ...] = ()  # statements of them that learn from rows and apply that in one go
    stuck: tuple[int, ...] = ()  # those of which nobody can tell what they do to other rows
    targets: frozenset[object] = frozenset()  # columns that the model predicts
    chains: tuple[int, ...] = ()  # statements that do too much at once to be followed
    needed: Columns = ALL  # columns of the source that the rows are made of
    reason: str = ""
    told: str = ""  # why it cannot be made for raw rows, where something is stuck
    unasked: frozenset[object] = (
        frozenset()
    )  # targets, and what they are made of and nothing else is
    is_from_elsewhere: bool = False  # its model was fitted on rows of another file
    is_typed: bool = False  # its rows are from no file
    form: Form = Form.TABLE  # in which its source brings them
    rows_at: int = (
        -1
    )  # the statement whose rows these are: the call's, or the one that fits the model

    @property
    def source(self) -> Passed | None:
        """Return the statement that reads the rows."""
        return next((each for each in self.passed if each.how is How.SOURCE), None)

    @property
    def is_raw(self) -> bool:
        """Say whether rows of the file can be taken all the way."""
        return not self.reason and not self.stuck


def served(context: Context) -> tuple[Served, ...]:
    """Return for each model that the notebook predicts with the call that says most.

    One that can be made for raw rows comes before all others.
    """
    found: dict[tuple[str, int], Served] = {}
    for call in _calls(context):
        key = (call.model, call.made)
        before = found.get(key)
        if before is None or _rank(call) <= _rank(before):
            found[key] = call
    return tuple(_as_fitted(context, call) if call.is_typed else call for call in found.values())


def ways(calls: Iterable[Served]) -> dict[int, object]:
    """Return for each statement that rows pass which ways it is on, and how they pass it.

    What only chooses rows is on none, nor is what learns as well: it is not run for rows that are served.
    """
    found: defaultdict[int, set[object]] = defaultdict(set)
    for number, call in enumerate(calls):
        for each in call.passed if call.is_raw else ():
            alone = each.statement if each.how in {How.FILTERED, How.SOURCE} else None
            if each.how not in {How.CHOSEN, How.APPLIED}:
                found[each.statement].add((number, each.how, alone))
    return {statement: frozenset(on) for statement, on in found.items()}


class Tangled(NamedTuple):
    """Statements on the ways of predictions that do more than one thing to rows."""

    mixed: tuple[int, ...]  # they learn from rows and apply that
    chains: tuple[int, ...]  # they read, choose, change, in any order


def tangled(context: Context) -> Tangled:
    """Return the statements that have to be taken apart before rows can be followed."""
    calls = served(context)
    mixed = {i for each in calls if not each.reason for i in each.mixed}
    chains = {i for each in calls for i in each.chains}
    return Tangled(tuple(sorted(mixed)), tuple(sorted(chains)))


def _rank(call: Served) -> tuple[int, int]:
    return (0 if call.is_raw else 1 if not call.reason else 2, call.says)


def _calls(context: Context) -> Iterator[Served]:
    for statement in context.statements:
        magic = statement.magic
        if statement.kind not in _KINDS or (magic and not magic.is_cell):
            continue
        if not context.labels[statement.id].is_in_package:
            continue
        for node in calls_once(tree_of(statement.text)):
            found = asked(node)
            if found is None or not isinstance(found.owner, ast.Name):
                continue
            history = context.history(statement.id, found.owner.id)
            if history:
                yield _call(context, statement.id, found, found.owner.id, history)


def _call(context: Context, at: int, found: Asked, model: str, history: tuple[int, ...]) -> Served:
    targets = frozenset(_targets(context, history))
    made = Served(at, model, history[-1], found.rank, ast.unparse(found.rows), targets=targets)
    return _followed(context, replace(made, rows_at=at), found.rows)


def _as_fitted(context: Context, call: Served) -> Served:
    """Return a call whose rows are those that its model was fitted on, where its own come from no file.

    Rows that are typed by hand are like these.
    """
    for number in reversed(context.history(call.statement, call.model)):
        for node in ast.walk(tree_of(context.statements[number].text)):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr=method), args=[rows, *_]
                ) if method in FITTED_ON and not isinstance(rows, ast.Starred):
                    fitted = replace(call, reason="", rows=ast.unparse(rows), rows_at=number)
                    made = _followed(context, fitted, rows)
                    return call if made.reason else made
    return call


def _followed(context: Context, made: Served, rows: ast.expr) -> Served:
    """Return a call with what its rows have passed, or with the reason why they are from no file."""
    way = Way(context, made.targets)
    try:
        found, needed = _passed(way, rows, made.rows_at)
    except NotRawError as error:
        typed = isinstance(error, NoFileError)
        chains = tuple(sorted(way.chains))
        return replace(made, reason=error.reason, chains=chains, is_typed=typed)
    mixed = tuple(sorted({each.statement for each in found} & way.mixed))
    found = [_applied(each, context) if each.statement in mixed else each for each in found]
    stuck = tuple(e.statement for e in found if e.statement in mixed and e.how is not How.APPLIED)
    form = form_of(context, next(e for e in found if e.how is How.SOURCE), way.qualified)
    needed = needed if form is Form.TABLE else ALL  # what is read of others are no columns
    made = replace(made, passed=tuple(found), mixed=mixed, stuck=stuck, needed=needed)
    made = replace(made, reason="", form=form)
    origins = frozenset(t for t in with_origins(context, made.targets) if t not in needed)
    made = replace(
        made, is_from_elsewhere=_is_from_elsewhere(context, made), unasked=origins | made.targets
    )
    return replace(made, told=_told(context, stuck[0])) if stuck else made


def _told(context: Context, number: int) -> str:
    """Return why a statement that learns and applies in one go stands in the way."""
    statement = context.statements[number]
    first = statement.text.strip().splitlines()[0]
    place = f"cell {statement.cell}, line {statement.place.line}"
    return f"{place}: {first[:100]}: what it learns from all rows cannot be taken out of it"


def _is_from_elsewhere(context: Context, call: Served) -> bool:
    """Say whether a model was fitted on rows of another file than that of a call."""
    sources = set()
    for number in context.history(call.statement, call.model):
        for node in ast.walk(tree_of(context.statements[number].text)):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr=method), args=[rows, *_]
                ) if method in FITTED_ON and not isinstance(rows, ast.Starred):
                    way = Way(context, call.targets).way_to(rows, number)
                    sources |= {each.statement for each in way.values() if each.how is How.SOURCE}
    return bool(sources) and call.source is not None and call.source.statement not in sources


def _applied(passed: Passed, context: Context) -> Passed:
    """Return what a statement that learns and applies does to rows that come later, if that is known."""
    made = applying(context.statements[passed.statement].text)
    if made is None:
        return passed
    return replace(passed, how=How.APPLIED, applied=made[0], learner=made[1])


def _passed(way: Way, rows: ast.expr, at: int) -> tuple[list[Passed], Columns]:
    """Return what rows have passed, in the order of the notebook, and the columns of their file that they need.

    Raises NotRawError where they are from no file, or something on their way cannot be done row by row.
    """
    cell = f"cell {way.context.statements[at].cell}"
    value = value_of(way, rows, at)
    if not value.has_rows:
        raise NoFileError(f"{cell}: {ast.unparse(rows)} does not come from a file")
    if value.is_mixed or value.how is How.FILTERED:
        raise NotRawError(f"{cell}: {ast.unparse(rows)} chooses among the rows")
    found = sorted(way.way_to(rows, at).values(), key=lambda each: (each.statement, each.name))
    refused = next((each.refused for each in found if each.refused), "")
    if not any(each.how is How.SOURCE for each in found):
        raise NotRawError(refused or "no statement does nothing but read the rows")
    needed, idle = columns_needed(way.context, found, rows, at)
    found = [_idle(each, way.context) if each.refused and each in idle else each for each in found]
    if refused := next((each.refused for each in found if each.refused), ""):
        raise NotRawError(refused)
    _require_one_source(found, way.context)
    return found, needed


def _idle(passed: Passed, context: Context) -> Passed:
    """Return a statement that makes a column which nobody needs: any value does."""
    match tree_of(context.statements[passed.statement].text).body:
        case [ast.Assign(targets=[target])]:
            text = f"{ast.unparse(target)} = 0"
            return replace(passed, how=How.APPLIED, applied=text, refused="")
    return passed


def _require_one_source(found: Iterable[Passed], context: Context) -> None:
    sources = [each for each in found if each.how is How.SOURCE]
    if len(sources) > 1:
        cells = ", ".join(str(context.statements[each.statement].cell) for each in sources)
        raise NotRawError(f"the rows come from several files (cells {cells})")


def _targets(context: Context, history: tuple[int, ...]) -> Iterator[object]:
    """Yield the columns that a model was fitted to."""
    for number in history:
        for node in ast.walk(tree_of(context.statements[number].text)):
            match node:
                case ast.Call(func=ast.Attribute(attr=method), args=[_, target, *_]) if (
                    method in FITTED_ON
                ):
                    yield from columns_of(context, target, number)
