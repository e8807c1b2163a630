"""`python -m <package> train`, `evaluate` and `infer`: parts on their own that do what the notebook does."""

from __future__ import annotations

import csv

import pytest

from tests.extraction.generate.projects import project

IMPORTS = (
    "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import LogisticRegression\n"
    "from sklearn.metrics import accuracy_score\nfrom sklearn.model_selection import train_test_split\n"
    "from sklearn.preprocessing import StandardScaler"
)
LOAD = "df = pd.read_csv('table.csv')\nX = df.drop(columns='target')\ny = df['target']"
SPLIT = "X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)"
SCALE = (
    "scaler = StandardScaler()\nX_train_s = scaler.fit_transform(X_train)\n"
    "X_test_s = scaler.transform(X_test)"
)
FIT = "model = LogisticRegression()\nmodel.fit(X_train_s, y_train)"
PREDICT = "y_pred = model.predict(X_test_s)\naccuracy = accuracy_score(y_test, y_pred)"
KEEP = "X_test.to_csv('rows.csv', index=False)\npd.Series(y_pred).to_csv('wanted.csv', index=False)"
USUAL = (IMPORTS, LOAD, SPLIT, SCALE, FIT, PREDICT)


def table(rows: int = 60) -> str:
    lines = ["age,income,target"]
    for i in range(rows):
        age, income = 20 + (i * 7) % 45, 1000 + (i * 137.5) % 900
        lines.append(f"{age},{income},{int(age + (i % 5) * 4 > 48)}")
    return "\n".join(lines) + "\n"


DATA = {"table.csv": table()}


def column(path) -> list[str]:
    """Return the values in the only column of a CSV file."""
    return [row[0] for row in csv.reader(path.read_text().splitlines())][1:]


def told(stdout: str) -> dict[str, str]:
    """Return the short values of a report by their names."""
    pairs = [line.split(None, 1) for line in stdout.partition("\n\n")[0].splitlines()]
    return {pair[0]: pair[1] for pair in pairs}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Return a project that has been trained, and been called when it had not."""
    made = project(tmp_path_factory.mktemp("usual"), *USUAL, data=DATA)
    too_early = made.command("evaluate")
    done = made.command("train", "--output", "kept")
    assert done.returncode == 0, done.stderr
    return made, too_early


def test_rows_are_predicted_as_the_notebook_predicts_them(trained):
    made, _ = trained
    notebook = made.python("-c", "\n".join([*USUAL, KEEP]))
    files = ("--models", "kept", "--input", "rows.csv", "--output", "predicted.csv")
    done = made.command("infer", *files)

    assert notebook.returncode == 0, notebook.stderr
    assert done.returncode == 0, done.stderr
    wanted = column(made.folder / "wanted.csv")
    assert len(set(wanted)) == 2
    assert column(made.folder / "predicted.csv") == wanted


def test_columns_may_come_in_another_order_and_with_others_among_them(trained):
    made, _ = trained
    (made.folder / "mixed.csv").write_text("name,income,age\nann,1200,60\nben,1100,21\n")
    done = made.command("infer", "--models", "kept", "--input", "mixed.csv")

    assert done.stdout.split() == ["prediction,note", "1,", "0,"], done.stderr


def test_a_missing_column_is_named(trained):
    made, _ = trained
    (made.folder / "narrow.csv").write_text("age\n1\n")
    done = made.command("infer", "--models", "kept", "--input", "narrow.csv")

    assert done.returncode == 2
    assert done.stderr == "made: these columns are missing: income\n"


def test_nothing_is_evaluated_before_it_was_trained(trained):
    _, too_early = trained

    assert too_early.returncode == 2
    assert too_early.stderr.count("\n") == 1
    assert too_early.stderr.endswith("is not there: `python -m made train` makes it\n")
    assert "Traceback" not in too_early.stderr


def test_what_was_trained_is_evaluated_without_the_data(trained):
    made, _ = trained
    whole = made.command("run")
    data = made.folder / "table.csv"
    data.rename(made.folder / "away.csv")
    try:
        done = made.command("evaluate", "--models", "kept")
    finally:
        (made.folder / "away.csv").rename(data)

    assert told(done.stdout)["accuracy"] == told(whole.stdout)["accuracy"], done.stderr


def test_a_split_without_a_seed_is_not_made_a_second_time(tmp_path):
    cells = (IMPORTS, LOAD, SPLIT.replace(", random_state=1", ""), SCALE, FIT, PREDICT)
    plan = project(tmp_path, *cells, data=DATA).plan
    evaluate = plan.commands.evaluate

    assert evaluate is not None
    assert {v.name for v in evaluate.loads} == {"model", "scaler", "X_test", "y_test"}
    assert [plan.steps[i].stage.value for i in evaluate.steps] == ["features", "evaluate"]


def test_the_notebooks_own_prediction_takes_other_rows(tmp_path):
    own = (
        "new = pd.read_csv('new.csv')\nguess = model.predict(scaler.transform(new))\n"
        "told = pd.DataFrame({'age': new['age'], 'guess': guess})\ntold"
    )
    new = "age,income\n60,1200\n"
    made = project(tmp_path, *USUAL, own, data={**DATA, "new.csv": new})
    (made.folder / "other.csv").write_text("age,income\n61,1200\n22,1300\n")
    made.inside("train")
    (made.folder / "table.csv").unlink()
    as_it_was = made.inside("infer", "--output", "a.csv")
    other = made.inside("infer", "--input", "other.csv", "--output", "b.csv")

    assert (made.folder / "a.csv").read_text() == "age,guess\n60,1\n", as_it_was.stderr
    assert (made.folder / "b.csv").read_text() == "prediction,note\n1,\n0,\n", other.stderr


def test_each_of_several_models_can_be_asked(tmp_path):
    cells = (
        IMPORTS,
        LOAD,
        SPLIT,
        "first = LogisticRegression().fit(X_train, y_train)\nfirst_pred = first.predict(X_test)",
        "second = LogisticRegression(C=1e-6).fit(X_train, y_train)\nsecond_pred = second.predict_proba(X_test)",
    )
    made = project(tmp_path, *cells, data=DATA)
    (made.folder / "rows.csv").write_text("age,income\n60,1200\n")
    made.inside("train")
    classes = made.inside("infer", "--input", "rows.csv", "--model", "first")
    chances = made.inside("infer", "--input", "rows.csv", "--model", "second")
    unsaid = made.inside("infer", "--input", "rows.csv")

    assert (unsaid.returncode, unsaid.stdout) == (2, "")
    assert "--model must be one of first, second" in unsaid.stderr
    assert classes.stdout.split() == ["prediction,note", "1,"], classes.stderr
    assert (
        chances.stdout.splitlines()[0] == "prediction,probability_0,probability_1,note"
    ), chances.stderr
    assert chances.stdout.splitlines()[1].startswith(("0,", "1,"))


def test_without_pandas_rows_are_arrays(tmp_path):
    cells = (
        "from sklearn.datasets import load_iris\nfrom sklearn.neighbors import KNeighborsClassifier",
        "X, y = load_iris(return_X_y=True)",
        "knn = KNeighborsClassifier().fit(X, y)",
        "guess = knn.predict([[3, 5, 4, 2]])\nguess",
    )
    made = project(tmp_path, *cells)
    (made.folder / "rows.csv").write_text("0,1,2,3\n5.1,3.5,1.4,0.2\n6.3,3.3,6.0,2.5\n")
    made.inside("train")
    done = made.inside("infer", "--input", "rows.csv")

    assert done.stdout.split() == ["prediction,note", "0,", "2,"], done.stderr


VECTORIZERS = (
    "import pandas as pd\nfrom sklearn.feature_extraction import DictVectorizer\n"
    "from sklearn.feature_extraction.text import CountVectorizer\nfrom sklearn.naive_bayes import MultinomialNB"
)
TEXTS = "text,target\ngood wine,1\nbad wine,0\ngood bread,1\nbad bread,0\n"


@pytest.mark.parametrize(
    ("vectorizer", "fit", "wanted"),
    [
        ("CountVectorizer()", "df['text']", "df['text']"),
        ("DictVectorizer()", "df[['text']].to_dict('records')", "df[['text']].to_dict('records')"),
    ],
)
def test_texts_and_records_are_read_as_what_they_are(tmp_path, vectorizer, fit, wanted):
    cells = (
        VECTORIZERS,
        "df = pd.read_csv('texts.csv')",
        f"vectorizer = {vectorizer}\nX = vectorizer.fit_transform({fit})",
        "model = MultinomialNB().fit(X, df['target'])",
        f"rows = {wanted}\nguess = model.predict(vectorizer.transform(rows))\nscore = (guess == df['target']).mean()",
    )
    made = project(tmp_path, *cells, data={"texts.csv": TEXTS})
    (made.folder / "rows.csv").write_text("text\nbad wine\ngood bread\n")
    trained = made.inside("train")
    done = made.inside("infer", "--input", "rows.csv")

    assert trained.returncode == 0, trained.stderr
    assert done.stdout.split() == ["prediction,note", "0,", "1,"], done.stderr


def offered(tmp_path, *cells):
    """Return what is known of the predictors: whether rows of the file do, what prepares them, what is predicted."""
    found = project(tmp_path, IMPORTS, *cells).plan.commands.predictors
    return [
        (
            bool(p.preparation),
            [v.name for v in (p.preparation.needs if p.preparation else p.transformers)],
            p.rows,
        )
        for p in found
    ]


@pytest.mark.parametrize(
    ("scale", "predict", "wanted"),
    [
        (SCALE, PREDICT, (True, ["scaler"], "X_test_s")),
        (SCALE.replace("X_test_s", "X_test"), PREDICT.replace("X_test_s", "X_test"), (True, ["scaler"], "X_test")),
        (SCALE, "y_pred = model.predict(scaler.transform(X_test))", (True, ["scaler"], "scaler.transform(X_test)")),
        (SCALE, "%time y_pred = model.predict(X_test_s)", (False, ["scaler"], "X_test")),
        (SCALE, "%%time\ny_pred = model.predict(X_test_s)", (True, ["scaler"], "X_test_s")),
        (SCALE, "y_pred = model.predict(np.asarray(X_test_s))", (True, ["scaler"], "np.asarray(X_test_s)")),
        (SCALE.replace("scaler.transform(X_test)", "X_test.transform(np.log1p)"), PREDICT, (True, [], "X_test_s")),
        # from here on the model's own input is all that is certain
        (f"{SCALE}\nX_test_s[0, 0] = 0", PREDICT, (False, [], "X_test_s")),
        (f"{SCALE}\nscaler.fit(X_test)", PREDICT, (False, [], "X_test_s")),
    ],
)  # fmt: skip
def test_rows_take_the_way_that_they_certainly_took(tmp_path, scale, predict, wanted):
    assert offered(tmp_path, LOAD, SPLIT, scale, FIT, predict) == [wanted]


def test_a_model_that_was_fitted_again_later_is_not_offered(tmp_path):
    assert offered(tmp_path, LOAD, SPLIT, SCALE, FIT, PREDICT, "model.fit(X, y)") == []


def test_random_numbers_that_go_on_after_training_keep_evaluation_in_one_run(tmp_path):
    noisy = "noise = np.random.rand(len(y_test))\ny_pred = model.predict(X_test_s + noise[:, None])"
    seeded = f"np.random.seed(3)\n{SPLIT.replace(', random_state=1', '')}"
    cells = (
        IMPORTS,
        LOAD,
        seeded,
        SCALE,
        FIT,
        f"{noisy}\naccuracy = accuracy_score(y_test, y_pred)",
    )
    made = project(tmp_path, *cells, data=DATA)
    whole = told(made.inside("run").stdout)
    made.inside("train")
    done = told(made.inside("evaluate").stdout)

    assert made.plan.commands.evaluate
    assert not made.plan.commands.evaluate.steps
    assert done["accuracy"] == whole["accuracy"]


def test_without_a_model_there_is_nothing_but_run(tmp_path):
    made = project(
        tmp_path,
        "import pandas as pd",
        "df = pd.read_csv('table.csv')\ndf['a'] = df['age'] * 2",
        data=DATA,
    )
    done = made.command("train")

    assert "src/made/commands.py" not in made.files
    assert done.returncode == 2
    assert "invalid choice" in done.stderr
    assert made.command("run").stdout == "df  DataFrame (60, 4)\n"


CHAIN = (
    "class Chain:\n    def __init__(self, scale):\n        self.scale = scale\n\n"
    "    def fit(self, X, y):\n        self.offset = y.mean()\n        return self\n\n"
    "    def predict(self, X):\n        return X['age'].map(self.scale) + self.offset"
)


@pytest.mark.parametrize("library", ["sklearn", "none"])
def test_what_cannot_be_saved_is_named_and_nothing_is_written(tmp_path, library):
    imports = IMPORTS if library == "sklearn" else "import pandas as pd"
    fit = "# nb2pkg: stage=train\nchain = Chain(lambda age: age / 10)\nchain.fit(X, y)"
    predict = "# nb2pkg: stage=evaluate\nguess = chain.predict(X)\nerror = float((guess - y).abs().mean())"
    made = project(tmp_path, imports, CHAIN, LOAD, fit, predict, data=DATA)
    (made.folder / "kept").mkdir()
    saved = "trained.joblib" if library == "sklearn" else "trained.pkl"
    (made.folder / "kept" / saved).write_text("of an earlier training")

    train = made.command("train", "--output", "kept")
    run = made.command("run", "--save", "made")

    for done in (train, run):
        assert done.returncode == 2
        assert done.stderr.startswith("made: chain (Chain) cannot be saved: ")
        assert "nothing was written" in done.stderr
        assert done.stderr.count("\n") == 1
    assert [path.name for path in (made.folder / "kept").iterdir()] == [saved]
    assert (made.folder / "kept" / saved).read_text() == "of an earlier training"
    assert list((made.folder / "made").iterdir()) == []
    assert made.command("run").returncode == 0


def test_all_that_a_run_makes_is_saved(trained):
    made, _ = trained
    done = made.command("run", "--save", "made")
    saved = {path.stem for path in (made.folder / "made").iterdir()}

    assert done.returncode == 0, done.stderr
    assert saved == told(done.stdout).keys()
    assert "model" in saved
