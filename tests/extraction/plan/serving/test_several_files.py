"""Rows among those of other files: which file a prediction is about, and what its rows pass alone."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.extraction.apart import learned_apart
from nb2pkg.extraction.plan.context import Context
from nb2pkg.extraction.plan.serving.served import served
from nb2pkg.extraction.plan.serving.values import How
from nb2pkg.extraction.stages.label import label
from tests.support import make_notebook

IMPORTS = "import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import Ridge"
FILES = 'train = pd.read_csv("train.csv")\ntest = pd.read_csv("test.csv")'
FIT = (
    'model = Ridge()\nmodel.fit(train[["a", "b"]], train["y"])\np = model.predict(test[["a", "b"]])'
)
BOTH = "n = len(train)\ny = train.y\nboth = pd.concat([train, test])\nboth = both.drop(columns='y')"
SLICED = "X, X_test = both[:n], both[n:]\nmodel = Ridge()\nmodel.fit(X, y)"
MADE = "model = Ridge()\nmodel.fit(df[['a', 'b']], df['y'])\np = model.predict(df[['a', 'b']])"


def _served(*cells):
    """Return the notebook as it was taken apart, and what is served of its only model."""
    graph = build(scan(make_notebook(IMPORTS, FILES, *cells)))
    graph, _ = learned_apart(graph, {}, ())
    context = Context(graph, label(graph, ()))
    [call] = served(context)
    return context, call


def _source(context, call):
    assert call.source is not None, call.reason or call.told
    assert call.is_raw, call.reason or call.told
    return context.statements[call.source.statement].text


def _texts(context, call):
    return [context.statements[each.statement].text for each in call.passed]


def _refusal(*cells):
    _, call = _served(*cells)
    assert not call.is_raw
    return call.reason or call.told


def test_a_loop_through_tables_changes_the_rows_alone():
    loop = "for table in combine:\n    table['b'] = table['a'] + 1"
    context, call = _served("combine = [train, test]", loop, FIT)

    assert _source(context, call) == 'test = pd.read_csv("test.csv")'
    assert [each.applied for each in call.passed if each.how is How.APPLIED] == ["combine = [test]"]
    assert loop in _texts(context, call)


def test_a_list_in_the_head_of_a_loop_gets_a_name():
    context, call = _served("for t in (train, test):\n    t['b'] = t['a'] + 1", FIT)

    assert "tables = [test]" in [each.applied for each in call.passed]
    assert "for t in tables:\n    t['b'] = t['a'] + 1" in _texts(context, call)


@pytest.mark.parametrize(
    "taken", ["one, two = combine", "one = combine[0]\ntwo = combine[-1].copy()"]
)
def test_a_member_of_a_list_is_the_only_one_where_rows_are_served(taken):
    fit = FIT.replace("train", "one").replace("test", "two")
    context, call = _served("combine = [train, test]", taken, fit)

    assert "test.csv" in _source(context, call)
    assert "two = combine[0]" in {each.applied for each in call.passed}


def test_what_a_loop_learns_of_each_table_is_kept_by_table():
    loop = "for table in combine:\n    table['b'] = table['b'].fillna(table['b'].median())"
    context, call = _served("combine = [train, test]", loop, FIT)

    assert "test.csv" in _source(context, call)
    assert [e.picked for e in call.passed if e.picked] == [(("b_median_by_table", "1:2"),)]


@pytest.mark.parametrize(
    "loop",
    [
        "for table in combine:\n    table['b'] = table['b'] - seen\n    seen = table['b'].max()",
        "for table in combine:\n    seen += 1\n    table['b'] = seen",
        "for seen, table in enumerate(combine):\n    table['b'] = seen",
    ],
)
def test_a_loop_in_which_one_table_depends_on_the_others_is_refused(loop):
    assert "what it does to a table" in _refusal("combine = [train, test]\nseen = 0", loop, FIT)


def test_a_refusal_names_the_statement_inside_of_a_loop():
    loop = "for table in combine:\n    table['c'] = 1\n    table['b'] = np.random.rand(len(table))"

    assert "cell 4, line 3: table['b'] = np.random.rand" in _refusal(
        "combine = [train, test]", loop, FIT
    )


@pytest.mark.parametrize(("rows", "file"), [("X", "train.csv"), ("X_test", "test.csv")])
def test_the_slice_of_tables_below_each_other_tells_the_file(rows, file):
    context, call = _served(BOTH, SLICED, f"p = model.predict({rows})")

    assert file in _source(context, call)


@pytest.mark.parametrize(
    ("rows", "file"),
    [
        ("both.loc[train.index]", "train.csv"),
        ("both.loc[test.index]", "test.csv"),
        ("both[both['flag'] == 1]", "train.csv"),
        ("both[both['flag'] == 0]", "test.csv"),
    ],
)
def test_labels_and_flags_tell_the_file(rows, file):
    flags = "train['flag'] = 1\ntest['flag'] = 0"
    context, call = _served(flags, BOTH, SLICED, f"X_new = {rows}\np = model.predict(X_new)")

    assert file in _source(context, call)


def test_the_target_is_a_column_of_rows_that_stood_below_those_of_training():
    _, call = _served(BOTH, SLICED, "p = model.predict(X_test)")

    assert "both = pd.concat([test]).assign(y=None)" in [each.applied for each in call.passed]


def test_of_keys_the_rows_have_their_own():
    put = "both = pd.concat([train, test], keys=['one', 'two'])"
    _, call = _served(put, "n = len(train)\ny = train.y", SLICED, "p = model.predict(X_test)")

    assert "both = pd.concat([test], keys=['two'])" in [each.applied for each in call.passed]


def test_tables_below_each_other_in_another_order_have_no_parts_by_place():
    cells = (BOTH, "both = both.sort_values('a')", SLICED, "p = model.predict(X_test)")
    context, call = _served(*cells)

    assert "train.csv" in _source(context, call)  # any row may be meant: the run decides


def test_dummies_of_two_tables_have_the_columns_of_both():
    made = "train_d = pd.get_dummies(train[['a', 'b']])\ntest_d = pd.get_dummies(test[['a', 'b']])"
    aligned = "X, X_test = train_d.align(test_d, join='left', axis=1)"
    fit = "model = Ridge()\nmodel.fit(X, train['y'])\np = model.predict(X_test)"
    context, call = _served(made, aligned, fit)

    assert "test.csv" in _source(context, call)
    assert "X_test = test_d.reindex(columns=shared_columns)" in _texts(context, call)


@pytest.mark.parametrize(
    "joined",
    [
        "df = train.merge(test, on='k', how='left')",
        "df = pd.merge(train, test, on='k', how='left')",
        "df = train.merge(test[['k', 'b']], on='k', how='left')",
        "df = train.join(test, on='k')",
        "train['b'] = train['k'].map(test.set_index('k')['b'])\ndf = train",
    ],
)
def test_a_table_of_another_file_is_looked_up(joined):
    context, call = _served(joined, MADE)

    assert "train.csv" in _source(context, call)


@pytest.mark.parametrize(
    "joined",
    [
        "df = train.join(test)",
        "df = train\ndf['b'] = test['b']",
        "df = train\ndf['b'] = train['b'] - test['b']",
        "df = pd.concat([train, test[['c']]], axis=1)",
        "df = pd.DataFrame({'a': train['a'], 'b': test['b'], 'y': train['y']})",
        "df = train\ndf['b'] = np.where(train['a'] > 0, test['b'], 0)",
    ],
)
def test_rows_that_only_their_labels_bring_together_are_refused(joined):
    assert "labels" in _refusal(joined, MADE)


def test_a_table_made_of_the_rows_to_be_predicted_is_refused_where_it_is_made():
    sizes = "sizes = test.groupby('k').size()\nsizes = sizes.reset_index()"
    reason = _refusal(sizes, "test = test.merge(sizes, on='k', how='left')", FIT)

    assert reason.startswith("cell 3, line 1: sizes = test.groupby('k').size()")


def test_what_was_learned_of_training_rows_is_looked_up_for_others():
    means = "means = train.groupby('k')['b'].mean().reset_index()"
    context, call = _served(means, "test = test.merge(means, on='k', how='left')", FIT)

    assert "test.csv" in _source(context, call)


def test_parts_of_one_table_below_each_other_are_chosen():
    rare = "rare = train[train['y'] == 1]\nrest = train[train['y'] == 0][:len(rare)]"
    context, call = _served(rare, "df = pd.concat([rare, rest])", MADE)

    assert "train.csv" in _source(context, call)


@pytest.mark.parametrize(
    "put",
    [
        "more = train.copy()\nmore['a'] = more['a'] + 1\ndf = pd.concat([train, more])",
        "rare = train[train['a'] > 1]\ndf = pd.concat([rare, train])",
    ],
)
def test_rows_that_were_changed_before_they_came_below_others_are_refused(put):
    assert "below each other" in _refusal(put, MADE)


def test_two_assignments_in_one_are_told_apart():
    context, call = _served(
        "X, X_test = train[['a', 'b']], test[['a', 'b']]",
        FIT.replace("train[['a', 'b']]", "X"),
        "q = model.predict(X_test)",
    )

    assert "test.csv" in _source(context, call)
