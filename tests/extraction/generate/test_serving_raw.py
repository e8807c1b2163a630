"""Raw rows on the command line: a package in which a predictor has a way from them to what its model takes."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO

import pytest

from tests.extraction.generate.projects import PACKAGE, project

CELLS = (
    "import pandas as pd\nfrom sklearn.linear_model import LinearRegression",
    "df = pd.read_csv('people and more.csv')",
    "df['city'] = df['city'].map({'Rom': 0, 'Ulm': 1}).astype(int)\ndf['size in m'] = df['size in cm'] / 100",
    "df = df[df['age'] < 60]",
    "X = df[['age', 'city', 'size in m']]\ny = df['pay']",
    "model = LinearRegression().fit(X, y)\npred = model.predict(X)\nerror = (pred - y).abs().mean()",
)
DATA = "age,city,size in cm,pay\n" + "".join(
    f"{20 + i * 3 % 50},{('Rom', 'Ulm')[i % 2]},{150 + i * 7 % 40},{100 + i}\n" for i in range(40)
)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Return a trained project whose predictor takes raw rows."""
    made = project(tmp_path_factory.mktemp("raw"), *CELLS, data={"people and more.csv": DATA})
    trained = made.command("train")
    assert trained.returncode == 0, trained.stderr
    return made


ROWS = "size in cm,id,city,age\n160,007,Rom,30\n170,008,Ulm,61\n150,009,Bad,20\n150,010,Rom,old\n180,011,Rom,33\n"


def test_three_outcomes_of_a_row(served):
    (served.folder / "new rows.csv").write_text(ROWS)
    done = served.command("infer", "--input", "new rows.csv", "--keep", "id")
    rows = list(csv.DictReader(StringIO(done.stdout)))

    assert done.returncode == 0, done.stderr
    assert [row["id"] for row in rows] == ["007", "008", "009", "010", "011"]
    assert [bool(row["prediction"]) for row in rows] == [True, False, False, False, True]
    assert rows[0]["note"] == rows[4]["note"] == ""
    assert rows[1]["note"] == (
        "not predicted: the notebook drops such rows (cell 4: df = df[df['age'] < 60])"
    )
    assert rows[2]["note"].startswith(
        'not predicted: cell 3: df["city"] = df["city"].map({"Rom": 0, "Ulm": 1}).astype(int): '
    )
    assert rows[3]["note"] == "not predicted: age holds 'old', and numbers (int64) in training"


def test_rows_outside_are_answered_when_wanted_and_notes_may_count(served):
    (served.folder / "new.csv").write_text("age,city,size in cm\n61,Rom,170\n")
    strict = served.inside("infer", "--input", "new.csv", "--strict")
    wanted = served.inside(
        "infer", "--input", "new.csv", "--outside", "predict", "--output", "o.json"
    )
    (row,) = json.loads((served.folder / "o.json").read_text())

    assert (strict.returncode, wanted.returncode) == (1, 0)
    assert isinstance(row["prediction"], float)
    assert row["note"] == "the notebook drops such rows (cell 4: df = df[df['age'] < 60])"


def test_rows_alone_and_together_have_the_same_answers(served):
    (served.folder / "all.csv").write_text(DATA)
    served.inside("infer", "--input", "all.csv", "--output", "all.jsonl")
    together = (served.folder / "all.jsonl").read_text().splitlines()
    header, *lines = DATA.splitlines()
    for number in (0, 7, 39):
        (served.folder / "one.csv").write_text(f"{header}\n{lines[number]}\n")
        alone = served.inside("infer", "--input", "one.csv", "--output", "one.jsonl")
        told = json.loads((served.folder / "one.jsonl").read_text())

        assert alone.returncode == 0
        assert told["prediction"] == pytest.approx(json.loads(together[number])["prediction"])
    assert len(together) == 40


def test_the_standard_input_is_read(served):
    source = str(served.folder.parent / "project" / "src")
    done = subprocess.run(
        [sys.executable, "-m", PACKAGE, "infer", "--input", "-"],
        input=ROWS,
        cwd=served.folder,
        env={"PYTHONPATH": source},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 6


def test_a_missing_column_is_exit_2_and_nothing_is_written(served):
    (served.folder / "narrow.csv").write_text("age,city\n1,Rom\n")
    done = served.inside("infer", "--input", "narrow.csv", "--output", "never.csv")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{PACKAGE}: these columns are missing: size in cm\n"
    assert not (served.folder / "never.csv").exists()
