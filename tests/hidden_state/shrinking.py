"""The smallest notebook that goes wrong in the same way, and what is left of it: its cause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tests.hidden_state.books import Book

_WORD = re.compile(r"[A-Za-z_]\w*|\d+")


def shrunken(book: Book, goes_wrong: Callable[[Book], bool]) -> Book:
    """Drop statements and cells for as long as the notebook goes wrong without them."""
    smaller = True
    while smaller:
        smaller = False
        for less in _less(book):
            if goes_wrong(less):
                book, smaller = less, True
                break
    return book


def _less(book: Book) -> Iterator[Book]:
    """Yield the notebook without each of its cells, then without each of its statements."""
    cells = book.cells
    for index in range(len(cells)):
        yield Book(cells[:index] + cells[index + 1 :])
    for index, cell in enumerate(cells):
        for at in range(len(cell.statements)):
            statements = cell.statements[:at] + cell.statements[at + 1 :]
            if statements:
                less = cell._replace(statements=statements)
                yield Book((*cells[:index], less, *cells[index + 1 :]))


def cause(book: Book) -> str:
    """Return the forms of a shrunken notebook, in the order in which its cells were run."""
    order = [*book.recorded, *(i for i, cell in enumerate(book.cells) if cell.execution is None)]
    forms = [statement.form for index in order for statement in book.cells[index].statements]
    telling = [form for form in forms if not form.startswith(("make ", "bind", "show "))]
    return " + ".join(dict.fromkeys(telling or forms))


def text(book: Book) -> str:
    """Return a notebook as people read it."""
    return "\n".join(
        f"[{cell.execution}]\n" + "".join(f"    {line}\n" for line in cell.source.split("\n"))
        for cell in book.cells
    )
