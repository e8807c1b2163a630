"""How step functions are called, what they take, and which of them are one: read, not run."""

from __future__ import annotations

import ast
import json

import pytest

from nb2pkg.extraction.extract import Request, _source
from nb2pkg.extraction.interpreter import Environment
from tests.support import write_notebook

IMPORTS = """import pandas as pd
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler
df = pd.read_csv("data.csv")"""
SPLIT = "X, y = df[['a']], df['b']\nX_train, X_test, y_train, y_test = train_test_split(X, y)"


@pytest.fixture
def made(tmp_path):
    """Return what makes a project of cells: its files, by the name of the module."""

    def make(*cells):
        path = write_notebook(tmp_path / "book.ipynb", IMPORTS, *cells)
        source = _source(Request(str(path), tmp_path / "project", "book", verified=False))
        files = source.files(source.planned(Environment()), Environment())
        return {path.rpartition("/")[2].removesuffix(".py"): text for path, text in files.items()}

    return make


def functions(text):
    return [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("# drop what nobody knows\ndf = df.dropna()", "drop_what_nobody_knows"),
        ("# the table\ndf = df.dropna()", "drop_missing_rows"),
        ("df['sex'] = LabelEncoder().fit_transform(df['sex'])", "encode_sex"),
        ("df['age'] = df['age'].fillna(0)", "fill_missing_age"),
        ("del df['id']", "drop_id"),
        ("df = df[df['age'] > 3]", "filter_df_by_age"),
        ("df['twice'] = df['age'] * 2", "add_twice"),
        ("df['age'] = df['age'] * 2", "transform_age"),
        ("df['old'] = 1", "add_old"),
        ("df['sex'] = df['sex'].map({'m': 1})\ndf = df.drop('id', axis=1)", "drop_id"),
        ("df = df.dropna()\ndf['sex'] = LabelEncoder().fit_transform(df['sex'])", "drop_missing_rows_and_encode_sex"),
        ("# use fillna to fill missing ages\ndf = df.fillna(0)", "fill_missing_ages"),
        ("# Label encoding\ndf['sex'] = LabelEncoder().fit_transform(df['sex'])", "encode_sex"),
        ("# plot the ages\ndf = df.dropna()", "drop_missing_rows"),
    ],
)  # fmt: skip
def test_a_step_is_named_after_what_it_does(made, cell, name):
    files = made(cell, SPLIT, "model = Ridge()\nmodel.fit(X_train, y_train)")

    assert name in functions(files["features"]), files["features"]


def test_a_comment_that_is_too_long_gives_its_first_clause(made):
    files = made(
        "# drop rows without an age so that nobody has to guess it later\ndf = df.dropna()",
        SPLIT,
        "model = Ridge()\nmodel.fit(X_train, y_train)",
    )

    assert "drop_rows_without_age" in functions(files["features"])


def test_steps_that_differ_in_their_variables_only_share_a_function(made):
    judge = "p = {0}.predict(X_test)\nr2_{0} = r2_score(y_test, p)\nmae_{0} = mean_absolute_error(y_test, p)"
    files = made(
        SPLIT,
        "lr = LinearRegression()\nlr.fit(X_train, y_train)",
        judge.format("lr"),
        "ridge = Ridge()\nridge.fit(X_train, y_train)",
        judge.format("ridge"),
        "print(p[:3])",
    )

    assert functions(files["evaluate"]) == ["evaluate_model"]
    assert "model: LinearRegression | Ridge" in files["evaluate"]
    assert "return p, r2, mae" in files["evaluate"]
    assert "cells 4, 6" in files["evaluate"]
    assert "_, r2_lr, mae_lr = evaluate.evaluate_model(lr, X_test, y_test)" in files["pipeline"]
    assert functions(files["train"]) == ["fit_linear_regression", "fit_ridge"]


def test_a_function_for_many_kinds_of_models_is_named_after_none_of_them(made):
    names = ["LinearRegression", "Ridge", "Lasso", "ElasticNet"]
    fit = "{0} = {1}()\n{0}.fit(X_train, y_train)\np = {0}.predict(X_test)\ns_{0} = r2_score(y_test, p)"
    files = made(
        "from sklearn.linear_model import ElasticNet, Lasso",
        SPLIT,
        *(fit.format(f"m{i}x", name) for i, name in enumerate(names)),
    )

    assert functions(files["evaluate"]) == ["evaluate_model"]
    assert "m0x" not in files["evaluate"]


def test_a_keyword_value_that_differs_becomes_a_parameter(made):
    files = made(
        SPLIT,
        "model = Ridge(alpha=1.0)\nmodel.fit(X_train, y_train)",
        "s1 = model.score(X_test, y_test)",
        "model = Ridge(alpha=10.0)\nmodel.fit(X_train, y_train)",
        "s2 = model.score(X_test, y_test)",
    )

    assert functions(files["train"]) == ["fit_ridge"]
    assert "alpha: float" in files["train"]
    assert "Ridge(alpha=alpha)" in files["train"]
    assert "train.fit_ridge(X_train, y_train, alpha=10.0)" in files["pipeline"]


def test_a_label_that_differs_becomes_a_parameter_wherever_it_stands(made):
    judge = "p = {0}.predict(X_test)\nscores.append(('{1}', r2_score(y_test, p), mean_absolute_error(y_test, p)))"
    files = made(
        SPLIT,
        "lr = LinearRegression()\nlr.fit(X_train, y_train)\nscores = []",
        judge.format("lr", "Line"),
        "ridge = Ridge()\nridge.fit(X_train, y_train)",
        judge.format("ridge", "Ridge"),
        "pd.DataFrame(scores)",
    )

    assert functions(files["evaluate"])[-1:] == ["evaluate_model"]
    assert "label: str" in files["evaluate"]
    assert "append((label, r2_score(" in files["evaluate"]
    assert 'evaluate_model(lr, X_test, scores, y_test, label="Line")' in files["pipeline"]


def test_texts_that_differ_together_are_one_parameter_and_the_function_is_named_after_it(made):
    files = made(
        "le = LabelEncoder()",
        "df['a'] = le.fit_transform(df['a'])",
        "df['c'] = le.fit_transform(df['c'])",
        SPLIT,
        "model = Ridge()\nmodel.fit(X_train, y_train)",
    )

    assert "encode_column" in functions(files["features"])
    assert "df[column] = le.fit_transform(df[column])" in files["features"]
    assert 'column="c"' in files["pipeline"]


@pytest.mark.parametrize(
    "cell",
    [
        "df['{0}'] = df['{0}'].map(lambda v, scale={1}: v * scale)\ndf = df.dropna()",
        "df['{0}'] = df['{0}'].map(lambda v: f'{{v}}-{1}')\ndf = df.dropna()",
        "df = df.query('{0} > @limit')\ndf = df.dropna().head({1})",
        "limit_{1} = [limit is {1}]\ndf = df.dropna()\ndf = df.assign(z=limit_{1})",
        "df = df.drop('{0}', axis=1)",
    ],
)
def test_literals_that_have_to_stand_where_they_are_keep_steps_apart(made, cell):
    files = made(
        "limit = float(3)",
        cell.format("a", 1),
        cell.format("c", 2),
        SPLIT,
        "model = Ridge()\nmodel.fit(X_train, y_train)",
    )

    assert "_name" not in files["features"]
    for text in ("label=", "value=", "column="):
        assert text not in files["pipeline"]


def test_what_differs_in_more_than_two_values_stays_apart(made):
    fit = "m = Ridge(alpha={}, max_iter={}, solver='{}')\nm.fit(X_train, y_train)\ns{} = m.score(X_test, y_test)"
    files = made(SPLIT, fit.format(1, 2, "lsqr", 1), fit.format(2, 3, "sag", 2))

    assert len(functions(files["train"])) == 2


def test_comments_that_speak_of_one_call_only_stay_in_the_notebook(made):
    files = made(
        SPLIT,
        "# the plain one\nlr = LinearRegression()\nlr.fit(X_train, y_train)",
        "# how good is the plain one\ns1 = lr.score(X_test, y_test)",
        "# how good is it again\ns2 = lr.score(X_test, y_test)",
    )

    assert functions(files["evaluate"]) == ["evaluate_lr"]
    assert "how good" not in files["evaluate"]
    assert "# how good is it again" in files["book.ipynb"]


def test_a_figure_is_not_held_to_what_is_drawn_on_it_behind_the_step(made):
    cell = """import matplotlib.pyplot as plt
f, ax = plt.subplots()
ax.hist(df["a"])
caption = "ages"
plt.figtext(0.1, 0.8, caption)
limits = sorted(ax.get_xlim())"""
    steps = json.loads(made(cell, "print(f, limits)")["nb2pkg.json"])["steps"]

    (drawing,) = (step for step in steps if "f" in step["returns"])
    assert "limits" not in drawing["returns"]
    assert "f" not in drawing["holds"]


def test_what_a_loop_makes_anew_in_each_round_for_its_list_is_no_result(made):
    files = made(
        SPLIT,
        "errors, last = [], 0\nfor alpha in (1, 2):\n    model = Ridge(alpha)\n    model.fit(X_train, y_train)\n"
        "    guess = model.predict(X_test)\n    last = last + guess.mean()\n    errors.append(r2_score(y_test, guess))",
        "print(errors)",
    )

    results = files["pipeline"].partition("class Results")[2].partition("def run")[0]
    assert "errors: list" in results
    assert "model: Ridge" in results
    assert "last:" in results
    assert "guess" not in results


def test_what_a_loop_leaves_that_is_all_it_makes_is_a_result(made):
    files = made(
        SPLIT,
        "for alpha in (1, 2):\n    guess = Ridge(alpha).fit(X_train, y_train).predict(X_test)\n    print(guess.mean())",
    )

    assert "guess" in files["pipeline"].partition("class Results")[2].partition("def run")[0]


def test_a_name_that_would_fit_two_parameters_stands_for_neither(made):
    part = "{0}, {1} = train_test_split({2}, test_size={3}, random_state=1)"
    files = made(
        part.format("df_full", "df_test", "df", 0.2),
        part.format("df_train", "df_val", "df_full", 0.3),
        "model = Ridge()\nmodel.fit(df_train[['a']], df_train['b'])",
        "s = model.score(df_val[['a']], df_val['b'])\nt = model.score(df_test[['a']], df_test['b'])",
    )

    assert "df_full, df_test = train_test_split(df," in files["features"].replace(
        "(\n        df", "(df"
    )


def test_models_given_the_same_rows_share_a_sentence_about_infer(made):
    files = made(
        SPLIT,
        "lr = LinearRegression()\nlr.fit(X_train, y_train)",
        "p = lr.predict(X_test)",
        "ridge = Ridge()\nridge.fit(X_train, y_train)",
        "q = ridge.predict(X_test)",
    )

    told = "`infer --input` takes rows as the notebook's data file holds them, and predicts with `lr` and `ridge`"
    assert files["README.md"].count("`infer --input`") == 1
    assert f"{told} as the notebook does, which nobody has seen yet" in files["README.md"]


def test_models_given_the_same_prepared_rows_share_a_sentence_about_infer(made):
    files = made(
        f"df['a'] = df['a'].shift()\n{SPLIT}",
        "lr = LinearRegression()\nlr.fit(X_train, y_train)",
        "p = lr.predict(X_test)",
        "ridge = Ridge()\nridge.fit(X_train, y_train)",
        "q = ridge.predict(X_test)",
    )

    told = "`infer --input` predicts for rows like `X_test` in cells 4 and 6 of the notebook, and as it does there: "
    assert files["README.md"].count("`infer --input`") == 1
    assert told + "`lr.predict` and `ridge.predict`; `--model` says which." in files["README.md"]
    assert "`lr` takes no such rows: cell 2, line 1" in files["README.md"]


def test_a_path_of_the_author_is_marked_as_such(made):
    files = made(
        "more = pd.read_csv('/home/anna/more.csv')\nother = pd.read_csv(r'C:\\Users\\anna\\other.csv')"
    )

    assert "# cell 2, on the machine of the notebook's author" in files["default.toml"]
    assert files["default.toml"].count("author") == 2
    assert (
        "which you will have to set: `more_csv` (cell 2), `other_csv` (cell 2)."
        in files["README.md"]
    )


def test_a_variable_that_was_something_else_in_the_same_function_has_no_type(made):
    files = made(
        SPLIT,
        "sizes = {len(X_train): 1}\nmost = max(sizes)\nsizes = ','.join(map(str, sizes))",
        "model = Ridge()\nmodel.fit(X_train, y_train)\nprint(sizes, most)",
    )

    assert "-> tuple[dict" not in files["features"]
    assert "str]" not in files["features"]


def test_numbers_of_both_kinds_make_a_float(made):
    files = made(
        SPLIT,
        "one = Ridge(alpha=1)\none.fit(X_train, y_train)",
        "two = Ridge(alpha=0.5)\ntwo.fit(X_train, y_train)",
        "s, t = one.score(X_test, y_test), two.score(X_test, y_test)",
    )

    assert "alpha: float" in files["train"]


def test_star_imports_are_fenced_off_from_tools_that_sort_imports(made):
    files = made(
        "from math import *",
        "df['c'] = df['a'] * sin(2) + pd.to_numeric(df['a'])",
        SPLIT,
        "m = Ridge()\nm.fit(X_train, y_train)",
    )

    assert "from math import *\n\n# isort: split\n\nimport pandas as pd" in files["features"]


def test_what_begins_empty_says_its_type_unless_the_function_fills_it(made):
    files = made(
        "total = df['a'].sum()\nseen, full = set(), []\ncounts = {}\nfull.append(total)",
        "counts['a'] = total\nprint(seen, full, counts)",
    )

    code = "".join(text for name, text in files.items() if not name.endswith(".ipynb"))
    assert "    counts: dict = {}\n" in code
    assert "full: list =" not in code


def test_groups_are_a_result_unless_a_cell_that_stays_looks_at_them(made):
    cell = "groups = df.groupby('a')\ntotals = groups['b'].sum()\nby_b = df.groupby('b')\nmeans = by_b['a'].mean()"
    pipeline = made(cell, "groups.head()", "print(totals, means)")["pipeline"]

    assert "by_b=by_b" in pipeline
    assert "groups=groups" not in pipeline
