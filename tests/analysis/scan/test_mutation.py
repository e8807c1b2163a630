import pytest

from nb2pkg.analysis.scan import scan
from tests.analysis.scan.scanning import after
from tests.support import make_notebook

FRAME = "df = pd.read_csv('a.csv')"

# (setup, line): nothing changes
PURE = [
    (FRAME, "df.head()"),
    (FRAME, "df.drop('a', axis=1)"),
    (FRAME, "df.drop('a', axis=1, inplace=False)"),
    (FRAME, "clean = df.fillna(0)"),
    (FRAME, "df['a'].value_counts()"),
    (FRAME, "df.groupby('a').mean()"),
    (FRAME, "df.to_csv('b.csv')"),
    (FRAME, "df.plot()"),
    (FRAME, "df['a'].plot(kind='hist')"),
    (FRAME, "df = df.dropna()"),
    (FRAME, "print(df)"),
    (FRAME, "np.mean(df)"),
    (FRAME, "df.query('a > 1').head()"),
    (FRAME, "sns.heatmap(df.corr())"),
    (FRAME, "X_train, X_test = train_test_split(df)"),
    (FRAME, "df2 = df.copy()"),
    (FRAME, "len(df)"),
    (FRAME, "for column in df.columns:\n    print(column)"),
    (FRAME, "for name, group in df.groupby('a'):\n    group['b'] = 1"),
    ("n = 1", "n += 1"),
    ("s = 'a'", "s += 'b'"),
    ("s = 'a'", "s.upper()"),
    ("xs = [1]", "sorted(xs)"),
    ("xs = [1]", "xs.index(1)"),
    ("xs = [1]", "ys = xs + [2]"),
    ("xs = [1]", "xs.count(1)"),
    ("xs = [[1]]", "ys = [list(x) for x in xs]"),
    ("d = {}", "d.get('a')"),
    ("d = {}", "d.items()"),
    ("model = LogisticRegression()", "model.predict(X)"),
    ("model = LogisticRegression()", "cross_val_score(model, X, y)"),
    ("model = LogisticRegression()", "search = GridSearchCV(model, {})"),
    ("", "plt.show()"),
    ("", "plt.figure(figsize=(3, 4))"),
    ("", "thing.describe()"),
    ("", "result = thing.compute()"),
    ("", "f(thing)"),
    ("", "thing.head(3)"),
    ("a = np.zeros(3)", "np.sort(a)"),
    ("a = np.zeros(3)", "a.reshape(1, 3)"),
    ("a = np.zeros(3)", "a.sum()"),
    ("import math", "math.sqrt(2)"),
]

# (setup, line, what changes)
LIKELY = [
    (FRAME, "df['a'] = 1", {"df"}),
    (FRAME, "df.a = 1", {"df"}),
    (FRAME, "df.columns = ['a']", {"df"}),
    (FRAME, "df.index.name = 'a'", {"df"}),
    (FRAME, "del df['a']", {"df"}),
    (FRAME, "df.loc[df.a > 1, 'b'] = 1", {"df"}),
    (FRAME, "df.iloc[0, 0] = 1", {"df"}),
    (FRAME, "df.at[0, 'a'] = 1", {"df"}),
    (FRAME, "df['a'][0] = 1", {"df"}),
    (FRAME, "df['a'] += 1", {"df"}),
    (FRAME, "df += 1", {"df"}),
    (FRAME, "df.drop('a', axis=1, inplace=True)", {"df"}),
    (FRAME, "df['a'].fillna(0, inplace=True)", {"df"}),
    (FRAME, "df.a.replace(1, 2, inplace=True)", {"df"}),
    (FRAME, "df.insert(0, 'a', 1)", {"df"}),
    (FRAME, "label = df.pop('a')", {"df"}),
    (FRAME, "df['a'].values[0] = 1", {"df"}),
    (FRAME, "df[['a', 'b']] = df[['b', 'a']]", {"df"}),
    (FRAME, "df['a'], df['b'] = 1, 2", {"df"}),
    (FRAME, "for c in df.columns:\n    df[c] = df[c].fillna(0)", {"df"}),
    (FRAME, "np.random.shuffle(df.values)", {"df"}),
    ("frames = [df1, df2]", "for d in frames:\n    d['x'] = 1", {"frames"}),
    ("", "for d in [df1, df2]:\n    d['x'] = 1", {"df1", "df2"}),
    ("", "for name, d in frames.items():\n    d['x'] = 1", set()),
    ("frames = {'a': df1}", "for name, d in frames.items():\n    d['x'] = 1", {"frames"}),
    ("frames = [df1]", "for i, d in enumerate(frames):\n    d['x'] = 1", {"frames"}),
    ("frames = [df1]", "[d.drop('a', inplace=True) for d in frames]", {"frames"}),
    ("xs = []", "xs.append(1)", {"xs"}),
    ("xs = []", "xs += [1]", {"xs"}),
    ("xs = []", "xs[0] = 1", {"xs"}),
    ("xs = []", "xs[:] = []", {"xs"}),
    ("xs = []", "xs.sort()", {"xs"}),
    ("xs = []", "x = xs.pop()", {"xs"}),
    ("xs = []", "random.shuffle(xs)", {"xs"}),
    ("xs = []", "np.random.shuffle(xs)", {"xs"}),
    ("xs = []", "heapq.heappush(xs, 1)", {"xs"}),
    ("xs = []", "[xs.append(i) for i in range(3)]", {"xs"}),
    ("xs = []", "for i in range(3):\n    xs.append(i)", {"xs"}),
    ("xs = []", "while True:\n    xs.append(1)\n    break", {"xs"}),
    ("xs = []", "add = xs.append(1)", {"xs"}),
    ("d = {}", "d['a'] = 1", {"d"}),
    ("d = {}", "d.update(a=1)", {"d"}),
    ("d = {}", "d['k'].append(1)", {"d"}),
    ("d = {}", "d.setdefault('a', []).append(1)", {"d"}),
    ("d = {}", "d['a']['b'] = 1", {"d"}),
    ("s = set()", "s.add(1)", {"s"}),
    ("", "unknown.append(1)", {"unknown"}),
    ("", "unknown.field = 1", {"unknown"}),
    ("", "unknown.a.b.c = 1", {"unknown"}),
    ("", "unknown[0].x = 1", {"unknown"}),
    ("", "setattr(unknown, 'a', 1)", {"unknown"}),
    ("model = LogisticRegression()", "model.fit(X, y)", {"model"}),
    ("model = LogisticRegression()", "model = model.fit(X, y)", {"model"}),
    ("model = LogisticRegression()", "pred = model.fit(X, y).predict(X)", {"model"}),
    ("scaler = StandardScaler()", "X = scaler.fit_transform(X)", {"scaler"}),
    ("model = LogisticRegression()", "model.set_params(C=1)", {"model"}),
    ("", "model.fit(X, y)", {"model"}),
    ("", "model.steps[0][1].coef_ = 1", {"model"}),
    ("pipe = make_pipeline(scaler, clf)", "pipe.fit(X, y)", {"pipe"}),
    ("models = [LogisticRegression()]", "for m in models:\n    m.fit(X, y)", {"models"}),
    (
        "models = [('a', LogisticRegression())]",
        "for name, m in models:\n    m.fit(X, y)",
        {"models"},
    ),
    (
        "models = {'a': LogisticRegression()}",
        "for name in models:\n    models[name].fit(X, y)",
        {"models"},
    ),
    ("a = np.zeros(3)", "a[0] = 1", {"a"}),
    ("a = np.zeros(3)", "a += 1", {"a"}),
    ("a = np.zeros(3)", "a.sort()", {"a"}),
    ("a = np.zeros(3)", "a.T[0] = 1", {"a"}),
    ("a = np.zeros(3)", "a.shape = (3, 1)", {"a"}),
    ("a = np.zeros(3)", "a.reshape(-1)[0] = 1", {"a"}),
    ("a = np.zeros(3)", "np.add(a, 1, out=a)", {"a"}),
    ("a = np.zeros(3)", "np.fill_diagonal(a, 1)", {"a"}),
    ("fig, ax = plt.subplots()", "ax.plot(x)", {"ax"}),
    ("fig, axes = plt.subplots(2)", "axes[0].plot(x)", {"axes"}),
    ("fig, axes = plt.subplots(2)", "axes[0, 1].set_title('a')", {"axes"}),
    ("g = (i for i in xs)", "next(g)", {"g"}),
    ("g = (i for i in xs)", "for i in g:\n    print(i)", {"g"}),
    ("g = (i for i in xs)", "found = list(g)", {"g"}),
    ("rng = np.random.default_rng(0)", "x = rng.normal(size=3)", {"rng"}),
    ("r = random.Random(1)", "r.random()", {"r"}),
]

# (setup, line, what may change)
MAY = [
    (FRAME, "df.drop('a', inplace=flag)", {"df"}),
    ("", "unknown.foo()", {"unknown"}),
    ("", "unknown.foo().bar()", {"unknown"}),
    ("", "x += 1", {"x"}),
    ("", "f(x).y = 1", {"x"}),
    ("rng = np.random.RandomState()", "x = rng.rand(3)", {"rng"}),
    ("if c:\n    pass", "if c:\n    del x", {"x"}),
    (FRAME, "for name, column in df.items():\n    column[0] = 1", {"df"}),
    ("df = pd.read_csv('a')", "for i, row in df.iterrows():\n    row['a'] = 1", {"df"}),
    ("x = 1", "if c:\n    del x", {"x"}),
]


@pytest.mark.parametrize(("setup", "line"), PURE)
def test_what_only_looks_changes_nothing(setup, line):
    effects = after(setup, line)

    assert (effects.mutates, effects.may_mutate) == (frozenset(), frozenset())


@pytest.mark.parametrize(("setup", "line", "expected"), LIKELY)
def test_a_change_is_told(setup, line, expected):
    assert after(setup, line).mutates == expected


@pytest.mark.parametrize(("setup", "line", "expected"), MAY)
def test_a_change_that_may_happen_is_told_apart(setup, line, expected):
    effects = after(setup, line)

    assert (effects.mutates, effects.may_mutate) == (frozenset(), expected)


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("t = s.cat.as_ordered()", set()),
        ("s.cat.set_categories([1])", set()),
        ("s.cat.set_categories([1], inplace=True)", {"s"}),
        ("df['c'].cat.rename_categories([1], inplace=True)", {"df"}),
        ("s.cat.categories = [1]", {"s"}),
    ],
)
def test_what_an_accessor_of_categories_changes_in_place_is_its_column(line, changed):
    before = "import pandas as pd\ndf = pd.read_csv('a.csv')\ns = df['c']"
    assert scan(make_notebook(before, line)).statements[-1].effects.mutates == changed
