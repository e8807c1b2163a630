"""Statements that learn from rows and apply that: what comes before, the statement, what is made of rows."""

from __future__ import annotations

AGGREGATES = [
    ("", 'df["x"] = df["x"].fillna(df["x"].median())', "df"),
    ("", "df.x = df.x.fillna(df.x.mean())", "df"),
    ("", 'df["c"] = df["c"].fillna(df["c"].mode()[0])', "df"),
    ("", 'df["x"] -= df["x"].mean()', "df"),
    ("", 'z = (df["x"] - df["x"].mean()) / df["x"].std()', "z"),
    ("", 'df["x"] = (df.x - df.x.min()) / (df.x.max() - df.x.min())', "df"),
    (
        "",
        'df["x"] = df["x"].clip(upper=df["x"].quantile(.9), lower=df["x"].quantile(q=0.05))',
        "df",
    ),
    ("", 'df["x"] = np.where(df["x"] > df["x"].quantile(.9), df["x"].mean(), df["x"])', "df"),
    ("", 'df["x"] = df["x"].fillna(np.mean(df["x"]))', "df"),
    ("", 'df["n"] = df["n"] / max(df["n"])', "df"),
    ("", 'df["c"] = df["c"].map(df["c"].value_counts())', "df"),
    ("", 'df["c"] = df["c"].map({v: i for i, v in enumerate(df["c"].unique())})', "df"),
    (
        "",
        'df["c"] = np.where(df["c"].isin(df["c"].value_counts().head(2).index), df["c"], "other")',
        "df",
    ),
    ("", 'df["m"] = df["k"].map(df.groupby("k")["x"].mean())', "df"),
    ("", "df = df.drop(columns=df.columns[df.isnull().mean() > 0.1])", "df"),
    ("", 'df[["x", "y"]] = df[["x", "y"]].fillna(df[["x", "y"]].mean())', "df"),
    ("", 'df.loc[df["x"] > df["x"].quantile(0.9), "x"] = df["x"].quantile(0.9)', "df"),
    ("", 'X = (df[["x", "y"]].values - df[["x", "y"]].values.mean(axis=0))', "X"),
    ("", 'df["d"] = df["x"].apply(lambda v: v * 2) - df["x"].min()', "df"),
    ("", 'df["x"].fillna(df["x"].mean(), inplace=True)', ""),
    ("", 'df = df[df["x"] < df["x"].quantile(.9)]', ""),
    ("", "df = df[(df.x > df.x.quantile(0.1)) & (df.x < df.x.mean() + 3 * df.x.std())]", ""),
]
FITTED = [
    ("", 'df["k"] = le.fit_transform(df["k"])', "df"),
    ("", 'df["c"] = le.fit_transform(df["c"].astype(str))', "df"),
    ("le.fit(df['k'])", 'df["flag"] = le.fit_transform(df["flag"])', "df"),
    ("sc = StandardScaler()", 'X = sc.fit_transform(df[["x", "y"]])', "X"),
    (
        "sc = StandardScaler()",
        'X = pd.DataFrame(sc.fit_transform(df[["x", "n"]]), columns=["x", "n"])',
        "X",
    ),
    ("", 'X = MinMaxScaler().fit_transform(df[["y", "n"]])', "X"),
    ("", 'X = preprocessing.RobustScaler().fit_transform(df[["x", "n"]])', "X"),
    ("", 'X = MaxAbsScaler().fit_transform(df[["y", "n"]])', "X"),
    ("", 'X = Normalizer().fit_transform(df[["y", "n"]])', "X"),
    ("", 'X = PolynomialFeatures(2).fit_transform(df[["y", "n"]])', "X"),
    ("", 'X = OneHotEncoder().fit_transform(df[["k", "flag"]]).toarray()', "X"),
    ("", 'X = OrdinalEncoder().fit_transform(df[["k", "n"]])', "X"),
    ("", 'X = LabelBinarizer().fit_transform(df["k"])', "X"),
    ("", 'X = KBinsDiscretizer(3, encode="ordinal").fit_transform(df[["y"]])', "X"),
    ("", 'X = CountVectorizer().fit_transform(df["text"]).toarray()', "X"),
    ("imp = SimpleImputer(strategy='median')", 'df[["x"]] = imp.fit_transform(df[["x"]])', "df"),
    (
        "imp = SimpleImputer()\nsc = StandardScaler()",
        'X = sc.fit_transform(imp.fit_transform(df[["x", "y"]]))',
        "X",
    ),
    (
        "",
        'X = make_pipeline(SimpleImputer(), StandardScaler()).fit_transform(df[["x", "y"]])',
        "X",
    ),
    (
        (
            "pipe = Pipeline([('i', SimpleImputer()), ('s', MinMaxScaler())])\n"
            "ct = ColumnTransformer([('n', pipe, ['x', 'y']), ('c', OneHotEncoder(), ['k'])], remainder='drop')"
        ),
        "X = ct.fit_transform(df)",
        "X",
    ),
    (
        "",
        "X = make_column_transformer((OneHotEncoder(), ['k']), remainder='passthrough').fit_transform(df[['k', 'y']])",
        "X",
    ),
]
DUMMIES = [
    ("", 'd = pd.get_dummies(df, columns=["c", "k"], drop_first=True)', "d"),
    ("", 'd = pd.get_dummies(df, columns=["n", "flag", "cat"])', "d"),
    ("", "d = pd.get_dummies(df.drop(columns=['text']))", "d"),
    ("", "d = pd.get_dummies(df)", "d"),
    ("", "df = pd.get_dummies(df, drop_first=True, dtype=int)", "df"),
    ("", "df = pd.get_dummies(df).drop(columns='x').astype(float)", "df"),
    ("", 'd = pd.get_dummies(df, columns=cols, prefix=["one", "two"], prefix_sep=".")', "d"),
    ("", 'd = pd.get_dummies(df, columns=cols, prefix={"c": "one", "k": "two"})', "d"),
    ("", 'd = pd.get_dummies(df["k"])', "d"),
    ("", 'd = pd.get_dummies(df["c"], drop_first=True)', "d"),
    ("", "d = pd.get_dummies(df.n, dtype=int)", "d"),
    ("", "d = pd.get_dummies(df.cat)", "d"),
    ("", 'd = pd.get_dummies(df["k"], prefix="k", drop_first=True)', "d"),
    ("", 'df = pd.concat([df, pd.get_dummies(df["k"], prefix="k")], axis=1)', "df"),
    ("", 'df = df.join(pd.get_dummies(df["c"].astype(str)))', ""),
]
CATEGORIES = [
    ("", 'df["c"] = df["c"].astype("category").cat.codes', "df"),
    ("", 'df["cat"] = df["cat"].astype("category").cat.codes', "df"),
    ("", 'df["n"] = df["n"].astype("category")', "df"),
    ("", 'df[["c", "k"]] = df[["c", "k"]].astype("category")', ""),
    ("", 'df["c"] = pd.Categorical(df["c"]).codes', "df"),
    ("", 'df["c"] = pd.factorize(df["c"])[0]', "df"),
    ("", 'df["n"] = pd.factorize(df["n"])[0]', "df"),
    ("", 'df["flag"] = pd.factorize(df["flag"])[0]', "df"),
    ("", 'df["cat"] = df["cat"].factorize()[0]', "df"),
    ("", 'df["x"] = pd.factorize(df["x"])[0]', "df"),
    ("", 'df["q"] = pd.qcut(df["x"], 4, labels=False)', "df"),
    ("", 'df["q"] = pd.qcut(df["x"], 3)', "df"),
    ("", 'df["q"] = pd.qcut(df["n"], [0, .5, 1], labels=["low", "high"], duplicates="drop")', ""),
    ("", 'df["q"] = pd.cut(df["x"], 5)', "df"),
    ("", 'df["q"] = pd.cut(df["n"], 3, labels=False, right=False)', "df"),
]
TABLES = [
    ("", "df = df.dropna(axis=1)", "df"),
    ("", 'df = df.dropna(axis="columns", thresh=5)', "df"),
    ("", "df.dropna(axis=1, inplace=True)", "df"),
    ("", 'df["x"] = df["x"].fillna(df.groupby("k")["x"].transform("mean"))', "df"),
    ("", 'df["x"] = df["x"].fillna(df.groupby(["k", "flag"])["x"].transform("median"))', "df"),
    ("", 'df["m"] = df.groupby("c")["n"].transform("max")', "df"),
    ("", 'df["m"] = df.groupby("c").x.transform("std")', "df"),
    ("", 'df["m"] = df.groupby("k")["c"].transform("count")', "df"),
    ("", 'df["m"] = df.groupby("k")["x"].transform("var")', "df"),
    ("", 'df["m"] = df.groupby("c")["n"].transform("prod")', "df"),
    ("", 'df["m"] = df.groupby("cat", observed=True)["y"].transform("sum")', "df"),
    ("", 'df["m"] = df.groupby(["c", "k"])["n"].transform("nunique")', "df"),
    (
        "",
        'df["x"] = df.groupby("c")["x"].transform(lambda v: v.fillna(v.median()))',
        "df",
    ),
    ("", 'df["n"] = df.groupby("k")["n"].transform(lambda v: v.fillna(v.mean()))', "df"),
    ("", "columns = ['k', 'c'] + ['n']\nd = pd.get_dummies(df[columns])", "d"),
]
LOOPS = [
    ("", "for c in cols:\n    df[c] = le.fit_transform(df[c].astype(str))", "df"),
    ("", "for c in ['k', 'flag']:\n    df[c] = LabelEncoder().fit_transform(df[c])", "df"),
    (
        "",
        (
            "for c in df.columns:\n    if df[c].dtype == bool:\n        le = LabelEncoder()\n"
            "        df[c] = le.fit_transform(df[c])"
        ),
        "df",
    ),
    (
        "test = df.head(3).copy()",
        (
            "for c in ['k', 'n']:\n    le.fit(list(df[c].values))\n    df[c] = le.transform(df[c])\n"
            "    test[c] = le.transform(test[c])"
        ),
        "",
    ),
    (
        "X = df[['k', 'n', 'flag']].values",
        "for i in range(3):\n    X[:, i] = le.fit_transform(X[:, i])",
        "X",
    ),
    (
        "sc = StandardScaler()",
        "for c in ['x', 'y']:\n    df[[c]] = sc.fit_transform(df[[c]])",
        "df",
    ),
    ("", "for c in ['x', 'y']:\n    df[c] = df[c].fillna(df[c].median())", "df"),
    ("", "for c in df.columns:\n    if df[c].dtype == float:\n        df[c] -= df[c].mean()", "df"),
    ("", "for c in ['x', 'c']:\n    df[c].fillna(df[c].mode()[0], inplace=True)", ""),
    (
        "",
        (
            "for c in ['x', 'y', 'n']:\n    q1 = df[c].quantile(.25)\n    q3 = df[c].quantile(.75)\n    iqr = q3 - q1\n"
            "    df[c] = df[c].clip(q1 - 1.5 * iqr, q3 + 1.5 * iqr)"
        ),
        "df",
    ),
    (
        "limit = 2.5",
        (
            "for c in ['x', 'y']:\n    # scaled\n    df[c] = (df[c] - df[c].mean()) / df[c].std()\n"
            "    df[c] = df[c].clip(-limit, limit)"
        ),
        "df",
    ),
    ("", "for c in ['c', 'k']:\n    df[c] = df[c].astype('category').cat.codes", "df"),
    ("", "for c in ['c', 'k']:\n    df[c] = df[c].map(df[c].value_counts())", "df"),
    (
        "",
        (
            "for c in df.columns:\n    if df[c].dtype == float:\n        df[c] = df[c].fillna(df[c].mean())\n"
            "    else:\n        df[c] = df[c].fillna(df[c].mode()[0])"
        ),
        "",
    ),
    ("", "df[['k', 'flag']] = df[['k', 'flag']].apply(le.fit_transform)", "df"),
    ("", "X = df[['k', 'n']].apply(LabelEncoder().fit_transform)", "X"),
    (
        "",
        "df['x'] = df['x'].apply(lambda v: (v - df['x'].min()) / (df['x'].max() - df['x'].min()))",
        "df",
    ),
    (
        "",
        "df['k'] = df['k'].map(lambda v: v if v in df['k'].value_counts().index[:2] else 'other')",
        "df",
    ),
]
ALL = [*AGGREGATES, *FITTED, *DUMMIES, *CATEGORIES, *TABLES, *LOOPS]
