"""What is kept of a value, and what is said of one that cannot be kept."""

from __future__ import annotations

import csv
import json
import pickle
import threading
from typing import Any
from zipfile import ZipFile

from nb2pkg.verify.inside.keeping import keep
from nb2pkg.verify.inside.process import flush_files
from nb2pkg.verify.inside.valueless import no_value


class Forgetful:
    """As scikit-learn 1.1 under Python 3.11: it takes for granted that there is a state."""

    def __getstate__(self):
        state: Any = super().__getstate__()
        return dict(state.items())


def kept(value, folder):
    keep({"value": value}, ["value"], str(folder))
    return json.loads((folder / "index.json").read_text())["value"]


def test_an_object_without_state_is_kept_although_its_class_breaks_on_it(tmp_path):
    found = kept([Forgetful(), Forgetful()], tmp_path)

    with (tmp_path / found["file"]).open("rb") as file:
        first, second = pickle.load(file)
    assert type(first) is Forgetful
    assert vars(first) == {}
    assert first is not second


def test_an_object_with_something_compiled_in_it_is_not_taken_for_one_without_state(tmp_path):
    class Held(threading.local):
        pass

    assert "file" not in kept(Held(), tmp_path)


def test_an_object_with_state_that_cannot_be_kept_is_not_kept(tmp_path):
    broken = Forgetful()
    vars(broken)["view"] = memoryview(b"1")

    assert "cannot be kept" in kept(broken, tmp_path)["reason"]


def test_what_open_files_hold_back_is_written_out(tmp_path):
    path = tmp_path / "model.pkl"
    with path.open("wb") as file:
        pickle.dump([1, 2], file)
        before = path.read_bytes()
        flush_files()

        assert before == b""
        assert pickle.loads(path.read_bytes()) == [1, 2]


def test_what_writes_into_an_open_file_has_no_value_beside_it(tmp_path):
    with (tmp_path / "rows.csv").open("w") as file, ZipFile(tmp_path / "all.zip", "w") as archive:
        writers = [file, csv.writer(file), csv.DictWriter(file, ["a"]), archive]

        assert {no_value(writer) for writer in writers} == {"an open file"}


def test_an_object_of_another_kind_that_holds_an_open_file_is_not_taken_for_one(tmp_path):
    class Log:
        def __init__(self, file):
            self.lines, self.file = ["a"], file

    with (tmp_path / "log.txt").open("w") as file:
        assert no_value(Log(file)) == ""
