"""Random notebooks: a seed gives the same one each time.

Statements are put together in the order in which the cells are run, so that the recorded run goes through; then the
cells are laid out in another order.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from tests.hidden_state import data, functions, objects, plain
from tests.hidden_state.forms import FIRST, NAMES, SHOW, Form

_BLANK = re.compile(r"<([+-]?)([A-Za-z]+|#)(\d?)>")
_PALETTE = 12  # forms in a notebook: few, so that they meet
_USUAL = (*plain.BINDING[:4], *plain.CHANGES[:3])
_FUNCTIONS = frozenset({"act", "keep", "make", "go"})  # these never call themselves
_FAMILIES: dict[str, tuple[tuple[Form, ...], ...]] = {
    "python": (
        plain.BINDING,
        plain.CHANGES,
        plain.ROWS,
        plain.BOXES,
        (*plain.PAIRS, *plain.SETS, *plain.TABLES),
        (*objects.CLASSES, *objects.INHERITING, *objects.THINGS),
        (*functions.ACTS, *functions.KEEPS, *functions.CALLS),
        (*functions.GOES, *functions.LAZY),
        (*functions.FLOW, *functions.WORLD),
    ),
    "data": (plain.BINDING, plain.ROWS, data.ARRAYS, data.FRAMES, data.FRAMES),
}
FORMS = {
    flavour: tuple(dict.fromkeys(form for family in families for form in family))
    for flavour, families in _FAMILIES.items()
}
_CHOICES = {
    "act": functions.ACTS[:1],
    "keep": functions.KEEPS[:-1],
    "go": functions.GOES[:2],
    "Thing": objects.CLASSES,
}


class Statement(NamedTuple):
    """A few lines that belong together, and the form that they are of."""

    form: str
    text: str


class Cell(NamedTuple):
    """A code cell with its execution count."""

    execution: int | None
    statements: tuple[Statement, ...]

    @property
    def source(self) -> str:
        """Return the code."""
        return "\n".join(statement.text for statement in self.statements)


class Book(NamedTuple):
    """A notebook, from top to bottom."""

    cells: tuple[Cell, ...]

    @property
    def sources(self) -> list[str]:
        """Return the code of each cell."""
        return [cell.source for cell in self.cells]

    @property
    def counts(self) -> list[int | None]:
        """Return the execution count of each cell."""
        return [cell.execution for cell in self.cells]

    @property
    def recorded(self) -> list[int]:
        """Return the indices of the cells that were run, in the order of their counts."""
        counts = {index: cell.execution for index, cell in enumerate(self.cells) if cell.execution}
        return sorted(counts, key=lambda index: counts[index] or 0)


def draw(seed: int, flavour: str = "python") -> Book:
    """Return the notebook of a seed; with the flavour "data" it needs pandas and scikit-learn."""
    chance = random.Random(f"{flavour} {seed}")
    writer = _Writer(chance, flavour)
    cells = [writer.cell() for _ in range(chance.randint(2, 5))]
    cells.insert(0, writer.first)
    cells += [writer.last() for _ in range(chance.randint(1, 3))]
    return Book(_laid_out(chance, cells))


def _laid_out(chance: random.Random, cells: list[tuple[Statement, ...]]) -> tuple[Cell, ...]:
    """Put cells, which come in the order of the run, elsewhere; a few of them have never been run."""
    count, made = 0, []
    for statements in cells:
        count += 1 if chance.random() < 0.9 else 2  # a cell that has been run again leaves a gap
        made.append(Cell(count, statements))
    if chance.random() < 0.1:
        index = chance.randrange(1, len(made))
        made[index] = made[index]._replace(execution=None)
    start = 1 if chance.random() < 0.85 else 0
    if chance.random() < 0.6:
        moved = made.pop(chance.randrange(start, len(made)))
        made.insert(chance.randint(start, len(made)), moved)
    else:
        rest = made[start:]
        chance.shuffle(rest)
        made[start:] = rest
    return tuple(made)


class _Writer:
    """Writes the statements of one notebook, cell after cell."""

    def __init__(self, chance: random.Random, flavour: str) -> None:
        self.chance = chance
        self.number = 10
        self.there: dict[str, list[str]] = {}
        families = _FAMILIES[flavour]
        chosen = [chance.choice(chance.choice(families)) for _ in range(_PALETTE)]
        self.palette = [*chosen, *chance.sample(_USUAL, 2)]
        self.shows = [*SHOW, *(data.SHOW * 3 if flavour == "data" else ())]
        self.statements: list[Statement] = []
        self.shown: set[str] = set()
        for sort in ("xs", "xs", "n"):
            self.write(FIRST[sort])
        self.first = self._finished()

    def cell(self) -> tuple[Statement, ...]:
        """Return the statements of a cell that may do anything."""
        for _ in range(self.chance.choice((1, 1, 2, 2, 3))):
            self.write(self.chance.choice(self.palette))
        if self.chance.random() < 0.5:
            self.write(self._show())
        return self._finished()

    def last(self) -> tuple[Statement, ...]:
        """Return the statements of a cell that shows a few values."""
        for _ in range(self.chance.randint(1, 2)):
            self.write(self._show())
        return self._finished()

    def _finished(self) -> tuple[Statement, ...]:
        made, self.statements = tuple(self.statements), []
        return made

    def _show(self) -> Form:
        """Return a form that shows something which is there."""
        fitting = [
            form
            for form in self.shows
            if all(self.there.get(sort) for _, sort, _ in _BLANK.findall(form.text) if sort != "#")
        ]
        # where everything has been deleted, nothing is there: `write` makes what is missing
        fresh = [form for form in fitting if form.name not in self.shown] or fitting or self.shows
        form: Form = self.chance.choice(fresh)
        self.shown.add(form.name)
        return form

    def write(self, form: Form) -> None:
        """Write a statement of a form, and before it those that make what it needs."""
        for sign, sort, _ in dict.fromkeys(_BLANK.findall(form.text)):
            if sign != "+" and sort != "#" and not self.there.get(sort):
                self._make(sort)
        if "Pipe(" in form.text and "pipe" not in self.there and form is not FIRST["pipe"]:
            self._make("pipe")
        filled: dict[str, str] = {}
        bound: list[tuple[str, str]] = []
        text = _BLANK.sub(lambda found: self._fill(found, filled, bound), form.text)
        for sort, name in bound:
            if name not in self.there.setdefault(sort, []):
                self.there[sort].append(name)
        self.statements.append(Statement(form.name, text))

    def _make(self, sort: str) -> None:
        self.write(self.chance.choice(_CHOICES[sort]) if sort in _CHOICES else FIRST[sort])

    def _fill(
        self, found: re.Match[str], filled: dict[str, str], bound: list[tuple[str, str]]
    ) -> str:
        sign, sort, which = found.groups()
        key = f"{sign}{sort}{which}"
        if sort == "#":
            if key not in filled:
                self.number += 1
                filled[key] = str(self.number)
            return filled[key]
        if sign == "+":
            if key not in filled:
                taken = [name for other, name in bound if other == sort]
                names = [name for name in NAMES[sort] if name not in taken]
                filled[key] = self.chance.choice(names)
                bound.append((sort, filled[key]))
            return filled[key]
        if key not in filled:
            there = self.there[sort]
            apart = which == "2" or sort in _FUNCTIONS
            taken = [name for other, name in filled.items() if other[0] != "+" or apart]
            filled[key] = self.chance.choice([x for x in there if x not in taken] or there)
        if sign == "-":
            self.there[sort].remove(filled[key])
        return filled[key]
