"""`infer` says what the notebook says: what follows the predict call belongs to it, and what its reader does."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from tests.generate.projects import Project, project
from tests.generate.test_commands import DATA, IMPORTS, LOAD, SCALE, SPLIT

FIT = "model = LogisticRegression()\nmodel.fit(X_train_s, y_train)"
ROWS = "age,income\n61,1200\n22,1300\n"  # of class 1, and of class 0
SCORE = "accuracy = accuracy_score(y_test, y_pred)"


def predicted(made: Project, rows: str = ROWS, *options: str) -> tuple[list[str], str]:
    """Train, predict for some rows, and return the predictions and what was told."""
    (made.folder / "rows.csv").write_text(rows, encoding="utf-8")
    trained = made.inside("train")
    assert trained.returncode == 0, trained.stderr
    done = made.inside("infer", "--input", "rows.csv", *options)
    assert done.returncode == 0, done.stderr
    return [row["prediction"] for row in csv.DictReader(StringIO(done.stdout))], done.stderr


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
