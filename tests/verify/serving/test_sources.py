"""Raw rows are sent as their file has them: its own fields, in its own dialect."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from nb2pkg.verify.inside.serving import sampling
from nb2pkg.verify.inside.serving.sources import Frame, delimited


def cut(folder, text, rows, columns, **options):
    encoding = options.get("encoding", "utf-8")
    (folder / "a.csv").write_bytes(text.encode(encoding))
    source = delimited(str(folder / "a.csv"), options)
    assert source is not None
    path = source.write(str(folder / "part"), rows, columns)
    return Path(path).read_bytes().decode(encoding)


def test_fields_stay_as_they_are(tmp_path):
    text = 'code,name,age\n007,"Doe, J",\n008,Roe,40\n'

    assert cut(tmp_path, text, [1, 0], ["age", "code"]) == "age,code\n40,008\n,007\n"
    assert cut(tmp_path, text, [0], ["name"]) == 'name\n"Doe, J"\n'


def test_separator_quotes_and_encoding_are_those_of_the_file(tmp_path):
    text = "größe;name\n1,5;'a;b'\n"

    part = cut(
        tmp_path,
        text,
        [0],
        ["name", "größe"],
        sep=";",
        quotechar="'",
        encoding="latin-1",
    )

    assert part == "name;größe\n'a;b';1,5\n"


def test_a_file_without_names_gets_those_of_the_reader(tmp_path):
    assert cut(tmp_path, "1;2\n3;4\n", [1], ["b"], sep=";", names=["a", "b"]) == "b\n4\n"
    assert cut(tmp_path, "1;2\n3;4\n", [0], ["1", "0"], sep=";", header=None) == "1,0\n2,1\n"


def test_columns_without_a_name_or_with_one_twice_have_those_of_pandas(tmp_path):
    (tmp_path / "a.csv").write_text(",a,a\n0,1,2\n")

    source = delimited(str(tmp_path / "a.csv"), {})

    assert source is not None
    assert source.names == list(pd.read_csv(tmp_path / "a.csv").columns)


@pytest.mark.parametrize(
    "options", [{"skiprows": 1}, {"sep": r"\s+"}, {"comment": "#"}, {"header": [0, 1]}]
)
def test_lines_that_are_not_simply_rows_are_not_cut(tmp_path, options):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")

    assert delimited(str(tmp_path / "a.csv"), options) is None


def test_a_frame_is_sent_with_all_digits_and_a_fresh_index(tmp_path, monkeypatch):
    frame = pd.DataFrame({"a": [0.1 + 0.2, None], "b": ["x", None]}, index=[5, 9])
    monkeypatch.setattr(pd.DataFrame, "to_parquet", None)

    path = Frame(frame).write(str(tmp_path / "part"), [1, 0], ["b", "a"])

    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    assert rows == [{"b": None, "a": None}, {"b": "x", "a": 0.30000000000000004}]


def test_all_rows_of_the_notebook_are_sent_alone_and_some_that_show_more():
    frame = Frame(pd.DataFrame({"a": range(20), "b": ["x"] * 19 + ["y"]}))

    rows = sampling.alone(frame, ["b"], [3, 4], list(range(20)))

    assert rows == [3, 4, 19]


def test_of_many_rows_a_sample_shows_what_is_missing_every_category_and_the_extremes():
    count = 2000
    frame = Frame(
        pd.DataFrame(
            {
                "a": [None if n == 777 else (n * 7919) % count for n in range(count)],
                "b": ["rare" if n == 1234 else "abc"[n % 3] for n in range(count)],
            }
        )
    )

    rows = sampling.alone(frame, ["a", "b"], list(range(count)), [])

    assert len(rows) == len(set(rows)) == sampling.MOST_ALONE
    assert {777, 1234} <= set(rows)
    numbers = [frame.frame["a"][row] for row in rows]
    assert {0.0, count - 1.0} <= set(numbers)


def test_halves_and_shuffled_rows_are_all_that_can_be_predicted():
    sets = sampling.together([5, 3], [1, 2, 3, 4, 5])

    assert sets["all at once"] == [5, 3]
    assert (
        sorted(sets["one half"] + sets["the other half"])
        == sorted(sets["shuffled"])
        == [1, 2, 3, 4, 5]
    )


def test_columns_are_never_sent_in_the_order_of_the_file():
    orders = [sampling.ordered(["a", "b", "c"], number) for number in range(6)]

    assert ["a", "b", "c"] not in orders
    assert len({tuple(order) for order in orders}) == 3
