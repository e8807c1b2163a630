"""The cells of a notebook in another order, and no byte changed beside that."""

from __future__ import annotations

from nb2pkg.notebook.walk import cell_offsets, skip, value
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.notebook.model import Notebook

_MARK = b"\xef\xbb\xbf"  # of byte order: what the file begins with, not what it says


def reordered_bytes(data: bytes, order: Sequence[int]) -> bytes:
    """Return the bytes of a notebook that can be read with its cells in an order of their 1-based positions.

    What is written of a cell moves as it stands; blanks, commas and all that is around the cells stay.
    """
    mark = _MARK if data.startswith(_MARK) else b""
    text = data[len(mark) :].decode("utf-8")
    starts = [start for start, _ in cell_offsets(text, skip(text, 0))]
    if sorted(order) != list(range(1, len(starts) + 1)):
        raise ValueError(f"{list(order)} is no order of {len(starts)} cells")
    spans = [(start, value(text, start)[1]) for start in starts]
    pieces, done = [], 0
    for (start, end), number in zip(spans, order, strict=True):
        taken = slice(*spans[number - 1])
        pieces += [text[done:start], text[taken]]
        done = end
    return mark + "".join([*pieces, text[done:]]).encode("utf-8")


def reordered(notebook: Notebook, order: Sequence[int]) -> Notebook:
    """Return a notebook with its cells in an order of their positions, numbered anew."""
    cells = (notebook.cell(old)._replace(number=new) for new, old in enumerate(order, 1))
    return notebook._replace(cells=tuple(cells))
