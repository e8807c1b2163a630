"""Cells in an order that a fresh run survives and that gives what the record shows, with the fewest moves."""

from __future__ import annotations

from nb2pkg.lint.check import findings_of, with_builtins
from nb2pkg.lint.fix.attempts import Attempt, Task, attempt
from nb2pkg.lint.fix.faults import faults_of
from nb2pkg.lint.fix.model import Left, Mending, Move
from nb2pkg.lint.fix.texts import texts_of
from nb2pkg.lint.fix.view import in_file_order, in_order_of_record
from nb2pkg.lint.rule import NOTE
from nb2pkg.lint.rules.unsupported_language import UnsupportedLanguage, is_python
from nb2pkg.notebook.reorder import reordered
from nb2pkg.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.config import Config
    from nb2pkg.lint.fix.faults import Fault
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook

__all__ = ["Left", "Mending", "Move", "mend"]

_HIDDEN_STATE: Final = "NB1"
_INPUT: Final = "NB9"  # no order mends it, and `check` fails all the same
_ANOTHER_LANGUAGE: Final = "only notebooks in Python are mended"
_MOST_ROUNDS: Final = 5  # one round may uncover what the next one can mend


def mend(notebook: Notebook, config: Config, *, unsafe: bool = False) -> Mending:
    """Return a notebook in a better order, what that mends, and what is left; `unsafe` lets guesses count.

    Nothing is done that would bring a finding that was not there.
    """
    notebook = with_builtins(notebook, config)
    order = tuple(cell.number for cell in notebook.cells)
    if not is_python(notebook):
        about = Left(UnsupportedLanguage.about(notebook), _ANOTHER_LANGUAGE)
        return Mending(notebook, notebook, order, left=(about,), findings=(about.finding,))
    now, moved = notebook, set[int]()
    done = first = _round(notebook, config, unsafe=unsafe)
    for _ in range(_MOST_ROUNDS):
        if not done.moved:
            break
        moved |= {order[number - 1] for number in done.moved}
        order = tuple(order[number - 1] for number in done.order)
        now = reordered(now, done.order)
        done = _round(now, config, unsafe=unsafe)
    found = first.before
    left = tuple(_with_before(each, found, order) for each in done.left)
    return Mending(
        before=notebook,
        after=now,
        order=order,
        moves=tuple(_moves(notebook, order, moved)),
        mended=tuple(_gone(found, left, order)),
        left=left,
        findings=tuple(found),
    )


class _Done:
    """What one round came to."""

    def __init__(
        self, before: Sequence[Finding], left: Sequence[Left], tried: Attempt | None
    ) -> None:
        self.before, self.left = before, left
        self.moved = tried.moved if tried else frozenset[int]()
        self.order = tried.order if tried else ()


def _round(notebook: Notebook, config: Config, *, unsafe: bool) -> _Done:
    file = in_file_order(notebook)
    found = [f for f in findings_of(file.graph, config) if _counts(f)]
    if not found:
        return _Done((), (), None)
    record = in_order_of_record(notebook)
    faults = faults_of(found, file, record)
    task = Task(notebook, config, file, record, unsafe)
    wanted = task.wanted(faults)
    tried = attempt(task, wanted) if wanted else None
    return _Done(found, [_left(fault, wanted, tried) for fault in faults], tried)


def _counts(finding: Finding) -> bool:
    """Tell whether a finding belongs to what has to be mended, here or by hand."""
    about_input = finding.code.startswith(_INPUT) and finding.severity != NOTE
    return finding.code.startswith(_HIDDEN_STATE) or about_input


def _left(fault: Fault, wanted: Sequence[Fault], tried: Attempt | None) -> Left:
    """Say why a finding stays where nothing is moved for it."""
    if fault.why:
        return Left(fault.finding, fault.why)
    if fault in wanted:
        reason = tried.refused.get(fault.finding, "") if tried else ""
        return Left(
            fault.finding, reason or "no order of the cells mends it without harm to others"
        )
    return Left(
        fault.finding, f"{fault.guess}: --unsafe-fixes moves it all the same", is_guess=True
    )


def _with_before(left: Left, found: Sequence[Finding], order: Sequence[int]) -> Left:
    """Add how the finding reads where the file keeps its old order."""
    finding = left.finding
    if finding.place is None:
        return left._replace(before=finding)
    place = finding.place._replace(cell=order[finding.place.cell - 1])
    known = (finding.code, finding.variable, place)
    same = (each for each in found if (each.code, each.variable, each.place) == known)
    return left._replace(before=next(same, finding._replace(place=place)))


def _gone(found: Sequence[Finding], left: Sequence[Left], order: Sequence[int]) -> list[Finding]:
    """Return the findings that are no longer there."""
    there = {
        (order[each.finding.place.cell - 1], each.finding.code, each.finding.variable)
        for each in left
        if each.finding.place is not None
    }
    return [f for f in found if f.place is None or (f.place.cell, f.code, f.variable) not in there]


def _moves(notebook: Notebook, order: Sequence[int], moved: set[int]) -> list[Move]:
    """Return the moves in the order of the places they lead to."""
    texts = texts_of(notebook)
    found = []
    for place, cell in enumerate(order, 1):
        if cell in moved:
            below = order[place:]
            above = next((n for n in below if notebook.cell(n).kind == "code"), None)
            found.append(Move(cell, place, texts.get(cell, ()), above))
    return found
