"""`infer` says what the notebook says: what follows the predict call belongs to it, and what its reader does."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from tests.extraction.generate.projects import Project, project
from tests.extraction.generate.test_commands import DATA, IMPORTS, LOAD, SCALE, SPLIT

FIT = "model = LogisticRegression()\nmodel.fit(X_train_s, y_train)"
ROWS = "age,income\n61,1200\n22,1300\n"  # of class 1, and of class 0
UNSEEN = "made: nobody has seen yet that raw rows get here what they get in the notebook\n"
SCORE = "accuracy = accuracy_score(y_test, y_pred)"


def predicted(made: Project, rows: str = ROWS, *options: str) -> tuple[list[str], str]:
    """Train, predict for some rows, and return the predictions and what was told."""
    (made.folder / "rows.csv").write_text(rows, encoding="utf-8")
    trained = made.inside("train")
    assert trained.returncode == 0, trained.stderr
    done = made.inside("infer", "--input", "rows.csv", *options)
    assert done.returncode == 0, done.stderr
    told = done.stderr.replace(UNSEEN, "")
    return [row["prediction"] for row in csv.DictReader(StringIO(done.stdout))], told


ENCODE = (
    "from sklearn.preprocessing import LabelEncoder\nle = LabelEncoder()\n"
    "y_train = le.fit_transform(y_train.map({0: 'no', 1: 'yes'}))"
)
CALL = "model.predict(X_test_s)"
CHANCES = "model.predict_proba(X_test_s)[:, 1]"


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        # nothing follows, or nothing that gives one value for each row
        ((FIT, f"y_pred = {CALL}\n{SCORE}"), ["1", "0"]),
        ((FIT, f"accuracy = accuracy_score(y_test, {CALL})"), ["1", "0"]),
        ((FIT, f"right = ({CALL} == y_test).mean()"), ["1", "0"]),
        ((FIT, f"y_pred = {CALL}\nerror = np.sqrt(((y_pred - y_test) ** 2).mean())"), ["1", "0"]),
        # in the same statement
        ((FIT, f"y_pred = np.expm1({CALL})"), ["1.7182818284590453", "0.0"]),
        ((FIT, f"error = np.abs(10 ** {CALL} - y_test).mean()"), ["10", "1"]),
        ((ENCODE, FIT, f"y_pred = le.inverse_transform({CALL})"), ["yes", "no"]),
        (("cut = 0.97", FIT, f"y_pred = ({CHANCES} > cut).astype(int)\n{SCORE}"), ["0", "0"]),
        (("cut = 0.01", FIT, f"y_pred = np.where({CHANCES} >= cut, 'x', 'y')"), ["x", "x"]),
        ((FIT, f"table = pd.DataFrame({{'age': X_test['age'], 'p': {CALL} * 2 + 1}})"), ["3", "1"]),
        # in later ones
        ((FIT, f"y_pred = {CALL}\ny_pred = y_pred * 100\n{SCORE}"), ["100", "0"]),
        ((FIT, f"y_pred = {CALL}", "y_pred = np.expm1(y_pred).round(2)", SCORE), ["1.72", "0.0"]),
        ((FIT, f"y_pred = {CALL}\ny_pred[y_pred < 1] = 7\ny_pred += 1\n{SCORE}"), ["2", "8"]),
        ((FIT, f"p = {CHANCES}\ny_pred = (p > 0.99).astype(int)\n{SCORE}"), ["0", "0"]),
        (
            ("names = {0: 'no', 1: 'yes'}", FIT, f"y_pred = {CALL}\ntold = [names[p] for p in y_pred]"),
            ["yes", "no"],
        ),
        # what scores are about is the prediction, whatever is made of it besides
        ((FIT, f"y_pred = {CALL}\n{SCORE}\nshown = np.expm1(y_pred)"), ["1", "0"]),
    ],
)  # fmt: skip
def test_what_follows_the_predict_call_belongs_to_the_prediction(tmp_path, cells, wanted):
    made = project(tmp_path, IMPORTS, LOAD, SPLIT, SCALE, *cells, data=DATA)

    assert predicted(made)[0] == wanted


def test_a_threshold_is_the_setting_that_it_is(tmp_path):
    cells = ("cut = 0.5", FIT, f"y_pred = ({CHANCES} > cut).astype(int)\n{SCORE}")
    made = project(tmp_path, IMPORTS, LOAD, SPLIT, SCALE, *cells, data=DATA)

    assert predicted(made)[0] == ["1", "0"]
    assert predicted(made, ROWS, "--set", "cut=0.001")[0] == ["1", "1"]


MODEL = (
    "model = make_pipeline(OneHotEncoder(handle_unknown='error'), LogisticRegression())\n"
    "model.fit(X, y)\nacc = accuracy_score(y, model.predict(X))"
)
LIBRARIES = f"""{IMPORTS}
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder"""
ZIPS = "".join(f"0{1000 + i % 4};{i},5;{i % 2}\n" for i in range(40))
NUMBERS = "a,b,y\n" + "".join(f"{i % 7},{i * 10 % 90},{int(i % 7 > 3)}\n" for i in range(60))
LINEAR = (
    "model = LogisticRegression(max_iter=1000).fit(X, y)\nacc = accuracy_score(y, model.predict(X))"
)


def test_a_file_is_read_as_the_notebook_reads_its_own(tmp_path):
    cells = (
        LIBRARIES,
        "kinds = {'zip': str}\ndf = pd.read_csv('t.csv', sep=';', decimal=',', dtype=kinds, na_values=['?'])",
        f"X = df[['zip', 'size']]\ny = df['y']\n{MODEL}",
    )
    made = project(tmp_path, *cells, data={"t.csv": f"zip;size;y\n{ZIPS}"})

    # the notebook's own dialect, columns in another order, and another one among them
    assert predicted(made, "more;size;zip\n1;3,5;01001\n1;4,5;01002\n") == (["1", "0"], "")
    plainly, told = predicted(made, "zip,size\n01001,3.5\n01002,4.5\n")
    assert plainly == ["1", "0"]
    assert told.endswith("is read as plain CSV, not as the notebook reads its data\n")


@pytest.mark.parametrize(
    "cast",
    [
        "df['zip'] = df['zip'].astype('category')",
        "df['zip'] = df['zip'].astype(str)",
        "df = df.astype({'zip': 'str'})",
        "df = df.astype({'zip': 'category'})",
    ],
)
def test_later_types_are_those_that_the_model_saw(tmp_path, cast):
    cells = (
        LIBRARIES,
        "df = pd.read_csv('t.csv', sep=';')",
        f"{cast}\nX = df[['zip']]\ny = df['y']",
        MODEL,
    )
    made = project(tmp_path, *cells, data={"t.csv": f"zip;size;y\n{ZIPS}"})

    assert predicted(made, "zip\n01001\n1002\n") == (["1", "0"], "")


def test_a_file_without_names_above_it_needs_all_columns(tmp_path):
    cells = (
        LIBRARIES,
        "df = pd.read_csv('t.csv', names=['y', 'a', 'b'])",
        f"X = df[['a', 'b']]\ny = df['y']\n{LINEAR}",
    )
    data = "".join(f"{int(i % 7 > 3)},{i % 7},{i * 10 % 90}\n" for i in range(60))
    made = project(tmp_path, *cells, data={"t.csv": data})

    assert predicted(made, "0,6,10\n0,0,20\n") == (["1", "0"], "")
    assert predicted(made, "b,a\n10,6\n20,0\n")[0] == ["1", "0"]
    (made.folder / "narrow.csv").write_text("6,10\n0,20\n")
    refused = made.inside("infer", "--input", "narrow.csv")
    assert (refused.returncode, refused.stdout) == (2, "")


def test_options_that_nobody_can_know_are_a_refusal(tmp_path):
    cells = (
        LIBRARIES,
        "df = pd.read_csv('t.csv', converters={'a': lambda text: float(text) * 2})",
        f"X = df[['a', 'b']]\ny = df['y']\n{LINEAR}",
    )
    made = project(tmp_path, *cells, data={"t.csv": NUMBERS})
    (made.folder / "rows.csv").write_text("a,b\n6,10\n")
    made.inside("train")
    done = made.inside("infer", "--input", "rows.csv")

    assert (done.returncode, done.stdout) == (2, "")
    assert "converters=" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("rows", ["df[['a', 'b']].values", "np.array(df.drop(columns='y'))"])
def test_columns_of_an_array_are_known_by_the_names_of_its_table(tmp_path, rows):
    cells = (LIBRARIES, "df = pd.read_csv('t.csv')", f"X = {rows}\ny = df['y'].values\n{LINEAR}")
    made = project(tmp_path, *cells, data={"t.csv": NUMBERS})

    assert predicted(made, "b,x,a\n10,1,6\n20,1,0\n") == (["1", "0"], "")
    (made.folder / "other.csv").write_text("c,d\n6,10\n")
    done = made.inside("infer", "--input", "other.csv")
    assert (done.returncode, done.stderr) == (2, "made: these columns are missing: a, b\n")


def test_raw_pixels_are_divided_as_the_notebook_divides_them(tmp_path):
    cells = (
        LIBRARIES,
        "digits = load_digits()\nX = digits.data / 16\ny = digits.target",
        "model = LogisticRegression(max_iter=500).fit(X, y)\nacc = accuracy_score(y, model.predict(X))",
    )
    made = project(tmp_path, *cells)
    made.inside("train")
    digits = load_digits(as_frame=True)
    pixels = digits.data.head(20)
    pixels.to_csv(made.folder / "raw.csv", index=False)
    pixels[pixels.columns[::-1]].to_csv(made.folder / "mixed.csv", index=False)
    raw = made.inside("infer", "--input", "raw.csv")
    mixed = made.inside("infer", "--input", "mixed.csv")
    model = LogisticRegression(max_iter=500).fit(digits.data.to_numpy() / 16, digits.target)

    assert raw.returncode == 0, raw.stderr
    wanted = [f"{digit}," for digit in model.predict(pixels.to_numpy() / 16)]
    assert raw.stdout.split() == ["prediction,note", *wanted]
    assert mixed.stdout == raw.stdout


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("", "rows.csv cannot be read: No columns to parse from file"),
        ("age,income\n", "rows.csv has no rows"),
        (None, "rows.csv cannot be read: No such file or directory"),
    ],
)
def test_a_fault_of_the_file_is_one_line_and_nothing_is_written(usual, rows, told):
    if rows is None:
        (usual.folder / "rows.csv").unlink(missing_ok=True)
    else:
        (usual.folder / "rows.csv").write_text(rows)
    done = usual.inside("infer", "--input", "rows.csv", "--output", "out.csv")

    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"made: {told}\n")
    assert not (usual.folder / "out.csv").exists()


def test_a_word_among_numbers_costs_its_row_and_no_other(usual):
    (usual.folder / "rows.csv").write_text("age,income\n61,1200\n61,much\n22,1300\n")
    done = usual.inside("infer", "--input", "rows.csv", "--keep", "income")
    strictly = usual.inside("infer", "--input", "rows.csv", "--output", "out.jsonl", "--strict")

    told = "not predicted: income holds 'much', and numbers (float64) in training"
    assert list(csv.reader(StringIO(done.stdout))) == [
        ["income", "prediction", "note"],
        ["1200", "1", ""],
        ["much", "", told],
        ["1300", "0", ""],
    ]
    assert (done.returncode, strictly.returncode) == (0, 1)
    written = (usual.folder / "out.jsonl").read_text().splitlines()
    assert [json.loads(line)["prediction"] for line in written] == [1, None, 0]


@pytest.fixture(scope="module")
def usual(tmp_path_factory) -> Project:
    """Return a project that has been trained."""
    cells = (IMPORTS, LOAD, SPLIT, SCALE, FIT, f"y_pred = {CALL}\n{SCORE}")
    made = project(tmp_path_factory.mktemp("usual"), *cells, data=DATA)
    assert made.inside("train").returncode == 0
    return made
