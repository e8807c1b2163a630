"""The machinery that serves rows, as the module that it is: one answer for each row, in order, whatever is wrong."""

from __future__ import annotations

import json
import sys
import types
from io import BytesIO, StringIO

import numpy as np
import pandas as pd
import pytest

from nb2pkg.extraction.generate.ops import serving
from nb2pkg.extraction.generate.ops.errors import CannotBeDoneError
from nb2pkg.extraction.generate.ops.serving import tables
from nb2pkg.extraction.generate.ops.serving.bisecting import ALIKE
from nb2pkg.extraction.generate.ops.serving.selecting import watching

TRAINING = "age,city,zip,target\n20,Rom,01001,1\n30,Ulm,01002,0\n41,Rom,01003,1\n"
WHERE = "cell 3: df = df[df['age'] < 60]"
NOT = "not predicted: the notebook drops such rows"


class Served:
    """A predictor of which `prepare` and function are given, and a folder for files."""

    def __init__(self, folder, training=TRAINING, prepare=None, function=None, **more):
        self.folder = folder
        options = more.pop("options", {})
        reader = getattr(pd, more.get("reader", "read_csv"))
        self.source = more.pop("source_frame", None)
        if self.source is None:
            self.source = reader(StringIO(training), **options)
        needs = more.pop("needs", {})
        self.trained = {"model": object(), "rows of df": serving.seen(self.source), **needs}
        more.setdefault("target", ("target",))
        more.setdefault("is_proven", True)
        self.predictor = serving.Predictor(
            function or (lambda rows, model: rows["age"] * 2),
            ("model",),
            (),
            "`X` (cell 4)",
            prepare=prepare or (lambda df: df),
            needs=tuple(needs),
            source="rows of df",
            file=more.pop("file", "people.csv"),
            options=options,
            **more,
        )

    def __call__(self, content, name="rows.csv", **options):
        file = self.folder / name
        if isinstance(content, bytes):
            file.write_bytes(content)
        elif content is not None:
            file.write_text(content, encoding="utf-8")
        return serving.predict(file, self.predictor, self.trained, None, **options)


def predictions(table):
    """Return the predictions, None where there is none."""
    return [tables.plain(value) for value in table["prediction"]]


def young(df):
    """Select rows, as a step does."""
    return df[df["age"] < 60]


def selecting(df):
    return serving.selected(young, df, where=WHERE)


# ---------------------------------------------------------------- rows


def test_each_row_gets_its_answer_in_order(tmp_path):
    table = Served(tmp_path)("age,city,zip\n5,Rom,1\n7,Ulm,2\n6,Rom,3\n")

    assert predictions(table) == [10, 14, 12]
    assert list(table["note"]) == ["", "", ""]
    assert list(table.columns) == ["prediction", "note"]


def test_a_row_that_a_filter_drops_keeps_its_place_with_a_note(tmp_path):
    served = Served(tmp_path, prepare=selecting)
    table = served("age,city,zip\n5,Rom,1\n70,Ulm,2\n6,Rom,3\n90,Rom,3\n")

    assert predictions(table) == [10, None, 12, None]
    assert list(table["note"]) == ["", f"{NOT} ({WHERE})", "", f"{NOT} ({WHERE})"]
    assert serving.has_notes(table)


def test_whole_numbers_stay_so_beside_rows_without_a_prediction(tmp_path, capsys):
    serving.write(Served(tmp_path, prepare=selecting)("age,city,zip\n5,R,1\n70,U,2\n"), None)

    assert capsys.readouterr().out == f"prediction,note\n10,\n,{NOT} ({WHERE})\n"


def test_outside_predict_answers_rows_that_a_filter_drops_and_keeps_the_note(tmp_path):
    served = Served(tmp_path, prepare=selecting)
    table = served("age,city,zip\n5,Rom,1\n70,Ulm,2\n", outside=True)

    assert predictions(table) == [10, 140]
    assert list(table["note"]) == ["", f"the notebook drops such rows ({WHERE})"]


def test_missing_values_are_dropped_even_when_filters_are_not(tmp_path):
    def prepare(df):
        return serving.selected(lambda df: df.dropna(), df, where="cell 2", is_filter=False)

    table = Served(tmp_path, prepare=prepare)("age,city,zip\n5,,1\n70,Ulm,2\n", outside=True)

    assert predictions(table) == [None, 140]
    assert table["note"][0] == f"{NOT} (cell 2)"


def test_a_target_is_neither_needed_nor_a_reason_to_drop_a_row(tmp_path):
    def prepare(df):
        assert list(df.columns) == ["age", "city", "zip", "target"]
        assert df["target"].dtype == np.int64
        return serving.selected(lambda df: df.dropna(), df, is_filter=False)

    served = Served(tmp_path, prepare=prepare)

    assert predictions(served("age,city,zip,target\n5,R,1,\n7,U,2,1\n")) == [10, 14]
    assert predictions(served("zip,age,city\n1,5,R\n")) == [10]


@pytest.mark.filterwarnings("ignore:The inplace keyword")
@pytest.mark.parametrize("is_inplace", [True, False])
def test_rows_are_found_when_their_labels_are_set_anew(tmp_path, is_inplace):
    def step(df):
        if is_inplace:
            df.drop(df[df["age"] >= 60].index, inplace=True)  # noqa: PD002
            df.reset_index(drop=True, inplace=True)  # noqa: PD002
            return df
        return df[df["age"] < 60].reset_index(drop=True)

    served = Served(tmp_path, prepare=lambda df: serving.selected(step, df, where="w"))
    table = served("age,city,zip\n" + "".join(f"{a},R,1\n" for a in (70, 1, 80, 2, 3, 90)))

    assert predictions(table) == [None, 2, None, 4, 6, None]
    assert [bool(note) for note in table["note"]] == [True, False, True, False, False, True]


def test_two_filters_one_after_the_other(tmp_path):
    def prepare(df):
        df = serving.selected(lambda d: d[d["age"] > 1].reset_index(drop=True), df, where="a")
        df = df.reset_index(drop=True)
        return serving.selected(lambda d: d[d["age"] < 9], df, where="b")

    table = Served(tmp_path, prepare=prepare)(
        "age,city,zip\n" + "".join(f"{a},R,1\n" for a in (1, 2, 9, 3))
    )

    assert predictions(table) == [None, 4, None, 6]
    assert list(table["note"]) == [f"{NOT} (a)", "", f"{NOT} (b)", ""]


def test_a_filter_of_an_array_is_followed_as_well(tmp_path):
    def prepare(df):
        return serving.selected(lambda a: a[a[:, 0] < 60], df[["age"]].to_numpy(), where="w")

    served = Served(tmp_path, prepare=prepare, function=lambda rows, model: rows[:, 0] + 1)
    table = served("age,city,zip\n1,R,1\n70,R,1\n2,R,1\n")

    assert predictions(table) == [2, None, 3]


def test_when_all_rows_are_dropped_nothing_is_asked_of_the_model(tmp_path):
    def function(rows, model):
        raise AssertionError

    table = Served(tmp_path, prepare=selecting, function=function)("age,city,zip\n70,R,1\n71,R,1\n")

    assert predictions(table) == [None, None]
    assert list(table["note"]) == [f"{NOT} ({WHERE})"] * 2


def test_rows_that_get_lost_without_a_word_are_told_of(tmp_path):
    table = Served(tmp_path, prepare=young)("age,city,zip\n1,R,1\n70,R,1\n2,R,1\n")

    assert predictions(table) == [2, None, 4]
    assert table["note"][1] == "not predicted: the notebook drops this row on the way"


def test_rows_lost_without_a_word_and_numbered_anew_are_told_apart_alone(tmp_path):
    def prepare(df):
        return df[df["age"] < 60].reset_index(drop=True)

    table = Served(tmp_path, prepare=prepare)("age,city,zip\n70,R,1\n1,R,1\n2,R,1\n")

    assert predictions(table) == [None, 2, 4]


def test_a_step_that_changes_its_frame_in_place_does_no_harm(tmp_path):
    def prepare(df, names):
        df["age"] += 1
        names.append("more")
        if (df["city"] == "Bad").any():
            raise KeyError("Bad")
        assert len(names) == 2
        return df

    served = Served(tmp_path, prepare=prepare, needs={"names": ["age"]})
    table = served("age,city,zip\n1,R,1\n2,Bad,1\n3,R,1\n")

    assert predictions(table) == [4, None, 8]
    assert served.trained["names"] == ["age"]


def test_predictions_are_matched_by_label_when_the_notebook_sorts_them(tmp_path):
    def function(rows, model):
        return rows["age"].sort_values(ascending=False)

    table = Served(tmp_path, prepare=selecting, function=function)(
        "age,city,zip\n5,R,1\n70,R,1\n7,R,1\n6,R,1\n"
    )

    assert predictions(table) == [5, None, 7, 6]


@pytest.mark.parametrize("made", [list, np.asarray, lambda ages: pd.Series(list(ages))])
def test_predictions_without_labels_are_matched_by_where_they_stand(tmp_path, made):
    served = Served(tmp_path, prepare=selecting, function=lambda rows, model: made(rows["age"]))

    assert predictions(served("age,city,zip\n70,R,1\n5,R,1\n6,R,1\n")) == [None, 5, 6]


def test_a_table_of_the_notebook_keeps_its_columns(tmp_path):
    def function(rows, model):
        return pd.DataFrame({"city": rows["city"], "guess": rows["age"] > 5, "note": "x"})

    table = Served(tmp_path, function=function)("age,city,zip\n5,Rom,1\n7,Ulm,2\n")

    assert list(table.columns) == ["city", "guess", "note_of_the_notebook", "note"]
    assert list(table["city"]) == ["Rom", "Ulm"]


def test_several_targets_have_a_column_each(tmp_path):
    def function(rows, model):
        return np.column_stack([rows["age"], rows["age"] + 1])

    named = Served(tmp_path, function=function, target=("zip", "target"), columns=("age",))
    unnamed = Served(tmp_path, function=function)

    assert list(named("age\n5\n").columns) == ["prediction_zip", "prediction_target", "note"]
    assert list(unnamed("age,city,zip\n5,a,1\n").columns) == [
        "prediction_0",
        "prediction_1",
        "note",
    ]


def test_chances_have_the_names_of_their_classes(tmp_path):
    served = Served(
        tmp_path,
        function=lambda rows, model: np.array([[0.2, 0.8]] * len(rows)),
        has_probabilities=True,
    )
    served.trained["model"] = types.SimpleNamespace(classes_=np.array(["no", "yes"]))
    table = served("age,city,zip\n5,a,1\n")

    assert list(table.columns) == ["prediction", "probability_no", "probability_yes", "note"]
    assert predictions(table) == ["yes"]


# ---------------------------------------------------------------- rows that fail


def strict(df):
    """Map as an encoder that knows two cities does (cell 7)."""
    odd = set(df["city"]) - {"Rom", "Ulm"}
    if odd:
        raise ValueError(f"unknown: {sorted(odd, key=str)}")
    return df


def test_an_unknown_category_costs_its_row_and_no_other(tmp_path):
    rows = "".join(f"{i},{'Bad' if i in (3, 17) else 'Rom'},1\n" for i in range(40))
    table = Served(tmp_path, prepare=strict)(f"age,city,zip\n{rows}")

    assert predictions(table) == [None if i in (3, 17) else 2 * i for i in range(40)]
    assert table["note"][3] == "not predicted: ValueError: unknown: ['Bad']"
    assert [i for i in range(40) if table["note"][i]] == [3, 17]


def test_a_single_row_that_fails_is_no_fault_of_the_file(tmp_path):
    table = Served(tmp_path, prepare=strict)("age,city,zip\n3,Bad,1\n")

    assert predictions(table) == [None]
    assert table["note"][0].startswith("not predicted: ValueError")


def test_a_model_that_takes_no_missing_values_is_asked_little(tmp_path):
    asked = []

    def function(rows, model):
        asked.append(len(rows))
        if rows["age"].isna().any():
            raise ValueError("NaN")
        return rows["age"]

    rows = "".join(f"{'' if i % 50 == 0 else i},R,1\n" for i in range(200))
    table = Served(tmp_path, function=function)(f"age,city,zip\n{rows}")

    assert predictions(table) == [None if i % 50 == 0 else i for i in range(200)]
    assert len(asked) < 12


def test_what_fails_for_each_row_alike_is_a_fault_of_the_file(tmp_path):
    asked = []

    def function(rows, model):
        asked.append(len(rows))
        raise RuntimeError("no such thing")

    rows = "".join(f"{i},R,1\n" for i in range(500))
    with pytest.raises(
        CannotBeDoneError, match="no row can be predicted: RuntimeError: no such thing"
    ):
        Served(tmp_path, function=function)(f"age,city,zip\n{rows}")

    assert asked.count(1) == ALIKE
    assert len(asked) < 60


def test_what_fails_for_each_row_in_its_own_way_is_told_for_each(tmp_path):
    rows = "".join(f"{i},city{i},1\n" for i in range(30))
    table = Served(tmp_path, prepare=strict)(f"age,city,zip\n{rows}")

    assert table["note"][29] == "not predicted: ValueError: unknown: ['city29']"
    assert predictions(table) == [None] * 30


def test_a_row_that_becomes_several_is_not_predicted(tmp_path):
    def prepare(df):
        return df.loc[df.index.repeat(df["age"])].reset_index(drop=True)

    table = Served(tmp_path, prepare=prepare)("age,city,zip\n1,R,1\n3,R,1\n1,R,1\n")

    assert predictions(table) == [2, None, 2]
    assert "1 rows became 3" in table["note"][1]


def test_what_steps_print_does_not_get_among_the_predictions(tmp_path, capsys):
    def prepare(df):
        print("shape", df.shape)
        return df

    serving.write(Served(tmp_path, prepare=prepare)("age,city,zip\n1,R,1\n"), None)
    said = capsys.readouterr()

    assert said.out == "prediction,note\n2,\n"
    assert "shape (1, 4)" in said.err


def test_outside_of_serving_a_step_that_selects_is_only_called():
    df = pd.DataFrame({"age": [1, 70]})

    assert list(serving.selected(young, df, where="w").index) == [0]
    assert serving.selected(lambda df, more, *, name: (len(df), more, name), df, 2, name=3) == (
        2,
        2,
        3,
    )


def test_a_filter_under_watch_gets_what_else_it_needs():
    df = pd.DataFrame({"age": [1, 70]})
    with watching(df.index, outside=False) as watch:
        left = serving.selected(lambda d, top, *, low: d[d["age"].between(low, top)], df, 60, low=0)

    assert list(left["age"]) == [1]
    assert list(watch.notes) == [1]


# ---------------------------------------------------------------- files


def test_columns_come_in_any_order_with_others_among_them(tmp_path):
    table = Served(tmp_path)("x,zip,city,age\n?,1,R,5\n?,2,U,6\n")

    assert predictions(table) == [10, 12]


def test_shuffled_rows_have_the_same_answers(tmp_path):
    served = Served(tmp_path, prepare=selecting)
    lines = [f"{i * 7 % 90},R,1" for i in range(50)]
    forward = served("\n".join(["age,city,zip", *lines]))
    backward = served("\n".join(["age,city,zip", *lines[::-1]]))

    assert predictions(forward) == predictions(backward)[::-1]


def test_only_columns_that_the_path_needs_have_to_be_there(tmp_path):
    def prepare(df):
        assert list(df.columns) == ["age", "city", "zip", "target"]
        assert list(df["city"]) == ["Rom", "Rom"]
        return df

    served = Served(tmp_path, prepare=prepare, columns=("age",))

    assert predictions(served("age\n5\n6\n")) == [10, 12]
    with pytest.raises(CannotBeDoneError, match=r"these columns are missing: age$"):
        served("city\nRom\n")


def test_a_word_in_a_column_that_nobody_needs_costs_nothing(tmp_path):
    table = Served(tmp_path, "age,more,target\n1,2,1\n", columns=("age",))("age,more\n5,much\n")

    assert predictions(table) == [10]
    assert not serving.has_notes(table)


def test_missing_columns_are_all_named(tmp_path):
    with pytest.raises(CannotBeDoneError, match=r"these columns are missing: city, zip$"):
        Served(tmp_path)("age\n5\n")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("rows.csv", "", "rows.csv cannot be read: No columns to parse from file"),
        ("rows.csv", "age,city,zip\n", "has no rows"),
        ("rows.csv", None, "rows.csv cannot be read: No such file or directory"),
        ("rows.csv", b"\x89PNG\r\n\x1a\n\x00\xff\xfe" * 30, "rows.csv"),
        ("rows.csv", "age;city;zip\n1;R;2\n", "these columns are missing: age, city, zip"),
        ("rows.csv", "age,city,zip\n1,R,2,3\n", "more values than"),
        ("rows.csv", "age,city,zip\n1,R,2\n1,R,2,3,4\n", "Expected 3 fields"),
        ("rows.csv", "age,age,city,zip\n1,2,R,2\n", "these columns stand there twice: age"),
        ("rows.json", "[]", "has no rows"),
        ("rows.json", "{}", "it is no list of objects"),
        ("rows.json", "[1", "cannot be read"),
        ("rows.jsonl", "", "has no rows"),
        ("rows.parquet", b"PAR1", "cannot be read"),
    ],
)
def test_a_fault_of_the_file_ends_all_in_one_line(tmp_path, name, content, told):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    with pytest.raises(CannotBeDoneError) as raised:
        Served(tmp_path)(content, name)

    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "rows.csv").mkdir()
    with pytest.raises(CannotBeDoneError, match="cannot be read"):
        Served(tmp_path)(None)


def test_a_column_that_stands_twice_and_is_not_needed_does_no_harm(tmp_path):
    table = Served(tmp_path)("x,x,age,city,zip\n1,2,5,R,1\n")

    assert predictions(table) == [10]


def zips(df):
    return df.assign(age=df["zip"].str.len())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.csv", "age,city,zip\n5,Rom,01001\n6,Ulm,1\n"),
        ("rows.csv", "\ufeffage,city,zip\n5,Rom,01001\n6,Ulm,1\n"),
        (
            "rows.json",
            '[{"age": 5, "city": "Rom", "zip": "01001"}, {"age": 6, "city": "U", "zip": 1}]',
        ),
        (
            "rows.jsonl",
            '{"zip": "01001", "age": 5, "city": "R"}\n\n{"age": 6, "city": "U", "zip": 1}\n',
        ),
    ],
)
def test_texts_of_training_are_texts_whatever_they_look_like(tmp_path, name, content):
    served = Served(tmp_path, prepare=zips, options={"dtype": {"zip": str}})

    assert predictions(served(content, name)) == [10, 2]


def test_a_parquet_file_is_read_and_written(tmp_path):
    pytest.importorskip("pyarrow")
    served = Served(tmp_path, prepare=zips, options={"dtype": {"zip": str}})
    pd.DataFrame({"zip": ["01001", "1"], "age": [1, 2], "city": ["a", "b"]}).to_parquet(
        tmp_path / "rows.parquet"
    )
    serving.write(served(None, "rows.parquet", keep=["zip"]), tmp_path / "out.parquet")
    written = pd.read_parquet(tmp_path / "out.parquet")

    assert list(written["prediction"]) == [10, 2]
    assert list(written["zip"]) == ["01001", "1"]


def test_a_workbook_is_read_as_the_notebook_reads_its_own(tmp_path):
    pytest.importorskip("openpyxl")
    pd.DataFrame([["report", None], ["age", "city"], [5, "R"]]).to_excel(
        tmp_path / "rows.xlsx", index=False, header=False
    )
    source = pd.DataFrame({"age": [1], "city": ["R"]})
    served = Served(tmp_path, source_frame=source, file="people.xlsx", options={"skiprows": 1})

    assert predictions(served(None, "rows.xlsx")) == [10]
    assert predictions(served("city,age\nR,7\n")) == [14]


def test_the_standard_input_is_csv(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        sys, "stdin", types.SimpleNamespace(buffer=BytesIO(b"age;city;zip\n5;R;1\n"))
    )
    table = Served(tmp_path, TRAINING.replace(",", ";"), options={"sep": ";"})(
        None, "-", keep=["city"]
    )

    assert predictions(table) == [10]
    assert list(table["city"]) == ["R"]


def test_a_file_in_plain_dialect_is_taken_and_that_is_said(tmp_path, capsys):
    served = Served(tmp_path, "age;city;target\n1,5;R;1\n", options={"sep": ";", "decimal": ","})

    assert predictions(served("age;city\n2,5;R\n")) == [5.0]
    assert capsys.readouterr().err == ""
    assert predictions(served("city,age\nR,2.5\n")) == [5.0]
    assert "is read as plain CSV, not as the notebook reads its data" in capsys.readouterr().err


def test_what_nobody_has_seen_to_hold_is_told(tmp_path, capsys):
    served = Served(tmp_path, is_proven=False)

    served("age,city,zip\n2,R,1\n")
    assert "nobody has seen yet that raw rows get here what" in capsys.readouterr().err


def test_options_that_would_lose_rows_or_choose_columns_are_left_out(tmp_path):
    options = {
        "nrows": 2,
        "usecols": ["age", "target"],
        "skiprows": lambda line: line % 2 == 0 and line,
    }
    served = Served(tmp_path, options=options)

    assert predictions(served("age\n1\n2\n3\n4\n")) == [2, 4, 6, 8]


@pytest.mark.parametrize(
    ("training", "options", "content", "wanted"),
    [
        ("age,target\n1,0\n2,1\n", {}, "age\n5\nmuch\n7\n", [10, None, 14]),
        ("age,target\n1,0\n", {"dtype": {"age": float}}, "age\n5\nmuch\n", [10.0, None]),
        (
            "age;target\n1.000,5;0\n",
            {"sep": ";", "decimal": ",", "thousands": "."},
            "age\n2.000,5\nx\n",
            [4001.0, None],
        ),
        ("age,target\n1.5,0\n", {"na_values": ["?"]}, "age\n5\nx\n6\n", [10.0, None, 12.0]),
        ("age,target\n1,0\n2,1\n", {"dtype": "int32"}, "age\n5\n", [10]),
    ],
)
def test_a_word_among_numbers_is_a_note_of_its_row(tmp_path, training, options, content, wanted):
    table = Served(tmp_path, training, options=options)(content)

    assert predictions(table) == wanted
    notes = [note for note in table["note"] if note]
    assert all(n.startswith("not predicted: age holds ") and "numbers" in n for n in notes)
    assert len(notes) == wanted.count(None)


def test_whole_numbers_with_one_missing_are_what_the_notebook_would_have(tmp_path):
    kinds = []

    def function(rows, model):
        kinds.append(str(rows["age"].dtype))
        return rows["age"].fillna(0)

    served = Served(tmp_path, function=function)

    assert predictions(served("age,city,zip\n5,R,1\n,R,1\n")) == [5.0, 0.0]
    assert predictions(served("age,city,zip\n5,R,1\n")) == [5]
    assert kinds == ["float64", "int64"]


def test_numbers_with_a_point_stay_so_when_the_new_ones_have_none(tmp_path):
    served = Served(
        tmp_path, "age,target\n1.5,0\n", function=lambda rows, model: [str(rows["age"].dtype)]
    )

    assert predictions(served("age\n5\n")) == ["float64"]


@pytest.mark.parametrize(
    "content", ["age\n0\n1\n", "age\nTrue\nfalse\n", "age\nFalse\nTRUE\nmaybe\n"]
)
def test_yes_and_no_stay_so(tmp_path, content):
    served = Served(
        tmp_path,
        "age,target\nTrue,0\nFalse,1\n",
        function=lambda rows, model: [str(rows["age"].dtype)] * len(rows),
    )
    table = served(content)

    assert predictions(table)[:2] in (["bool", "bool"], ["object", "object"])
    assert [bool(n) for n in table["note"]] == [False, False, True][: len(table)]


@pytest.mark.parametrize("name", ["rows.csv", "rows.json"])
def test_dates_are_dates_and_what_is_none_costs_its_row(tmp_path, name):
    served = Served(
        tmp_path,
        "day,target\n2020-01-31,1\n2021-02-01,0\n",
        options={"parse_dates": ["day"]},
        function=lambda rows, model: rows["day"].dt.year,
    )
    days = ["2019-05-01", "soon", "2018-06-01 10:30"]
    content = (
        "day\n" + "\n".join(days)
        if name.endswith("csv")
        else json.dumps([{"day": d} for d in days])
    )
    table = served(content, name)

    assert predictions(table) == [2019, None, 2018]
    assert table["note"][1] == "not predicted: day holds 'soon', and dates in training"


def test_dates_are_read_with_the_day_first_where_the_notebook_does(tmp_path):
    served = Served(
        tmp_path,
        "day,target\n03/02/2020,1\n13/02/2020,1\n",
        options={"parse_dates": ["day"], "dayfirst": True},
        function=lambda rows, model: rows["day"].dt.month,
    )

    assert predictions(served("day\n04/05/2020\n")) == [5]


def test_categories_are_those_of_training(tmp_path):
    served = Served(
        tmp_path,
        "city,target\nRom,1\nUlm,0\n",
        options={"dtype": {"city": "category"}},
        function=lambda rows, model: rows["city"].cat.codes,
    )
    table = served("city\nUlm\nBad\nRom\n")

    assert predictions(table) == [1, -1, 0]
    assert table["note"][1] == "city: 'Bad' was not seen in training, and is taken for missing"


def test_a_file_without_names_above_it(tmp_path):
    served = Served(
        tmp_path,
        "5,1,0\n6,2,1\n",
        options={"header": None},
        target=(2,),
        function=lambda rows, model: rows[0] * 2,
    )

    assert predictions(served("7,1,0\n8,2,1\n")) == [14, 16]
    assert predictions(served("1,0\n3,7\n3,8\n")) == [14, 16]
    assert predictions(served('[{"0": 7, "1": 3}]', "rows.json")) == [14]
    assert predictions(served("7,1\n")) == [14]  # the target would be the last
    with pytest.raises(CannotBeDoneError, match="missing: 1"):
        served("7\n8\n")


@pytest.mark.parametrize("content", ["id,age\na,5\na,6\n", "age\n5\n6\n", "age,id\n5,x\n6,y\n"])
def test_an_index_is_set_as_the_reader_sets_it(tmp_path, content):
    served = Served(
        tmp_path,
        "id,age,target\na,1,0\nb,2,1\n",
        options={"index_col": "id"},
        prepare=lambda df: serving.selected(lambda d: d[d["age"] > 5], df, where="w"),
    )
    table = served(content)

    assert predictions(table) == [None, 12]
    assert list(table["note"]) == [f"{NOT} (w)", ""]


def test_an_index_of_dates_is_a_feature_and_has_to_be_there(tmp_path):
    served = Served(
        tmp_path,
        "day,age,target\n2020-01-01,1,0\n2020-02-01,2,1\n",
        options={"index_col": "day", "parse_dates": True},
        prepare=lambda df: df.assign(month=df.index.month),
        function=lambda rows, model: rows["month"],
    )

    assert predictions(served("age,day\n5,2021-07-01\n6,2021-08-01\n")) == [7, 8]
    with pytest.raises(CannotBeDoneError, match="missing: day"):
        served("age\n5\n")


def test_an_index_without_a_name_is_found_as_pandas_writes_it(tmp_path):
    served = Served(tmp_path, ",age,target\n0,1,0\n1,2,1\n", options={"index_col": 0})

    assert predictions(served(",age\n7,5\n9,6\n")) == [10, 12]
    assert predictions(served("age,x\n5,1\n6,1\n")) == [10, 12]


def test_columns_that_are_kept_are_as_the_file_has_them(tmp_path):
    served = Served(tmp_path, prepare=selecting)
    content = 'id,age,city,zip,"a,b"\n007,5,Rom,1,NA\n008,70,,2,x\n'
    table = served(content, keep=["id,city", "a,b"])

    assert list(table.columns) == ["id", "city", "a,b", "prediction", "note"]
    assert list(table["id"]) == ["007", "008"]
    assert list(table["a,b"]) == ["NA", "x"]
    with pytest.raises(CannotBeDoneError, match="missing, and are to be kept: name"):
        served(content, keep=["id,name"])
    with pytest.raises(CannotBeDoneError, match="a column of that name"):
        served("age,city,zip,note\n1,R,1,x\n", keep=["note"])


def test_kept_values_of_json_stay_what_they_are(tmp_path):
    served = Served(tmp_path)
    table = served(
        '[{"age": 1, "city": "R", "zip": 7, "id": 12, "more": {"a": 1}}]',
        "r.json",
        keep=["id,more"],
    )
    serving.write(table, tmp_path / "out.json")

    assert json.loads((tmp_path / "out.json").read_text()) == [
        {"id": 12, "more": '{"a": 1}', "prediction": 2, "note": ""}
    ]


def test_names_and_paths_may_hold_anything(tmp_path):
    folder = tmp_path / "Daten für Käufer"
    folder.mkdir()
    served = Served(
        folder,
        "größe in cm,Straße,target\n1,a,0\n2,b,1\n",
        prepare=lambda df: df[df["größe in cm"] > 0],
        function=lambda rows, model: rows["größe in cm"].map(lambda v: f"→{v}"),
    )
    table = served("Straße,größe in cm\nÄ,5\n", "neue Zeilen.csv", keep=["Straße"])
    serving.write(table, folder / "aus gabe.csv")

    assert (folder / "aus gabe.csv").read_text(
        encoding="utf-8"
    ) == "Straße,prediction,note\nÄ,→5,\n"


@pytest.mark.parametrize("name", ["out.json", "out.jsonl"])
def test_what_is_not_predicted_is_null_in_json(tmp_path, name):
    served = Served(tmp_path, prepare=selecting, function=lambda rows, model: rows["age"] / 2)
    serving.write(served("age,city,zip\n5,R,1\n70,R,1\n"), tmp_path / name)
    text = (tmp_path / name).read_text(encoding="utf-8")
    rows = (
        json.loads(text) if name.endswith(".json") else [json.loads(x) for x in text.splitlines()]
    )

    assert [row["prediction"] for row in rows] == [2.5, None]
    assert rows[1]["note"] == f"{NOT} ({WHERE})"


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    (tmp_path / "out.csv").write_text("before")

    def broken(table, file, suffix):
        file.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "write_as", broken)
    with pytest.raises(
        CannotBeDoneError, match=r"out\.csv cannot be written: No space left on device"
    ):
        serving.write(pd.DataFrame({"prediction": [1]}), tmp_path / "out.csv")

    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text() == "before"


def test_a_folder_that_is_not_there_is_told_in_one_line(tmp_path):
    with pytest.raises(CannotBeDoneError, match="cannot be written: there is no folder"):
        serving.write(pd.DataFrame({"prediction": [1]}), tmp_path / "no" / "out.csv")


# ---------------------------------------------------------------- what training keeps


def test_what_is_kept_of_a_source_is_small(tmp_path):
    source = pd.DataFrame(
        {
            "a": [np.nan, 2, 3] * 5000,
            "b": ["x", "y", None] * 5000,
            "c": pd.Categorical(["u", "v", "u"] * 5000),
        }
    )
    kept = serving.seen(source)

    assert kept["columns"] == ["a", "b", "c"]
    assert kept["texts"] == ["b", "c"]
    assert kept["range"]["a"] == (2, 3)
    assert kept["row"] == {"a": 2, "b": "y", "c": "v"}
    assert kept["rows"] == 15000
    assert list(kept["types"]["c"].categories) == ["u", "v"]
    assert len(str(kept)) < 1000


def test_a_stand_in_is_put_together_where_no_row_is_complete():
    kept = serving.seen(pd.DataFrame({"a": [np.nan, 2.0], "b": ["x", None], "c": [np.nan, np.nan]}))

    assert kept["row"] == {"a": 2.0, "b": "x"}


def test_columns_of_one_name_are_not_described():
    assert serving.seen(pd.DataFrame([[1, 2]], columns=["a", "a"])) == {}


# ---------------------------------------------------------------- prepared rows


class Model:
    """Something that was fitted on a table."""

    feature_names_in_ = np.array(["a", "b"])
    n_features_in_ = 2

    def predict(self, rows):
        if rows.isna().any().any():
            raise ValueError("Input X contains NaN.")
        return rows["a"] - rows["b"]


def prepared(folder, content, **options):
    (folder / "rows.csv").write_text(content)
    model = Model()
    predictor = serving.Predictor(
        lambda rows, model: model.predict(rows),
        ("model",),
        (),
        "`X` (cell 2)",
        seen="rows of model",
    )
    training = pd.DataFrame({"a": [1, 2, 90], "b": [1.5, 2, 90]})
    trained = {"model": model, "rows of model": serving.seen(training)}
    return serving.predict(folder / "rows.csv", predictor, trained, None, **options)


def test_prepared_rows_are_taken_as_they_are_and_that_is_said(tmp_path, capsys):
    table = prepared(tmp_path, "x,b,a\n?,1,5\n?,2,5\n")

    assert predictions(table) == [4.0, 3.0]
    assert "rows are taken as they are in `X` (cell 2)" in capsys.readouterr().err


def test_prepared_rows_that_fail_are_told_one_by_one(tmp_path):
    table = prepared(tmp_path, "a,b\n5,1\n,1\nx,1\n5,2\n")

    assert predictions(table) == [4.0, None, None, 3.0]
    assert table["note"][1] == "not predicted: ValueError: Input X contains NaN."
    assert table["note"][2] == "not predicted: a holds 'x', and numbers (int64) in training"


def test_prepared_rows_of_another_world_are_refused_unless_wanted(tmp_path):
    with pytest.raises(CannotBeDoneError, match="far from what was seen"):
        prepared(tmp_path, "a,b\n5000,5000\n")

    assert predictions(prepared(tmp_path, "a,b\n5000,4000\n", outside=True)) == [1000.0]
