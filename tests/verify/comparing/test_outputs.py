"""When two cells show the same."""

from __future__ import annotations

import pytest

from nb2pkg.verify.comparing.outputs import has_steady_difference, is_same_text, shown

SAME = [
    ("", ""),
    ("a  b\n", "a b"),
    ("1.0", "1.0000000001"),
    ("nan inf", "nan inf"),
    ("<f at 0x7f0123456789>", "<f at 0x7fabcdefabcd>"),
    ("\x1b[31mred\x1b[0m", "red"),
    ("/tmp/first/tree/a.csv", "/tmp/moved/tree/a.csv"),
    ("Wall time: 3 s", "Wall time: 5 s"),
    ("12 ms ± 3 µs per loop (mean of 7)", "13 ms ± 2 µs per loop (mean of 7)"),
    (" 10%|#  | 1/10 [00:01]", " 10%|#  | 1/10 [00:02]"),
    ("took 1.5 s", "took 1.7 s"),
    ("/tmp/x/first/tree", "/tmp/x/moved/tree"),
    ("<ratio 3/4>", "<ratio  3/4>"),
]
DIFFERENT = [
    ("", "a"),
    ("1", "2"),
    ("1", "1.1"),
    ("1.0", "1.00001"),
    ("1 2", "2 1"),
    ("1 2", "1"),
    ("a", "b"),
    ("a 1", "a x"),
    ("0.0", "0.001"),
    ("<class 'a.B'>", "<class 'a.C'>"),
    ("40/37", "40/36"),
    ("hits 3/4/5", "hits 3/4/6"),
    ("/tmp/first/tree/a.csv", "/tmp/moved/tree/b.csv"),
    ("2024-01-01 10:00:00", "2024-01-01 11:00:00"),
]


@pytest.mark.parametrize(("mine", "theirs"), SAME)
def test_texts_say_the_same(mine, theirs):
    assert is_same_text(mine, theirs)
    assert is_same_text(theirs, mine)


@pytest.mark.parametrize(("mine", "theirs"), DIFFERENT)
def test_texts_differ(mine, theirs):
    assert not is_same_text(mine, theirs)
    assert not is_same_text(theirs, mine)


def test_times_of_day_do_not_count_where_the_notebook_itself_tells_the_time():
    assert is_same_text("at 12:30:01", "at 12:30:02.5", at_other_times=True)
    assert not is_same_text("at 12:30:01, 5", "at 12:30:02.5, 6", at_other_times=True)


@pytest.mark.parametrize(
    ("again", "moved", "differ"),
    [
        ("at 2\nmean 1.5", "at 3\nmean 1.5", False),
        ("at 2\nmean 1.5", "at 3\nmean 1.6", True),
        ("at 2\nmean 1.6", "at 3\nmean 1.7", False),
        ("mean 1.5", "at 3\nmean 1.6", False),
    ],
)
def test_of_a_text_that_differs_from_itself_the_steady_lines_are_compared(again, moved, differ):
    assert has_steady_difference("at 1\nmean 1.5", again, moved) == differ


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def result(**data):
    return {
        "output_type": "execute_result",
        "data": {k.replace("_", "/", 1): v for k, v in data.items()},
    }


def test_nothing_is_shown_by_a_cell_that_only_warns():
    assert not shown([])
    assert not shown([stream("warning", "stderr")])


def test_prints_results_and_errors_are_read_in_order():
    outputs = [
        stream(["a\n", "b\n"]),
        result(text_plain="1", text_html="<b>1</b>"),
        {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []},
    ]

    assert shown(outputs).text == "a\nb\n1\nValueError: no\n"


def test_a_picture_speaks_for_itself():
    read = shown([result(image_png="iVBOR\n", text_plain="<Figure size 640x480>")])

    assert read.pictures == ("iVBOR",)
    assert not read.text


def test_a_rich_form_counts_where_there_is_no_plain_text():
    assert shown([result(text_html="<b>1</b>")]).text == "<b>1</b>\n"
    assert shown([{"output_type": "display_data", "data": {"application/json": {"a": 1}}}]).text
