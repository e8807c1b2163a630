"""Which predictions of the notebook can be made for rows of its data file, and what these rows pass on their way."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import dataclass, replace
from keyword import iskeyword
from typing import TYPE_CHECKING, Final, NamedTuple

from nb2pkg.analysis.knowledge.models import FITTED_ON
from nb2pkg.analysis.literals import calls_once
from nb2pkg.extraction.plan.serving.applying import applying
from nb2pkg.extraction.plan.serving.asking import Asked, asked
from nb2pkg.extraction.plan.serving.brought import Form, form_of
from nb2pkg.extraction.plan.serving.columns import ALL, Columns, columns_needed
from nb2pkg.extraction.plan.serving.parts import reasons_of_parts
from nb2pkg.extraction.plan.serving.passed import Passed, told_of
from nb2pkg.extraction.plan.serving.targets import columns_of, with_origins
from nb2pkg.extraction.plan.serving.tracing import Way
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
    grade = 0 if call.is_raw else 1 if not call.reason else 3 if call.is_typed else 2
    return (grade, call.says)


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
    followed = _followed(context, replace(made, rows_at=at), found.rows)
    if followed.reason:
        return followed
    reason = next(reasons_of_parts(Way(context, targets), history), "")
    return replace(followed, reason=reason)


def _as_fitted(context: Context, call: Served) -> Served:
    """Return a call whose rows are those that its model was fitted on, where its own come from no file.

    Rows that are typed by hand are like these.
    """
    for number, rows in _fitted_on(context, context.history(call.statement, call.model)):
        fitted = replace(call, reason="", rows=ast.unparse(rows), rows_at=number, is_typed=False)
        made = _followed(context, fitted, rows)
        return call if made.reason else made
    return call


def _followed(context: Context, made: Served, rows: ast.expr) -> Served:
    """Return a call with what its rows have passed, or with the reason why they are from no file.

    Where several files are on the way, the rows are those of one of them, and the others are what training has kept.
    """
    whole = Way(context, made.targets)
    found = _tried(whole, made, rows)
    sources = whole.sources(rows, made.rows_at)
    ways = [_way_from(source, whole, made) for source in sources]
    tried = [_tried(way, made, rows) for way in ways]
    return min((each for each in tried if not each.is_typed), key=_hope, default=found)


def _hope(call: Served) -> int:
    return 0 if call.is_raw else 1 if not call.reason or call.chains else 2


def _way_from(source: tuple[int, str], whole: Way, made: Served) -> Way:
    """Return the way of the rows of one file, to a model that was fitted on rows of the same, or of another."""
    way = Way(whole.context, made.targets, source, whole)
    fitted = list(_fitted_on(whole.context, whole.context.history(made.statement, made.model)))
    own = any(way.is_about(rows, number) for number, rows in fitted)
    if own or not any(whole.is_about(rows, number) for number, rows in fitted):
        return way
    return Way(whole.context, made.targets, source, whole, is_only_predicted=True)


def _tried(way: Way, made: Served, rows: ast.expr) -> Served:
    """Return a call with what its rows have passed on one way."""
    context = way.context
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
    origins = frozenset(t for t in with_origins(context, made.targets) if t not in needed)
    made = replace(
        made,
        passed=tuple(_with_targets(found, way)),
        mixed=mixed,
        stuck=stuck,
        reason="",
        needed=needed,
        form=form,
        unasked=origins | made.targets,
        is_from_elsewhere=way.is_only_predicted,
    )
    return replace(made, told=_told(context, stuck[0])) if stuck else made


def _with_targets(found: list[Passed], way: Way) -> Iterator[Passed]:
    """Yield what rows have passed; below rows of another file they get the target as a column, to be dropped later."""
    texts = {each: way.context.statements[each.statement].text for each in found}
    done = {How.ROWS, How.FILTERED}
    for each in found:
        later = [texts[e] for e in found if e.statement > each.statement and e.how in done]
        missing = [
            target
            for target in sorted(map(str, way.targets))
            if any(_mentions(text, target) for text in later)
        ]
        if each.part is None or not way.is_only_predicted or not missing:
            yield each
            continue
        yield replace(each, applied=f"{each.applied}.assign({_keywords(missing)})")


def _keywords(columns: list[str]) -> str:
    if all(name.isidentifier() and not iskeyword(name) for name in columns):
        return ", ".join(f"{name}=None" for name in columns)
    return f"**{dict.fromkeys(columns)!r}"


def _mentions(text: str, column: str) -> bool:
    nodes = ast.walk(tree_of(text))
    return any(isinstance(node, ast.Constant) and node.value == column for node in nodes)


def _told(context: Context, number: int) -> str:
    """Return why a statement that learns and applies in one go stands in the way."""
    return f"{told_of(context.statements[number])}: what it learns from all rows cannot be taken out of it"


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


def _fitted_on(context: Context, history: tuple[int, ...]) -> Iterator[tuple[int, ast.expr]]:
    """Yield the rows that a model was fitted on, and the statement that fits it."""
    for number in reversed(history):
        for node in ast.walk(tree_of(context.statements[number].text)):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr=method), args=[rows, *_]
                ) if method in FITTED_ON and not isinstance(rows, ast.Starred):
                    yield number, rows
