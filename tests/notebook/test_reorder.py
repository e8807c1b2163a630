"""Cells in another order, and no other byte of the file changed, however the file is laid out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.notebook.read import parse
from nb2pkg.notebook.reorder import reordered, reordered_bytes

BLANKS = st.text(alphabet=" \t\r\n", max_size=3)
TEXTS = st.text(max_size=6) | st.sampled_from(["[", "}", '"', "\\", "cells", "é\u2028", "\ud83d"])


def laid_out(value, blanks):
    """Return JSON with blanks of any kind between all tokens."""
    if isinstance(value, dict):
        members = (
            f"{next(blanks)}{json.dumps(k)}{next(blanks)}:{next(blanks)}{laid_out(v, blanks)}"
            for k, v in value.items()
        )
        return "{" + ",".join(members) + next(blanks) + "}"
    if isinstance(value, list):
        found = (f"{next(blanks)}{laid_out(v, blanks)}{next(blanks)}" for v in value)
        return "[" + ",".join(found) + next(blanks) + "]"
    return json.dumps(value, ensure_ascii=len(str(value)) % 2 == 0)


def cell(source, extra):
    return {"cell_type": "code", "x": extra, "metadata": {"cells": [{}]}, "source": source}


@st.composite
def files(draw):
    cells = [
        cell(draw(TEXTS), draw(st.sampled_from([None, [1, {"cells": []}], float("nan"), "],"])))
        for _ in range(draw(st.integers(0, 5)))
    ]
    book = {"metadata": {"cells": [1]}, "cells": cells, "nbformat": 4, "nbformat_minor": 5}
    keys = draw(st.permutations(list(book)))
    pool = draw(st.lists(BLANKS, min_size=1, max_size=8))
    cycle = (pool[n % len(pool)] for n in range(10**9))
    text = next(cycle) + laid_out({key: book[key] for key in keys}, cycle) + next(cycle)
    mark = b"\xef\xbb\xbf" if draw(st.booleans()) else b""
    return mark + text.encode("utf-8", "replace"), cells


@given(files(), st.randoms())
def test_cells_move_as_they_stand_and_what_is_around_them_stays(file, chance):
    data, cells = file
    order = list(range(1, len(cells) + 1))
    chance.shuffle(order)

    made = reordered_bytes(data, order)

    before, after = parse(data, "n.ipynb"), parse(made, "n.ipynb")
    assert [c.source for c in after.cells] == [before.cell(n).source for n in order]
    assert after.cells == reordered(before, order).cells
    assert sorted(made) == sorted(data)
    back = [order.index(number) + 1 for number in range(1, len(cells) + 1)]
    assert reordered_bytes(made, back) == data


@given(files())
def test_the_same_order_is_the_same_file(file):
    data, cells = file

    assert reordered_bytes(data, list(range(1, len(cells) + 1))) == data


def test_only_the_cells_swap_between_separators_that_stay():
    data = b'{"nbformat":4,"cells":[ {"a" :1}\r\n\t, {"b":\r\n2},{"c":NaN} ],"metadata":{}}\r\n'

    made = reordered_bytes(data, [3, 1, 2])

    assert made == (
        b'{"nbformat":4,"cells":[ {"c":NaN}\r\n\t, {"a" :1},{"b":\r\n2} ],"metadata":{}}\r\n'
    )


def test_cells_of_format_3_move_between_worksheets():
    data = b'{"worksheets":[{"cells":[{"a":1},{"b":2}]},{"cells":[{"c":3}]}],"nbformat":3}'

    made = reordered_bytes(data, [3, 2, 1])

    assert made == b'{"worksheets":[{"cells":[{"c":3},{"b":2}]},{"cells":[{"a":1}]}],"nbformat":3}'


def test_an_order_that_loses_a_cell_is_refused():
    with pytest.raises(ValueError, match="no order of 2 cells"):
        reordered_bytes(b'{"cells":[{},{}]}', [1, 1])
