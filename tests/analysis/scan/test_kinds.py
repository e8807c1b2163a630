import pytest

from nb2pkg.analysis.kinds import parse
from tests.analysis.scan.scanning import after, last_effects

FRAME = "df = pd.read_csv('a.csv')"

KINDS = [
    ("", "b = 1", "int"),
    ("", "b = 1.5", "float"),
    ("", "b = 'a'", "str"),
    ("", "b = f'{a}'", "str"),
    ("", "b = True", "bool"),
    ("", "b = not a", "bool"),
    ("", "b = None", "None"),
    ("", "b = []", "list"),
    ("", "b = {}", "dict"),
    ("", "b = {1}", "set"),
    ("", "b = 1, 2", "tuple"),
    ("", "b = (x for x in y)", "generator"),
    ("", "b = [x for x in y]", "list"),
    ("", "b = len(a)", "int"),
    ("", "b = open('a.txt')", "file"),
    ("", "b = a in c", "bool"),
    ("", "b = 1 if c else 2", "int"),
    ("", "b = pd.read_csv('a.csv')", "pandas.DataFrame"),
    ("", "b = pd.DataFrame(rows)", "pandas.DataFrame"),
    ("", "b = pd.Series(rows)", "pandas.Series"),
    (
        "import statsmodels.formula.api as smf",
        "b = smf.ols('y ~ x', df).fit()",
        "statsmodels.Results",
    ),
    ("", "b = np.zeros(3)", "numpy.ndarray"),
    ("", "b = np.arange(3) * 2", "numpy.ndarray"),
    ("", "b = np.sqrt(4)", "numpy.scalar"),
    (FRAME, "b = df", "pandas.DataFrame"),
    (FRAME, "b = df['a']", "pandas.Series"),
    (FRAME, "b = df.a", "pandas.Series"),
    (FRAME, "b = df[['a', 'c']]", "pandas.DataFrame"),
    (FRAME, "b = df[df.a > 1]", "pandas.DataFrame"),
    (FRAME, "b = df[df['a'].isin([1])]", "pandas.DataFrame"),
    (FRAME, "b = df.a > 1", "pandas.Series"),
    (FRAME, "b = df.a * 2 + df.b", "pandas.Series"),
    (FRAME, "b = df.drop('a', axis=1)", "pandas.DataFrame"),
    (FRAME, "b = df.values", "numpy.ndarray"),
    (FRAME, "b = df['a'].values", "numpy.ndarray"),
    (FRAME, "b = df.groupby('a')", "pandas.GroupBy"),
    (FRAME, "b = df.groupby('a').mean()", "pandas.DataFrame"),
    (FRAME, "b = df.groupby('a')['c'].mean()", "pandas.Series"),
    (FRAME, "b = df.groupby('a').c.mean()", "pandas.Series"),
    (FRAME, "b = df.groupby('a')[['c']].mean()", "pandas.DataFrame"),
    (FRAME, "b = df.groupby('a').size()", "pandas.Series"),
    (FRAME, "for name, b in df.groupby('a'):\n    pass", "pandas.DataFrame"),
    (FRAME, "b = df.columns.str.lower()", "pandas.Index"),
    (FRAME, "b = df.shape", "tuple"),
    (FRAME, "b = df.shape[0]", "int"),
    (FRAME, "b = df.columns", "pandas.Index"),
    (FRAME, "b = df.a.mean()", "numpy.scalar"),
    (FRAME, "b = df.iloc[:, :-1]", "pandas.DataFrame"),
    (FRAME, "b = df.loc[:, 'a']", "pandas.Series"),
    (FRAME, "b = df.loc[df.a > 1, 'a']", "pandas.Series"),
    (FRAME, "b = df.iloc[:, -1]", "pandas.Series"),
    (FRAME, "b = np.log(df['a'])", "pandas.Series"),
    (FRAME, "b = df.a.unique()", "numpy.ndarray"),
    (FRAME, "b = df.a.str.lower()", "pandas.Series"),
    (FRAME, "b = df.describe().T", "pandas.DataFrame"),
    (FRAME, "b = df.isnull().sum()", "pandas.Series"),
    (FRAME, "b, c = train_test_split(df)", "pandas.DataFrame"),
    (
        FRAME,
        "X, y = df.drop('a', axis=1), df.a\nb, c, d, e = train_test_split(X, y)",
        "pandas.DataFrame",
    ),
    (
        FRAME,
        "X, y = df.drop('a', axis=1), df.a\nc, d, e, b = train_test_split(X, y)",
        "pandas.Series",
    ),
    ("", "b = LogisticRegression()", "instance:sklearn.linear_model.LogisticRegression"),
    (
        "",
        "b = RandomForestClassifier()",
        "instance:sklearn.ensemble.RandomForestClassifier#draws",
    ),
    (
        "",
        "b = RandomForestClassifier(random_state=0)",
        "instance:sklearn.ensemble.RandomForestClassifier#seeded",
    ),
    (
        "",
        "b = RandomForestClassifier().fit(X, y)",
        "instance:sklearn.ensemble.RandomForestClassifier#draws",
    ),
    ("", "b = make_pipeline(StandardScaler())", "instance:sklearn.pipeline.Pipeline"),
    (
        "",
        "b = Pipeline([('a', StandardScaler()), ('m', RandomForestClassifier())])",
        "instance:sklearn.pipeline.Pipeline#draws",
    ),
    (
        "",
        "b = GridSearchCV(RandomForestClassifier(), {})",
        "instance:sklearn.model_selection.GridSearchCV#draws",
    ),
    ("", "fig, b = plt.subplots()", "axes"),
    ("", "b = plt.figure()", "figure"),
    ("", "fig, (a, b) = plt.subplots(2)", "axes"),
    ("fig, axes = plt.subplots(2)", "for b in axes:\n    pass", "axes"),
    ("m = LogisticRegression()", "b = m.predict(X)", "numpy.ndarray"),
    ("m = LogisticRegression()", "b = m.score(X, y)", "float"),
    ("m = LogisticRegression()", "b = m.coef_", "numpy.ndarray"),
    ("def f():\n    return 1", "b = f", "notebook-function:f"),
    ("def f():\n    return 1", "b = f()", "int"),
    ("def f(x):\n    return pd.read_csv(x)", "b = f('a')", "pandas.DataFrame"),
    ("def f(x: pd.DataFrame):\n    return x['a']", "b = f(y)", "pandas.Series"),
    ("def f(x):\n    yield x", "b = f(1)", "generator"),
    ("f = lambda x: [x]", "b = f(1)", "list"),
    ("class A:\n    pass", "b = A", "notebook-class:A"),
    ("class A:\n    pass", "b = A()", "notebook-instance:A"),
    ("", "b: float = a", "float"),
    ("", "b = thing.whatever()", None),
    ("", "b = thing[0]", None),
    ("from mylib import thing", "b = thing()", None),
]


@pytest.mark.parametrize(("setup", "line", "expected"), KINDS)
def test_the_kind_of_what_is_bound(setup, line, expected):
    kind = None if expected is None else parse(expected)

    assert dict(after(setup, line).kinds).get("b") is kind


IMPORTS = [
    ("import numpy as np", ("np", "numpy"), "module:numpy"),
    ("import matplotlib.pyplot as plt", ("plt", "matplotlib.pyplot"), "module:matplotlib.pyplot"),
    (
        "from matplotlib import pyplot as plt",
        ("plt", "matplotlib.pyplot"),
        "module:matplotlib.pyplot",
    ),
    ("import sklearn.metrics", ("sklearn", "sklearn"), "module:sklearn"),
    ("from numpy import mean", ("mean", "numpy.mean"), "function:numpy.mean"),
    ("from . import x", ("x", ".x"), "import:.x"),
    ("from .m import x", ("x", ".m.x"), "import:.m.x"),
]


@pytest.mark.parametrize(("line", "pair", "kind"), IMPORTS)
def test_imports_are_resolved(line, pair, kind):
    effects = last_effects(line)

    assert (effects.imports, effects.kinds) == ((pair,), ((pair[0], parse(kind)),))


FACTS = [
    (FRAME, "df.drop('a').head()", ("pandas.DataFrame.drop", "pandas.DataFrame.head")),
    ("", "print(len(x))", ("builtins.len", "builtins.print")),
    ("", "sns.heatmap(x)", ("seaborn.heatmap",)),
    ("", "thing.fit(x)", ("?.fit",)),
    (
        "",
        "LogisticRegression().fit(X, y)",
        (
            "sklearn.linear_model.LogisticRegression",
            "sklearn.linear_model.LogisticRegression.fit",
        ),
    ),
    (
        "m = RandomForestClassifier()",
        "m.fit(X, y)",
        ("sklearn.ensemble.RandomForestClassifier.fit",),
    ),
    ("import sklearn.metrics", "sklearn.metrics.f1_score(a, b)", ("sklearn.metrics.f1_score",)),
    ("from mylib import tool", "tool(x)", ("mylib.tool",)),
]


@pytest.mark.parametrize(("setup", "line", "expected"), FACTS)
def test_calls_are_told_by_their_qualified_names_in_the_order_they_run(setup, line, expected):
    assert after(setup, line).facts == expected


def test_customary_names_of_modules_are_known_without_an_import():
    assert last_effects("x = np.zeros(3)").facts == ("numpy.zeros",)
    assert last_effects("np = 3", "x = np.zeros(3)").facts != ("numpy.zeros",)
