"""What a rule is."""

from __future__ import annotations

from abc import ABC, abstractmethod

from nb2pkg.lint.model import Finding, Related
from nb2pkg.notebook.model import Place
from nb2pkg.typed import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.notebook.model import Cell, Notebook

EXPECTED_TO_FAIL = "raises-exception"  # the tag of a cell that is meant to fail
ERROR, WARNING, NOTE = "error", "warning", "note"


class Example(NamedTuple):
    """The code cells of a small notebook, and their execution counts where they matter."""

    cells: tuple[str, ...]
    counts: tuple[int | None, ...] | None = None  # None: 1, 2, 3 …
    failed: tuple[int, ...] = ()  # cells whose stored output is an error


def example(*cells: str, counts: tuple[int | None, ...] | None = None) -> Example:
    """Return an example of these cells."""
    return Example(cells, counts)


class Rule(ABC):
    """One kind of finding: its docstring explains it, `check` yields the findings of a notebook."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[str] = ERROR
    is_on_by_default: ClassVar[bool] = False
    valid: ClassVar[tuple[Example, ...]]
    invalid: ClassVar[tuple[Example, ...]]

    @abstractmethod
    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield what this rule has to say about a notebook, in any order."""

    def finding(
        self,
        notebook: Notebook,
        message: str,
        place: Place | None,
        *,
        variable: str | None = None,
        related: Iterable[Related] = (),
        help: str = "",  # noqa: A002 - the word the reports use
        cause: str = "",
    ) -> Finding:
        """Return a finding of this rule; a place that reaches beyond its cell is cut to what is there.

        `cause` is what has to be mended, such as a cell; findings of one rule that name the same are shown as one.
        Without it a finding has a cause of its own.
        """
        from nb2pkg.secrets import without_secrets

        cell = None if place is None else notebook.cell(place.cell)
        if cell is not None and place is not None:
            place = _fitted(place, cell)
        return Finding(
            code=self.code,
            name=self.name,
            severity=self.severity,
            message=without_secrets(message),
            variable=variable,
            place=place,
            cell_id=None if cell is None else cell.id,
            execution_count=None if cell is None else cell.execution_count,
            related=tuple(related),
            help=help,
            cause=f"{notebook.path}: {self.code}, {cause or _own_cause(place, variable)}",
        )

    @classmethod
    def page(cls) -> str:
        """Return the rule's documentation as Markdown."""
        lines = (cls.__doc__ or "").strip().splitlines()
        body = "\n".join(line.removeprefix("    ") for line in lines)
        default = "on by default" if cls.is_on_by_default else "off by default"
        return f"# {cls.code} {cls.name}\n\n*{cls.severity.capitalize()}, {default}.* {body}\n"


def _own_cause(place: Place | None, variable: str | None) -> str:
    at = "" if place is None else f" in cell {place.cell}, line {place.line}, column {place.column}"
    return f"{variable or 'what stands'}{at}"


def cell_name(cell: Cell) -> str:
    """Return how messages call a cell: by position, and by count where it was run."""
    if cell.execution_count is None:
        return f"cell {cell.number}"
    return f"cell {cell.number} (In [{cell.execution_count}])"


def cell_names(graph: Graph, statements: Iterable[int], most: int = 3) -> str:
    """Return the cells of some statements as a phrase: `cell 3 (In [4]) and cell 5 (In [6])`."""
    numbers = dict.fromkeys(graph.program.statements[each].cell for each in statements)
    names = [cell_name(graph.program.notebook.cell(number)) for number in numbers]
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more cells"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def line_place(cell: Cell, line: int = 1, end_line: int | None = None) -> Place:
    """Return the place of one or more whole lines of a cell."""
    lines = cell.source.split("\n")
    last = min(end_line or line, len(lines))
    text = lines[line - 1] if line <= len(lines) else ""
    start = len(text) - len(text.lstrip()) + 1
    return Place(cell.number, line, start, last, max(len(lines[last - 1]), start) + 1)


def _fitted(place: Place, cell: Cell) -> Place:
    """Return the part of a place that its cell has: what was put in for a magic may be longer than the magic."""
    lines = cell.source.split("\n")
    line = min(max(place.line, 1), len(lines))
    end_line = min(max(place.end_line, line), len(lines))
    column = min(max(place.column, 1), len(lines[line - 1]) + 1)
    end_column = min(place.end_column, len(lines[end_line - 1]) + 2)
    return Place(
        place.cell, line, column, end_line, max(end_column, column + 1 if line == end_line else 1)
    )


def within(statement: Statement, start: int, length: int) -> Place:
    """Return the place of a stretch of a statement's text, which lies in one line."""
    before = statement.text[:start]
    line = statement.place.line + before.count("\n")
    column = start - (before.rfind("\n") + 1) + 1
    if line == statement.place.line:
        column += statement.place.column - 1
    return Place(statement.cell, line, column, line, column + length)


def first_code_line(cell: Cell) -> Place:
    """Return the place of the first line of a cell that is not blank."""
    lines = cell.source.split("\n")
    return line_place(cell, next((n for n, text in enumerate(lines, 1) if text.strip()), 1))
