"""`if __name__ == "__main__":` in a notebook: always true, so its body takes its place, line by line."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.rewriting.unwrap import unwrapped
from tests.support import make_notebook


def _source(cell: str) -> str:
    return unwrapped(make_notebook(cell)).cells[0].source


@pytest.mark.parametrize(
    "cell",
    [
        "x = 1",
        "name = __name__",
        'if __name__ == "other":\n    x = 1',
        "text = \"__name__ == '__main__'\"",
        'if __name__ == "__main__"\n    x =',
    ],
)
def test_what_asks_nothing_stays_as_it_is(cell):
    assert _source(cell) == cell


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ('if __name__ == "__main__":\n    a = 1\n    b = 2', "\na = 1\nb = 2"),
        ("if '__main__' == __name__: a = 1", "a = 1"),
        ('if (__name__ ==\n    "__main__"):\n\ta = 1', "\n\na = 1"),
        (
            'if __name__ == "__main__":\n    # why\n    ä = f("é",\n      2)',
            '\n# why\nä = f("é",\n  2)',
        ),
        ('if __name__ == "__main__":\n    t = """a\n    b"""', '\nt = """a\n    b"""'),
        ('if __name__ == "__main__":\n    f()', "\nf();"),
        ('if __name__ == "__main__":\n    print(1)', "\nprint(1)"),
        ('if __name__ == "__main__":\n    f()\nx = 1', "\nf()\nx = 1"),
        (
            'if __name__ == "__main__":\n    a = 1\nelse:\n    a = 2',
            "if True:\n    a = 1\nelse:\n    a = 2",
        ),
        ('é = __name__ != "__main__" or __name__ == "__main__"', "é = False or True"),
        (
            'def f():\n    if __name__ == "__main__" and a:\n        g()',
            "def f():\n    if True and a:\n        g()",
        ),
    ],
)
def test_the_body_takes_the_place_of_the_question_and_lines_stay(cell, expected):
    assert _source(cell) == expected
    assert _source(cell).count("\n") == cell.count("\n")
