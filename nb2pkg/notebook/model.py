"""The nouns of a notebook: small frozen values that travel between the wings.

They are named tuples, because start-up is part of the product: a frozen dataclass takes four times as long to
make, its class as well as its values.
"""

from __future__ import annotations

from nb2pkg.typed import NamedTuple


class Place(NamedTuple):
    """A span inside a cell; lines and columns are 1-based, columns count characters, the end is exclusive."""

    cell: int
    line: int
    column: int
    end_line: int
    end_column: int


class Cell(NamedTuple):
    """One cell of a notebook; `number` is its 1-based position among all cells."""

    number: int
    kind: str  # "code", "markdown", "raw", or what the file says
    source: str  # line ends are LF
    id: str | None = None
    execution_count: int | None = None
    tags: frozenset[str] = frozenset()
    has_failed: bool = False  # its stored output is an error
    has_output: bool = False


class Notebook(NamedTuple):
    """A notebook as read from disk: nothing executed, nothing changed."""

    path: str
    cells: tuple[Cell, ...]
    language: str = "python"
    kernel: str | None = None
    format: tuple[int, int] = (4, 5)
    warnings: tuple[str, ...] = ()  # oddities that did not stop the reading
    platforms: frozenset[str] = (
        frozenset()
    )  # "databricks", "fabric": where it comes from, as far as it says so
    given: frozenset[str] = frozenset()  # names that settings say are there before the first cell

    def cell(self, number: int) -> Cell:
        """Return the cell at a 1-based position."""
        return self.cells[number - 1]

    @property
    def code_cells(self) -> tuple[Cell, ...]:
        """Return the code cells in file order."""
        return tuple(cell for cell in self.cells if cell.kind == "code")


class Magic(NamedTuple):
    """A line or cell that IPython understands and Python does not."""

    line: int  # within the cell, 1-based
    end_line: int
    name: str  # "matplotlib", "time", "!" for shell, "?" for help
    argument: str
    is_cell: bool = False  # `%%name`: it governs the whole cell
    binds: tuple[str, ...] = ()  # `files = !ls`, `%%capture out`
    reads: tuple[str, ...] = ()  # `!echo {name}`
    has_python_body: bool = True  # False for `%%bash`, `%%html`, …


class Code(NamedTuple):
    """A code cell as analysable Python: as many lines as the cell has, magics made into calls."""

    text: str
    magics: tuple[Magic, ...] = ()
    removed: tuple[
        int, ...
    ] = ()  # characters taken from the start of each line; empty: none anywhere
