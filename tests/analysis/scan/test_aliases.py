import pytest

from tests.analysis.scan.scanning import after, last_effects

FRAME = "df = pd.read_csv('a.csv')"

# (setup, line): the new name shares nothing
INDEPENDENT = [
    (FRAME, "b = df.copy()"),
    (FRAME, "b = df.drop('a', axis=1)"),
    (FRAME, "b = df[['x', 'y']]"),
    (FRAME, "b = df[df.a > 1]"),
    (FRAME, "b = df[(df.a > 1) & (df.b == 2)]"),
    (FRAME, "b = df.reset_index()"),
    (FRAME, "b = df.a.mean()"),
    (FRAME, "b = len(df)"),
    (FRAME, "b = df.shape[0]"),
    (FRAME, "b = np.mean(df)"),
    (FRAME, "b = pd.concat([df, df])"),
    (FRAME, "b = pd.get_dummies(df)"),
    (FRAME, "b = df.a + df.b"),
    (FRAME, "b = df.groupby('a').sum()"),
    (FRAME, "b, c = train_test_split(df)"),
    (FRAME, "b = [df.a.mean(), df.b.mean()]"),
    (FRAME, "b = df['a'].tolist()"),
    (FRAME, "b = df['a'].astype(int)"),
    (FRAME, "b = f'{df}'"),
    ("n = 1", "b = n"),
    ("s = 'a'", "b = s"),
    ("s = 'a'", "b = [s]"),
    ("a = np.zeros(3)", "b = a.copy()"),
    ("a = np.zeros(3)", "b = a * 2"),
    ("a = np.zeros(3)", "b = np.array(a)"),
    ("a = np.zeros(3)", "b = a[[0, 1]]"),
    ("a = np.zeros(3)", "b = a.flatten()"),
    ("a = np.zeros(3)", "b = a[a > 1]"),
    ("d = {'a': 1}", "b = [k for k in range(3)]"),
    ("frames = [df1]", "b = [len(f) for f in frames]"),
    ("model = LogisticRegression()", "b = GridSearchCV(model, {})"),
    ("model = LogisticRegression()", "b = model.predict(X)"),
    ("model = LogisticRegression()", "b = cross_val_score(model, X, y)"),
    ("", "b = thing.copy()"),
    ("", "b = thing.predict(X)"),
    ("", "b = thing is None"),
    ("", "b = thing + 1"),
    ("", "b = not thing"),
]

# (setup, line, (target, source, same, sure) …)
TIED = [
    ("", "b = a", {("b", "a", True, True)}),
    ("", "b = c = a", {("b", "a", True, True), ("c", "a", True, True), ("c", "b", True, True)}),
    ("", "b = c = []", {("c", "b", True, True)}),
    ("", "print(b := [], c := b)", {("c", "b", True, True)}),
    (FRAME, "for c, b in df.items():\n    pass", {("b", "df", False, False)}),
    (FRAME, "for c, b in df.iterrows():\n    pass", {("b", "df", False, False)}),
    ("d = {'x': a}", "for c, b in d.items():\n    pass", {("b", "d", False, True)}),
    ("d = {'x': a}", "b = d.get('x')", {("b", "d", False, True)}),
    ("", "a, b = b, a", {("a", "b", True, True), ("b", "a", True, True)}),
    ("", "b = a if c else d", {("b", "a", True, True), ("b", "d", True, False)}),
    ("", "b = a or d", {("b", "a", True, True), ("b", "d", True, False)}),
    ("", "b = a.part", {("b", "a", False, False)}),
    ("", "b = a[0]", {("b", "a", False, False)}),
    ("", "b = [a]", {("b", "a", False, True)}),
    ("", "b = {'x': a}", {("b", "a", False, True)}),
    ("", "b = (a, c)", {("b", "a", False, True), ("b", "c", False, True)}),
    ("xs = []", "xs.append(a)", {("xs", "a", False, True)}),
    ("d = {}", "d['x'] = a", {("d", "a", False, True)}),
    ("", "o.field = a", {("o", "a", False, False)}),
    ("", "b = f(a)", {("b", "a", True, False)}),
    ("", "b = copy.copy(a)", {("b", "a", False, True)}),
    ("", "b = list(a)", {("b", "a", False, True)}),
    ("xs = [a]", "b = xs[0]", {("b", "xs", False, True)}),
    ("xs = [a]", "for b in xs:\n    pass", {("b", "xs", False, True)}),
    ("xs = [(1, a)]", "for i, b in xs:\n    pass", {("b", "xs", False, True)}),
    ("pair = (1, a)", "i, b = pair", {("b", "pair", False, True)}),
    ("xs = [a]", "b = [x for x in xs]", {("b", "xs", False, True)}),
    (FRAME, "b = df", {("b", "df", True, True)}),
    (FRAME, "b = df['x']", {("b", "df", False, False)}),
    (FRAME, "b = df.x", {("b", "df", False, False)}),
    (FRAME, "b = df[:10]", {("b", "df", False, False)}),
    (FRAME, "b = df.loc[:, 'x']", {("b", "df", False, False)}),
    (FRAME, "b = df.iloc[:, 1:]", {("b", "df", False, False)}),
    (FRAME, "b = df.values", {("b", "df", False, False)}),
    (FRAME, "b = df.head()", {("b", "df", False, False)}),
    (FRAME, "b = [df]", {("b", "df", False, True)}),
    ("a = np.zeros(3)", "b = a[1:]", {("b", "a", False, True)}),
    ("a = np.zeros(3)", "b = a.T", {("b", "a", False, True)}),
    ("a = np.zeros(3)", "b = a.reshape(3, 1)", {("b", "a", False, True)}),
    ("a = np.zeros(3)", "b = np.asarray(a)", {("b", "a", False, True)}),
    ("a = np.zeros(3)", "b = pd.DataFrame(a)", {("b", "a", False, False)}),
    ("m = LogisticRegression()", "b = m.fit(X, y)", {("b", "m", True, True)}),
    (
        "s = StandardScaler()\nm = LogisticRegression()",
        "b = make_pipeline(s, m)",
        {("b", "s", False, True), ("b", "m", False, True)},
    ),
    (
        "s = StandardScaler()",
        "b = Pipeline([('s', s), ('m', LogisticRegression())])",
        {("b", "s", False, True)},
    ),
]


@pytest.mark.parametrize(("setup", "line"), INDEPENDENT)
def test_a_copy_is_tied_to_nothing(setup, line):
    assert after(setup, line).aliases == ()


@pytest.mark.parametrize(("setup", "line", "expected"), TIED)
def test_a_shared_object_is_told(setup, line, expected):
    found = {(a.target, a.source, a.is_same, a.is_sure) for a in after(setup, line).aliases}

    assert found == expected


def test_a_tie_within_one_statement_is_followed():
    effects = last_effects("if c:\n    b = a\n    b.append(1)")

    assert effects.mutates == {"a"}


def test_a_name_rebound_to_something_fresh_protects_the_old_object():
    effects = last_effects("import pandas as pd", "if c:\n    df = df.copy()\n    df['x'] = 1")

    assert effects.mutates == frozenset()


def test_what_a_loop_has_put_into_a_list_is_tied_to_it():
    effects = last_effects("models = []", "for m in makers:\n    models.append(m)")

    assert ("models", "makers") in {(a.target, a.source) for a in effects.aliases}


def test_what_a_function_puts_away_is_tied_to_where_it_went():
    setup = "def keep(store, x):\n    store['x'] = x\n    everything.append(x)"

    found = {(a.target, a.source, a.is_sure) for a in last_effects(setup, "keep(s, frame)").aliases}

    assert found == {("s", "frame", False), ("everything", "frame", False)}


def test_a_method_may_keep_what_it_is_given():
    setup = "class Box:\n    def put(self, x):\n        self.x = x\nbox = Box()"

    found = {(a.target, a.source, a.is_sure) for a in last_effects(setup, "box.put(frame)").aliases}

    assert found == {("box", "frame", False)}


def test_ties_in_loops_as_deep_as_python_allows_are_found_without_walking_each_loop_twice_as_often():
    depth = 18
    loops = [
        f"{'    ' * n}for i{n} in x:\n{'    ' * (n + 1)}a{n} = x.get(i{n})" for n in range(depth)
    ]
    body = "\n".join([*loops, "    " * depth + "kept.append(x)"])

    effects = last_effects("x, kept = {}, []", body)

    assert ("kept", "x") in {(alias.target, alias.source) for alias in effects.aliases}
    assert "a17" in effects.may_bind
